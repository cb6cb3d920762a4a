import Answers
import EventLog
import EventModel
import Projections

/// As-of questions: figures for a business date, by what was known at an instant.
public struct QuestionWorkload {
    private let log: EventLog
    private let store: ProjectionStore

    /// Opens the ledger for reading; nothing is read of its blocks yet.
    public init(_ ledger: SimulatedLedger) throws {
        log = try ledger.open(.reading)
        let mapSizeBytes = LogOptions().mapSizeBytes
        store = ProjectionStore(of: log, keeping: .onDisk(mapSizeBytes: mapSizeBytes), threads: 2)
    }

    /// Asks one question about the whole ledger: the coverage at its last business day.
    ///
    /// - Returns: The number of events that the answer stands on.
    public func askFirst() throws -> UInt64 {
        try log.withSnapshot { snapshot in
            guard let last = try snapshot.lastRecordedAt else { return 0 }
            let question = Question(indicator: .coverage, asOf: BusinessDate(of: last))
            return try question.answer(from: snapshot, tables: log.tables, store: store).treeSize
        }
    }

    /// Asks one question about each indicator, so that what a process does once is done.
    public func warmUp() throws {
        try log.withSnapshot { snapshot in
            guard let last = try snapshot.lastRecordedAt else { return }
            for indicator in Indicator.headline {
                let question = Question(indicator: indicator, asOf: BusinessDate(of: last))
                _ = try question.answer(from: snapshot, tables: log.tables, store: store)
            }
        }
    }

    /// Asks questions at random pairs of dates, one indicator after the other.
    ///
    /// - Parameters:
    ///   - count: Number of questions.
    ///   - seed: Start of the random numbers.
    /// - Returns: Nanoseconds of each question, as asked.
    /// - Throws: `LogError` when the log cannot be read.
    public func ask(count: Int, seed: UInt64) throws -> [UInt64] {
        var random = RandomNumbers(seed: seed)
        return try log.withSnapshot { snapshot in
            var times: [UInt64] = []
            guard snapshot.eventCount > 0 else { return times }
            let first = try snapshot.recordedAt(position: 0).millisecondsSince1970
            let last = try snapshot.recordedAt(position: snapshot.eventCount - 1)
                .millisecondsSince1970
            func instant() -> Instant {
                Instant(
                    millisecondsSince1970: first
                        + Int64(random.below(UInt64(max(1, last - first))))
                )
            }
            for index in 0..<count {
                let question = Question(
                    indicator: Indicator.headline[index % Indicator.headline.count],
                    asOf: BusinessDate(of: instant()),
                    knownAt: instant()
                )
                times.append(
                    try Stopwatch.nanoseconds {
                        _ = try question.answer(
                            from: snapshot,
                            tables: log.tables,
                            store: store
                        )
                    }
                )
            }
            return times
        }
    }
}
