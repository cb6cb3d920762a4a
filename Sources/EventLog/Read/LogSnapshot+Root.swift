package import EventModel
internal import Evidence
internal import LMDB

extension LogSnapshot {
    /// The Merkle root over the first `count` entries, as RFC 9162 defines it.
    ///
    /// The count is 0…``eventCount``, more traps; 0 gives the SHA-256 of the empty string.
    ///
    /// - Throws: As ``event(at:)``.
    /// - Complexity: one stored root per whole block and per whole group of ``BlockRoots/groupEventCount`` entries
    ///   behind them; the entries behind the last group are hashed anew, once for each size.
    package func rootHash(of count: UInt64) throws(LogError) -> SHA256Digest {
        precondition(count <= eventCount, "the tree has \(eventCount) entries, not \(count)")
        if let known = parts.roots.root(of: count) { return known }
        let size = parts.blocks.blockEvents
        var roots: [SHA256Digest] = []
        let wholeCount = min(count, sealedCount) / size * size
        roots += parts.roots.vouchedBlocks.prefix(Int(wholeCount / size))
        for key in stride(from: UInt64(roots.count) * size, to: wholeCount, by: Int(size)) {
            roots.append(
                try read { transaction throws(LogError) -> SHA256Digest in
                    try parts.blocks.summary(ofBlock: key, in: transaction).merkleRoot
                }
            )
        }
        // Behind the last whole block there is less than a block, unless it was sealed a moment
        // ago.
        for start in stride(from: wholeCount, to: count, by: Int(size)) {
            roots.append(try rootHash(ofEventsIn: start..<min(start + size, count)))
        }
        let root = MerkleTree.root(of: roots)
        parts.roots.insert(root, of: count)
        return root
    }

    /// The root over entries of one block, from its first on.
    private func rootHash(
        ofEventsIn positions: Range<UInt64>
    ) throws(LogError) -> SHA256Digest {
        var groups: [SHA256Digest] = []
        if positions.lowerBound < sealedCount {
            let count = positions.count / BlockRoots.groupEventCount
            groups = try read { transaction throws(LogError) -> [SHA256Digest] in
                try parts.blocks.withBlock(positions.lowerBound, in: transaction) {
                    block throws(LogError) in block.groupRoots(prefix: count)
                }
            }
        }
        let next = positions.lowerBound + UInt64(groups.count * BlockRoots.groupEventCount)
        return MerkleTree.root(
            of: groups + BlockRoots(leaves: try leafHashes(next..<positions.upperBound)).groups
        )
    }

    /// The roots over the first blocks as the blocks' heads claim them, at each multiple of a number of blocks.
    ///
    /// The blocks are not checked; compare with what somebody noted who had checked them, then
    /// ``vouchForBlocks(below:)``.
    ///
    /// - Parameters:
    ///   - step: Number of blocks, a power of two.
    ///   - count: Events; the sealed ones below it are looked at.
    /// - Returns: Per step the root over all events up to its end; ends before the first step that is not whole.
    /// - Throws: ``LogError/damaged(_:)`` when a block is missing or is another one.
    /// - Complexity: O(blocks), a page each.
    package func claimedRoots(
        everyBlocks step: Int,
        upTo count: UInt64
    ) throws(LogError) -> [SHA256Digest] {
        let blockCount = Int(min(count, sealedCount, eventCount) / parts.blocks.blockEvents)
        var peaks: [(blockCount: Int, root: SHA256Digest)] = []
        var roots: [SHA256Digest] = []
        for (index, block) in try claimedBlockRoots(blockCount).enumerated() {
            var peak = (blockCount: 1, root: block)
            while let last = peaks.last, last.blockCount == peak.blockCount {
                peaks.removeLast()
                peak = (2 * last.blockCount, MerkleTree.nodeHash(last.root, peak.root))
            }
            peaks.append(peak)
            if (index + 1) % step == 0 {
                var root = peak.root
                for peak in peaks.dropLast().reversed() {
                    root = MerkleTree.nodeHash(peak.root, root)
                }
                roots.append(root)
            }
        }
        return roots
    }

