/// Writes events as the canonical JSON (RFC 8785) of their CloudEvents form.
///
/// The attributes stand in sorted order by construction, so nothing is sorted per event.
package struct EventWriter: Sendable {
    /// The bytes that the content digest covers: every attribute and `data` as the producer gave them.
    package static func canonicalBytes(of event: Event) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        append(event, recorded: nil, to: &bytes)
        return bytes
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
        bytes.reserveCapacity(600)
        append(recorded, to: &bytes)
        return bytes
    }

    /// Appends ``json(of:)`` to a buffer.
    package static func append(_ recorded: RecordedEvent, to bytes: inout [UInt8]) {
        append(
            recorded.event,
            recorded: (recorded.position, recorded.recordedAt),
            to: &bytes
        )
    }

    /// Appends ``canonicalBytes(of:)`` to a buffer.
    package static func append(_ event: Event, to bytes: inout [UInt8]) {
        append(event, recorded: nil, to: &bytes)
    }

    private static func append(
        _ event: Event,
        recorded: (position: UInt64, at: Instant)?,
        to bytes: inout [UInt8]
    ) {
        bytes.append(UInt8(ascii: "{"))
        if let actor = event.actor { append("\"actor\":", actor, to: &bytes) }
        if let corrects = event.corrects {
            append("\"corrects\":", corrects.description, to: &bytes)
        }
        bytes.append(contentsOf: "\"data\":".utf8)
        append(event.data, of: event.schema, to: &bytes)
        if event.namesContentType {
            bytes.append(contentsOf: ",\"datacontenttype\":\"application/json\"".utf8)
        }
        bytes.append(UInt8(ascii: ","))
        if event.namesSchema { append("\"dataschema\":", event.schema.urn, to: &bytes) }
        if let evidence = event.evidence {
            append("\"evidence\":", evidence.description, to: &bytes)
        }
        append("\"id\":", event.id, to: &bytes)
        if let recorded {
            bytes.append(contentsOf: "\"recordedtime\":\"".utf8)
            recorded.at.appendUTC(to: &bytes)
            bytes.append(contentsOf: "\",".utf8)
        }
        if let role = event.role { append("\"role\":", role, to: &bytes) }
        if let recorded { append("\"sequence\":", sequence(recorded.position), to: &bytes) }
        append("\"source\":", event.source, to: &bytes)
        bytes.append(contentsOf: "\"specversion\":\"1.0\",".utf8)
        append("\"subject\":", event.subject, to: &bytes)
        bytes.append(contentsOf: "\"time\":\"".utf8)
        event.time.append(to: &bytes)
        bytes.append(contentsOf: "\",\"type\":\"".utf8)
        bytes.append(contentsOf: event.schema.type.utf8)
        bytes.append(contentsOf: "\"}".utf8)
    }

    /// Appends a name, a string and a comma.
    private static func append(_ name: String, _ text: String, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: name.utf8)
        CanonicalJSON.append(text, to: &bytes)
        bytes.append(UInt8(ascii: ","))
    }

    /// Twelve digits keep lines sorted as text up to a million million events.
    private static func sequence(_ position: UInt64) -> String {
        let digits = String(position)
        return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }

    private static func append(
        _ values: [FieldValue],
        of schema: EventSchema,
        to bytes: inout [UInt8]
    ) {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for index in schema.canonicalOrder {
            if case .absent = values[index] { continue }
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            // Field names are plain ASCII words: nothing in them is escaped.
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: schema.fields[index].name.utf8)
            bytes.append(contentsOf: "\":".utf8)
            values[index].append(as: schema.fields[index].kind, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }
}

extension FieldValue {
    /// Appends the value's canonical JSON; nothing if absent.
    ///
    /// Total: a value that does not fit the kind (a damaged block that its checksum let pass) is written
    /// as the bare number or string that it is.
    package func append(as kind: FieldKind, to bytes: inout [UInt8]) {
        switch (self, kind) {
        case (.absent, _): break
        case (.integer(let value), .boolean): CanonicalJSON.append(value != 0, to: &bytes)
        case (.integer(let value), .date):
            bytes.append(UInt8(ascii: "\""))
            BusinessDate(daysSince1970: Int32(clamping: value)).append(to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        case (.integer(let value), .month):
            bytes.append(UInt8(ascii: "\""))
            BusinessMonth(monthsSince1970: Int32(clamping: value)).append(to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        case (.integer(let value), .choice(let names))
        where (0..<Int64(names.count)).contains(value):
            CanonicalJSON.append(names[Int(value)], to: &bytes)
        case (.integer(let value), _): CanonicalJSON.append(value, to: &bytes)
        case (.text(let text), .choices), (.text(let text), .strings), (.text(let text), .object),
            (.text(let text), .sealed):
            bytes.append(contentsOf: text.utf8)
        case (.text(let text), _): CanonicalJSON.append(text, to: &bytes)
        }
    }
}
