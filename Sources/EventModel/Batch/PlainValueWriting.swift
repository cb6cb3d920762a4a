/// Writes the canonical JSON (RFC 8785) of an event made in memory whose texts stand in JSON as they mean.
///
/// Checks what the door checks on the way. Nothing says why an event was not written: it is for the general
/// way to refuse it, or to write its escapes.
struct PlainValueWriting: ~Copyable {
    /// The values, the event's last; texts as places in its run of bytes.
    private var values: [PackedValue]
    private(set) var record: PackedEvent

    /// Writes values behind those that there are.
    init(_ record: PackedEvent, behind values: consuming [PackedValue]) {
        self.record = record
        self.values = values
    }

    /// Bytes that an event takes at most if nothing in it needs escapes.
    static func sizeBound(of event: Event) -> Int {
        // All names, separators, fixed values and times of an envelope, with room.
        var bound = 512 + event.schema.table.byteBound + 2 * event.schema.type.utf8.count
        bound += event.id.utf8.count + event.source.utf8.count + event.subject.utf8.count
        if let actor = event.actor { bound += actor.utf8.count }
        if let role = event.role { bound += role.utf8.count }
        for case .text(let text) in event.data { bound += text.utf8.count }
        return bound
    }

    /// Gives the values back, with the event's if it was written.
    consuming func end(isWritten: Bool) -> [PackedValue] {
        if !isWritten { values.removeLast(values.count - record.firstValue) }
        return values
    }

    /// Writes the event; `false` if that must be done in the general way, or it is to be refused.
    mutating func write(
        _ event: Event,
        limits: EventLimits,
        to output: inout OutputSpan<UInt8>
    ) -> Bool {
        guard event.corrects == nil, event.evidence == nil else { return false }
        output.append(literal: "{")
        if let actor = event.actor {
            record.flags.insert(.hasActor)
            guard let place = name("\"actor\":\"", actor, upTo: limits.actorBytes, &output) else {
                return false
            }
            record.actor = place
            output.append(literal: "\",")
        }
        // The table is borrowed once: a copy for each field would count its lists.
        guard write(event.data, by: event.schema.table, to: &output), obeysImplications(event)
        else {
            return false
        }
        if event.namesContentType {
            record.flags.insert(.namesContentType)
            output.append(literal: ",\"datacontenttype\":\"application/json\"")
        }
        if event.namesSchema {
            record.flags.insert(.namesSchema)
            output.append(literal: ",\"dataschema\":\"")
            output.append(copying: event.schema.urn.utf8Span.span)
            output.append(literal: "\"")
        }
        guard let id = name(",\"id\":\"", event.id, upTo: limits.idBytes, &output) else {
            return false
        }
        record.id = id
        if let role = event.role {
            record.flags.insert(.hasRole)
            guard let place = name("\",\"role\":\"", role, upTo: limits.actorBytes, &output) else {
                return false
            }
            record.role = place
        }
        // The source is checked where it is known whether the batch has it.
        output.append(literal: "\",\"source\":\"")
        output.append(copying: event.source.utf8Span.span)
        guard
            let subject = name(
                "\",\"specversion\":\"1.0\",\"subject\":\"",
                event.subject,
                upTo: limits.subjectBytes,
                &output
            )
        else { return false }
        record.subject = subject
        output.append(literal: "\",\"time\":\"")
        event.time.write(to: &output)
        record.instant = event.time.instant.millisecondsSince1970
        record.offsetMinutes = event.time.offsetMinutes
        output.append(literal: "\",\"type\":\"")
        output.append(copying: event.schema.type.utf8Span.span)
        output.append(literal: "\"}")
        record.canonicalCount = UInt32(output.count)
        return true
    }

    /// Writes what stands before a text, and the text.
    @inline(__always)
    private mutating func name(
        _ before: StaticString,
        _ text: String,
        upTo limit: Int,
        _ output: inout OutputSpan<UInt8>
    ) -> PackedRange? {
        let span = text.utf8Span.span
        let count = span.count
        guard count > 0, count <= limit else { return nil }
        switch span.spelling {
        case .printable: break
        case .plain:
            guard EnvelopeRules.name(span, upTo: limit, field: "") == nil else { return nil }
        case .escaped: return nil
        }
        output.append(literal: before)
        let place = PackedRange(start: UInt32(output.count), count: UInt32(count))
        output.append(copying: span)
        return place
    }

