import EventModel

/// The public key of a log or witness under its name, as whoever checks a note must be given it.
///
/// Written `<name>+<hex of the id>+<base64 of kind and key>`.
///
/// - SeeAlso: c2sp.org/signed-note, “Verifier keys”.
package struct VerifierKey: Hashable, Sendable {
    /// Name that its signature lines bear; not empty, without spaces and `+`.
    package let name: String
    /// What it signs.
    package let kind: SignatureKind
    /// 32 bytes, as RFC 8032 encodes them.
    package let publicKey: [UInt8]
    /// First four bytes of the SHA-256 over name, line feed, kind and key.
    package let id: UInt32

    /// Makes a key.
    ///
    /// - Throws: ``NoteError/notAKey(_:)`` if the name cannot stand in a note or the key has not 32 bytes.
    package init(name: String, kind: SignatureKind, publicKey: [UInt8]) throws(NoteError) {
        guard Self.isName(name) else {
            throw .notAKey("a name has 1 to 255 bytes, no spaces, control characters and +")
        }
        guard publicKey.count == Ed25519.keyByteCount else {
            throw .notAKey("a key has \(Ed25519.keyByteCount) bytes, not \(publicKey.count)")
        }
        self.name = name
        self.kind = kind
        self.publicKey = publicKey
        let words = SHA256Digest.hash(Array("\(name)\n".utf8) + [kind.rawValue] + publicKey)
            .bigEndianWords
        id = UInt32(words.0 >> 32)
    }

    /// Reads the written form; blanks around it do not matter.
    ///
    /// - Throws: ``NoteError/notAKey(_:)``.
    package init(parsing text: String) throws(NoteError) {
        let (name, id, bytes) = try KeyText.parts(of: text)
        guard let kind = bytes.first.flatMap(SignatureKind.init(rawValue:)) else {
            throw .notAKey("its kind is neither 1 (a log's) nor 4 (a witness's)")
        }
        try self.init(name: name, kind: kind, publicKey: Array(bytes.dropFirst()))
        guard self.id == id else { throw .notAKey("its id does not belong to its name and key") }
    }

    /// Whether a text can name a key.
    package static func isName(_ name: String) -> Bool {
        (1...255).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy { scalar in
                scalar != "+" && !scalar.properties.isWhitespace && scalar.value >= 0x20
                    && !(0x7F...0x9F).contains(scalar.value)
            }
    }
}

extension VerifierKey: CustomStringConvertible {
    /// The written form.
    package var description: String {
        "\(name)+\(KeyText.hex(id))+\(Base64.encode([kind.rawValue] + publicKey))"
    }
}

/// The written form that public and private keys share.
enum KeyText {
    /// Eight lower-case hex digits.
    static func hex(_ id: UInt32) -> String {
        let digits = String(id, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// Name, id and decoded bytes of `<name>+<id>+<base64>`.
    static func parts(
        of text: some StringProtocol
    ) throws(NoteError) -> (name: String, id: UInt32, bytes: [UInt8]) {
        let trimmed = text.split(omittingEmptySubsequences: true) { $0.isWhitespace }
        // Base 64 may hold a +, so only the first two part.
        let parts = trimmed.first?.split(
            separator: "+",
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        guard trimmed.count == 1, let parts, parts.count == 3 else {
            throw .notAKey("the form <name>+<id>+<base64> is expected")
        }
        guard let id = UInt32(parts[1], radix: 16), hex(id).elementsEqual(parts[1]) else {
            throw .notAKey("an id of eight lower-case hex digits is expected")
        }
        guard let bytes = Base64.decode(parts[2]), !bytes.isEmpty else {
            throw .notAKey("base 64 with padding is expected behind the id")
        }
        return (String(parts[0]), id, bytes)
    }
}
