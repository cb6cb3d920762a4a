import EventLog
import EventModel
import Programme

/// A recorded event as its own JSON states it, read for an account: no column, no kept state.
///
/// A class, so that items and entries refer to it without copying.
final class StatedEvent: Sendable {
    /// Position in the log.
    let position: UInt64
    /// When it was recorded.
    let recordedAt: Instant
    /// Source and id.
    let reference: EventReference
    /// Type's name.
    let type: String
    /// The stream.
    let subject: String
    /// Business instant in milliseconds since 1970-01-01T00:00:00Z.
    let instant: Int64
    /// Business date.
    let day: BusinessDate
    /// Digest of the paper behind it; `nil` if it names none.
    let evidence: String?
    private let data: JSONValue

    private static let newestSchemas = Dictionary(
        programmeSchemas.map { ($0.type, $0) },
        uniquingKeysWith: { $0.version > $1.version ? $0 : $1 }
    )

    /// Writes the event's canonical JSON and reads it again; an older version is read as the newest.
    init(_ recorded: RecordedEvent) {
        var event = recorded.event
        if let newest = Self.newestSchemas[event.schema.type],
            newest.version > event.schema.version
        {
            event = Event(
                id: event.id,
                source: event.source,
                schema: newest,
                subject: event.subject,
                time: event.time,
                data: newest.upcast(event.data, from: event.schema)
            )
        }
        position = recorded.position
        recordedAt = recorded.recordedAt
        reference = event.reference
        type = event.schema.type
        subject = event.subject
        instant = event.time.instant.millisecondsSince1970
        day = event.time.businessDate
        evidence = event.evidence?.description
        // The writer's own text is JSON.
        let json = try? JSONValue(parsing: EventWriter.canonicalBytes(of: event))
        data = json?["data"] ?? .null
    }

    /// The text of a field; `nil` if it is absent.
    func text(_ field: String) -> String? { data[field]?.stringValue }

    /// The text of a field that the type requires.
    func name(_ field: String) -> ExactName { ExactName(text(field) ?? "") }

    /// The number of a field; 0 if it is absent.
    func integer(_ field: String) -> Int64 { data[field]?.integerValue ?? 0 }

    /// The truth of a field; false if it is absent.
    func flag(_ field: String) -> Bool { data[field]?.booleanValue ?? false }

    /// The texts of a list.
    func texts(_ field: String) -> [String] {
        (data[field]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    /// The members of an object.
    func members(_ field: String) -> [(name: String, value: JSONValue)] {
        data[field]?.objectValue ?? []
    }

    /// The day of a date field; the business date where there is none.
    func date(_ field: String) -> BusinessDate {
        text(field).flatMap { BusinessDate(parsing: $0) } ?? day
    }

    /// The month of a month field; the month of the business date where there is none.
    func month(_ field: String) -> BusinessMonth {
        text(field).flatMap { BusinessMonth(parsing: $0) } ?? day.businessMonth
    }

    /// Whether the event comes before another: by business instant, then position.
    func precedes(_ other: StatedEvent) -> Bool {
        (instant, position) < (other.instant, other.position)
    }

    /// Whether the event takes the place of another that carries a date of its own in the same field: the
    /// greatest (date, business instant, position) holds.
    func supersedes(_ other: StatedEvent?, by field: String) -> Bool {
        guard let other else { return true }
        return (date(field), instant, position) > (other.date(field), other.instant, other.position)
    }
}

/// The events of some types, read once and seen through many cuts.
final class EventShelf {
    /// In order of business instant, then position.
    let events: [StatedEvent]

    /// Reads the events of some types below a position.
    ///
    /// - Throws: ``LogError`` when the log cannot be read.
    /// - Complexity: O(events of the types), each of them parsed.
    init(of types: [String], upTo count: UInt64, in snapshot: LogSnapshot) throws {
        var filter = EventFilter()
        filter.positions = 0..<count
        filter.types = types
        var found: [StatedEvent] = []
        try snapshot.events(matching: filter) { recorded in
            found.append(StatedEvent(recorded))
            return true
        }
        events = found.sorted { $0.precedes($1) }
    }

    private init(_ events: [StatedEvent]) { self.events = events }

    /// The events of some types alone.
    func only(_ types: [String]) -> EventShelf {
        let wanted = Set(types)
        return EventShelf(events.filter { wanted.contains($0.type) })
    }
}
