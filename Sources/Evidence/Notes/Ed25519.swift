internal import enum Crypto.Curve25519

/// Ed25519 signatures (RFC 8032), by swift-crypto.
enum Ed25519 {
    /// Bytes of a public key, and of the seed that is the private key.
    static let keyByteCount = 32
    /// Bytes of a signature.
    static let signatureByteCount = 64

    /// A seed that nobody can guess.
    static func newSeed() -> [UInt8] {
        Array(Curve25519.Signing.PrivateKey().rawRepresentation)
    }

    /// The public key to a seed; `nil` if the bytes are none.
    static func publicKey(ofSeed seed: [UInt8]) -> [UInt8]? {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            return nil
        }
        return Array(key.publicKey.rawRepresentation)
    }

    /// Signs a message; `nil` if the seed is none.
    static func sign(_ message: [UInt8], seed: [UInt8]) -> [UInt8]? {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
            let signature = try? key.signature(for: message)
        else { return nil }
        return Array(signature)
    }

    /// Whether a signature over a message is by a key.
    static func isValid(_ signature: [UInt8], over message: [UInt8], key: [UInt8]) -> Bool {
        guard signature.count == signatureByteCount,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key)
        else { return false }
        return key.isValidSignature(signature, for: message)
    }
}
