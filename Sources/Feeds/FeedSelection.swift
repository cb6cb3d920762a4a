package import EventLog
internal import EventModel

/// What a receiver wants of the log; everything if nothing is asked for.
package struct FeedSelection: Hashable, Sendable {
    /// Types by name; empty for all.
    package var types: [String]
    /// First six digits of counties; empty for all.
    package var counties: [String]

    /// Makes a selection.
    package init(types: [String] = [], counties: [String] = []) {
        self.types = types
        self.counties = counties
    }

    /// Whether every event is wanted.
    package var isWhole: Bool { types.isEmpty && counties.isEmpty }
}

/// Reads a feed's events out of the log, in the order of their positions.
package struct FeedReader: Sendable {
    private let selection: FeedSelection
    private let counties: EventCounties

    /// Makes a reader.
    package init(_ selection: FeedSelection, counties: EventCounties) {
        self.selection = selection
        self.counties = counties
    }

    /// A run of the log as a receiver gets it.
    package struct Run: Sendable {
        /// Events with the positions at which they end in ``bytes``.
        package var ends: [(position: UInt64, end: Int)] = []
        /// Lines of canonical JSON, each with a line end.
        package var bytes: [UInt8] = []
        /// The first position that was not looked at.
        package var next: UInt64
        /// Number of events in the log.
        package var eventCount: UInt64

        /// Number of events.
        package var count: Int { ends.count }
    }

    /// Positions that are looked at for one run at most, so that a rare selection answers in time.
    package static let lookedAtMax: UInt64 = 262_144

    /// Reads up to `limit` events from a position on.
    ///
    /// - Parameters:
    ///   - snapshot: A state of the log.
    ///   - first: First position to look at.
    ///   - limit: Events at most, at least 1.
    ///   - byteLimit: Bytes after which the run ends.
    /// - Returns: The run; without events if none are there yet.
    /// - Throws: ``LogError`` when the log cannot be read.
    /// - Complexity: as ``LogSnapshot/lines(matching:_:)`` over the positions looked at.
    package func read(
        _ snapshot: LogSnapshot,
        from first: UInt64,
        limit: Int,
        byteLimit: Int = 8 << 20
    ) throws -> Run {
        let end = min(snapshot.eventCount, first &+ Self.lookedAtMax)
        var run = Run(next: max(first, end), eventCount: snapshot.eventCount)
        guard first < end else {
            run.next = first
            return run
        }
        var filter = EventFilter()
        filter.positions = first..<end
        filter.types = selection.types
        if selection.isWhole {
            var position = first
            try snapshot.lines(matching: filter) { line in
                run.append(line, at: position)
                position += 1
                return run.count < limit && run.bytes.count < byteLimit
            }
            run.next = position
            return run
        }
        try snapshot.events(matching: filter) { recorded in
            if !selection.counties.isEmpty {
                let found = try counties.counties(of: recorded.event, in: snapshot)
                guard found.touches(selection.counties) else { return true }
            }
            EventWriter.append(recorded, to: &run.bytes)
            run.endLine(at: recorded.position)
            guard run.count < limit, run.bytes.count < byteLimit else {
                run.next = recorded.position + 1
                return false
            }
            return true
        }
        return run
    }
}

extension FeedReader.Run {
    fileprivate mutating func append(_ line: Span<UInt8>, at position: UInt64) {
        bytes.append(addingCapacity: line.count + 1) { output in output.append(copying: line) }
        endLine(at: position)
    }

    fileprivate mutating func endLine(at position: UInt64) {
        bytes.append(UInt8(ascii: "\n"))
        ends.append((position, bytes.count))
    }
}
