/// Writes packed events of a ledger as the canonical JSON (RFC 8785) of their CloudEvents form.
///
/// Gives the same bytes as ``EventWriter`` without making an ``Event``. Names, sources and types are noted by
/// their ordinals, in the form in which they are written, before events that have them.
package struct PackedWriter: Sendable {
    /// A type's fixed parts; numbers only, so that looking at one counts no references.
    private struct WrittenType {
        /// Index of its fields in ``fields``, which stand in canonical order.
        let firstField: Int
        let fieldCount: Int
        /// Bytes that an event of the type may need beside its texts.
        let bound: Int
    }

    /// A field's fixed parts.
    private struct WrittenField {
        /// Index among the event's values.
        let value: Int
        let form: FieldForm
        /// Index of its first choice in ``choices``.
        let firstChoice: Int
        let choiceCount: Int
    }

    private var names = TextList()
    // With the name of what follows: "source":"…","specversion":"1.0","subject":
    private var sources = TextList()
    private var types: [WrittenType] = []
    private var fields: [WrittenField] = []
    // ,"name": of each of them.
    private var fieldNames = TextList()
    // "value" of each choice.
    private var choices = TextList()
    // By type: "dataschema":"…",
    private var urns = TextList()
    // By type, what stands behind the time: ","type":"…"}
    private var ends = TextList()
    private var clock = WrittenClock()
    private var recordedClock = WrittenClock()

    /// Makes a writer that knows no names, sources or types.
    package init() {}

    /// Number of names noted.
    package var nameCount: Int { names.count }
    /// Number of sources noted.
    package var sourceCount: Int { sources.count }
    /// Number of types noted.
    package var typeCount: Int { types.count }

    /// Notes the name of the next ordinal.
    package mutating func note(name: String) { names.append(name.utf8Span.span) }

    /// Notes the source of the next ordinal.
    package mutating func note(source: String) {
        var written: [UInt8] = []
        written.append(addingCapacity: JSONSize.quoted(source) + 64) { output in
            output.append(literal: "\"source\":")
            output.append(quoted: source)
            output.append(literal: ",\"specversion\":\"1.0\",\"subject\":")
        }
        sources.append(written.span)
    }

    /// Notes the type of the next ordinal.
    package mutating func note(schema: EventSchema) {
        let urn = "\"dataschema\":\"\(schema.urn)\","
        let end = "\",\"type\":\"\(schema.type)\"}"
        urns.append(urn.utf8Span.span)
        ends.append(end.utf8Span.span)
        types.append(
            WrittenType(
                firstField: fields.count,
                fieldCount: schema.fields.count,
                bound: 512 + urn.utf8.count + end.utf8.count + schema.table.byteBound
            )
        )
        for index in schema.canonicalOrder {
            let firstChoice = choices.count
            if case .choice(let values) = schema.fields[index].kind {
                for value in values {
                    var quoted: [UInt8] = []
                    CanonicalJSON.append(value, to: &quoted)
                    choices.append(quoted.span)
                }
            }
            let name = ",\"\(schema.fields[index].name)\":"
            fieldNames.append(name.utf8Span.span)
            fields.append(
                WrittenField(
                    value: index,
                    form: schema.table.fields[index].form,
                    firstChoice: firstChoice,
                    choiceCount: choices.count - firstChoice
                )
            )
        }
    }

    /// Appends the bytes that the content digest covers: every attribute and `data` as the producer gave them.
    ///
    /// - Parameters:
    ///   - index: Which event.
    ///   - events: Their schemas, sources and names are ordinals that were noted.
    ///   - bytes: Grows at its end.
    package mutating func append(
        _ index: Int,
        of events: borrowing PackedEvents,
        to bytes: inout [UInt8]
    ) {
        bytes.append(addingCapacity: sizeBound(index, events)) { output in
            write(events.records[index], of: events, isLine: false, to: &output)
        }
    }

    /// Appends a recorded event as one line of canonical JSON without a line end, as
    /// ``EventWriter/json(of:)`` does.
    ///
    /// `sequence` is the event's ``PackedEvent/sequence``, `recordedtime` its ``PackedEvent/recordedAt``.
    package mutating func appendLine(
        _ index: Int,
        of events: borrowing PackedEvents,
        to bytes: inout [UInt8]
    ) {
        bytes.append(addingCapacity: sizeBound(index, events)) { output in
            write(events.records[index], of: events, isLine: true, to: &output)
        }
    }

    private func sizeBound(_ index: Int, _ events: borrowing PackedEvents) -> Int {
        let record = events.records[index]
        var textCount = Int(record.id.count) + Int(record.subject.count)
        if !record.flags.isDisjoint(with: [.hasActor, .hasRole, .corrects]) {
            textCount += Int(record.actor.count) + Int(record.role.count)
            textCount += Int(record.correctedSource.count) + Int(record.correctedID.count)
        }
        for place in record.firstValue..<(record.firstValue + Int(record.valueCount)) {
            let value = events.values[place]
            switch value.kind {
            case .text: textCount += Int(value.range.count)
            case .name: textCount += names.byteCount(at: Int(truncatingIfNeeded: value.bits))
            case .absent, .integer: break
            }
        }
        return types[Int(record.schema)].bound + sources.byteCount(at: Int(record.source))
            + 6 * textCount
    }

    private mutating func write(
        _ record: PackedEvent,
        of events: borrowing PackedEvents,
        isLine: Bool,
        to output: inout OutputSpan<UInt8>
    ) {
        let flags = record.flags
        output.append(UInt8(ascii: "{"))
        if flags.contains(.hasActor) {
            Self.put("\"actor\":", events.text(record.actor, of: record), &output)
        }
        if flags.contains(.corrects) { Self.putCorrected(record, events, &output) }
        output.append(literal: "\"data\":")
        writeData(record, of: events, to: &output)
        if flags.contains(.namesContentType) {
            output.append(literal: ",\"datacontenttype\":\"application/json\"")
        }
        output.append(UInt8(ascii: ","))
        if flags.contains(.namesSchema) {
            output.append(copying: urns.text(at: Int(record.schema)))
        }
        if flags.contains(.hasEvidence) {
            Self.put("\"evidence\":", events.text(record.evidence, of: record), &output)
        }
        Self.put("\"id\":", events.text(record.id, of: record), &output)
        if isLine {
            output.append(literal: "\"recordedtime\":\"")
            recordedClock.write(utc: record.recordedAt, to: &output)
            output.append(literal: "\",")
        }
        if flags.contains(.hasRole) {
            Self.put("\"role\":", events.text(record.role, of: record), &output)
        }
        if isLine {
            // Twelve digits keep lines sorted as text up to a million million events.
            output.append(literal: "\"sequence\":\"")
            output.append(digits: record.sequence, width: 12)
            output.append(literal: "\",")
        }
        output.append(copying: sources.text(at: Int(record.source)))
        output.append(quotedShort: events.text(record.subject, of: record))
        output.append(literal: ",\"time\":\"")
        clock.write(record.instant, offsetMinutes: record.offsetMinutes, to: &output)
        output.append(copying: ends.text(at: Int(record.schema)))
    }

    /// Writes a name, a string and a comma.
    @inline(__always)
    private static func put(
        _ name: StaticString,
        _ text: Span<UInt8>,
        _ output: inout OutputSpan<UInt8>
    ) {
        output.append(literal: name)
        output.append(quotedShort: text)
        output.append(UInt8(ascii: ","))
    }

    private static func putCorrected(
        _ record: PackedEvent,
        _ events: borrowing PackedEvents,
        _ output: inout OutputSpan<UInt8>
    ) {
        var reference = [UInt8](copying: events.text(record.correctedSource, of: record))
        reference.append(UInt8(ascii: "#"))
        let id = events.text(record.correctedID, of: record)
        reference.append(addingCapacity: id.count) { $0.append(copying: id) }
        put("\"corrects\":", reference.span, &output)
    }

    private func writeData(
        _ record: PackedEvent,
        of events: borrowing PackedEvents,
        to output: inout OutputSpan<UInt8>
    ) {
        let type = types[Int(record.schema)]
        output.append(UInt8(ascii: "{"))
        var isFirst = true
        for place in type.firstField..<(type.firstField + type.fieldCount) {
            let field = fields[place]
            let value = events.values[record.firstValue + field.value]
            if value.kind == .absent { continue }
            // Field names are plain ASCII words: nothing in them is escaped.
            let name = fieldNames.text(at: place)
            output.append(copying: isFirst ? name.extracting(1..<name.count) : name)
            isFirst = false
            switch value.kind {
            case .absent: break
            case .integer: write(integer: value.bits, field, to: &output)
            case .name: write(name: Int(truncatingIfNeeded: value.bits), field, to: &output)
            case .text:
                let text = events.text(value.range, of: record)
                if field.form.isJSON {
                    output.append(copying: text)
                } else {
                    output.append(quotedShort: text)
                }
            }
        }
        output.append(UInt8(ascii: "}"))
    }

    @inline(__always)
    private func write(
        integer value: Int64,
        _ field: WrittenField,
        to output: inout OutputSpan<UInt8>
    ) {
        switch field.form {
        case .choice where value >= 0 && value < field.choiceCount:
            output.append(copying: choices.text(at: field.firstChoice + Int(value)))
        case .boolean:
            if value != 0 {
                output.append(literal: "true")
            } else {
                output.append(literal: "false")
            }
        case .date:
            output.append(UInt8(ascii: "\""))
            BusinessDate(daysSince1970: Int32(clamping: value)).write(to: &output)
            output.append(UInt8(ascii: "\""))
        case .month:
            output.append(UInt8(ascii: "\""))
            BusinessMonth(monthsSince1970: Int32(clamping: value)).write(to: &output)
            output.append(UInt8(ascii: "\""))
        default: output.append(integer: value)
        }
    }

    @inline(__always)
    private func write(
        name index: Int,
        _ field: WrittenField,
        to output: inout OutputSpan<UInt8>
    ) {
        if field.form.isJSON {
            output.append(copying: names.text(at: index))
        } else if names.isPlain(at: index) {
            output.append(UInt8(ascii: "\""))
            output.append(copying: names.text(at: index))
            output.append(UInt8(ascii: "\""))
        } else {
            output.append(quoted: names.text(at: index))
        }
    }
}

