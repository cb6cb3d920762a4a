/// Writes a draft's canonical JSON (RFC 8785) as an event's run of bytes, .
///
/// A text that stands in the JSON as it means is found there afterwards; one with escapes is put behind the
/// JSON once more as it means.
enum DraftWriting {
    /// Appends run and values, and completes the record with the places of texts.
    ///
    /// The draft is lent as `inout` because a closure would copy it otherwise; it stays as it is.
    static func write(
        _ draft: inout EventDraft,
        line: Span<UInt8>,
        to events: inout PackedEvents,
        _ record: inout PackedEvent
    ) {
        for value in draft.values { events.append(value) }
        let type = draft.schema.type.utf8.count
        let bound =
            512 + draft.schema.table.byteBound + 2 * type + line.count + 6 * draft.scratch.count
        var corrects = PackedRange.none
        var bytes = events.takeBytes()
        bytes.append(addingCapacity: bound) { output in
            write(draft, line, to: &output, &events, &record, &corrects)
        }
        record.canonicalCount = UInt32(bytes.count - record.start)
        events.giveBack(bytes)
        if draft.hasEscapes { placeEscaped(draft, line, in: &events, &record, &corrects) }
        if draft.flags.contains(.corrects) {
            let count = UInt32(draft.correctedSourceCount)
            record.correctedSource = PackedRange(start: corrects.start, count: count)
            record.correctedID = PackedRange(
                start: corrects.start + count + 1,
                count: corrects.count - count - 1
            )
        }
    }

    private static func write(
        _ draft: borrowing EventDraft,
        _ line: Span<UInt8>,
        to output: inout OutputSpan<UInt8>,
        _ events: inout PackedEvents,
        _ record: inout PackedEvent,
        _ corrects: inout PackedRange
    ) {
        output.append(UInt8(ascii: "{"))
        if draft.flags.contains(.hasActor) {
            record.actor = put("\"actor\":", draft.actor, draft, line, &output)
        }
        if draft.flags.contains(.corrects) {
            corrects = put("\"corrects\":", draft.corrects, draft, line, &output)
        }
        output.append(literal: "\"data\":")
        writeData(draft, line, to: &output, &events, record.firstValue)
        if draft.flags.contains(.namesContentType) {
            output.append(literal: ",\"datacontenttype\":\"application/json\"")
        }
        output.append(UInt8(ascii: ","))
        if draft.flags.contains(.namesSchema) {
            output.append(literal: "\"dataschema\":")
            output.append(quoted: draft.schema.urn)
            output.append(UInt8(ascii: ","))
        }
        if draft.flags.contains(.hasEvidence) {
            record.evidence = put("\"evidence\":", draft.evidence, draft, line, &output)
        }
        record.id = put("\"id\":", draft.id, draft, line, &output)
        if draft.flags.contains(.hasRole) {
            record.role = put("\"role\":", draft.role, draft, line, &output)
        }
        _ = put("\"source\":", draft.source, draft, line, &output)
        output.append(literal: "\"specversion\":\"1.0\",")
        record.subject = put("\"subject\":", draft.subject, draft, line, &output)
        output.append(literal: "\"time\":\"")
        if let text = draft.timeText {
            output.append(copying: draft.bytes(of: text, in: line))
        } else {
            draft.time.write(to: &output)
        }
        output.append(literal: "\",\"type\":\"")
        output.append(raw: draft.schema.type)
        output.append(UInt8(ascii: "\""))
        output.append(UInt8(ascii: "}"))
    }

    /// Writes a name, a string and a comma; gives the place of the string.
    private static func put(
        _ name: StaticString,
        _ text: DraftText,
        _ draft: borrowing EventDraft,
        _ line: Span<UInt8>,
        _ output: inout OutputSpan<UInt8>
    ) -> PackedRange {
        output.append(literal: name)
        let place = put(text, draft, line, &output)
        output.append(UInt8(ascii: ","))
        return place
    }

    private static func put(
        _ text: DraftText,
        _ draft: borrowing EventDraft,
        _ line: Span<UInt8>,
        _ output: inout OutputSpan<UInt8>
    ) -> PackedRange {
        let place = PackedRange(start: UInt32(output.count + 1), count: UInt32(text.count))
        if text.needsEscapes {
            output.append(quoted: draft.bytes(of: text, in: line))
        } else {
            output.append(UInt8(ascii: "\""))
            output.append(copying: draft.bytes(of: text, in: line))
            output.append(UInt8(ascii: "\""))
        }
        return place
    }

    private static func writeData(
        _ draft: borrowing EventDraft,
        _ line: Span<UInt8>,
        to output: inout OutputSpan<UInt8>,
        _ events: inout PackedEvents,
        _ firstValue: Int
    ) {
        let schema = draft.schema
        let table = schema.table
        output.append(UInt8(ascii: "{"))
        var isFirst = true
        for index in schema.canonicalOrder {
            let value = draft.values[index]
            if value.kind == .absent { continue }
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            let field = table.fields[index]
            // Field names are plain ASCII words: nothing in them is escaped.
            output.append(copying: table.names.span.extracting(field.written))
            guard value.kind == .text else {
                table.write(value.bits, of: field, to: &output)
                continue
            }
            let text = DraftText(value)
            if field.form.isJSON {
                let start = UInt32(output.count)
                output.append(copying: draft.bytes(of: text, in: line))
                let range = PackedRange(start: start, count: UInt32(text.count))
                events.setValue(.text(range), at: firstValue + index)
            } else {
                let range = put(text, draft, line, &output)
                guard !text.needsEscapes else { continue }
                events.setValue(.text(range), at: firstValue + index)
            }
        }
        output.append(UInt8(ascii: "}"))
    }

    /// Puts the texts that the JSON escapes behind it, as they mean.
    private static func placeEscaped(
        _ draft: borrowing EventDraft,
        _ line: Span<UInt8>,
        in events: inout PackedEvents,
        _ record: inout PackedEvent,
        _ corrects: inout PackedRange
    ) {
        let start = record.start
        func place(_ text: DraftText, ifThere flag: PackedEvent.Flags = []) -> PackedRange? {
            guard draft.flags.isSuperset(of: flag), text.needsEscapes else { return nil }
            return events.appendText(draft.bytes(of: text, in: line), toRunFrom: start)
        }
        if let range = place(draft.id) { record.id = range }
        if let range = place(draft.subject) { record.subject = range }
        if let range = place(draft.actor, ifThere: .hasActor) { record.actor = range }
        if let range = place(draft.role, ifThere: .hasRole) { record.role = range }
        if let range = place(draft.corrects, ifThere: .corrects) { corrects = range }
        for (index, value) in draft.values.enumerated()
        where value.kind == .text && !draft.schema.table.fields[index].form.isJSON {
            guard let range = place(DraftText(value)) else { continue }
            events.setValue(.text(range), at: record.firstValue + index)
        }
    }
}

extension FieldTable {
    /// Writes an integer, boolean, date, month or choice as JSON.
    func write(_ value: Int64, of field: Field, to output: inout OutputSpan<UInt8>) {
        switch field.form {
        case .choice where (0..<Int64(field.choices.count)).contains(value):
            let bytes = choiceBytes.span.extracting(
                choices[field.choices.lowerBound + Int(value)]
            )
            output.append(quoted: bytes)
        case .boolean: output.append(raw: value != 0 ? "true" : "false")
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
}
