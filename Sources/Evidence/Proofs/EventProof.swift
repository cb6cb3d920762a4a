package import EventModel

/// One event with all that shows that a log holds it: a file that stands on its own.
///
/// Whoever has it and the log's public key needs neither the ledger nor this program: `Replay/verifier/verify.py`
/// checks it too. The event is the whole CloudEvents object with `sequence` and `recordedtime`.
package struct EventProof: Sendable {
    /// Value of the member `format`.
    package static let format = "cairn-proof/1"

    /// The event as JSON, with `sequence` and `recordedtime`.
    package let event: JSONValue
    /// The path from its leaf to the root of ``checkpoint``.
    package let inclusion: InclusionProof
    /// Signed by the log.
    package let checkpoint: SignedCheckpoint

    /// Puts a proof together; ``verify(by:)`` tells whether it is one.
    package init(event: JSONValue, inclusion: InclusionProof, checkpoint: SignedCheckpoint) {
        self.event = event
        self.inclusion = inclusion
        self.checkpoint = checkpoint
    }

    /// Reads a file.
    ///
    /// - Throws: ``EvidenceError/malformed(_:)``, ``EvidenceError/note(_:)``.
    package init(parsing bytes: [UInt8]) throws(EvidenceError) {
        let file = try EvidenceFile(parsing: bytes, format: Self.format)
        guard let event = file["event"], event.objectValue != nil else {
            throw .malformed("`event` is not an object")
        }
        self.event = event
        inclusion = InclusionProof(
            leafIndex: try file.number("leafIndex"),
            treeSize: try file.number("treeSize"),
            path: try file.hashes("path")
        )
        checkpoint = try file.checkpoint("checkpoint")
    }

    /// The file's bytes; the same proof gives the same bytes.
    package var bytes: [UInt8] {
        JSONValue.object([
            ("format", .string(Self.format)), ("event", event),
            ("leafIndex", .integer(Int64(clamping: inclusion.leafIndex))),
            ("treeSize", .integer(Int64(clamping: inclusion.treeSize))),
            ("path", .array(inclusion.path.map { .string($0.description) })),
            ("checkpoint", .string(checkpoint.description)),
        ]).prettyText
    }

    /// The same as a C2SP tlog-proof, which other transparency logs' tools read; the event is its extra data.
    ///
    /// - SeeAlso: c2sp.org/tlog-proof
    package var tlogProof: String {
        var lines = ["c2sp.org/tlog-proof@v1", "extra " + Base64.encode(canonicalize(event))]
        lines.append("index \(inclusion.leafIndex)")
        lines += inclusion.path.map { Base64.encode($0.bytes) }
        return lines.map { $0 + "\n" }.joined() + "\n" + checkpoint.description
    }

    /// Checks that a log holds the event.
    ///
    /// - Parameter log: The log's key, from a source that is trusted.
    /// - Returns: The event's leaf hash.
    /// - Throws: ``EvidenceError``; the file shows nothing then.
    @discardableResult
    package func verify(by log: VerifierKey) throws(EvidenceError) -> SHA256Digest {
        do throws(NoteError) {
            try checkpoint.verify(by: log)
        } catch { throw .note(error) }
        let size = checkpoint.checkpoint.treeSize
        guard size == inclusion.treeSize else {
            throw .otherSize(expected: inclusion.treeSize, found: size)
        }
        let leaf = try RecordedLeaf(of: event)
        guard leaf.position == inclusion.leafIndex else {
            throw .otherPosition(expected: inclusion.leafIndex, found: leaf.position)
        }
        do throws(ProofError) {
            try inclusion.verify(leaf: leaf.hash, root: checkpoint.checkpoint.rootHash)
        } catch { throw .proof(error) }
        return leaf.hash
    }
}

/// The leaf that a recorded event's JSON makes, computed from the JSON alone.
package struct RecordedLeaf: Hashable, Sendable {
    /// `sequence`.
    package let position: UInt64
    /// `recordedtime`.
    package let recordedAt: Instant
    /// SHA-256 of the canonical JSON without those two.
    package let digest: SHA256Digest

    /// The leaf of an event.
    ///
    /// - Throws: ``EvidenceError/malformed(_:)`` when `sequence` or `recordedtime` is not as the ledger writes it.
    package init(of event: JSONValue) throws(EvidenceError) {
        guard let members = event.objectValue else { throw .malformed("the event is no object") }
        let sequence = event["sequence"]?.stringValue
        guard let sequence, sequence.utf8.count >= 12,
            sequence.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let position = UInt64(sequence),
            sequence.utf8.count == 12 || !sequence.hasPrefix("0")
        else { throw .malformed("`sequence` is not a position of 12 digits or more") }
        guard let text = event["recordedtime"]?.stringValue,
            let recordedAt = Instant(parsingUTC: text), recordedAt.utcDescription == text
        else { throw .malformed("`recordedtime` is not a time such as 2019-07-01T02:00:00.000Z") }
        self.position = position
        self.recordedAt = recordedAt
        let given = members.filter { $0.name != "sequence" && $0.name != "recordedtime" }
        digest = SHA256Digest.hash(canonicalize(.object(given)))
    }

    /// The leaf hash.
    package var hash: SHA256Digest {
        MerkleTree.leafHash(position: position, recordedAt: recordedAt, digest: digest)
    }
}
