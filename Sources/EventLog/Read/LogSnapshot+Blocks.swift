internal import LMDB

extension LogSnapshot {
    /// Number of events in sealed blocks, which a later state of the file shows unchanged.
    ///
    /// A multiple of ``blockEvents``; may rise while the snapshot is in use, and beyond ``eventCount``.
    package var sealedEventCount: UInt64 { sealedCount }

    /// Number of events of each sealed block.
    package var blockEvents: UInt64 { parts.blocks.blockEvents }

    /// Hands over the events below `count` as blocks, in order of position; the tail comes last.
    ///
    /// The last block is cut at `count`. What lies behind a body that throws is not read.
    ///
    /// - Parameters:
    ///   - count: Number of events to see; more than there are means all.
    ///   - voided: Positions that are left out of ``BlockPartition/liveRanges``, ascending.
    ///   - body: Looks at the block, which is not valid after it.
    /// - Throws: What the body throws, or ``LogError`` when a block is damaged.
    package func forEachBlock(
        upTo count: UInt64,
        excluding voided: [UInt64] = [],
        _ body: (borrowing EventBlock) throws -> Void
    ) throws {
        try forEachBlock(in: 0..<count, selecting: .excluding(voided), body)
    }

    /// Hands over the events of a range of positions as blocks, in order of position; the tail comes last.
    ///
    /// The range begins with a block (``blockEvents``) or behind the last event; its end cuts the last block.
    ///
    /// - Parameters:
    ///   - positions: More than there are means all.
    ///   - selection: Which rows are live.
    ///   - body: Looks at the block, which is not valid after it.
    /// - Throws: What the body throws, or ``LogError`` when a block is damaged.
    package func forEachBlock(
        in positions: Range<UInt64>,
        selecting selection: RowSelection = .all,
        _ body: (borrowing EventBlock) throws -> Void
    ) throws {
        let end = min(positions.upperBound, eventCount)
        var position = positions.lowerBound
        precondition(
            position >= end || position % parts.blocks.blockEvents == 0,
            "no block begins at \(position)"
        )
        let pass = BlockPass(tables)
        var failure: (any Error)?
        func visit(_ block: borrowing EventBlock) {
            do { try body(block) } catch { failure = error }
        }
        while position < end, failure == nil {
            if position < sealedCount {
                try read { transaction throws(LogError) in
                    try parts.blocks.withBlock(
                        position,
                        upTo: end,
                        selecting: selection,
                        in: transaction,
                        pass: pass
                    ) { block throws(LogError) in visit(block) }
                }
                position += parts.blocks.blockEvents
                try renewIfDue(after: position)
            } else {
                let tail = try tail()
                precondition(tail.firstPosition <= position, "a block begins where one was sealed")
                try tail.withBlock(upTo: end, selecting: selection, tables: tables) {
                    block throws(LogError) in visit(block)
                }
                position = end
            }
        }
        if let failure { throw failure }
    }

    /// Lends the one block that holds a position, with a selection of its rows.
    ///
    /// The position must be below ``eventCount``. Events of the same block at or above `count` are not seen.
    ///
    /// - Throws: What the body throws, or ``LogError`` when the block is damaged.
    package func withBlock(
        holding position: UInt64,
        upTo count: UInt64 = .max,
        selecting selection: RowSelection = .all,
        _ body: (borrowing EventBlock) throws -> Void
    ) throws {
        precondition(position < eventCount, "there is no event at position \(position)")
        var failure: (any Error)?
        func visit(_ block: borrowing EventBlock) {
            do { try body(block) } catch { failure = error }
        }
        let end = min(count, eventCount)
        if position < sealedCount {
            try read { transaction throws(LogError) in
                try parts.blocks.withBlock(
                    parts.blocks.key(holding: position),
                    upTo: end,
                    selecting: selection,
                    in: transaction
                ) { block throws(LogError) in visit(block) }
            }
        } else {
            let tail = try tail()
            try tail.withBlock(upTo: end, selecting: selection, tables: tables) {
                block throws(LogError) in visit(block)
            }
        }
        if let failure { throw failure }
    }
}
