package import EventLog
import LMDB
import Synchronization

/// Folds projections over the log.
package enum ProjectionRunner {
    /// Folds the events below a position that are not voided among them.
    ///
    /// A void reaches back: the fold leaves out what is voided as known at the cut, so the state is that of
    /// a log that never held it.
    ///
    /// - Parameters:
    ///   - _: The projection to build; several together as a ``ProjectionPair``.
    ///   - snapshot: The state of the log to read.
    ///   - count: Number of events to see; see ``LogSnapshot/eventCount(knownAt:)``.
    /// - Returns: The folded state.
    /// - Throws: ``LogError`` when a block is damaged, the storage fails, or the ledger holds a newer version
    ///   of a type than the projection reads.
    /// - Complexity: O(*count*), a few bytes read per event.
    package static func fold<Folded: Projection>(
        _: Folded.Type,
        in snapshot: LogSnapshot,
        upTo count: UInt64
    ) throws -> Folded {
        let voided = try snapshot.voidedPositions(upTo: count)
        return try fold(Folded.self, in: snapshot, upTo: count, leavingOut: voided)
    }

    /// Folds the events below a position without some of them: the state of a log that never held those.
    ///
    /// - Parameters:
    ///   - _: The projection to build.
    ///   - snapshot: The state of the log to read.
    ///   - count: Number of events to see.
    ///   - positions: Positions of the events that are left out, ascending; what is voided must be among them
    ///     if it is not to count.
    /// - Returns: The folded state.
    /// - Throws: As ``fold(_:in:upTo:)-(_,LogSnapshot,_)``.
    /// - Complexity: O(*count*), a few bytes read per event.
    package static func fold<Folded: Projection>(
        _: Folded.Type,
        in snapshot: LogSnapshot,
        upTo count: UInt64,
        leavingOut positions: [UInt64]
    ) throws -> Folded {
        try snapshot.checkVersions(of: Folded.eventTypes)
        var state = Folded()
        try snapshot.forEachBlock(upTo: count, excluding: positions) { block in
            try state.fold(block)
        }
        return state
    }

    /// As ``fold(_:in:upTo:)-(_,LogSnapshot,_)``, over several threads.
    ///
    /// The blocks are split in contiguous ranges, one a thread, each with a read transaction of its own; the
    /// states are merged in order, so that the result is the same for any number of threads.
    ///
    /// - Parameters:
    ///   - _: The projection to build.
    ///   - log: The log to read.
    ///   - count: Number of events to see; more than there are means all.
    ///   - threads: Number of threads, the calling one included; at least 1.
    /// - Returns: The folded state.
    /// - Throws: As for a snapshot, and ``LogError/storage(_:)`` when no thread can be started.
    package static func fold<Folded: Projection>(
        _: Folded.Type,
        in log: EventLog,
        upTo count: UInt64 = .max,
        threads: Int
    ) throws -> Folded {
        precondition(threads >= 1, "somebody has to fold")
        return try log.withSnapshot { snapshot in
            let end = min(count, snapshot.eventCount)
            let blockCount = Int((end + snapshot.blockEvents - 1) / snapshot.blockEvents)
            let usedCount = max(1, min(threads, blockCount))
            try snapshot.checkVersions(of: Folded.eventTypes)
            let selection = RowSelection.excluding(try snapshot.voidedPositions(upTo: end))
            let bounds = (0...usedCount).map { part in
                min(end, UInt64(blockCount * part / usedCount) * snapshot.blockEvents)
            }
            let parts = try ParallelWork.run(usedCount, in: log, snapshot) { part, snapshot in
                var state = Folded()
                let range = bounds[part]..<bounds[part + 1]
                try snapshot.forEachBlock(in: range, selecting: selection) { block in
                    try state.fold(block)
                }
                return state
            }
            var whole = Folded()
            for part in parts { whole.merge(part) }
            return whole
        }
    }
}

/// Runs pieces of reading work on threads of their own.
enum ParallelWork {
    /// Does so many pieces of work, the first on this thread with the caller's snapshot, and gives the results in
    /// order.
    ///
    /// The other threads read snapshots of their own, of at least the events of the caller's.
    static func run<Result: Sendable>(
        _ count: Int,
        in log: EventLog,
        _ snapshot: LogSnapshot,
        _ body: @escaping @Sendable (Int, LogSnapshot) throws -> Result
    ) throws -> [Result] {
        let others = Outcomes<Result>(count)
        var threads: [DedicatedThread] = []
        var failure: (any Error)?
        do {
            for piece in 1..<max(1, count) {
                threads.append(
                    try DedicatedThread {
                        do {
                            let result = try log.withSnapshot { try body(piece, $0) }
                            others.set(.success(result), of: piece)
                        } catch {
                            others.set(.failure(error), of: piece)
                        }
                    }
                )
            }
            others.set(.success(try body(0, snapshot)), of: 0)
        } catch let error as LMDBError {
            failure = LogError.storage(error)
        } catch {
            failure = error
        }
        for thread in threads { thread.join() }
        if let failure { throw failure }
        return try others.results()
    }

    private final class Outcomes<Result: Sendable>: Sendable {
        private let outcomes: Mutex<[Swift.Result<Result, any Error>?]>

        init(_ count: Int) { outcomes = Mutex(Array(repeating: nil, count: max(1, count))) }

        func set(_ outcome: Swift.Result<Result, any Error>, of piece: Int) {
            outcomes.withLock { $0[piece] = outcome }
        }

        func results() throws -> [Result] {
            try outcomes.withLock { $0 }.map { outcome in
                guard let outcome else { preconditionFailure("every piece was done") }
                return try outcome.get()
            }
        }
    }
}
