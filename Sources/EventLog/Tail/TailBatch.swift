import EventModel

/// The events of one commit that no sealed block holds yet, row by row (see `Schemas/block-format.md`).
///
/// After the frame: first position (u64), event count (u32), then per event type (u16), source (u32),
/// recorded time (i64), content digest (32 bytes), flags (u8), id, subject, time (zigzag), and what the flags
/// announce; then one value per schema field: a tag (0 absent, 1 integer, 2 text, 3 name), the value.
package enum TailBatch {
    private enum Tag {
        static let absent: UInt8 = 0
        static let integer: UInt8 = 1
        static let text: UInt8 = 2
        static let name: UInt8 = 3
    }

    /// Encodes the events of one commit.
    ///
    /// - Parameters:
    ///   - firstPosition: Position of `events[0]`, and the key of the value.
    ///   - events: At least one.
    /// - Returns: The value to store.
    package static func encode(firstPosition: UInt64, events: [InternedEvent]) -> [UInt8] {
        var writer = ValueFrame.open(.tail, reservingCapacity: events.count * 192 + 64)
        writer.append(firstPosition)
        writer.append(UInt32(events.count))
        for event in events { append(event, to: &writer) }
        return ValueFrame.seal(writer, key: firstPosition)
    }

    private static func append(_ interned: InternedEvent, to writer: inout ByteWriter) {
        let event = interned.event
        writer.append(interned.typeOrdinal)
        writer.append(interned.sourceOrdinal)
        writer.append(interned.recordedAt.millisecondsSince1970)
        writer.append(bytes: interned.digest.bytes)
        var flags: UInt8 = 0
        if event.namesSchema { flags |= ColdFlag.namesSchema }
        if event.namesContentType { flags |= ColdFlag.namesContentType }
        if event.actor != nil { flags |= ColdFlag.hasActor }
        if event.role != nil { flags |= ColdFlag.hasRole }
        if event.evidence != nil { flags |= ColdFlag.hasEvidence }
        if event.corrects != nil { flags |= ColdFlag.corrects }
        if event.time.offsetMinutes != ColdFlag.usualOffsetMinutes {
            flags |= ColdFlag.hasOtherOffset
        }
        writer.append(flags)
        writer.append(event.id)
        writer.append(event.subject)
        writer.appendSigned(event.time.instant.millisecondsSince1970)
        if flags & ColdFlag.hasOtherOffset != 0 {
            writer.appendSigned(Int64(event.time.offsetMinutes))
        }
        if let actor = event.actor { writer.append(actor) }
        if let role = event.role { writer.append(role) }
        if let evidence = event.evidence { writer.append(bytes: evidence.bytes) }
        if let corrects = event.corrects {
            writer.append(corrects.source)
            writer.append(corrects.id)
        }
        for (value, name) in zip(event.data, interned.names) {
            switch value {
            case .absent:
                writer.append(Tag.absent)
            case .integer(let integer):
                writer.append(Tag.integer)
                writer.appendSigned(integer)
            case .text where name != InternedEvent.noName:
                writer.append(Tag.name)
                writer.appendVariable(UInt64(name))
            case .text(let text):
                writer.append(Tag.text)
                writer.append(text)
            }
        }
    }

    /// Decodes a tail value.
    ///
    /// - Parameters:
    ///   - value: The stored value.
    ///   - key: The position under which it is stored.
    ///   - tables: The ledger's names, sources and types.
    /// - Returns: The events in order of position, with their ordinals and digests.
    /// - Throws: ``DamageError`` when the value is not what was written.
    package static func decode(
        _ value: RawSpan,
        key: UInt64,
        tables: LedgerTables
    ) throws(DamageError) -> [InternedEvent] {
        try ValueFrame.check(value, is: .tail, key: key)
        var reader = ByteReader(
            value,
            at: ValueFrame.headerByteCount,
            part: ValueFrame.Kind.tail.partName,
            position: key
        )
        guard try reader.integer(UInt64.self) == key else {
            throw reader.damage("it belongs to another position")
        }
        let count = Int(try reader.integer(UInt32.self))
        var events: [InternedEvent] = []
        for _ in 0..<count { events.append(try event(&reader, tables)) }
        guard reader.isAtEnd else { throw reader.damage("bytes are left over") }
        return events
    }

    private static func event(
        _ reader: inout ByteReader,
        _ tables: LedgerTables
    ) throws(DamageError) -> InternedEvent {
        let type = try reader.integer(UInt16.self)
        let source = try reader.integer(UInt32.self)
        guard Int(type) < tables.typeCount, source < tables.sourceCount else {
            throw reader.damage("unknown type \(type) or source \(source)")
        }
        let schema = tables.schema(at: type)
        let recordedAt = Instant(millisecondsSince1970: try reader.integer(Int64.self))
        let digest = SHA256Digest(bytes: try reader.take(32))
        let flags = try reader.integer(UInt8.self)
        let id = try reader.string()
        let subject = try reader.string()
        let instant = Instant(millisecondsSince1970: try reader.signed())
        var offset = ColdFlag.usualOffsetMinutes
        if flags & ColdFlag.hasOtherOffset != 0 { offset = Int16(clamping: try reader.signed()) }
        guard OccurredAt.isValid(instant: instant, offsetMinutes: offset) else {
            throw reader.damage("an event has no valid time")
        }
        let actor = flags & ColdFlag.hasActor != 0 ? try reader.string() : nil
        let role = flags & ColdFlag.hasRole != 0 ? try reader.string() : nil
        let evidence =
            flags & ColdFlag.hasEvidence != 0 ? SHA256Digest(bytes: try reader.take(32)) : nil
        var corrects: EventReference?
        if flags & ColdFlag.corrects != 0 {
            let correctedSource = try reader.string()
            corrects = EventReference(source: correctedSource, id: try reader.string())
        }
        var names = [UInt32](repeating: InternedEvent.noName, count: schema.fields.count)
        var data: [FieldValue] = []
        data.reserveCapacity(schema.fields.count)
        for index in schema.fields.indices {
            let (value, name) = try fieldValue(&reader, tables)
            if case .integer(let integer) = value, !schema.fields[index].kind.holds(integer) {
                throw reader.damage("\(schema.type) has no valid \(schema.fields[index].name)")
            }
            data.append(value)
            names[index] = name
        }
        return InternedEvent(
            event: Event(
                id: id,
                source: tables.source(at: source),
                schema: schema,
                namesSchema: flags & ColdFlag.namesSchema != 0,
                namesContentType: flags & ColdFlag.namesContentType != 0,
                subject: subject,
                time: OccurredAt(instant: instant, offsetMinutes: offset),
                actor: actor,
                role: role,
                evidence: evidence,
                corrects: corrects,
                data: data
            ),
            recordedAt: recordedAt,
            digest: digest,
            typeOrdinal: type,
            sourceOrdinal: source,
            names: names
        )
    }

    private static func fieldValue(
        _ reader: inout ByteReader,
        _ tables: LedgerTables
    ) throws(DamageError) -> (FieldValue, UInt32) {
        switch try reader.integer(UInt8.self) {
        case Tag.absent: return (.absent, InternedEvent.noName)
        case Tag.integer: return (.integer(try reader.signed()), InternedEvent.noName)
        case Tag.text: return (.text(try reader.string()), InternedEvent.noName)
        case Tag.name:
            let ordinal = try reader.variable(below: Int(tables.nameCount))
            return (.text(tables.name(at: UInt32(ordinal))), UInt32(ordinal))
        default: throw reader.damage("unknown value tag")
        }
    }
}
