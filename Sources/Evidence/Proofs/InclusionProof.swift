package import EventModel

/// Shows that an entry is in a tree: the hashes that lead from its leaf to the root.
///
/// - SeeAlso: RFC 9162, sections 2.1.3.1 and 2.1.3.2.
package struct InclusionProof: Hashable, Sendable {
    /// Position of the entry.
    package let leafIndex: UInt64
    /// Number of entries of the tree.
    package let treeSize: UInt64
    /// Siblings from the leaf's own up to the child of the root; none in a tree of one entry.
    package let path: [SHA256Digest]

    /// Takes over a proof as somebody gives it; ``verify(leaf:root:)`` tells whether it is one.
    package init(leafIndex: UInt64, treeSize: UInt64, path: [SHA256Digest]) {
        self.leafIndex = leafIndex
        self.treeSize = treeSize
        self.path = path
    }

    /// Makes the proof of an entry.
    ///
    /// - Parameters:
    ///   - leafIndex: Position of the entry; below `treeSize`, else it traps.
    ///   - treeSize: Number of entries of the tree.
    ///   - hash: Gives the hash of a perfect subtree.
    /// - Throws: What `hash` throws.
    /// - Complexity: O(log² *treeSize*) calls at most, O(log *treeSize*) in all but the ragged right side.
    package init<Failure: Error>(
        of leafIndex: UInt64,
        treeSize: UInt64,
        _ hash: (MerkleNode) throws(Failure) -> SHA256Digest
    ) throws(Failure) {
        precondition(leafIndex < treeSize, "entry \(leafIndex) of \(treeSize)")
        var siblings: [Range<UInt64>] = []
        var around = 0..<treeSize
        while around.upperBound - around.lowerBound > 1 {
            let (left, right) = MerkleTree.halves(of: around)
            if left.contains(leafIndex) {
                siblings.append(right)
                around = left
            } else {
                siblings.append(left)
                around = right
            }
        }
        var path: [SHA256Digest] = []
        for sibling in siblings.reversed() {
            path.append(try MerkleTree.hash(over: sibling, hash))
        }
        self.init(leafIndex: leafIndex, treeSize: treeSize, path: path)
    }

    /// Checks that the entry is in the tree.
    ///
    /// - Parameters:
    ///   - leaf: The entry's leaf hash.
    ///   - root: Root of the tree of ``treeSize`` entries, from a source that is trusted.
    /// - Throws: ``ProofError``; the proof shows nothing then.
    package func verify(leaf: SHA256Digest, root: SHA256Digest) throws(ProofError) {
        guard leafIndex < treeSize else {
            throw .indexOutsideTree(index: leafIndex, treeSize: treeSize)
        }
        var index = leafIndex
        var last = treeSize - 1
        var hash = leaf
        for sibling in path {
            guard last > 0 else { throw .pathTooLong(count: path.count) }
            if index & 1 == 1 || index == last {
                hash = MerkleTree.nodeHash(sibling, hash)
                while index & 1 == 0, index != 0 {
                    index >>= 1
                    last >>= 1
                }
            } else {
                hash = MerkleTree.nodeHash(hash, sibling)
            }
            index >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .pathTooShort(count: path.count) }
        guard hash == root else {
            throw .otherRoot(expected: root.description, found: hash.description)
        }
    }
}

extension MerkleTree {
    /// Cuts a range of the tree of at least two entries where RFC 9162 does: behind the greatest power of two
    /// below its length.
    static func halves(of positions: Range<UInt64>) -> (Range<UInt64>, Range<UInt64>) {
        let count = positions.upperBound - positions.lowerBound
        let half: UInt64 = 1 << UInt64(63 - (count - 1).leadingZeroBitCount)
        let middle = positions.lowerBound + half
        return (positions.lowerBound..<middle, middle..<positions.upperBound)
    }
}
