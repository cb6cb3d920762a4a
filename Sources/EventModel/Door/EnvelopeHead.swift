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

    /// Checks the attributes in a fixed order, so that a line with two faults is always refused for the
    /// same one.
    init(
        _ envelope: Envelope,
        registry: SchemaRegistry,
        limits: EventLimits
    ) throws(Refusal) {
        try Self.checkConstant(envelope.specversion, "specversion", "1.0", isRequired: true)
        id = try Self.required(envelope.id, "id", "1–\(limits.idBytes) bytes")
        try Self.check(EnvelopeRules.name(id, upTo: limits.idBytes, field: "id"))
        source = try Self.required(envelope.source, "source", "1–\(limits.sourceBytes) bytes")
        try Self.check(EnvelopeRules.source(source, field: "source", limits: limits))
        schema = try Self.schema(envelope, registry: registry)
        namesSchema = envelope.dataschema != nil
        subject = try Self.required(envelope.subject, "subject", "the stream's name")
        try Self.check(EnvelopeRules.name(subject, upTo: limits.subjectBytes, field: "subject"))
        time = try OccurredAt(
            parsing: try Self.required(envelope.time, "time", TimeSpelling.rule),
            field: "time"
        )
        actor = envelope.actor
        if let actor {
            try Self.check(EnvelopeRules.length(actor, upTo: limits.actorBytes, field: "actor"))
        }
        role = envelope.role
        if let role {
            try Self.check(EnvelopeRules.length(role, upTo: limits.actorBytes, field: "role"))
        }
        evidence = try envelope.evidence.map { text throws(Refusal) in try Self.evidence(text) }
        corrects = try envelope.corrects.map { text throws(Refusal) in
            try Self.corrects(text, limits: limits)
        }
        try Self.checkConstant(
            envelope.datacontenttype,
            "datacontenttype",
            "application/json",
            isRequired: false
        )
        namesContentType = envelope.datacontenttype != nil
        recordedAt = try envelope.recordedtime.map { text throws(Refusal) in
            try Self.recordedAt(text)
        }
    }

    /// The event with its data.
    func event(data: [FieldValue]) -> Event {
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
        _ text: String?,
        _ field: String,
        _ accepted: String
    ) throws(Refusal) -> String {
        guard let text else { throw missing(field, accepted: accepted) }
        return text
    }

    private static func check(_ problem: Refusal?) throws(Refusal) {
        if let problem { throw problem }
    }

    private static func checkConstant(
        _ text: String?,
        _ field: String,
        _ constant: String,
        isRequired: Bool
    ) throws(Refusal) {
        guard let text else {
            if isRequired { throw missing(field, accepted: constant) }
            return
        }
        guard text.hasSameBytes(as: constant) else {
            throw Refusal(.envelope, field: field, found: text, accepted: constant)
        }
    }

    private static func schema(
        _ envelope: Envelope,
        registry: SchemaRegistry
    ) throws(Refusal) -> EventSchema {
        let type = try required(envelope.type, "type", "an event type, such as parcel.scanned")
        guard let newest = registry.schema(type: type) else {
            throw Refusal(
                .schema,
                field: "type",
                found: type,
                accepted: "a known event type: \(registry.types.joined(separator: ", "))"
            )
        }
        guard let name = envelope.dataschema else { return newest }
        let prefix = "urn:cairn:schema:\(type):"
        let digits = name.utf8.dropFirst(prefix.utf8.count)
        guard name.utf8.starts(with: prefix.utf8), (1...9).contains(digits.count),
            digits.first != UInt8(ascii: "0"),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let version = Int(String(decoding: digits, as: UTF8.self)),
            let schema = registry.schema(type: type, version: version)
        else {
            throw Refusal(
                .schema,
                field: "dataschema",
                found: name,
                accepted: "\(newest.urn), an older version of it, or no dataschema"
            )
        }
        return schema
    }

    private static func evidence(_ text: String) throws(Refusal) -> SHA256Digest {
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
        _ text: String,
        limits: EventLimits
    ) throws(Refusal) -> EventReference {
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

    private static func recordedAt(_ text: String) throws(Refusal) -> Instant {
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
