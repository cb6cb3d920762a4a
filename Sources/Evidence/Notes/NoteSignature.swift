import EventModel

/// One signature line of a note: `— <key name> <base64 of key id and signature>`.
package struct NoteSignature: Hashable, Sendable {
    /// Name of the key that it says it is by.
    package let keyName: String
    /// Id of that key.
    package let keyID: UInt32
    /// What the key signed; for a cosignature 8 bytes of seconds, then the signature.
    package let bytes: [UInt8]

    private static let mark = "\u{2014} "

    /// Makes a line.
    init(keyName: String, keyID: UInt32, bytes: [UInt8]) {
        self.keyName = keyName
        self.keyID = keyID
        self.bytes = bytes
    }

    /// Reads a line without its line break; `nil` if it is no signature line.
    init?(parsing line: some StringProtocol) {
        guard line.hasPrefix(Self.mark) else { return nil }
        let parts = line.dropFirst(Self.mark.count).split(
            separator: " ",
            omittingEmptySubsequences: false
        )
        guard parts.count == 2, VerifierKey.isName(String(parts[0])),
            let bytes = Base64.decode(parts[1]), bytes.count > 4
        else { return nil }
        keyName = String(parts[0])
        keyID = bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) }
        self.bytes = Array(bytes[4...])
    }

    /// Whether the line says that it is by a key.
    package func isSaidToBe(by key: VerifierKey) -> Bool {
        keyID == key.id && keyName.hasSameBytes(as: key.name)
    }

    /// Whether the line is by the key over a note's text.
    package func isValid(over text: String, by key: VerifierKey) -> Bool {
        guard isSaidToBe(by: key) else { return false }
        switch key.kind {
        case .log: return Ed25519.isValid(bytes, over: Array(text.utf8), key: key.publicKey)
        case .cosignature:
            guard let seconds else { return false }
            return Ed25519.isValid(
                Array(bytes.dropFirst(8)),
                over: Self.cosigned(text, at: seconds),
                key: key.publicKey
            )
        }
    }

    /// When a cosignature says that it was made, in seconds since 1970-01-01T00:00:00Z.
    ///
    /// `nil` if there is no such number; meaningful for keys of witnesses only.
    package var seconds: UInt64? {
        guard bytes.count == 8 + Ed25519.signatureByteCount else { return nil }
        let seconds = bytes[..<8].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        return seconds <= UInt64(Int64.max) ? seconds : nil
    }

    /// What a witness signs.
    static func cosigned(_ text: String, at seconds: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(seconds)\n\(text)".utf8)
    }
}

extension NoteSignature: CustomStringConvertible {
    /// The line, without its line break.
    package var description: String {
        let id = (0..<4).map { UInt8(truncatingIfNeeded: keyID >> UInt32(24 - 8 * $0)) }
        return "\(Self.mark)\(keyName) \(Base64.encode(id + bytes))"
    }
}
