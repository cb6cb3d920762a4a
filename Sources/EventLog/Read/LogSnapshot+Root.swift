package import EventModel
internal import Evidence
internal import LMDB

extension LogSnapshot {
    /// The Merkle root over the first `count` entries, as RFC 9162 defines it.
    ///
    /// The count is 0…``eventCount``, more traps; 0 gives the SHA-256 of the empty string.
    ///
    /// - Throws: As ``event(at:)``.
    /// - Complexity: one stored root per whole block; the entries behind the last whole block are
    ///   hashed anew, once for each size.
    package func rootHash(of count: UInt64) throws(LogError) -> SHA256Digest {
        precondition(count <= eventCount, "the tree has \(eventCount) entries, not \(count)")
        if let known = parts.roots.root(of: count) { return known }
        let size = parts.blocks.blockEvents
        var roots: [SHA256Digest] = []
        let wholeCount = min(count, sealedCount) / size * size
        for key in stride(from: 0, to: wholeCount, by: Int(size)) {
            roots.append(
                try read { transaction throws(LogError) -> SHA256Digest in
                    try parts.blocks.summary(ofBlock: key, in: transaction).merkleRoot
                }
            )
        }
        let leaves = try leafHashes(wholeCount..<count)
        // Behind the last whole block there is less than a block, unless it was sealed a moment
        // ago.
        for start in stride(from: 0, to: leaves.count, by: Int(size)) {
            roots.append(MerkleTree.root(of: leaves[start..<min(start + Int(size), leaves.count)]))
        }
        let root = MerkleTree.root(of: roots)
        parts.roots.insert(root, of: count)
        return root
    }

    /// Leaf hashes of a range of positions.
    private func leafHashes(_ positions: Range<UInt64>) throws(LogError) -> [SHA256Digest] {
        var leaves: [SHA256Digest] = []
        var position = positions.lowerBound
        while position < positions.upperBound {
            if position < sealedCount {
                let key = parts.blocks.key(holding: position)
                let end = min(key + parts.blocks.blockEvents, positions.upperBound)
                let rows = Array(Int(position - key)..<Int(end - key))
                for recorded in try events(ofBlock: key, rows: rows) {
                    leaves.append(
                        MerkleTree.leafHash(
                            position: recorded.position,
                            recordedAt: recorded.recordedAt,
                            digest: EventWriter.digest(of: recorded.event)
                        )
                    )
                }
                position = end
            } else {
                let tail = try tail()
                let interned = tail.events[Int(position - tail.firstPosition)]
                leaves.append(
                    MerkleTree.leafHash(
                        position: position,
                        recordedAt: interned.recordedAt,
                        digest: interned.digest
                    )
                )
                position += 1
            }
        }
        return leaves
    }
}