    private mutating func write(
        _ data: borrowing [FieldValue],
        by table: borrowing FieldTable,
        to output: inout OutputSpan<UInt8>
    ) -> Bool {
        output.append(literal: "\"data\":{")
        for _ in 0..<data.count { values.append(.absent) }
        var isFirst = true
        for index in table.canonicalOrder {
            guard let value = write(data[index], of: table.fields[index], table, &isFirst, &output)
            else {
                return false
            }
            values[record.firstValue + index] = value
        }
        output.append(literal: "}")
        return true
    }

    private func obeysImplications(_ event: borrowing Event) -> Bool {
        for pair in event.schema.implicationIndices
        where isTrue(event.data[pair.ifTrue]) && !isTrue(event.data[pair.thenTrue]) {
            return false
        }
        return true
    }

    private func isTrue(_ value: FieldValue) -> Bool {
        if case .integer(1) = value { true } else { false }
    }

    /// Writes a field and its comma; gives the value to be stored, `nil` if the field does not obey its kind.
    @inline(__always)
    private mutating func write(
        _ value: FieldValue,
        of field: FieldTable.Field,
        _ table: borrowing FieldTable,
        _ isFirst: inout Bool,
        _ output: inout OutputSpan<UInt8>
    ) -> PackedValue? {
        switch value {
        case .absent: return field.isRequired ? nil : .absent
        case .integer(let integer):
            name(of: field, table, &isFirst, &output)
            return write(integer, of: field, table, &output) ? .integer(integer) : nil
        case .text(let text):
            name(of: field, table, &isFirst, &output)
            let span = text.utf8Span.span
            let count = UInt32(truncatingIfNeeded: span.count)
            if field.form.isJSON {
                let place = UInt32(output.count)
                output.append(copying: span)
                return .text(PackedRange(start: place, count: count))
            }
            let isFine =
                span.spelling != .escaped
                && table.value(of: span, at: .none, as: field)?.kind == .text
            guard isFine else { return nil }
            let place = UInt32(output.count + 1)
            Self.quote(span, &output)
            return .text(PackedRange(start: place, count: count))
        }
    }

    @inline(__always)
    private mutating func name(
        of field: FieldTable.Field,
        _ table: borrowing FieldTable,
        _ isFirst: inout Bool,
        _ output: inout OutputSpan<UInt8>
    ) {
        if !isFirst { output.append(literal: ",") }
        isFirst = false
        output.append(copying: table.names.span.extracting(field.written))
    }

    @inline(__always)
    private mutating func write(
        _ value: Int64,
        of field: FieldTable.Field,
        _ table: borrowing FieldTable,
        _ output: inout OutputSpan<UInt8>
    ) -> Bool {
        switch field.form {
        case .integer:
            guard (Int64(field.limit)...CanonicalJSON.integerLimit).contains(value) else {
                return false
            }
            output.append(integer: value)
        case .boolean:
            guard (0...1).contains(value) else { return false }
            output.append(literal: value == 1 ? "true" : "false")
        case .choice:
            guard (0..<Int64(field.choices.count)).contains(value) else { return false }
            let range = table.choices[field.choices.lowerBound + Int(value)]
            let choice = table.choiceBytes.span.extracting(range)
            guard choice.spelling != .escaped else { return false }
            Self.quote(choice, &output)
        case .date:
            guard FieldKind.date.holds(value) else { return false }
            let date = BusinessDate(daysSince1970: Int32(value))
            output.append(UInt8(ascii: "\""))
            date.write(to: &output)
            output.append(UInt8(ascii: "\""))
        case .month:
            guard FieldKind.month.holds(value) else { return false }
            let month = BusinessMonth(monthsSince1970: Int32(value))
            output.append(UInt8(ascii: "\""))
            month.write(to: &output)
            output.append(UInt8(ascii: "\""))
        default: return false
        }
        return true
    }

    /// Writes a text in quotes that needs no escapes.
    @inline(__always)
    private static func quote(_ text: Span<UInt8>, _ output: inout OutputSpan<UInt8>) {
        output.append(UInt8(ascii: "\""))
        output.append(copying: text)
        output.append(UInt8(ascii: "\""))
    }
}
