package import EventLog
import EventModel

/// Reads events at scattered positions: neighbours together, what lies between left out.
package enum NamedEvents {
    /// Positions that are further apart than this are read apart.
    private static let gapMax: UInt64 = 4_096

    /// Hands over the canonical JSON of events.
    ///
    /// - Parameters:
    ///   - positions: Ascending, each once, below the snapshot's count.
    ///   - snapshot: A state of the log.
    ///   - body: Gets a position and the line of its event without a line end.
    /// - Throws: What the body throws, or ``LogError``.
    /// - Complexity: O(events between neighbours that are read together).
    package static func forEachLine(
        at positions: [UInt64],
        in snapshot: LogSnapshot,
        _ body: (UInt64, Span<UInt8>) throws -> Void
    ) throws {
        for run in runs(of: positions) {
            var filter = EventFilter()
            filter.positions = run.range
            var next = run.range.lowerBound
            var wanted = run.positions[...]
            try snapshot.lines(matching: filter) { line in
                if wanted.first == next {
                    try body(next, line)
                    wanted = wanted.dropFirst()
                }
                next += 1
                return !wanted.isEmpty
            }
        }
    }

    /// The events at some positions.
    ///
    /// - Parameters:
    ///   - positions: In any order, below the snapshot's count.
    ///   - snapshot: A state of the log.
    /// - Returns: The events by position.
    /// - Throws: ``LogError`` when the log cannot be read.
    static func events(
        at positions: [UInt64],
        in snapshot: LogSnapshot
    ) throws -> [UInt64: RecordedEvent] {
        var events: [UInt64: RecordedEvent] = [:]
        for run in runs(of: Set(positions).sorted()) {
            var filter = EventFilter()
            filter.positions = run.range
            let wanted = Set(run.positions)
            try snapshot.events(matching: filter) { recorded in
                if wanted.contains(recorded.position) { events[recorded.position] = recorded }
                return true
            }
        }
        return events
    }

    private static func runs(
        of positions: [UInt64]
    ) -> [(range: Range<UInt64>, positions: [UInt64])] {
        var runs: [(range: Range<UInt64>, positions: [UInt64])] = []
        for position in positions {
            if let last = runs.last, position - last.range.upperBound < gapMax {
                runs[runs.count - 1].range = last.range.lowerBound..<(position + 1)
                runs[runs.count - 1].positions.append(position)
            } else {
                runs.append((position..<(position + 1), [position]))
            }
        }
        return runs
    }
}
