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
    ///   - firstPosition: Position of the first event, and the key of the value.
    ///   - events: Holds the events.
    ///   - range: Which of them; at least one.
    ///   - format: The version to write, in which tails differ by no more than its number.
    /// - Returns: The value to store.
    package static func encode(
        firstPosition: UInt64,
        events: InternedEvents,
        range: Range<Int>,
        format: StoredFormat = .newest
    ) -> [UInt8] {
        var writer = ValueFrame.open(.tail, format, reservingCapacity: range.count * 160 + 64)
        writer.append(firstPosition)
        writer.append(UInt32(range.count))
        for index in range { append(index, of: events.packed, to: &writer) }
        return ValueFrame.seal(writer, key: firstPosition)
    }

    private static func append(
        _ index: Int,
        of events: PackedEvents,
        to writer: inout ByteWriter
    ) {
        let record = events.records[index]
        writer.append(record.schema)
        writer.append(record.source)
        writer.append(record.recordedAt)
        writer.append(digest: record.digest)
        var flags = record.flags.rawValue
        if record.offsetMinutes != ColdFlag.usualOffsetMinutes {
            flags |= ColdFlag.hasOtherOffset
        }
        writer.append(flags)
        writer.append(text: events.text(record.id, of: record))
        writer.append(text: events.text(record.subject, of: record))
        writer.appendSigned(record.instant)
        if flags & ColdFlag.hasOtherOffset != 0 {
            writer.appendSigned(Int64(record.offsetMinutes))
        }
        if record.flags.contains(.hasActor) {
            writer.append(text: events.text(record.actor, of: record))
        }
        if record.flags.contains(.hasRole) {
            writer.append(text: events.text(record.role, of: record))
        }
        if record.flags.contains(.hasEvidence) {
            writer.append(digest: events.evidence(of: record))
        }
        if record.flags.contains(.corrects) {
            writer.append(text: events.text(record.correctedSource, of: record))
            writer.append(text: events.text(record.correctedID, of: record))
        }
        for place in record.firstValue..<(record.firstValue + Int(record.valueCount)) {
            let value = events.values[place]
            switch value.kind {
            case .absent:
                writer.append(Tag.absent)
            case .integer:
                writer.append(Tag.integer)
                writer.appendSigned(value.bits)
            case .name:
                writer.append(Tag.name)
                writer.appendVariable(UInt64(value.bits))
            case .text:
                writer.append(Tag.text)
                writer.append(text: events.text(value.range, of: record))
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
    ) throws(DamageError) -> InternedEvents {
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
        var events = InternedEvents()
        let gaps = tables.gaps
        for _ in 0..<count { try appendEvent(&reader, tables, gaps, to: &events) }
        guard reader.isAtEnd else { throw reader.damage("bytes are left over") }
        return events
    }

    private static func appendEvent(
        _ reader: inout ByteReader,
        _ tables: LedgerTables,
        _ gaps: TableGaps?,
        to events: inout InternedEvents
    ) throws(DamageError) {
        let type = try reader.integer(UInt16.self)
        let source = try reader.integer(UInt32.self)
        guard Int(type) < tables.typeCount, source < tables.sourceCount else {
            throw reader.damage("unknown type \(type) or source \(source)")
        }
        if let gaps {
            try gaps.check(type: type, for: "tail", at: reader.position)
            try gaps.check(source: source, for: "tail", at: reader.position)
        }
        let schema = tables.schema(at: type)
        events.note(schema, ordinal: type)
        try events.appendDecoded { packed throws(DamageError) in
            var record = packed.newRecord()
            record.schema = type
            record.source = source
            try readHead(&reader, into: &packed, &record)
            for field in schema.fields {
                let value = try self.value(&reader, tables, into: &packed, record.start)
                if value.kind == .name {
                    try gaps?.check(
                        name: UInt32(value.bits),
                        for: "tail",
                        at: reader.position
                    )
                }
                if value.kind == .integer, !field.kind.holds(value.bits) {
                    throw reader.damage("\(schema.type) has no valid \(field.name)")
                }
                packed.append(value)
            }
            packed.finish(record)
        }
    }

    /// Number of events of a stored value, whose frame is checked and nothing else.
    ///
    /// - Throws: ``DamageError`` when the value is not what was written.
    static func count(_ value: RawSpan, key: UInt64) throws(DamageError) -> Int {
        try ValueFrame.check(value, is: .tail, key: key)
        var reader = ByteReader(
            value,
            at: ValueFrame.headerByteCount + 8,
            part: ValueFrame.Kind.tail.partName,
            position: key
        )
        return Int(try reader.integer(UInt32.self))
    }

    /// Reads everything from the recorded time to the field values.
    private static func readHead(
        _ reader: inout ByteReader,
        into packed: inout PackedEvents,
        _ record: inout PackedEvent
    ) throws(DamageError) {
        record.recordedAt = try reader.integer(Int64.self)
        record.digest = try reader.digest()
        let flags = try reader.integer(UInt8.self)
        record.flags = PackedEvent.Flags(rawValue: flags & ~ColdFlag.hasOtherOffset)
        let start = record.start
        record.id = packed.appendText(try reader.string(), toRunFrom: start)
        record.subject = packed.appendText(try reader.string(), toRunFrom: start)
        record.instant = try reader.signed()
        record.offsetMinutes = ColdFlag.usualOffsetMinutes
        if flags & ColdFlag.hasOtherOffset != 0 {
            record.offsetMinutes = Int16(clamping: try reader.signed())
        }
        let instant = Instant(millisecondsSince1970: record.instant)
        guard OccurredAt.isValid(instant: instant, offsetMinutes: record.offsetMinutes) else {
            throw reader.damage("an event has no valid time")
        }
        if record.flags.contains(.hasActor) {
            record.actor = packed.appendText(try reader.string(), toRunFrom: start)
        }
        if record.flags.contains(.hasRole) {
            record.role = packed.appendText(try reader.string(), toRunFrom: start)
        }
        if record.flags.contains(.hasEvidence) {
            let digest = try reader.digest()
            record.evidence = packed.appendText(digest.description, toRunFrom: start)
        }
        if record.flags.contains(.corrects) {
            record.correctedSource = packed.appendText(try reader.string(), toRunFrom: start)
            record.correctedID = packed.appendText(try reader.string(), toRunFrom: start)
        }
    }

    private static func value(
        _ reader: inout ByteReader,
        _ tables: LedgerTables,
        into packed: inout PackedEvents,
        _ start: Int
    ) throws(DamageError) -> PackedValue {
        switch try reader.integer(UInt8.self) {
        case Tag.absent: return .absent
        case Tag.integer: return .integer(try reader.signed())
        case Tag.text: return .text(packed.appendText(try reader.string(), toRunFrom: start))
        case Tag.name: return .name(UInt32(try reader.variable(below: Int(tables.nameCount))))
        default: throw reader.damage("unknown value tag")
        }
    }
}

extension PackedEvents {
    /// Appends a text to the run of the event at hand.
    fileprivate mutating func appendText(_ text: String, toRunFrom start: Int) -> PackedRange {
        appendText(text.utf8Span.span, toRunFrom: start)
    }
}

extension ByteWriter {
    /// Appends the 32 bytes of a digest.
    fileprivate mutating func append(digest: SHA256Digest) {
        let words = digest.bigEndianWords
        append(words.0.bigEndian)
        append(words.1.bigEndian)
        append(words.2.bigEndian)
        append(words.3.bigEndian)
    }
}
