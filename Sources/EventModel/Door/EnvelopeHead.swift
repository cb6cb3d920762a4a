/// Checks the envelope's attributes and takes them into a draft: everything of an event but its data.
enum EnvelopeHead {
    /// Decodes and checks the attributes in a fixed order, so that a line with two faults is always
    /// refused for the same one.
    ///
    /// - Returns: The schema that `data` is to be read by, at first.
    static func read(
        _ envelope: Envelope,
        in scanner: borrowing JSONScanner,
        by reader: EventReader,
        into draft: inout EventDraft,
        known sources: borrowing TextTable
    ) throws(Refusal) -> EventSchema {
        let limits = reader.limits
        try check(envelope.specversion, "specversion", is: "1.0", isRequired: true, scanner)
        draft.id = try required(envelope.id, "id", limits.idBytes, scanner, &draft)
        draft.source = try source(envelope.source, limits, scanner, sources, &draft)
        let schema = try schema(envelope, scanner, &draft, registry: reader.registry)
        draft.subject = try required(
            envelope.subject,
            "subject",
            limits.subjectBytes,
            scanner,
            &draft
        )
        try takeTime(envelope.time, scanner, &draft)
        if let range = envelope.actor {
            draft.flags.insert(.hasActor)
            let limit = limits.actorBytes
            draft.actor = try name(range, "actor", limit, scanner, &draft)
        }
        if let range = envelope.role {
            draft.flags.insert(.hasRole)
            let limit = limits.actorBytes
            draft.role = try name(range, "role", limit, scanner, &draft)
        }
        if let range = envelope.evidence {
            draft.flags.insert(.hasEvidence)
            draft.evidence = try evidence(range, scanner, &draft)
        }
        if let range = envelope.corrects {
            draft.flags.insert(.corrects)
            try takeCorrected(range, scanner, &draft, limits: limits)
        }
        let contentType = envelope.datacontenttype
        let json = "application/json"
        try check(contentType, "datacontenttype", is: json, isRequired: false, scanner)
        if contentType != nil { draft.flags.insert(.namesContentType) }
        if let range = envelope.recordedtime {
            draft.recordedAt = try recordedAt(range, scanner)
        }
        draft.sequence = envelope.sequence
        return schema
    }

    /// The refusal of a line without a required attribute.
    static func missing(_ field: String, accepted: String) -> Refusal {
        Refusal(.envelope, field: field, found: "no \(field)", accepted: accepted)
    }

    private static func required(
        _ range: JSONTextRange?,
        _ field: String,
        _ limit: Int,
        _ scanner: borrowing JSONScanner,
        _ draft: inout EventDraft
    ) throws(Refusal) -> DraftText {
        guard let range else {
            let accepted = field == "subject" ? "the stream's name" : "1–\(limit) bytes"
            throw missing(field, accepted: accepted)
        }
        return try name(range, field, limit, scanner, &draft)
    }