    /// Takes the heads of the sealed blocks below a position for true, as somebody has found them who checked
    /// the blocks.
    ///
    /// - Throws: As ``claimedRoots(everyBlocks:upTo:)``.
    package func vouchForBlocks(below position: UInt64) throws(LogError) {
        let blockCount = Int(min(position, sealedCount) / parts.blocks.blockEvents)
        guard parts.roots.vouchedBlocks.count < blockCount else { return }
        parts.roots.vouch(for: try claimedBlockRoots(blockCount))
    }

    private func claimedBlockRoots(_ count: Int) throws(LogError) -> [SHA256Digest] {
        let vouched = parts.roots.vouchedBlocks
        guard vouched.count < count else { return Array(vouched.prefix(count)) }
        return try read { transaction throws(LogError) -> [SHA256Digest] in
            var roots: [SHA256Digest] = []
            roots.reserveCapacity(count)
            for index in 0..<count {
                let key = UInt64(index) * parts.blocks.blockEvents
                roots.append(try parts.blocks.claimedRoot(ofBlock: key, in: transaction))
            }
            return roots
        }
    }

    /// Leaf hashes of a range of positions.
    func leafHashes(_ positions: Range<UInt64>) throws(LogError) -> [SHA256Digest] {
        var leaves: [SHA256Digest] = []
        for run in try entryRuns(positions) {
            leaves += MerkleTree.leafHashes(
                ofEntries: run.digests.count,
                from: run.firstPosition
            ) { (run.recordedAt[$0], run.digests[$0]) }
        }
        return leaves
    }

    /// What the leaves over a range of positions are made of, block by block, then the tail.
    func entryRuns(_ positions: Range<UInt64>) throws(LogError) -> [EntryRun] {
        var runs: [EntryRun] = []
        var position = positions.lowerBound
        while position < min(positions.upperBound, sealedCount) {
            let key = parts.blocks.key(holding: position)
            let end = min(key + parts.blocks.blockEvents, positions.upperBound)
            runs.append(try entryRun(ofBlock: key, Int(position - key)..<Int(end - key)))
            position = end
        }
        if position < positions.upperBound {
            let tail = try tail()
            var run = EntryRun(firstPosition: position)
            for position in position..<positions.upperBound {
                let interned = tail.events[Int(position - tail.firstPosition)]
                run.recordedAt.append(interned.recordedAt.millisecondsSince1970)
                run.digests.append(interned.digest)
            }
            runs.append(run)
        }
        return runs
    }

    private func entryRun(
        ofBlock key: UInt64,
        _ rows: Range<Int>
    ) throws(LogError) -> EntryRun {
        var run = EntryRun(firstPosition: key + UInt64(rows.lowerBound))
        // Decoding a whole frame takes longer than so few events one by one.
        guard rows.count >= BlockRoots.groupEventCount else {
            for recorded in try sparseEvents(ofBlock: key, rows: Array(rows)) {
                run.recordedAt.append(recorded.recordedAt.millisecondsSince1970)
                run.digests.append(EventWriter.digest(of: recorded.event))
            }
            return run
        }
        try read { transaction throws(LogError) in
            run.digests = try parts.blocks.digests(ofBlock: key, rows: rows, in: transaction)
            run.recordedAt = try parts.blocks.withBlock(
                key,
                in: transaction
            ) { block throws(LogError) -> [Int64] in
                try LogError.catchingDamage { () throws(DamageError) -> [Int64] in
                    try block.recordedTimes(rows)
                }
            }
        }
        return run
    }
}

/// What the leaves of consecutive entries are made of.
struct EntryRun {
    let firstPosition: UInt64
    /// Milliseconds since 1970-01-01T00:00:00Z.
    var recordedAt: [Int64] = []
    /// Content digests, as many.
    var digests: [SHA256Digest] = []
}
