/// Events that have passed the door and are to be recorded together, packed.
///
/// Sources, names and schemas are told apart once in a batch: each event refers to them by index, so that
/// the log looks each up once. A batch is filled by ``EventReader/read(_:into:)`` from JSON or by
/// ``append(_:)-(Event)`` from values in memory; ``computeDigests()`` completes it.
package struct EventBatch: Sendable {
    /// The events; their schemas, sources and names are indices into the batch's own lists.
    package internal(set) var events = PackedEvents()
    /// The distinct sources.
    package internal(set) var sources = TextTable()
    /// The distinct values of fields that are stored as names.
    package internal(set) var names = TextTable()
    /// The distinct schemas.
    package private(set) var schemas: [EventSchema] = []
    /// Why an event is refused unless it is recorded already or restores a history, by index.
    package private(set) var refusalsIfNew: [Int: Refusal] = [:]
    /// Number of events whose digests are computed.
    private var digestedCount = 0
    /// The event at hand.
    var draft = EventDraft()
    /// What is remembered from one plain line to the next.
    var plain = PlainMemory()

    /// Makes an empty batch.
    package init() {}

    /// Makes a batch of single events.
    package init(_ events: [IncomingEvent]) {
        for event in events { append(event) }
    }

    /// Number of events.
    package var count: Int { events.count }

    /// Whether there are no events.
    package var isEmpty: Bool { events.count == 0 }

    /// Forgets the events and keeps memory, sources, names and schemas.
    package mutating func removeAll() {
        digestedCount = 0
        events.removeAll()
        refusalsIfNew.removeAll()
    }

    /// Computes the digests that are not computed yet.
    ///
    /// They are left to the end because two take little longer than one.
    package mutating func computeDigests() {
        events.digestCanonical(from: digestedCount)
        digestedCount = events.count
    }

    /// Appends an event made in memory, which obeys its schema.
    package mutating func append(_ event: Event) { append(event, recordedAt: nil, sequence: nil) }

    /// Appends a single event that came through the door.
    package mutating func append(_ incoming: IncomingEvent) {
        append(
            incoming.event,
            recordedAt: incoming.recordedAt,
            sequence: incoming.sequence,
            refusalIfNew: incoming.refusalIfNew
        )
    }

    /// Appends an event made in memory, which obeys its schema, with what a restoring import carries.
    package mutating func append(
        _ event: Event,
        recordedAt: Instant?,
        sequence: UInt64?,
        refusalIfNew: Refusal? = nil
    ) {
        let isTaken =
            refusalIfNew == nil
            && takePlain(
                event,
                limits: .standard,
                recordedAt: recordedAt?.millisecondsSince1970 ?? PackedEvent.notRecorded,
                sequence: sequence
            )
        guard !isTaken else { return }
        var draft = EventDraft()
        swap(&draft, &self.draft)
        draft.take(event)
        if let recordedAt { draft.recordedAt = recordedAt.millisecondsSince1970 }
        draft.sequence = sequence
        let nothing: [UInt8] = []
        append(&draft, line: nothing.span, refusalIfNew: refusalIfNew)
        swap(&draft, &self.draft)
    }

    /// Appends an event of another batch as it is.
    package mutating func append(_ index: Int, of other: EventBatch) {
        let record = other.events.records[index]
        let schema = schemaIndex(of: other.schemas[Int(record.schema)])
        let source = sources.insert(other.sources.text(at: Int(record.source))).index
        let firstValue = events.values.count
        events.append(index, of: other.events) { record in
            record.schema = schema
            record.source = UInt32(source)
        }
        for place in firstValue..<events.values.count where events.values[place].kind == .name {
            let name = other.names.text(at: Int(events.values[place].bits))
            events.setValue(.name(UInt32(names.insert(name).index)), at: place)
        }
        if let refusal = other.refusalsIfNew[index] {
            refusalsIfNew[events.count - 1] = refusal
        }
    }

    /// The events of a range as a batch of their own.
    package func slice(_ range: Range<Int>) -> EventBatch {
        var result = EventBatch()
        for index in range { result.append(index, of: self) }
        result.computeDigests()
        return result
    }

    /// Takes a draft in, whose texts stand in `line` or in its scratch.
    mutating func append(
        _ draft: inout EventDraft,
        line: Span<UInt8>,
        refusalIfNew: Refusal?
    ) {
        var record = events.newRecord()
        record.schema = schemaIndex(of: draft.schema)
        record.source =
            draft.knownSource ?? Self.insert(draft.source, of: draft, line, into: &sources)
        record.flags = draft.flags
        record.instant = draft.time.instant.millisecondsSince1970
        record.offsetMinutes = draft.time.offsetMinutes
        record.recordedAt = draft.recordedAt
        record.sequence = draft.sequence ?? 0
        record.claimsSequence = draft.sequence != nil
        DraftWriting.write(&draft, line: line, to: &events, &record)
        takeNames(of: record, draft.schema)
        events.finish(record)
        if let refusalIfNew { refusalsIfNew[events.count - 1] = refusalIfNew }
    }

    /// Replaces texts of fields that are stored as names by their indices.
    mutating func takeNames(of record: PackedEvent, _ schema: borrowing EventSchema) {
        for index in schema.table.fields.indices
        where schema.table.fields[index].storage == .name {
            let place = record.firstValue + index
            let value = events.values[place]
            guard value.kind == .text else { continue }
            let name = Self.insert(value.range, of: record, events, into: &names)
            events.setValue(.name(name), at: place)
        }
    }

    private static func insert(
        _ text: DraftText,
        of draft: borrowing EventDraft,
        _ line: Span<UInt8>,
        into table: inout TextTable
    ) -> UInt32 {
        UInt32(table.insert(draft.bytes(of: text, in: line)).index)
    }

    private static func insert(
        _ range: PackedRange,
        of record: PackedEvent,
        _ events: borrowing PackedEvents,
        into table: inout TextTable
    ) -> UInt32 {
        UInt32(table.insert(events.text(range, of: record)).index)
    }

    mutating func schemaIndex(of schema: EventSchema) -> UInt16 {
        // Nine of ten events are of the type of the one before.
        if let last = events.records.last, schemas[Int(last.schema)] === schema {
            return last.schema
        }
        if let index = schemas.firstIndex(where: { $0 === schema }) { return UInt16(index) }
        schemas.append(schema)
        return UInt16(schemas.count - 1)
    }
}