extension OutputSpan where Element == UInt8 {
    /// Appends a JSON string in quotes, as ``append(quoted:)-(Span<UInt8>)``: nearly always in one piece.
    @inline(__always)
    fileprivate mutating func append(quotedShort text: Span<UInt8>) {
        guard JSONSize.firstEscaped(in: text, from: 0) == text.count else {
            append(quoted: text)
            return
        }
        append(UInt8(ascii: "\""))
        append(copying: text)
        append(UInt8(ascii: "\""))
    }
}

/// Writes times, of which neighbours mostly share the day.
private struct WrittenClock {
    /// Days since 1970 of ``date``.
    private var day = Int64.min
    /// `YYYY-MM-DDT` of the day.
    private var date: [UInt8] = []

    /// Writes a time in its canonical spelling, as ``OccurredAt/write(to:)``.
    mutating func write(
        _ instant: Int64,
        offsetMinutes: Int16,
        to output: inout OutputSpan<UInt8>
    ) {
        let millisecond = write(local: instant + Int64(offsetMinutes) * 60_000, to: &output)
        if millisecond != 0 {
            output.append(UInt8(ascii: "."))
            output.append(digits: UInt64(millisecond), width: 3)
        }
        if offsetMinutes == 480 {
            output.append(literal: "+08:00")
        } else {
            OccurredAt.write(offsetMinutes: offsetMinutes, to: &output)
        }
    }

