import Answers
import EventLog
import EventModel
import Evidence

/// Proves that events stand in the tree on which an answer stands.
///
/// The one place where explanations get their proofs from.
final class EventProofs {
    private let snapshot: LogSnapshot
    private var leaves: [SHA256Digest] = []

    /// Makes a source of proofs over a log.
    init(_ snapshot: LogSnapshot) { self.snapshot = snapshot }

    /// The proof of the event at a position in the tree of the first `treeSize` entries.
    ///
    /// - Throws: ``LogError`` when the log cannot be read.
    func proof(of position: UInt64, treeSize: UInt64) throws -> EventProof {
        try readLeaves(upTo: treeSize)
        let digest = try snapshot.event(at: position).map { EventWriter.digest(of: $0.event) }
        return EventProof(
            digest: digest ?? .zero,
            leafIndex: position,
            treeSize: treeSize,
            path: Self.path(of: Int(position), in: leaves[..<Int(treeSize)])
        )
    }

    private func readLeaves(upTo treeSize: UInt64) throws {
        guard UInt64(leaves.count) < treeSize else { return }
        var filter = EventFilter()
        filter.positions = UInt64(leaves.count)..<treeSize
        try snapshot.events(matching: filter) { recorded in
            leaves.append(
                MerkleTree.leafHash(
                    position: recorded.position,
                    recordedAt: recorded.recordedAt,
                    digest: EventWriter.digest(of: recorded.event)
                )
            )
            return true
        }
    }

    /// The hashes beside the way from a leaf to the root, from the leaf up.
    private static func path(
        of index: Int,
        in leaves: ArraySlice<SHA256Digest>
    ) -> [SHA256Digest] {
        guard leaves.count > 1 else { return [] }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        return index < middle
            ? path(of: index, in: leaves[..<middle]) + [MerkleTree.root(of: leaves[middle...])]
            : path(of: index, in: leaves[middle...]) + [MerkleTree.root(of: leaves[..<middle])]
    }
}
