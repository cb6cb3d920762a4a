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
        for (index, value) in event.data.enumerated() {
            bound += event.schema.names[index].written.count + 1
            bound += value.sizeBound(as: event.schema.kinds[index])
        }
        return bound
    }

    private static func write(
        _ event: Event,
        recorded: (position: UInt64, at: Instant)?,
        to output: inout OutputSpan<UInt8>
    ) {
        output.append(UInt8(ascii: "{"))
        if let actor = event.actor { write(Name.actor, actor, to: &output) }
        if let corrects = event.corrects {
            write(Name.corrects, corrects.description, to: &output)
        }
        output.append(bytes: Name.data)
        write(event.data, of: event.schema, to: &output)
        if event.namesContentType { output.append(bytes: Name.contentType) }
        output.append(UInt8(ascii: ","))
        if event.namesSchema { write(Name.dataschema, event.schema.urn, to: &output) }
        if let evidence = event.evidence {
            write(Name.evidence, evidence.description, to: &output)
        }
        write(Name.id, event.id, to: &output)
        if let recorded {
            output.append(bytes: Name.recordedtime)
            recorded.at.writeUTC(to: &output)
            output.append(bytes: Name.endOfText)
        }
        if let role = event.role { write(Name.role, role, to: &output) }
        if let recorded {
            // Twelve digits keep lines sorted as text up to a million million events.
            output.append(bytes: Name.sequence)
            output.append(digits: recorded.position, width: 12)
            output.append(bytes: Name.endOfText)
        }
        write(Name.source, event.source, to: &output)
        output.append(bytes: Name.specversion)
        write(Name.subject, event.subject, to: &output)
        output.append(bytes: Name.time)
        event.time.write(to: &output)
        output.append(bytes: Name.type)
        output.append(raw: event.schema.type)
        output.append(UInt8(ascii: "\""))
        output.append(UInt8(ascii: "}"))
    }

    /// Writes a name, a string and a comma.
    private static func write(
        _ name: [UInt8],
        _ text: String,
        to output: inout OutputSpan<UInt8>
    ) {
        output.append(bytes: name)
        output.append(quoted: text)
        output.append(UInt8(ascii: ","))
    }

    private static func write(
        _ values: [FieldValue],
        of schema: EventSchema,
        to output: inout OutputSpan<UInt8>
    ) {
        output.append(UInt8(ascii: "{"))
        var isFirst = true
        for index in schema.canonicalOrder {
            if case .absent = values[index] { continue }
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            // Field names are plain ASCII words: nothing in them is escaped.
            output.append(bytes: schema.names[index].written)
            values[index].write(as: schema.kinds[index], to: &output)
        }
        output.append(UInt8(ascii: "}"))
    }

    /// The envelope's fixed pieces.
    private enum Name {
        static let actor = Array("\"actor\":".utf8)
        static let contentType = Array(",\"datacontenttype\":\"application/json\"".utf8)
        static let corrects = Array("\"corrects\":".utf8)
        static let data = Array("\"data\":".utf8)
        static let dataschema = Array("\"dataschema\":".utf8)
        static let endOfText = Array("\",".utf8)
        static let evidence = Array("\"evidence\":".utf8)
        static let id = Array("\"id\":".utf8)
        static let recordedtime = Array("\"recordedtime\":\"".utf8)
        static let role = Array("\"role\":".utf8)
        static let sequence = Array("\"sequence\":\"".utf8)
        static let source = Array("\"source\":".utf8)
        static let specversion = Array("\"specversion\":\"1.0\",".utf8)
        static let subject = Array("\"subject\":".utf8)
        static let time = Array("\"time\":\"".utf8)
        static let type = Array("\",\"type\":\"".utf8)
    }
}
