package import EventLog
package import EventModel
import Evidence

/// The proof that a listed event stands in the tree on which a figure stands.
package struct ListedProof: Hashable, Sendable {
    /// SHA-256 of the event's canonical bytes.
    package let digest: SHA256Digest
    /// The event's position.
    package let leafIndex: UInt64
    /// Number of entries of the tree.
    package let treeSize: UInt64
    /// The hashes beside the way from the leaf to the root, from the leaf up (RFC 9162, section 2.1.3.1).
    package let path: [SHA256Digest]

    /// Proves an event.
    ///
    /// - Parameters:
    ///   - position: Position of the event.
    ///   - treeSize: Number of entries of the tree, more than the position.
    ///   - snapshot: The state of the log.
    /// - Throws: ``LogError`` when the log cannot be read.
    package init(
        ofEventAt position: UInt64,
        treeSize: UInt64,
        in snapshot: LogSnapshot
    ) throws(LogError) {
        let inclusion = try snapshot.inclusionProof(of: position, treeSize: treeSize)
        guard let recorded = try snapshot.event(at: position) else {
            preconditionFailure("the tree holds an entry for the event")
        }
        digest = EventWriter.digest(of: recorded.event)
        leafIndex = inclusion.leafIndex
        self.treeSize = inclusion.treeSize
        path = inclusion.path
    }

    /// The proof as JSON.
    package var json: JSONValue {
        .object([
            ("digest", .string(digest.description)), ("leafIndex", .whole(Int128(leafIndex))),
            ("treeSize", .whole(Int128(treeSize))),
            ("path", .array(path.map { .string($0.description) })),
        ])
    }
}
