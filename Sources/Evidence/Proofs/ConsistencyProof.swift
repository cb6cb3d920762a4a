package import EventModel

/// Shows that a tree begins with the entries of an older one: nothing was changed, dropped or put between.
///
/// - SeeAlso: RFC 9162, sections 2.1.4.1 and 2.1.4.2.
package struct ConsistencyProof: Hashable, Sendable {
    /// Number of entries of the older tree.
    package let oldSize: UInt64
    /// Number of entries of the newer tree.
    package let newSize: UInt64
    /// The hashes; none where the sizes are equal or the older tree is empty.
    package let path: [SHA256Digest]

    /// Takes over a proof as somebody gives it; ``verify(oldRoot:newRoot:)`` tells whether it is one.
    package init(oldSize: UInt64, newSize: UInt64, path: [SHA256Digest]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.path = path
    }

    /// Makes the proof between two sizes.
    ///
    /// - Parameters:
    ///   - oldSize: Number of entries of the older tree; at most `newSize`, else it traps.
    ///   - newSize: Number of entries of the newer tree.
    ///   - hash: Gives the hash of a perfect subtree.
    /// - Throws: What `hash` throws.
    /// - Complexity: as ``InclusionProof``.
    package init<Failure: Error>(
        from oldSize: UInt64,
        to newSize: UInt64,
        _ hash: (MerkleNode) throws(Failure) -> SHA256Digest
    ) throws(Failure) {
        precondition(oldSize <= newSize, "from \(oldSize) to \(newSize)")
        var parts: [Range<UInt64>] = []
        if oldSize > 0 {
            var around = 0..<newSize
            var isWholeOldTree = true
            while around.upperBound != oldSize {
                let (left, right) = MerkleTree.halves(of: around)
                if oldSize <= left.upperBound {
                    parts.append(right)
                    around = left
                } else {
                    parts.append(left)
                    around = right
                    isWholeOldTree = false
                }
            }
            // Whoever has the older root need not be told it.
            if !isWholeOldTree { parts.append(around) }
        }
        var path: [SHA256Digest] = []
        for part in parts.reversed() { path.append(try MerkleTree.hash(over: part, hash)) }
        self.init(oldSize: oldSize, newSize: newSize, path: path)
    }

    /// Checks that the newer tree extends the older one.
    ///
    /// - Parameters:
    ///   - oldRoot: Root of the older tree, from a source that is trusted.
    ///   - newRoot: Root of the newer tree.
    /// - Throws: ``ProofError``; the proof shows nothing then.
    package func verify(oldRoot: SHA256Digest, newRoot: SHA256Digest) throws(ProofError) {
        guard oldSize <= newSize else { throw .sizesReversed(old: oldSize, new: newSize) }
        if oldSize == 0 || oldSize == newSize {
            guard path.isEmpty else { throw .pathTooLong(count: path.count) }
            // The empty tree is the beginning of every tree, but it has one root only.
            let expected = oldSize == 0 ? MerkleTree.emptyRoot : newRoot
            guard oldRoot == expected else {
                throw .otherOldRoot(expected: oldRoot.description, found: expected.description)
            }
            guard newSize > 0 || newRoot == MerkleTree.emptyRoot else {
                throw .otherRoot(
                    expected: newRoot.description,
                    found: MerkleTree.emptyRoot.description
                )
            }
            return
        }
        var rest = path[...]
        if oldSize & (oldSize - 1) == 0 { rest = [oldRoot] + rest }
        guard let first = rest.popFirst() else { throw .pathTooShort(count: path.count) }
        var index = oldSize - 1
        var last = newSize - 1
        while index & 1 == 1 {
            index >>= 1
            last >>= 1
        }
        var (old, new) = (first, first)
        for hash in rest {
            guard last > 0 else { throw .pathTooLong(count: path.count) }
            if index & 1 == 1 || index == last {
                old = MerkleTree.nodeHash(hash, old)
                new = MerkleTree.nodeHash(hash, new)
                while index & 1 == 0, index != 0 {
                    index >>= 1
                    last >>= 1
                }
            } else {
                new = MerkleTree.nodeHash(new, hash)
            }
            index >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .pathTooShort(count: path.count) }
        guard old == oldRoot else {
            throw .otherOldRoot(expected: oldRoot.description, found: old.description)
        }
        guard new == newRoot else {
            throw .otherRoot(expected: newRoot.description, found: new.description)
        }
    }
}
