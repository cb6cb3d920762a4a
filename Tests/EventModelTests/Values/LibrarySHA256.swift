import Crypto

/// The SHA-256 of another implementation; apart from the tests, since it has types of the same names.
func librarySHA256(of bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
