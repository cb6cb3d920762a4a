package import EventModel

/// Two checkpoints of a log with what shows that the newer one extends the older: a file that stands on its own.
package struct ExtensionProof: Sendable {
    /// Value of the member `format`.
    package static let format = "cairn-consistency/1"

    /// The older checkpoint.
    package let old: SignedCheckpoint
    /// The newer checkpoint.
    package let new: SignedCheckpoint
    /// The path between them.
    package let path: [SHA256Digest]

    /// Puts a proof together; ``verify(by:)`` tells whether it is one.
    package init(old: SignedCheckpoint, new: SignedCheckpoint, path: [SHA256Digest]) {
        self.old = old
        self.new = new
        self.path = path
    }

    /// Reads a file.
    ///
    /// - Throws: ``EvidenceError/malformed(_:)``, ``EvidenceError/note(_:)``.
    package init(parsing bytes: [UInt8]) throws(EvidenceError) {
        let file = try EvidenceFile(parsing: bytes, format: Self.format)
        old = try file.checkpoint("old")
        new = try file.checkpoint("new")
        path = try file.hashes("path")
    }

    /// The file's bytes; the same proof gives the same bytes.
    package var bytes: [UInt8] {
        JSONValue.object([
            ("format", .string(Self.format)), ("old", .string(old.description)),
            ("new", .string(new.description)),
            ("path", .array(path.map { .string($0.description) })),
        ]).prettyText
    }

    /// Checks that the newer tree begins with the older one.
    ///
    /// - Parameters:
    ///   - log: The log's key, from a source that is trusted.
    ///   - oldKey: The key of the older checkpoint, where the log changed its key between the two.
    /// - Throws: ``EvidenceError``; the file shows nothing then.
    package func verify(
        by log: VerifierKey,
        oldKey: VerifierKey? = nil
    ) throws(EvidenceError) {
        do throws(NoteError) {
            try old.verify(by: oldKey ?? log)
            try new.verify(by: log)
        } catch { throw .note(error) }
        try verifyPath()
    }

    /// Checks the path alone, for whoever has verified both checkpoints.
    ///
    /// - Throws: ``EvidenceError/proof(_:)``.
    package func verifyPath() throws(EvidenceError) {
        let proof = ConsistencyProof(
            oldSize: old.checkpoint.treeSize,
            newSize: new.checkpoint.treeSize,
            path: path
        )
        do throws(ProofError) {
            try proof.verify(oldRoot: old.checkpoint.rootHash, newRoot: new.checkpoint.rootHash)
        } catch { throw .proof(error) }
    }
}
