/// First pass over a line: takes the attributes and notes where `data` stands.
///
/// `data` cannot be read yet, since `type` may stand behind it (in canonical order it always does).
enum EnvelopeReading {
    /// Reads the whole line's structure; throws `envelope` for anything that is no event's.
    ///
    /// `data` mostly stands before `type` (in canonical order always). It is read at once all the same if the
    /// line shows its type at its end; else it is passed over.
    ///
    /// The draft knows the attributes of the event before, since producers keep to their order; it gets `data`
    /// if that could be read.
    static func read(
        _ scanner: inout JSONScanner,
        registry: SchemaRegistry,
        draft: inout EventDraft
    ) throws(Refusal) -> Envelope {
        guard case .beginObject = try scanner.token() else {
            throw Refusal(
                .envelope,
                field: nil,
                found: scanner.excerpt(at: 0),
                accepted: "one JSON object: a CloudEvents 1.0 event"
            )
        }
        var envelope = Envelope()
        var seen: UInt32 = 0
        var place = 0
        let names = AttributeNames.shared
        while let attribute = try next(&scanner, at: place, names, &draft.order) {
            let bit: UInt32 = 1 << attribute.bit
            guard seen & bit == 0 else {
                throw Refusal(
                    .envelope,
                    field: attribute.rawValue,
                    found: "the attribute a second time",
                    accepted: "each attribute once"
                )
            }
            seen |= bit
            if attribute == .data {
                envelope.dataOffset = scanner.position
                let schema = typeAtEnd(of: scanner.bytes).flatMap {
                    registry.newestSchema(ofType: scanner.bytes.extracting($0))
                }
                try takeData(as: schema, from: &scanner, into: &draft)
            } else {
                try take(attribute, from: &scanner, into: &envelope)
            }
            place += 1
        }
        _ = try scanner.token()
        return envelope
    }

    /// The next attribute, whose value then comes; `nil` behind the last one.
    private static func next(
        _ scanner: inout JSONScanner,
        at place: Int,
        _ names: borrowing AttributeNames,
        _ order: inout AttributeOrder
    ) throws(Refusal) -> Attribute? {
        if let expected = order[place] {
            let bit = Int(expected.bit)
            let written = names.starts[bit]..<names.starts[bit + 1]
            if scanner.takeName(names.bytes.span.extracting(written)) { return expected }
        }
        guard case .name(let range) = try scanner.token() else { return nil }
        guard let attribute = Attribute.named(range, in: scanner) else {
            let name = try scanner.decoded(range)
            throw Refusal(
                .envelope,
                field: name,
                found: "attribute \(name)",
                accepted: "one of \(Attribute.list)"
            )
        }
        order.note(attribute, at: place)
        return attribute
    }

    /// Where the type's name stands if `"type":"…"}` ends the line; `nil` otherwise.
    static func typeAtEnd(of line: Span<UInt8>) -> Range<Int>? {
        let before = "\"type\":\"".utf8Span.span
        var end = line.count
        while end > 0, line[end - 1] <= 0x20 { end -= 1 }
        guard end > 2, line[end - 1] == UInt8(ascii: "}"), line[end - 2] == UInt8(ascii: "\"")
        else { return nil }
        end -= 2
        var start = end
        while start > 0, line[start - 1] != UInt8(ascii: "\"") { start -= 1 }
        guard line.hasBytes(of: before, at: start - before.count) else { return nil }
        return start..<end
    }

    /// Reads `data` as a type, or passes over it if no type is given or it is none of that type.
    private static func takeData(
        as schema: EventSchema?,
        from scanner: inout JSONScanner,
        into draft: inout EventDraft
    ) throws(Refusal) {
        guard let schema else { return try scanner.skipValue() }
        let start = scanner.position
        do throws(Refusal) {
            try DataReading.read(schema, from: &scanner, into: &draft)
            draft.readsAs = schema
        } catch {
            scanner = JSONScanner(scanner.bytes, atMemberValue: start)
            try scanner.skipValue()
        }
    }

    private static func take(
        _ attribute: Attribute,
        from scanner: inout JSONScanner,
        into envelope: inout Envelope
    ) throws(Refusal) {
        switch attribute {
        case .data: break
        case .sequence: envelope.sequence = try sequence(from: &scanner)
        case .actor: envelope.actor = try text(attribute, from: &scanner)
        case .corrects: envelope.corrects = try text(attribute, from: &scanner)
        case .datacontenttype: envelope.datacontenttype = try text(attribute, from: &scanner)
        case .dataschema: envelope.dataschema = try text(attribute, from: &scanner)
        case .evidence: envelope.evidence = try text(attribute, from: &scanner)
        case .id: envelope.id = try text(attribute, from: &scanner)
        case .recordedtime: envelope.recordedtime = try text(attribute, from: &scanner)
        case .role: envelope.role = try text(attribute, from: &scanner)
        case .source: envelope.source = try text(attribute, from: &scanner)
        case .specversion: envelope.specversion = try text(attribute, from: &scanner)
        case .subject: envelope.subject = try text(attribute, from: &scanner)
        case .time: envelope.time = try text(attribute, from: &scanner)
        case .type: envelope.type = try text(attribute, from: &scanner)
        }
    }

    private static func text(
        _ attribute: Attribute,
        from scanner: inout JSONScanner
    ) throws(Refusal) -> JSONTextRange {
        if let range = try scanner.stringIfNext() { return range }
        let token = try scanner.token()
        guard case .string(let range) = token else {
            throw Refusal(
                .envelope,
                field: attribute.rawValue,
                found: scanner.describe(token),
                accepted: "a string; an attribute without a value is left out"
            )
        }
        return range
    }

    /// A position as a string of decimal digits, as the ledger writes it, or as a JSON integer.
    private static func sequence(from scanner: inout JSONScanner) throws(Refusal) -> UInt64 {
        let token = try scanner.token()
        if case .string(let range) = token, range.isPlain, (1...18).contains(range.count),
            let value = DecimalDigits.read(scanner.bytes, from: range.start, count: range.count)
        {
            return UInt64(value)
        }
        switch token {
        case .integer(let value) where value >= 0 && value <= CanonicalJSON.integerLimit:
            return UInt64(value)
        case .string(let range):
            let text = try scanner.decoded(range)
            // Twenty digits are enough for every UInt64.
            if (1...20).contains(text.utf8.count),
                text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
                let value = UInt64(text)
            {
                return value
            }
        default: break
        }
        throw Refusal(
            .envelope,
            field: Attribute.sequence.rawValue,
            found: scanner.describe(token),
            accepted: "a position as a string of decimal digits, or an integer from 0 to 2^53 − 1"
        )
    }
}

extension Attribute {
    /// Place in the set of attributes already seen.
    var bit: UInt32 {
        switch self {
        case .actor: 0
        case .corrects: 1
        case .data: 2
        case .datacontenttype: 3
        case .dataschema: 4
        case .evidence: 5
        case .id: 6
        case .recordedtime: 7
        case .role: 8
        case .sequence: 9
        case .source: 10
        case .specversion: 11
        case .subject: 12
        case .time: 13
        case .type: 14
        }
    }
}
