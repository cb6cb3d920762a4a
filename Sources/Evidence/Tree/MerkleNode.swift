package import EventModel

/// A perfect subtree of the log's tree: 2^``level`` entries that begin at a multiple of their number.
///
/// Its hash never changes once its entries are recorded, so it can be stored and served for ever.
package struct MerkleNode: Hashable, Sendable {
    /// Height above the leaves: 0 for a leaf, at most 63.
    package let level: Int
    /// Which node of the level, from the left.
    package let index: UInt64

    /// Makes a node.
    package init(level: Int, index: UInt64) {
        self.level = level
        self.index = index
    }

    /// Positions of the entries below it.
    package var positions: Range<UInt64> { index << UInt64(level)..<(index + 1) << UInt64(level) }

    /// The perfect subtrees, left to right, over a range of entries whose length is at most the greatest
    /// power of two that divides its start.
    ///
    /// Such are all ranges that RFC 9162 hashes. The hash over the range joins theirs from the right.
    package static func covering(_ positions: Range<UInt64>) -> [MerkleNode] {
        var nodes: [MerkleNode] = []
        var start = positions.lowerBound
        while start < positions.upperBound {
            let level = 63 - (positions.upperBound - start).leadingZeroBitCount
            precondition(start & (1 << UInt64(level) - 1) == 0, "a range of the tree")
            nodes.append(MerkleNode(level: level, index: start >> UInt64(level)))
            start += 1 << UInt64(level)
        }
        return nodes
    }
}

extension MerkleTree {
    /// The hash over a range of entries, joined from perfect subtrees.
    ///
    /// - Parameters:
    ///   - positions: As ``MerkleNode/covering(_:)`` takes them.
    ///   - hash: Gives the hash of a perfect subtree.
    /// - Returns: MTH of RFC 9162; ``emptyRoot`` over no entries.
    /// - Throws: What `hash` throws.
    /// - Complexity: O(log *n*) calls.
    package static func hash<Failure: Error>(
        over positions: Range<UInt64>,
        _ hash: (MerkleNode) throws(Failure) -> SHA256Digest
    ) throws(Failure) -> SHA256Digest {
        let nodes = MerkleNode.covering(positions)
        guard let last = nodes.last else { return emptyRoot }
        var joined = try hash(last)
        for node in nodes.dropLast().reversed() { joined = nodeHash(try hash(node), joined) }
        return joined
    }
}
