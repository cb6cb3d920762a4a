package import EventModel

/// Recorded events side by side in packed form, as a block holds them: what whole histories are read as.
///
/// Neighbours by position. Nothing is allocated for an event; texts are spans of bytes, an ``Event`` is made of one
/// where somebody asks for it. Schemas, sources and names are ordinals of the ledger, ``PackedEvent/sequence``
/// is the position, ``PackedEvent/recordedAt`` the recorded time.
package struct RecordedEvents: Sendable {
    /// The events; ``PackedEvents/append(_:of:adjust:)`` does not take them over.
    package let packed: PackedEvents
    /// The ledger's tables, which hold every ordinal of the events.
    let tables: RecordedTables

    init(_ packed: PackedEvents, _ tables: RecordedTables) {
        self.packed = packed
        self.tables = tables
    }

    /// Number of events.
    package var count: Int { packed.count }

    /// Position of the first event.
    package var firstPosition: UInt64 { packed.records.first?.sequence ?? 0 }

    /// Type and version of an event.
    package func schema(at index: Int) -> EventSchema {
        tables.schemas[Int(packed.records[index].schema)]
    }

    /// The producer of an event.
    package func source(at index: Int) -> String {
        tables.sources[Int(packed.records[index].source)]
    }

    /// The name that a value of kind ``PackedValue/Kind/name`` stands for.
    package func name(_ value: PackedValue) -> String { tables.names[Int(value.bits)] }

    /// The pair that names an event.
    package func reference(at index: Int) -> EventReference {
        let record = packed.records[index]
        return EventReference(
            source: source(at: index),
            id: packed.string(record.id, of: record)
        )
    }

    /// An event as a value of its own, its texts copied.
    package func event(at index: Int) -> RecordedEvent {
        let record = packed.records[index]
        return RecordedEvent(
            position: record.sequence,
            recordedAt: Instant(millisecondsSince1970: record.recordedAt),
            event: packed.event(
                at: index,
                schema: tables.schemas[Int(record.schema)],
                source: tables.sources[Int(record.source)],
                name: { tables.names[Int($0)] }
            )
        )
    }
}

/// The ledger's names, sources and types as they were when events were read.
struct RecordedTables: Sendable {
    let names: [String]
    let sources: [String]
    let schemas: [EventSchema]
}
