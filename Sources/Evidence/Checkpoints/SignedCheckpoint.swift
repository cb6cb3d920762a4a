package import EventModel

/// A checkpoint with the signatures of its log and of witnesses.
package struct SignedCheckpoint: Hashable, Sendable {
    /// What it says.
    package let checkpoint: Checkpoint
    /// The note that says so.
    package private(set) var note: SignedNote

    /// Signs a checkpoint with its log's key, whose name becomes the origin.
    package init(treeSize: UInt64, rootHash: SHA256Digest, by key: SigningKey) {
        checkpoint = Checkpoint(
            origin: key.verifierKey.name,
            treeSize: treeSize,
            rootHash: rootHash
        )
        note = SignedNote(text: checkpoint.text, signature: key.sign(checkpoint.text))
    }

    /// Reads a note; nothing is verified.
    ///
    /// - Throws: ``NoteError/notANote(_:)``, ``NoteError/notACheckpoint(_:)``.
    package init(parsing text: String) throws(NoteError) {
        note = try SignedNote(parsing: text)
        checkpoint = try Checkpoint(parsing: note.text)
    }

    /// Checks that it is a checkpoint of a log, signed by the log's key.
    ///
    /// - Throws: ``NoteError/otherLog(expected:found:)``, ``NoteError/notSigned(by:)``,
    ///   ``NoteError/badSignature(by:)``.
    package func verify(by log: VerifierKey) throws(NoteError) {
        guard checkpoint.origin.hasSameBytes(as: log.name) else {
            throw .otherLog(expected: log.name, found: checkpoint.origin)
        }
        try note.verify(by: log)
    }

    /// Checks a witness's cosignature.
    ///
    /// - Returns: When the witness says that it saw the checkpoint, in seconds since 1970-01-01T00:00:00Z.
    /// - Throws: ``NoteError/notSigned(by:)``, ``NoteError/badSignature(by:)``.
    package func verifyCosignature(by witness: VerifierKey) throws(NoteError) -> UInt64 {
        guard let seconds = try note.verify(by: witness).seconds else {
            throw .badSignature(by: witness.name)
        }
        return seconds
    }

    /// Adds a witness's cosignature.
    ///
    /// The witness must have seen that this tree extends the one that it cosigned last.
    ///
    /// - Parameters:
    ///   - witness: The witness's key.
    ///   - seconds: The moment, in seconds since 1970-01-01T00:00:00Z.
    package mutating func cosign(by witness: SigningKey, at seconds: UInt64) {
        note.add(witness.cosign(note.text, at: seconds))
    }

    /// Takes over a signature line; it is not verified.
    package mutating func add(_ signature: NoteSignature) { note.add(signature) }
}

extension SignedCheckpoint: CustomStringConvertible {
    /// The whole note; ends in a line break.
    package var description: String { note.description }
}
