/// The envelope's attributes, checked: everything of an event but its data.
struct EnvelopeHead {
    let id: String
    let source: String
    let schema: EventSchema
    let namesSchema: Bool
    let namesContentType: Bool
    let subject: String
    let time: OccurredAt
    let actor: String?
    let role: String?
    let evidence: SHA256Digest?
    let corrects: EventReference?
    let recordedAt: Instant?

    /// Decodes and checks the attributes in a fixed order, so that a line with two faults is always
    /// refused for the same one.
    init(
        _ envelope: Envelope,
        in scanner: borrowing JSONScanner,
        registry: SchemaRegistry,
        limits: EventLimits
    ) throws(Refusal) {
        try Self.check(envelope.specversion, "specversion", is: "1.0", isRequired: true, scanner)
        id = try Self.required(envelope.id, "id", "1–\(limits.idBytes) bytes", scanner)
        try Self.check(EnvelopeRules.name(id, upTo: limits.idBytes, field: "id"))
        source = try Self.required(
            envelope.source,
            "source",
            "1–\(limits.sourceBytes) bytes",
            scanner
        )
        try Self.check(EnvelopeRules.source(source, field: "source", limits: limits))
        schema = try Self.schema(envelope, scanner, registry: registry)
        namesSchema = envelope.dataschema != nil
        subject = try Self.required(envelope.subject, "subject", "the stream's name", scanner)
        try Self.check(EnvelopeRules.name(subject, upTo: limits.subjectBytes, field: "subject"))
        time = try Self.time(envelope.time, scanner)
        actor = try Self.name(envelope.actor, "actor", limits, scanner)
        role = try Self.name(envelope.role, "role", limits, scanner)
        evidence = try Self.evidence(envelope.evidence, scanner)
        corrects = try Self.corrects(envelope.corrects, scanner, limits: limits)
        try Self.check(
            envelope.datacontenttype,
            "datacontenttype",
            is: "application/json",
            isRequired: false,
            scanner
        )
        namesContentType = envelope.datacontenttype != nil
        recordedAt = try Self.recordedAt(envelope.recordedtime, scanner)
    }

    /// The event with its data, which obey the schema given.
    consuming func event(schema: EventSchema, data: consuming [FieldValue]) -> Event {
        Event(
            id: id,
            source: source,
            schema: schema,
            namesSchema: namesSchema,
            namesContentType: namesContentType,
            subject: subject,
            time: time,
            actor: actor,
            role: role,
            evidence: evidence,
            corrects: corrects,
            data: data
        )
    }

    /// The refusal of a line without a required attribute.
    static func missing(_ field: String, accepted: String) -> Refusal {
        Refusal(.envelope, field: field, found: "no \(field)", accepted: accepted)
    }

    private static func required(
        _ range: JSONTextRange?,
        _ field: String,
        _ accepted: @autoclosure () -> String,
        _ scanner: borrowing JSONScanner
    ) throws(Refusal) -> String {
        guard let range else { throw missing(field, accepted: accepted()) }
        return try scanner.decoded(range)
    }

    private static func check(_ problem: Refusal?) throws(Refusal) {
        if let problem { throw problem }
    }

    private static func check(
        _ range: JSONTextRange?,
        _ field: String,
        is constant: String,
        isRequired: Bool,
        _ scanner: borrowing JSONScanner
    ) throws(Refusal) {
        guard let range else {
            if isRequired { throw missing(field, accepted: constant) }
            return
        }
        guard scanner.text(range, equals: constant) else {
            throw Refusal(
                .envelope,
                field: field,
                found: try scanner.decoded(range),
                accepted: constant
            )
        }
    }

    private static func name(
        _ range: JSONTextRange?,
        _ field: String,
        _ limits: EventLimits,
        _ scanner: borrowing JSONScanner
    ) throws(Refusal) -> String? {
        guard let range else { return nil }
        let text = try scanner.decoded(range)
        try check(EnvelopeRules.name(text, upTo: limits.actorBytes, field: field))
        return text
    }

    private static func schema(
        _ envelope: Envelope,
        _ scanner: borrowing JSONScanner,
        registry: SchemaRegistry
    ) throws(Refusal) -> EventSchema {
        let type = try required(
            envelope.type,
            "type",
            "an event type, such as parcel.scanned",
            scanner
        )
        guard let newest = registry.schema(type: type) else {
            throw Refusal(
                .schema,
                field: "type",
                found: type,
                accepted: "a known event type: \(registry.types.joined(separator: ", "))"
            )
        }
        guard let name = envelope.dataschema, !scanner.text(name, equals: newest.urn) else {
            return newest
        }
        for schema in registry.versions(of: type) where scanner.text(name, equals: schema.urn) {
            return schema
        }
        throw Refusal(
            .schema,
            field: "dataschema",
            found: try scanner.decoded(name),
            accepted: "\(newest.urn), an older version of it, or no dataschema"
        )
    }

    private static func time(
        _ range: JSONTextRange?,
        _ scanner: borrowing JSONScanner
    ) throws(Refusal) -> OccurredAt {
        guard let range else { throw missing("time", accepted: TimeSpelling.rule) }
        if !range.hasEscapes,
            let time = TimeSpelling.canonical(scanner.bytes.extracting(range.start..<range.end))
        {
            return time
        }
        return try OccurredAt(
            parsing: try scanner.decoded(range).utf8Span.span,
            field: "time"
        )
    }

    private static func evidence(
        _ range: JSONTextRange?,
        _ scanner: borrowing JSONScanner
    ) throws(Refusal) -> SHA256Digest? {
        guard let range else { return nil }
        let text = try scanner.decoded(range)
        guard let digest = SHA256Digest(hex: text) else {
            throw Refusal(
                .envelope,
                field: "evidence",
                found: text,
                accepted: "a SHA-256 in 64 lower-case hex digits"
            )
        }
        return digest
    }

    private static func corrects(
        _ range: JSONTextRange?,
        _ scanner: borrowing JSONScanner,
        limits: EventLimits
    ) throws(Refusal) -> EventReference? {
        guard let range else { return nil }
        let text = try scanner.decoded(range)
        guard let reference = EventReference(parsing: text) else {
            throw Refusal(
                .envelope,
                field: "corrects",
                found: text,
                accepted: "source#id of the event that this one replaces"
            )
        }
        try check(EnvelopeRules.source(reference.source, field: "corrects", limits: limits))
        try check(EnvelopeRules.name(reference.id, upTo: limits.idBytes, field: "corrects"))
        return reference
    }

    private static func recordedAt(
        _ range: JSONTextRange?,
        _ scanner: borrowing JSONScanner
    ) throws(Refusal) -> Instant? {
        guard let range else { return nil }
        let text = try scanner.decoded(range)
        guard let instant = Instant(parsingUTC: text) else {
            throw Refusal(
                .timeSpelling,
                field: "recordedtime",
                found: text,
                accepted: TimeSpelling.acceptedUTC(text)
            )
        }
        return instant
    }
}
