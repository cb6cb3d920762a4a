package import EventModel

/// Events with the ordinals of the ledger's types, sources and names, ready for storage, packed.
///
/// ``PackedEvent/schema`` is an ordinal of the ledger's types here, ``PackedEvent/source`` one of its
/// sources, a value of kind ``PackedValue/Kind/name`` one of its names, and every event has its recorded
/// time.
package struct InternedEvents: Sendable {
    /// The events, in order of position.
    package private(set) var packed = PackedEvents()
    /// The schemas of the events' types by ordinal; `nil` for a type that no event here has.
    private var schemas: [EventSchema?] = []

    /// Makes an empty list.
    package init() {}

    /// Packs single events.
    package init(_ events: some Sequence<InternedEvent>) {
        for event in events { append(event) }
    }

    /// Number of events.
    package var count: Int { packed.count }

    /// Whether there are no events.
    package var isEmpty: Bool { packed.count == 0 }

    /// What is known of an event without unpacking it.
    package struct Row: Sendable {
        /// The append's instant.
        package let recordedAt: Instant
        /// SHA-256 of the event's canonical bytes.
        package let digest: SHA256Digest
        /// Place of the event's schema in the ledger's table of types.
        package let typeOrdinal: UInt16
        /// Place of the event's source in the ledger's table of sources.
        package let sourceOrdinal: UInt32
    }

    /// What is known of the event at an index without unpacking it.
    package subscript(index: Int) -> Row {
        let record = packed.records[index]
        return Row(
            recordedAt: Instant(millisecondsSince1970: record.recordedAt),
            digest: record.digest,
            typeOrdinal: record.schema,
            sourceOrdinal: record.source
        )
    }

    /// What is known of the first event; `nil` if there is none.
    package var first: Row? { isEmpty ? nil : self[0] }

    /// The schema of a type ordinal that an event here has; any other traps.
    package func schema(ofType ordinal: UInt16) -> EventSchema {
        guard let schema = schemas[Int(ordinal)] else {
            preconditionFailure("no event is of the type \(ordinal)")
        }
        return schema
    }

    /// An event as a value of its own.
    package func event(at index: Int, tables: LedgerTables) -> Event {
        let record = packed.records[index]
        return packed.event(
            at: index,
            schema: schema(ofType: record.schema),
            source: tables.source(at: record.source),
            name: { tables.name(at: $0) }
        )
    }

    /// An event with its ordinals as a value of its own.
    package func interned(at index: Int, tables: LedgerTables) -> InternedEvent {
        let row = self[index]
        let record = packed.records[index]
        let values = record.firstValue..<(record.firstValue + Int(record.valueCount))
        return InternedEvent(
            event: event(at: index, tables: tables),
            recordedAt: row.recordedAt,
            digest: row.digest,
            typeOrdinal: row.typeOrdinal,
            sourceOrdinal: row.sourceOrdinal,
            names: packed.values[values].map { value in
                value.kind == .name ? UInt32(truncatingIfNeeded: value.bits) : InternedEvent.noName
            }
        )
    }

    /// Appends a single event.
    package mutating func append(_ interned: InternedEvent) {
        var batch = EventBatch()
        batch.append(interned.event)
        note(interned.event.schema, ordinal: interned.typeOrdinal)
        let firstValue = packed.values.count
        packed.append(0, of: batch.events) { record in
            record.schema = interned.typeOrdinal
            record.source = interned.sourceOrdinal
            record.recordedAt = interned.recordedAt.millisecondsSince1970
            record.digest = interned.digest
        }
        for (index, name) in interned.names.enumerated() where name != InternedEvent.noName {
            packed.setValue(.name(name), at: firstValue + index)
        }
    }

    /// Remembers the schema of a type before its events are appended.
    mutating func note(_ schema: EventSchema, ordinal: UInt16) {
        while schemas.count <= Int(ordinal) { schemas.append(nil) }
        if schemas[Int(ordinal)] == nil { schemas[Int(ordinal)] = schema }
    }

    /// Appends an event of a batch; its schema must have been noted.
    ///
    /// - Parameters:
    ///   - index: Which event.
    ///   - other: The events of the batch.
    ///   - adjust: Puts ordinals and recorded time into the copied record.
    ///   - name: Gives the ordinal of a name's index in the batch.
    @inline(__always)
    mutating func append(
        _ index: Int,
        of other: borrowing PackedEvents,
        adjust: (inout PackedEvent) -> Void,
        name: (UInt32) -> UInt32
    ) {
        let first = packed.values.count
        packed.append(index, of: other, adjust: adjust)
        for place in first..<packed.values.count where packed.values[place].kind == .name {
            let index = UInt32(truncatingIfNeeded: packed.values[place].bits)
            packed.setValue(.name(name(index)), at: place)
        }
    }

    /// Appends events of another list as they are.
    mutating func append(contentsOf other: InternedEvents, range: Range<Int>) {
        for (ordinal, schema) in other.schemas.enumerated() {
            if let schema { note(schema, ordinal: UInt16(ordinal)) }
        }
        for index in range { packed.append(index, of: other.packed) }
    }

    /// Takes an event that a decoder has built.
    mutating func appendDecoded(_ body: (inout PackedEvents) throws(DamageError) -> Void)
        throws(DamageError)
    { try body(&packed) }

    /// Drops the first events.
    mutating func removeFirst(_ count: Int) { packed.removeFirst(count) }
}
