import EventModel

/// The private key of a log or witness under its name.
///
/// Written `PRIVATE+KEY+<name>+<hex of the id>+<base64 of kind and seed>`, the form that the note tools of the Go
/// checksum database use. Whoever holds it can sign in the log's name: it stands in one file of mode 0600.
package struct SigningKey: Sendable {
    /// The public half.
    package let verifierKey: VerifierKey
    private let seed: [UInt8]

    private static let mark = "PRIVATE+KEY+"

    /// Makes a new key from the system's randomness.
    ///
    /// - Throws: ``NoteError/notAKey(_:)`` if the name cannot stand in a note.
    package init(name: String, kind: SignatureKind) throws(NoteError) {
        try self.init(name: name, kind: kind, seed: Ed25519.newSeed())
    }

    /// Makes the key of a seed.
    ///
    /// - Throws: ``NoteError/notAKey(_:)`` if the name cannot stand in a note or the seed has not 32 bytes.
    package init(name: String, kind: SignatureKind, seed: [UInt8]) throws(NoteError) {
        guard seed.count == Ed25519.keyByteCount,
            let publicKey = Ed25519.publicKey(ofSeed: seed)
        else { throw .notAKey("a seed has \(Ed25519.keyByteCount) bytes, not \(seed.count)") }
        verifierKey = try VerifierKey(name: name, kind: kind, publicKey: publicKey)
        self.seed = seed
    }

    /// Reads the written form.
    ///
    /// - Throws: ``NoteError/notAKey(_:)``.
    package init(parsing text: String) throws(NoteError) {
        guard text.hasPrefix(Self.mark) else {
            throw .notAKey("a private key begins with \(Self.mark)")
        }
        let (name, id, bytes) = try KeyText.parts(of: text.dropFirst(Self.mark.count))
        guard let kind = bytes.first.flatMap(SignatureKind.init(rawValue:)) else {
            throw .notAKey("its kind is neither 1 (a log's) nor 4 (a witness's)")
        }
        try self.init(name: name, kind: kind, seed: Array(bytes.dropFirst()))
        guard verifierKey.id == id else {
            throw .notAKey("its id does not belong to its name and key")
        }
    }

    /// The written form, for the key's own file only.
    package var privateText: String {
        Self.mark + "\(verifierKey.name)+\(KeyText.hex(verifierKey.id))+"
            + Base64.encode([verifierKey.kind.rawValue] + seed)
    }

    /// Signs a note's text as a log does.
    ///
    /// - Parameter text: Ends in a line break.
    /// - Returns: The line's content; the same text gives the same signature.
    package func sign(_ text: String) -> NoteSignature {
        precondition(verifierKey.kind == .log, "a log's key")
        return NoteSignature(
            keyName: verifierKey.name,
            keyID: verifierKey.id,
            bytes: signature(over: Array(text.utf8))
        )
    }

    /// Cosigns a log's checkpoint as a witness does.
    ///
    /// - Parameters:
    ///   - text: The checkpoint's text; ends in a line break.
    ///   - seconds: The moment, in seconds since 1970-01-01T00:00:00Z.
    /// - Returns: The line's content.
    package func cosign(_ text: String, at seconds: UInt64) -> NoteSignature {
        precondition(verifierKey.kind == .cosignature, "a witness's key")
        let moment = (0..<8).map { UInt8(truncatingIfNeeded: seconds >> UInt64(56 - 8 * $0)) }
        return NoteSignature(
            keyName: verifierKey.name,
            keyID: verifierKey.id,
            bytes: moment + signature(over: NoteSignature.cosigned(text, at: seconds))
        )
    }

    private func signature(over message: [UInt8]) -> [UInt8] {
        guard let signature = Ed25519.sign(message, seed: seed) else {
            preconditionFailure("the seed was checked")
        }
        return signature
    }
}
