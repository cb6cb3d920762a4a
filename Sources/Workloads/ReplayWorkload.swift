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
        /// Every event whole, in packed form (`RecordedEvents`): ids, texts, envelopes and values are decoded, and
        /// ``EventsChecksum`` looks at every byte and number of them.
        case events
        /// Every event as a value of its own (`Event`), with a `String` for each text.
        case values
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
        let count = try log.withSnapshot { $0.eventCount }
        return try await Timing.of { () async throws -> UInt64 in
            switch kind {
            case .headline:
                _ = try ProjectionRunner.fold(Headline.self, in: log, threads: threadCount)
            case .instants:
                _ = try ProjectionRunner.fold(HourlyProjection.self, in: log, threads: threadCount)
            case .events, .values: try await readEvents(kind, count, threadCount)
            }
            return count
        }
    }

    private typealias Headline = ProjectionPair<
        ProjectionPair<CoverageProjection, FundsProjection>, ExitsProjection
    >

    /// Splits the events: one task for each part, each on a snapshot of its own.
    private func readEvents(_ kind: Kind, _ count: UInt64, _ threadCount: Int) async throws {
        let log = log
        let size = UInt64(LogOptions.standardBlockEvents)
        let blocks = (count + size - 1) / size
        let bounds = (0...threadCount).map { part in
            min(count, blocks * UInt64(part) / UInt64(threadCount) * size)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for part in 0..<threadCount {
                group.addTask {
                    try log.withSnapshot { snapshot in
                        var filter = EventFilter()
                        filter.positions = bounds[part]..<bounds[part + 1]
                        if kind == .values {
                            try snapshot.events(matching: filter) { _ in true }
                        } else {
                            var checksum = EventsChecksum()
                            try snapshot.packedEvents(matching: filter) { events, _ in
                                checksum.take(events)
                                return true
                            }
                            precondition(checksum.eventCount == UInt64(filter.positions.count))
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
