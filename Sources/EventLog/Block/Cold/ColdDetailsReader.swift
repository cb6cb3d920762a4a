import EventModel

/// Reads the rest section of a cold frame event by event, making texts only of the events asked for.
struct ColdDetailsReader: ~Escapable {
    private let bytes: RawSpan
    private var reader: ByteReader
    /// Where each text stands that may be referred to again.
    private var known: [ColdTextTable: [Range<Int>]] = [:]

    /// Starts before the first event of a frame.
    @_lifetime(copy section)
    init(_ section: RawSpan, position: UInt64) {
        bytes = section
        reader = ByteReader(section, part: "cold", position: position)
    }

    /// Bytes of the section that were stepped over.
    var offset: Int { reader.offset }

    /// Whether flags say that an event's envelope has anything in the section.
    static func hasEnvelope(_ flags: UInt8) -> Bool {
        flags & ~(ColdFlag.namesSchema | ColdFlag.namesContentType) != 0
    }

    /// Steps over the next event.
    ///
    /// - Parameters:
    ///   - flags: The event's flags.
    ///   - tables: One for each of its schema's text fields, in their order.
    ///   - isWanted: Whether it is asked for.
    /// - Returns: What the section has of it, if it is wanted.
    /// - Throws: ``DamageError`` when the bytes do not decode.
    mutating func next(
        flags: UInt8,
        tables: [ColdTextTable],
        isWanted: Bool
    ) throws(DamageError) -> ColdDetails? {
        guard isWanted || !tables.isEmpty || Self.hasEnvelope(flags) else { return nil }
        var details = ColdDetails(flags: flags)
        if flags & ColdFlag.hasOtherOffset != 0 {
            details.offsetMinutes = Int16(clamping: try reader.signed())
        }
        if flags & ColdFlag.hasActor != 0 { details.actor = try text(in: .actor, isWanted) }
        if flags & ColdFlag.hasRole != 0 { details.role = try text(in: .role, isWanted) }
        if flags & ColdFlag.hasEvidence != 0 {
            let start = reader.offset
            try reader.skip(32)
            if isWanted { details.evidence = SHA256Digest(bytes: bytes.copy(start..<start + 32)) }
        }
        if flags & ColdFlag.corrects != 0 {
            let source = try text(in: .correctedSource, isWanted) ?? ""
            let id = try literal()
            if isWanted {
                details.corrects = EventReference(source: source, id: try string(id))
            }
        }
        for table in tables {
            let text = try text(in: table, isWanted)
            if isWanted { details.texts.append(text) }
        }
        return isWanted ? details : nil
    }

    private mutating func text(
        in table: ColdTextTable,
        _ isWanted: Bool
    ) throws(DamageError) -> String? {
        let code = try reader.variable()
        let place: Range<Int>
        switch code {
        case 0: return nil
        case 1:
            place = try literal()
            known[table, default: []].append(place)
        default:
            guard let texts = known[table], code - 2 < UInt64(texts.count) else {
                throw reader.damage("text \(code) is not known")
            }
            place = texts[Int(code) - 2]
        }
        return isWanted ? try string(place) : nil
    }

    private mutating func literal() throws(DamageError) -> Range<Int> {
        let count = try reader.variable(below: bytes.byteCount + 1)
        let start = reader.offset
        try reader.skip(count)
        return start..<(start + count)
    }

    private func string(_ place: Range<Int>) throws(DamageError) -> String {
        guard let text = String(validating: bytes.copy(place), as: UTF8.self) else {
            throw reader.damage("text is not UTF-8")
        }
        return text
    }
}
