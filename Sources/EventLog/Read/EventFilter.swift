package import EventModel

/// Which events a read hands over, and in which direction; all conditions must hold.
package struct EventFilter: Sendable {
    /// Orders of reading.
    package enum Direction: Hashable, Sendable {
        /// From the first position on.
        case forwards
        /// From the last position back.
        case backwards
    }

    /// Positions; the end is exclusive and may lie beyond the log.
    package var positions: Range<UInt64> = 0..<UInt64.max
    /// Exactly this stream (`subject`).
    package var stream: String?
    /// Streams whose name begins with these bytes.
    package var streamPrefix: String?
    /// Types by name, all versions; empty means all types.
    package var types: [String] = []
    /// Events with a division code at or under this division.
    package var region: RegionScope?
    /// First business date (Asia/Shanghai) on which an event may have happened.
    package var occurredFrom: BusinessDate?
    /// Last business date on which an event may have happened, inclusive.
    package var occurredThrough: BusinessDate?
    /// Earliest recorded time.
    package var recordedFrom: Instant?
    /// Latest recorded time, inclusive.
    package var recordedThrough: Instant?
    /// Order of reading.
    package var direction = Direction.forwards

    /// Makes a filter that lets everything pass, forwards.
    package init() {}

    /// Whether every event at its positions passes.
    var asksOnlyForPositions: Bool {
        stream == nil && streamPrefix == nil && types.isEmpty && region == nil
            && occurredFrom == nil && occurredThrough == nil && recordedFrom == nil
            && recordedThrough == nil
    }

    /// Whether an event passes.
    package func matches(_ recorded: RecordedEvent) -> Bool {
        guard positions.contains(recorded.position), recordedRange.contains(recorded.recordedAt),
            occurredRange.contains(recorded.event.time.instant)
        else { return false }
        if let stream, !recorded.event.subject.hasSameBytes(as: stream) { return false }
        if let streamPrefix, !recorded.event.subject.utf8.starts(with: streamPrefix.utf8) {
            return false
        }
        if !types.isEmpty,
            !types.contains(where: { $0.hasSameBytes(as: recorded.event.schema.type) })
        {
            return false
        }
        return region?.matches(recorded.event) ?? true
    }

    /// Whether an event in packed form passes.
    package func matches(_ index: Int, of events: borrowing RecordedEvents) -> Bool {
        let record = events.packed.records[index]
        guard positions.contains(record.sequence),
            recordedRange.contains(Instant(millisecondsSince1970: record.recordedAt)),
            occurredRange.contains(Instant(millisecondsSince1970: record.instant))
        else { return false }
        let subject = events.packed.text(record.subject, of: record)
        if let stream, !subject.hasSameBytes(as: stream.utf8Span.span) { return false }
        if let streamPrefix, !subject.hasBytes(of: streamPrefix.utf8Span.span, at: 0) {
            return false
        }
        if !types.isEmpty {
            let type = events.schema(at: index).type
            if !types.contains(where: { $0.hasSameBytes(as: type) }) { return false }
        }
        return region.map { $0.matches(events.event(at: index).event) } ?? true
    }

    /// The instants of the business dates asked for.
    var occurredRange: Bounds {
        Bounds(from: occurredFrom?.firstInstant, through: occurredThrough?.lastInstant)
    }

    /// The recorded times asked for.
    var recordedRange: Bounds { Bounds(from: recordedFrom, through: recordedThrough) }

    /// A range of instants that may be open at either end, or empty.
    struct Bounds {
        let from: Instant?
        let through: Instant?

        func contains(_ instant: Instant) -> Bool {
            instant >= from ?? instant && instant <= through ?? instant
        }

        /// Whether an instant of a zone map's range may lie inside.
        func overlaps(_ range: ClosedRange<Instant>) -> Bool {
            range.upperBound >= from ?? range.upperBound
                && range.lowerBound <= through ?? range.lowerBound
        }
    }
}