    private static func name(
        _ range: JSONTextRange,
        _ field: String,
        _ limit: Int,
        _ scanner: borrowing JSONScanner,
        _ draft: inout EventDraft
    ) throws(Refusal) -> DraftText {
        if range.isPlain, range.count > 0, range.count <= limit {
            return DraftText(start: range.start, count: range.count)
        }
        let text = try scanner.draftText(range, &draft)
        let bytes = draft.bytes(of: text, in: scanner.bytes)
        if let problem = EnvelopeRules.name(bytes, upTo: limit, field: field) { throw problem }
        return text
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

    /// A source is checked when it first comes up in a batch.
    private static func source(
        _ range: JSONTextRange?,
        _ limits: EventLimits,
        _ scanner: borrowing JSONScanner,
        _ known: borrowing TextTable,
        _ draft: inout EventDraft
    ) throws(Refusal) -> DraftText {
        guard let range else {
            throw missing("source", accepted: "1–\(limits.sourceBytes) bytes")
        }
        let text = try scanner.draftText(range, &draft)
        let index = known.index(of: draft.bytes(of: text, in: scanner.bytes))
        draft.knownSource = index.map { UInt32($0) }
        if index == nil { try checkSource(text, limits, scanner, draft) }
        return text
    }

    private static func checkSource(
        _ text: DraftText,
        _ limits: EventLimits,
        _ scanner: borrowing JSONScanner,
        _ draft: borrowing EventDraft
    ) throws(Refusal) {
        let bytes = draft.bytes(of: text, in: scanner.bytes)
        if let problem = EnvelopeRules.source(bytes, field: "source", limits: limits) {
            throw problem
        }
    }

    private static func schema(
        _ envelope: Envelope,
        _ scanner: borrowing JSONScanner,
        _ draft: inout EventDraft,
        registry: SchemaRegistry
    ) throws(Refusal) -> EventSchema {
        guard let range = envelope.type else {
            throw missing("type", accepted: "an event type, such as parcel.scanned")
        }
        let newest: EventSchema
        if let guessed = draft.readsAs, scanner.text(range, equals: guessed.type) {
            newest = guessed
        } else {
            let text = try scanner.draftText(range, &draft)
            newest = try newestSchema(text, draft, scanner, registry)
        }
        guard let name = envelope.dataschema else { return newest }
        draft.flags.insert(.namesSchema)
        for schema in registry.versions(of: newest.type).reversed()
        where scanner.text(name, equals: schema.urn) {
            return schema
        }
        throw Refusal(
            .schema,
            field: "dataschema",
            found: try scanner.decoded(name),
            accepted: "\(newest.urn), an older version of it, or no dataschema"
        )
    }

    private static func newestSchema(
        _ text: DraftText,
        _ draft: borrowing EventDraft,
        _ scanner: borrowing JSONScanner,
        _ registry: SchemaRegistry
    ) throws(Refusal) -> EventSchema {
        let type = draft.bytes(of: text, in: scanner.bytes)
        if let newest = registry.newestSchema(ofType: type) { return newest }
        throw Refusal(
            .schema,
            field: "type",
            found: String(copyingUTF8: type),
            accepted: "a known event type: \(registry.types.joined(separator: ", "))"
        )
    }

    private static func takeTime(
        _ range: JSONTextRange?,
        _ scanner: borrowing JSONScanner,
        _ draft: inout EventDraft
    ) throws(Refusal) {
        guard let range else { throw missing("time", accepted: TimeSpelling.rule) }
        if !range.hasEscapes,
            let time = TimeSpelling.canonical(scanner.bytes.extracting(range.start..<range.end))
        {
            draft.time = time
            draft.timeText = DraftText(start: range.start, count: range.count)
            return
        }
        draft.time = try OccurredAt(
            parsing: try scanner.decoded(range).utf8Span.span,
            field: "time"
        )
    }

    private static func evidence(
        _ range: JSONTextRange,
        _ scanner: borrowing JSONScanner,
        _ draft: inout EventDraft
    ) throws(Refusal) -> DraftText {
        let text = try scanner.draftText(range, &draft)
        let bytes = draft.bytes(of: text, in: scanner.bytes)
        guard SHA256Digest.isHex(bytes) else {
            throw Refusal(
                .envelope,
                field: "evidence",
                found: String(copyingUTF8: bytes),
                accepted: "a SHA-256 in 64 lower-case hex digits"
            )
        }
        return text
    }

    private static func takeCorrected(
        _ range: JSONTextRange,
        _ scanner: borrowing JSONScanner,
        _ draft: inout EventDraft,
        limits: EventLimits
    ) throws(Refusal) {
        let text = try scanner.decoded(range)
        guard let reference = EventReference(parsing: text) else {
            throw Refusal(
                .envelope,
                field: "corrects",
                found: text,
                accepted: "source#id of the event that this one replaces"
            )
        }
        let (source, id) = (reference.source.utf8Span.span, reference.id.utf8Span.span)
        if let problem = EnvelopeRules.source(source, field: "corrects", limits: limits)
            ?? EnvelopeRules.name(id, upTo: limits.idBytes, field: "corrects")
        {
            throw problem
        }
        draft.corrects = draft.keep(text)
        draft.correctedSourceCount = source.count
    }

    private static func recordedAt(
        _ range: JSONTextRange,
        _ scanner: borrowing JSONScanner
    ) throws(Refusal) -> Int64 {
        if !range.hasEscapes,
            let instant = Instant(parsingUTC: scanner.bytes.extracting(range.start..<range.end))
        {
            return instant.millisecondsSince1970
        }
        let text = try scanner.decoded(range)
        guard let instant = Instant(parsingUTC: text) else {
            throw Refusal(
                .timeSpelling,
                field: "recordedtime",
                found: text,
                accepted: TimeSpelling.acceptedUTC(text)
            )
        }
        return instant.millisecondsSince1970
    }
}
