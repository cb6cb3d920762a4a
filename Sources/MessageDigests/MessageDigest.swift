internal import CLibcrypto

/// A digest of bytes that come in pieces: SHA-256, or SM3 as Chinese authorities ask for it.
///
/// Not `Sendable`; use it from one thread at a time.
///
/// - SeeAlso: GB/T 32905-2016 (SM3); FIPS 180-4 (SHA-256); OpenSSL, `EVP_DigestInit(3)`.
@safe package final class MessageDigest {
    /// The functions; both give 32 bytes.
    package enum Function: String, Hashable, Sendable, CaseIterable {
        /// GB/T 32905-2016.
        case sm3
        /// FIPS 180-4.
        case sha256
    }

    /// Bytes of a digest.
    package static let byteCount = 32

    private let context: OpaquePointer
    private let function: Function

    /// Begins a digest.
    ///
    /// - Throws: ``MessageDigestError`` when the library does not have the function or memory ran out.
    package init(_ function: Function) throws(MessageDigestError) {
        self.function = function
        guard let made = unsafe EVP_MD_CTX_new() else {
            throw MessageDigestError(function: function)
        }
        unsafe context = unsafe made
        let type = unsafe function == .sm3 ? EVP_sm3() : EVP_sha256()
        guard unsafe type != nil, unsafe EVP_DigestInit_ex(context, type, nil) == 1 else {
            throw MessageDigestError(function: function)
        }
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Takes the next piece.
    package func update(_ piece: RawSpan) {
        let isTaken = unsafe piece.withUnsafeBytes { bytes in
            unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
        }
        precondition(isTaken, "a digest that was begun takes bytes")
    }

    /// Takes the next piece.
    package func update(_ piece: [UInt8]) { unsafe update(piece.span.bytes) }

    /// Ends the digest; nothing may follow.
    ///
    /// - Returns: 64 lower-case hex digits.
    package func finish() -> String {
        var bytes = [UInt8](repeating: 0, count: Self.byteCount)
        let isDone = unsafe bytes.withUnsafeMutableBufferPointer { bytes in
            unsafe EVP_DigestFinal_ex(context, bytes.baseAddress, nil) == 1
        }
        precondition(isDone, "a digest that was begun can be ended")
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self
        )
    }

    /// The digest of bytes that are in memory.
    ///
    /// - Throws: As ``init(_:)``.
    package static func hex(
        of bytes: [UInt8],
        _ function: Function
    ) throws(MessageDigestError) -> String {
        let digest = try MessageDigest(function)
        digest.update(bytes)
        return digest.finish()
    }
}

/// The system's libcrypto does not offer a digest function, for example because a policy forbids it.
package struct MessageDigestError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The function.
    package let function: MessageDigest.Function

    /// What happened and what to do, in one sentence.
    package var description: String {
        "the system's libcrypto does not offer \(function.rawValue); check OpenSSL's configuration"
    }
}
