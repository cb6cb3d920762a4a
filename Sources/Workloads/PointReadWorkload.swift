import EventLog
import EventModel

/// Reads of single things out of a long history.
public struct PointReadWorkload {
    private let log: EventLog
    private let subjects: [String]
    private let references: [EventReference]

    /// Opens the ledger for reading and chooses parcels and events at random, which is not measured.
    ///
    /// - Parameters:
    ///   - ledger: Where to read.
    ///   - count: Parcels and events to choose.
    ///   - seed: Start of the random numbers.
    /// - Throws: `LogError` when the log cannot be opened or read.
    public init(_ ledger: SimulatedLedger, count: Int, seed: UInt64) throws {
        log = try ledger.open(.reading)
        var random = RandomNumbers(seed: seed)
        var subjects: [String] = []
        var references: [EventReference] = []
        try log.withSnapshot { snapshot in
            guard snapshot.eventCount > 0 else { return }
            var attempts = 0
            while subjects.count < count, attempts < 100 * count {
                attempts += 1
                let position = random.below(snapshot.eventCount)
                guard let event = try snapshot.event(at: position)?.event else { continue }
                if references.count < count { references.append(event.reference) }
                if event.subject.utf8.starts(with: "parcel/".utf8) {
                    subjects.append(event.subject)
                }
            }
        }
        self.subjects = subjects
        self.references = references
    }

    /// What was read, and how long each read took.
    public struct Reads: Sendable {
        /// Events that the reads gave together.
        public let eventCount: Int
        /// Nanoseconds of each read.
        public let nanoseconds: [UInt64]
    }

    /// Reads the whole history of each chosen parcel.
    public func histories() throws -> Reads {
        try reads(subjects.indices) { snapshot, index in
            var filter = EventFilter()
            filter.stream = subjects[index]
            var count = 0
            try snapshot.events(matching: filter) { _ in
                count += 1
                return true
            }
            return count
        }
    }

    /// Reads each chosen event by its source and id.
    public func events() throws -> Reads {
        try reads(references.indices) { snapshot, index in
            guard let position = try snapshot.position(of: references[index]) else { return 0 }
            return try snapshot.event(at: position) == nil ? 0 : 1
        }
    }

    private func reads(
        _ indices: Range<Int>,
        _ body: (LogSnapshot, Int) throws -> Int
    ) throws -> Reads {
        var count = 0
        var times: [UInt64] = []
        for index in indices {
            times.append(
                try Stopwatch.nanoseconds {
                    // A snapshot for each, as every request of a server has its own.
                    count += try log.withSnapshot { try body($0, index) }
                }
            )
        }
        return Reads(eventCount: count, nanoseconds: times)
    }
}
