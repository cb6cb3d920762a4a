package import EventModel

/// The hashes of all perfect subtrees over consecutive entries, for whoever asks for many of them.
package struct PerfectSubtrees: Sendable {
    /// From the leaves up: index of the first node of the level, and the nodes' hashes.
    private let levels: [(first: UInt64, hashes: [SHA256Digest])]

    /// Hashes the subtrees over some leaves.
    ///
    /// - Parameters:
    ///   - leaves: Leaf hashes of consecutive entries.
    ///   - position: Position of the first.
    /// - Complexity: O(*n*) hashes and memory.
    package init(over leaves: [SHA256Digest], from position: UInt64) {
        var levels = [(first: position, hashes: leaves)]
        while let below = levels.last, below.hashes.count > 1 {
            // A node stands here if both of its children do.
            let skipped = Int(below.first & 1)
            var hashes: [SHA256Digest] = []
            for left in stride(from: skipped, to: below.hashes.count - 1, by: 2) {
                hashes.append(MerkleTree.nodeHash(below.hashes[left], below.hashes[left + 1]))
            }
            levels.append((first: (below.first + 1) / 2, hashes: hashes))
        }
        self.levels = levels
    }

    /// The hash of a subtree; `nil` if not all of its entries are among the leaves.
    package subscript(node: MerkleNode) -> SHA256Digest? {
        guard node.level < levels.count else { return nil }
        let level = levels[node.level]
        guard node.index >= level.first, node.index - level.first < UInt64(level.hashes.count)
        else { return nil }
        return level.hashes[Int(node.index - level.first)]
    }
}
