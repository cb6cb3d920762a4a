/// Writes events as the canonical JSON (RFC 8785) of their CloudEvents form.
///
/// The attributes stand in sorted order by construction, so nothing is sorted per event.
package struct EventWriter: Sendable {
    /// The bytes that the content digest covers: every attribute and `data` as the producer gave them.
    package static func canonicalBytes(of event: Event) -> [UInt8] {
        [UInt8](capacity: sizeBound(of: event)) { output in
            write(event, recorded: nil, to: &output)
        }
    }

    /// SHA-256 of ``canonicalBytes(of:)``.
    package static func digest(of event: Event) -> SHA256Digest {
        SHA256Digest.hash(canonicalBytes(of: event))
    }

    /// The recorded event as one line of canonical JSON, without a line end.
    ///
    /// `sequence` is the position as a decimal string of at least 12 digits, `recordedtime` UTC with 3
    /// fraction digits: a restoring import takes the line as it is.
    package static func json(of recorded: RecordedEvent) -> [UInt8] {
        var bytes: [UInt8] = []
        append(recorded, to: &bytes)
        return bytes
    }

    /// Appends ``json(of:)`` to a buffer.
    package static func append(_ recorded: RecordedEvent, to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: sizeBound(of: recorded.event)) { output in
            write(
                recorded.event,
                recorded: (recorded.position, recorded.recordedAt),
                to: &output
            )
        }
    }

    /// Appends ``canonicalBytes(of:)`` to a buffer.
    package static func append(_ event: Event, to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: sizeBound(of: event)) { output in
            write(event, recorded: nil, to: &output)
        }
    }

    /// Bytes that an event with everything may need; what is reserved and not used is given back or
    /// filled by the next event.
    private static func sizeBound(of event: Event) -> Int {
        // All names, separators, fixed values and times of an envelope, with room.
        var bound = 512 + event.schema.type.utf8.count
        bound += JSONSize.quoted(event.id) + JSONSize.quoted(event.source)
        bound += JSONSize.quoted(event.subject)
        if event.namesSchema { bound += JSONSize.quoted(event.schema.urn) }
        if let actor = event.actor { bound += JSONSize.quoted(actor) }
        if let role = event.role { bound += JSONSize.quoted(role) }
        if let corrects = event.corrects {
            bound += JSONSize.quoted(corrects.source) + JSONSize.quoted(corrects.id)
        }
        bound += event.schema.table.byteBound
        for case .text(let text) in event.data { bound += JSONSize.quoted(text) }
        return bound
    }

    private static func write(
        _ event: Event,
        recorded: (position: UInt64, at: Instant)?,
        to output: inout OutputSpan<UInt8>
    ) {
        output.append(UInt8(ascii: "{"))
        if let actor = event.actor { write("\"actor\":", actor, to: &output) }
        if let corrects = event.corrects {
            write("\"corrects\":", corrects.description, to: &output)
        }
        output.append(literal: "\"data\":")
        write(event.data, of: event.schema, to: &output)
        if event.namesContentType {
            output.append(literal: ",\"datacontenttype\":\"application/json\"")
        }
        output.append(UInt8(ascii: ","))
        if event.namesSchema { write("\"dataschema\":", event.schema.urn, to: &output) }
        if let evidence = event.evidence {
            write("\"evidence\":", evidence.description, to: &output)
        }
        write("\"id\":", event.id, to: &output)
        if let recorded {
            output.append(literal: "\"recordedtime\":\"")
            recorded.at.writeUTC(to: &output)
            output.append(literal: "\",")
        }
        if let role = event.role { write("\"role\":", role, to: &output) }
        if let recorded {
            // Twelve digits keep lines sorted as text up to a million million events.
            output.append(literal: "\"sequence\":\"")
            output.append(digits: recorded.position, width: 12)
            output.append(literal: "\",")
        }
        write("\"source\":", event.source, to: &output)
        output.append(literal: "\"specversion\":\"1.0\",")
        write("\"subject\":", event.subject, to: &output)
        output.append(literal: "\"time\":\"")
        event.time.write(to: &output)
        output.append(literal: "\",\"type\":\"")
        output.append(raw: event.schema.type)
        output.append(UInt8(ascii: "\""))
        output.append(UInt8(ascii: "}"))
    }

    /// Writes a name, a string and a comma.
    private static func write(
        _ name: StaticString,
        _ text: String,
        to output: inout OutputSpan<UInt8>
    ) {
        output.append(literal: name)
        output.append(quoted: text)
        output.append(UInt8(ascii: ","))
    }

    private static func write(
        _ values: [FieldValue],
        of schema: EventSchema,
        to output: inout OutputSpan<UInt8>
    ) {
        let table = schema.table
        output.append(UInt8(ascii: "{"))
        var isFirst = true
        for index in schema.canonicalOrder {
            if case .absent = values[index] { continue }
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            // Field names are plain ASCII words: nothing in them is escaped.
            output.append(copying: table.names.span.extracting(table.fields[index].written))
            switch values[index] {
            case .absent: break
            case .integer(let value): table.write(value, of: table.fields[index], to: &output)
            case .text(let text):
                if table.fields[index].form.isJSON {
                    output.append(raw: text)
                } else {
                    output.append(quoted: text)
                }
            }
        }
        output.append(UInt8(ascii: "}"))
    }
}
