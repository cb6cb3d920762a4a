internal import enum Crypto.ChaChaPoly
internal import struct Crypto.HMAC
internal import struct Crypto.SHA256
internal import struct Crypto.SymmetricKey
import EventModel

/// The key that seals the personal fields of one subject; destroying it erases them all at once.
///
/// A sealed value is ChaCha20-Poly1305 (RFC 8439) over the value, padded to a multiple of 32 bytes so that its length
/// says little. The nonce is derived from place and value with a key of its own, so that the same event sealed twice is
/// the same event (a retry stays a duplicate), and no nonce serves two messages.
package struct SubjectKey: Sendable {
    /// Length of a key in bytes.
    package static let byteCount = 32
    /// The 32 secret bytes.
    package let bytes: [UInt8]

    private static let version: UInt8 = 1
    private static let nonceByteCount = 12
    private static let tagByteCount = 16
    private static let blockByteCount = 32
    private static let endMark: UInt8 = 0x80

    /// Makes a new key from the system's randomness.
    package init() {
        // Cryptographically secure on every platform of Swift.
        var random = SystemRandomNumberGenerator()
        bytes = (0..<Self.byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// Takes over 32 bytes; `nil` for another number.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Seals a value for its place.
    ///
    /// - Returns: The text of `enc`: base 64 for URLs of version, nonce, ciphertext and tag. The same value at the same
    ///   place gives the same text.
    package func seal(_ value: String, at place: SealingContext) -> String {
        var plain = Array(value.utf8) + [Self.endMark]
        while plain.count % Self.blockByteCount != 0 { plain.append(0) }
        let context = place.bytes
        let nonce = derived("nonce", context + plain).prefix(Self.nonceByteCount)
        guard let number = try? ChaChaPoly.Nonce(data: nonce),
            let box = try? ChaChaPoly.seal(
                plain,
                using: SymmetricKey(data: derived("seal", [])),
                nonce: number,
                authenticating: context
            )
        else { preconditionFailure("key and nonce have their lengths") }
        return Base64.encodeForURL([Self.version] + nonce + box.ciphertext + box.tag)
    }

    /// Opens a sealed value.
    ///
    /// - Throws: ``SealingError``.
    package func open(_ text: String, at place: SealingContext) throws(SealingError) -> String {
        let least = 1 + Self.nonceByteCount + Self.blockByteCount + Self.tagByteCount
        guard let bytes = Base64.decodeForURL(text), bytes.count >= least else {
            throw .malformed
        }
        guard bytes[0] == Self.version else { throw .newerVersion(Int(bytes[0])) }
        let body = bytes.dropFirst(1 + Self.nonceByteCount)
        let plain: [UInt8]
        do {
            let box = try ChaChaPoly.SealedBox(
                nonce: try ChaChaPoly.Nonce(data: bytes[1..<1 + Self.nonceByteCount]),
                ciphertext: body.dropLast(Self.tagByteCount),
                tag: body.suffix(Self.tagByteCount)
            )
            plain = Array(
                try ChaChaPoly.open(
                    box,
                    using: SymmetricKey(data: derived("seal", [])),
                    authenticating: place.bytes
                )
            )
        } catch {
            throw .otherKeyOrPlace
        }
        guard let end = plain.lastIndex(where: { $0 != 0 }), plain[end] == Self.endMark,
            let value = String(validating: plain[..<end], as: UTF8.self)
        else { throw .malformed }
        return value
    }

    /// A key or nonce for one purpose.
    private func derived(_ purpose: String, _ message: [UInt8]) -> [UInt8] {
        Array(
            HMAC<SHA256>.authenticationCode(
                for: Array("cairn-\(purpose)/1\n".utf8) + message,
                using: SymmetricKey(data: bytes)
            )
        )
    }
}

/// Why a sealed value cannot be opened.
package enum SealingError: Error, Hashable, Sendable {
    /// It is not a sealed value.
    case malformed
    /// A newer program sealed it.
    case newerVersion(Int)
    /// It was sealed with another key or for another event or field.
    case otherKeyOrPlace
}

extension SealingError: CustomStringConvertible {
    /// Why it cannot be opened.
    package var description: String {
        switch self {
        case .malformed: "it is not a sealed value"
        case .newerVersion(let version): "it was sealed in version \(version) by a newer program"
        case .otherKeyOrPlace: "it was sealed with another key, or for another event or field"
        }
    }
}
