package import EventLog

extension ProjectionRunner {
    /// What a projection says at a cut, computed from every event below it and nothing that was kept.
    ///
    /// - Parameters:
    ///   - _: The projection; one that keeps sums has no state behind its one part.
    ///   - snapshot: A state of the log.
    ///   - count: Number of events to see; more than there are means all.
    /// - Returns: The same index and cut as ``ProjectionStore/view(of:in:upTo:)`` gives.
    /// - Throws: As ``fold(_:in:upTo:)-(_,LogSnapshot,_)``.
    /// - Complexity: O(*count*).
    package static func view<State: StoredProjection>(
        of _: State.Type,
        in snapshot: LogSnapshot,
        upTo count: UInt64
    ) throws -> ProjectionStore.View<State> {
        try view(of: State.self, in: snapshot, seenBy: try cut(snapshot, upTo: count))
    }

    /// What a projection says at any cut, of which the voids need not be those of the log.
    ///
    /// - Parameters:
    ///   - _: The projection; one that keeps sums cannot leave out but what is voided.
    ///   - snapshot: A state of the log.
    ///   - cut: Which events count; of no more events than there are.
    /// - Returns: The index of all events below the cut's end, with the cut.
    /// - Throws: As ``fold(_:in:upTo:)-(_,LogSnapshot,_)``.
    /// - Complexity: O(events of the cut).
    package static func view<State: StoredProjection>(
        of _: State.Type,
        in snapshot: LogSnapshot,
        seenBy cut: Cut
    ) throws -> ProjectionStore.View<State> {
        try snapshot.checkVersions(of: State.eventTypes)
        let state = try State.folded(0..<cut.count, in: snapshot)
        return ProjectionStore.View(
            index: State.index(
                [StatePart(positions: 0..<cut.count, state: state)],
                names: snapshot.tables
            ),
            cut: cut,
            rest: State()
        )
    }

    /// Which events a question sees of the first `count`.
    ///
    /// - Throws: ``LogError`` when the storage fails.
    package static func cut(_ snapshot: LogSnapshot, upTo count: UInt64) throws(LogError) -> Cut {
        let count = min(count, snapshot.eventCount)
        return Cut(
            count: count,
            voided: PositionSet(try snapshot.voidedPositions(upTo: count))
        )
    }

    /// Folds the live events of a cut into copies of an empty state that knows what to look for.
    ///
    /// - Parameters:
    ///   - empty: Holds nothing yet; taken once for each range of blocks.
    ///   - snapshot: A state of the log.
    ///   - cut: Which events are live.
    /// - Returns: The folded state.
    /// - Throws: ``LogError`` when a block is damaged or the storage fails.
    /// - Complexity: O(events of the cut).
    package static func fold<Folded: Projection>(
        from empty: Folded,
        in snapshot: LogSnapshot,
        seenBy cut: Cut
    ) throws -> Folded {
        try snapshot.checkVersions(of: Folded.eventTypes)
        var state = empty
        try snapshot.forEachBlock(
            upTo: cut.count,
            excluding: cut.voided.positions
        ) { block in try state.fold(block) }
        return state
    }
}

extension ProjectionStore {
    /// As ``ProjectionRunner/fold(from:in:seenBy:)``, over the store's threads.
    ///
    /// The blocks are split in contiguous ranges and the states merged in order, so that the result is the same for
    /// any number of threads. Nothing is kept.
    ///
    /// - Throws: As for one thread, and ``LogError/storage(_:)`` when no thread can be started.
    package func fold<Folded: Projection>(
        from empty: Folded,
        in snapshot: LogSnapshot,
        seenBy cut: Cut
    ) throws -> Folded {
        let blockEvents = snapshot.blockEvents
        let blockCount = Int((cut.count + blockEvents - 1) / blockEvents)
        let pieceCount = max(1, min(threads, blockCount))
        guard pieceCount > 1 else {
            return try ProjectionRunner.fold(from: empty, in: snapshot, seenBy: cut)
        }
        try snapshot.checkVersions(of: Folded.eventTypes)
        let selection = RowSelection.excluding(cut.voided.positions)
        let bounds = (0...pieceCount).map { piece in
            min(cut.count, UInt64(blockCount * piece / pieceCount) * blockEvents)
        }
        let pieces = try ParallelWork.run(pieceCount, in: log, snapshot) { piece, snapshot in
            var state = empty
            let range = bounds[piece]..<bounds[piece + 1]
            try snapshot.forEachBlock(in: range, selecting: selection) { block in
                try state.fold(block)
            }
            return state
        }
        var whole = empty
        for piece in pieces { whole.merge(piece) }
        return whole
    }
}
