package import EventModel
package import Evidence
internal import LMDB

extension LogSnapshot {
    /// Shows that an event is in the tree of the first `treeSize` events.
    ///
    /// What it leads to is ``rootHash(of:)`` of the same size; a proof from damaged blocks leads elsewhere, so
    /// check it against the root that is to be shown.
    ///
    /// - Parameters:
    ///   - position: The event's; below `treeSize`, else it traps.
    ///   - treeSize: Number of events; at most ``eventCount``, else it traps.
    /// - Returns: The path from the event's leaf to the root.
    /// - Throws: As ``event(at:)``.
    /// - Complexity: one stored root per whole block of the tree, at most two groups of 128 leaves.
    package func inclusionProof(
        of position: UInt64,
        treeSize: UInt64
    ) throws(LogError) -> InclusionProof {
        precondition(treeSize <= eventCount, "the tree has \(eventCount) entries, not \(treeSize)")
        return try InclusionProof(of: position, treeSize: treeSize) {
            node throws(LogError) -> SHA256Digest in try hash(of: node)
        }
    }

    /// Shows that the tree of `newSize` events begins with that of `oldSize`.
    ///
    /// - Parameters:
    ///   - oldSize: Number of events; at most `newSize`, else it traps.
    ///   - newSize: Number of events; at most ``eventCount``, else it traps.
    /// - Returns: The hashes between the two roots.
    /// - Throws: As ``event(at:)``.
    /// - Complexity: as ``inclusionProof(of:treeSize:)``.
    package func consistencyProof(
        from oldSize: UInt64,
        to newSize: UInt64
    ) throws(LogError) -> ConsistencyProof {
        precondition(newSize <= eventCount, "the tree has \(eventCount) entries, not \(newSize)")
        return try ConsistencyProof(from: oldSize, to: newSize) {
            node throws(LogError) -> SHA256Digest in try hash(of: node)
        }
    }

    /// The digest of an entry (RFC 9162 leaf hash); the position must be below ``eventCount``, another one traps.
    ///
    /// - Throws: As ``event(at:)``.
    package func leafHash(at position: UInt64) throws(LogError) -> SHA256Digest {
        try hash(of: MerkleNode(level: 0, index: position))
    }

    /// The hash of a perfect subtree below ``eventCount``.
    ///
    /// - Throws: As ``event(at:)``.
    /// - Complexity: over whole blocks O(blocks of the log) the first time, then O(1); inside a block a stored root for
    ///   each 128 events, and at most 128 leaves; in the tail O(events of the tail) the first time, then O(1).
    package func hash(of node: MerkleNode) throws(LogError) -> SHA256Digest {
        let positions = node.positions
        precondition(positions.upperBound <= eventCount, "the log holds \(eventCount) events")
        let size = parts.blocks.blockEvents
        let count = positions.upperBound - positions.lowerBound
        guard positions.upperBound <= sealedCount else {
            if let hash = try tailSubtrees()[node] { return hash }
            // Part of it was sealed a moment ago.
            return MerkleTree.root(of: try leafHashes(positions))
        }
        if count >= size {
            // A block has a power of two of events, so that blocks are the leaves of a tree of their own.
            let level = node.level - size.trailingZeroBitCount
            let ofBlocks = MerkleNode(level: level, index: node.index)
            if let hash = try blockSubtrees()?[ofBlocks] { return hash }
            let first = Int(positions.lowerBound / size)
            return MerkleTree.root(of: try blockRoots(first..<first + Int(count / size)))
        }
        let group = UInt64(BlockRoots.groupEventCount)
        guard count >= group, parts.format >= .second else {
            return MerkleTree.root(of: try leafHashes(positions))
        }
        let key = parts.blocks.key(holding: positions.lowerBound)
        let first = Int((positions.lowerBound - key) / group)
        let groups = try read { transaction throws(LogError) -> [SHA256Digest] in
            try parts.blocks.withBlock(key, in: transaction) { block throws(LogError) in
                block.groupRoots(prefix: first + Int(count / group))
            }
        }
        return MerkleTree.root(of: groups[first...])
    }

    /// The subtrees over the sealed blocks; `nil` where one of them is damaged, which others need not suffer from.
    private func blockSubtrees() throws(LogError) -> PerfectSubtrees? {
        let count = Int(min(sealedCount, eventCount) / parts.blocks.blockEvents)
        if let known = parts.roots.subtrees(overBlocks: count) { return known }
        do throws(LogError) {
            let subtrees = PerfectSubtrees(over: try blockRoots(0..<count), from: 0)
            parts.roots.keep(subtrees, overBlocks: count)
            return subtrees
        } catch {
            guard case .damaged = error else { throw error }
            return nil
        }
    }

    /// The subtrees over the events that are not sealed, and perhaps others beside them.
    private func tailSubtrees() throws(LogError) -> PerfectSubtrees {
        let tail = min(sealedCount, eventCount)..<eventCount
        if let known = parts.roots.subtrees(over: tail) { return known }
        let subtrees = PerfectSubtrees(over: try leafHashes(tail), from: tail.lowerBound)
        parts.roots.keep(subtrees, over: tail)
        return subtrees
    }

    /// Stored roots of consecutive sealed blocks, as their heads claim them.
    private func blockRoots(_ blocks: Range<Int>) throws(LogError) -> [SHA256Digest] {
        let vouched = parts.roots.vouchedBlocks
        if blocks.upperBound <= vouched.count { return Array(vouched[blocks]) }
        return try read { transaction throws(LogError) -> [SHA256Digest] in
            var roots: [SHA256Digest] = []
            roots.reserveCapacity(blocks.count)
            for block in blocks {
                let key = UInt64(block) * parts.blocks.blockEvents
                roots.append(try parts.blocks.claimedRoot(ofBlock: key, in: transaction))
            }
            return roots
        }
    }
}

extension LogSnapshot {
    /// The hashes of a tile of hashes, left to right.
    ///
    /// - Throws: As ``event(at:)``.
    package func hashes(of tile: Tile) throws(LogError) -> [SHA256Digest] {
        // The leaves of a tile are decoded together.
        if case .hashes(level: 0) = tile.content { return try leafHashes(tile.positions) }
        var hashes: [SHA256Digest] = []
        for node in tile.nodes { hashes.append(try hash(of: node)) }
        return hashes
    }

    /// The 48 bytes of each entry of a range of positions below ``eventCount``.
    ///
    /// - Throws: As ``event(at:)``.
    package func entries(_ positions: Range<UInt64>) throws(LogError) -> [[UInt8]] {
        var entries: [[UInt8]] = []
        for run in try entryRuns(positions) {
            for (offset, digest) in run.digests.enumerated() {
                entries.append(
                    MerkleTree.entry(
                        position: run.firstPosition + UInt64(offset),
                        recordedAt: Instant(millisecondsSince1970: run.recordedAt[offset]),
                        digest: digest
                    )
                )
            }
        }
        return entries
    }
}