    /// Writes a recorded time, as ``Instant/writeUTC(to:)``.
    mutating func write(utc instant: Int64, to output: inout OutputSpan<UInt8>) {
        let millisecond = write(local: instant, to: &output)
        output.append(UInt8(ascii: "."))
        output.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: millisecond / 100))
        output.append(twoDigits: millisecond % 100)
        output.append(UInt8(ascii: "Z"))
    }

    private mutating func write(
        local milliseconds: Int64,
        to output: inout OutputSpan<UInt8>
    ) -> Int {
        let (day, rest) = floorDivision(of: milliseconds, by: Instant.millisecondsPerDay)
        if day != self.day {
            self.day = day
            date.removeAll(keepingCapacity: true)
            date.append(addingCapacity: JSONSize.time + 1) { output in
                BusinessDate(daysSince1970: Int32(clamping: day)).write(to: &output)
                output.append(UInt8(ascii: "T"))
            }
        }
        output.append(copying: date.span)
        let ofDay = Int(rest)
        output.append(twoDigits: ofDay / 3_600_000)
        output.append(UInt8(ascii: ":"))
        output.append(twoDigits: ofDay / 60_000 % 60)
        output.append(UInt8(ascii: ":"))
        output.append(twoDigits: ofDay / 1_000 % 60)
        return ofDay % 1_000
    }
}
