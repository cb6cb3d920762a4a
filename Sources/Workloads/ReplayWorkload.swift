import EventLog
import EventModel
import Indicators
import Projections

/// Reads a whole ledger from its first event to its last.
public struct ReplayWorkload {
    /// What is read of each event.
    public enum Kind: String, Sendable, CaseIterable {
        /// Coverage, funds and exits: the three headline projections over hot columns.
        case headline
        /// A projection that needs every event's instant.
        case instants
        /// Every event as a Swift value, texts and ids included.
        case events
    }

    private let log: EventLog

    /// Opens the ledger for reading.
    public init(_ ledger: SimulatedLedger) throws { log = try ledger.open(.reading) }

    /// Reads everything once.
    ///
    /// - Parameters:
    ///   - kind: What is read.
    ///   - threadCount: Threads that share the work; 1 or more.
    /// - Returns: The number of the ledger's events, and the time.
    /// - Throws: `LogError` when the log cannot be read.
    public func run(_ kind: Kind, threadCount: Int) async throws -> Timing {
        try await Timing.of { () async throws -> UInt64 in
            try await Self.parts(threadCount, of: log) { part, count, snapshot in
                try Self.read(kind, part, of: count, in: snapshot)
            }
        }
    }

    /// Splits the work: one task for each part, each on a snapshot of its own.
    private static func parts(
        _ threadCount: Int,
        of log: EventLog,
        _ body: @escaping @Sendable (_ part: Part, _ count: UInt64, LogSnapshot) throws -> Void
    ) async throws -> UInt64 {
        try await withThrowingTaskGroup(of: UInt64.self) { group in
            for index in 0..<threadCount {
                group.addTask {
                    try log.withSnapshot { snapshot in
                        let part = Part(index: index, count: threadCount)
                        try body(part, snapshot.eventCount, snapshot)
                        return snapshot.eventCount
                    }
                }
            }
            var count: UInt64 = 0
            for try await seen in group { count = seen }
            return count
        }
    }

    /// One of several equal parts.
    private struct Part: Sendable {
        let index: Int
        let count: Int

        /// The part's positions.
        func positions(of events: UInt64) -> Range<UInt64> {
            let size = UInt64(LogOptions.standardBlockEvents)
            let blocks = (events + size - 1) / size
            func bound(_ part: Int) -> UInt64 {
                min(events, blocks * UInt64(part) / UInt64(count) * size)
            }
            return bound(index)..<(index + 1 == count ? events : bound(index + 1))
        }
    }

    private static func read(
        _ kind: Kind,
        _ part: Part,
        of count: UInt64,
        in snapshot: LogSnapshot
    ) throws {
        switch kind {
        case .headline:
            // Three folds; a thread takes every so-manieth projection.
            let folds: [() throws -> Void] = [
                {
                    _ = try ProjectionRunner.fold(
                        CoverageProjection.self,
                        in: snapshot,
                        upTo: count
                    )
                },
                { _ = try ProjectionRunner.fold(FundsProjection.self, in: snapshot, upTo: count) },
                { _ = try ProjectionRunner.fold(ExitsProjection.self, in: snapshot, upTo: count) },
            ]
            for index in folds.indices where index % part.count == part.index { try folds[index]() }
        case .instants:
            guard part.index == 0 else { return }
            _ = try ProjectionRunner.fold(HourlyProjection.self, in: snapshot, upTo: count)
        case .events:
            var filter = EventFilter()
            filter.positions = part.positions(of: count)
            try snapshot.events(matching: filter) { _ in true }
        }
    }
}
