import EventModel

/// Reads the rest section of a cold frame event by event: places of texts, nothing copied.
struct PackedDetails: ~Escapable {
    private let section: RawSpan
    /// Where the section begins in the pool that holds it.
    private let base: Int
    private let position: UInt64
    private var reader: ByteReader
    /// Per table of repeated texts the places of those met.
    private var known: [[PackedRange]]
    /// Per partition the text fields, and the table of the first.
    private let textFields: [(fields: [Int], firstTable: Int)]

    // The tables that every frame has; those of text fields follow.
    private static let actors = 0
    private static let roles = 1
    private static let correctedSources = 2

    /// Starts before the first event of a frame.
    @_lifetime(copy section)
    init(_ section: RawSpan, base: Int, plans: [TypePlan], position: UInt64) {
        self.section = section
        self.base = base
        self.position = position
        reader = ByteReader(section, part: "cold", position: position)
        var tableCount = Self.correctedSources + 1
        var textFields: [(fields: [Int], firstTable: Int)] = []
        for plan in plans {
            textFields.append((plan.textFields, tableCount))
            tableCount += plan.textFields.count
        }
        self.textFields = textFields
        known = [[PackedRange]](repeating: [], count: tableCount)
    }

    /// Reads what an event's flags announce.
    ///
    /// - Throws: ``DamageError`` when the section does not decode.
    mutating func readEnvelope(
        _ flags: UInt8,
        _ record: inout PackedEvent,
        _ pool: inout BytePool
    ) throws(DamageError) {
        if flags & ColdFlag.hasOtherOffset != 0 {
            record.offsetMinutes = Int16(clamping: try reader.signed())
        }
        if flags & ColdFlag.hasActor != 0 {
            if let place = try text(Self.actors) {
                record.actor = place
            } else {
                record.flags.remove(.hasActor)
            }
        }
        if flags & ColdFlag.hasRole != 0 {
            if let place = try text(Self.roles) {
                record.role = place
            } else {
                record.flags.remove(.hasRole)
            }
        }
        if flags & ColdFlag.hasEvidence != 0 {
            let start = pool.count
            for _ in 0..<4 { pool.append(hex: try reader.integer(UInt64.self).byteSwapped) }
            record.evidence = try pool.place(from: start, part: "cold", position: position)
        }
        if flags & ColdFlag.corrects != 0 {
            record.correctedSource = try text(Self.correctedSources) ?? .none
            record.correctedID = try literal()
        }
    }

    /// Reads the texts of an event's fields.
    ///
    /// - Throws: As ``readEnvelope(_:_:_:)``.
    @inline(__always)
    mutating func readTexts(
        of partition: Int,
        _ record: PackedEvent,
        _ values: inout [PackedValue]
    ) throws(DamageError) {
        guard !textFields[partition].fields.isEmpty else { return }
        for (place, field) in textFields[partition].fields.enumerated() {
            if let text = try text(textFields[partition].firstTable + place) {
                values[record.firstValue + field] = .text(text)
            }
        }
    }

    /// Checks that the section ends with its last event.
    ///
    /// - Throws: ``DamageError`` when it does not.
    func finish() throws(DamageError) {
        guard reader.isAtEnd else { throw reader.damage("bytes are left over") }
    }

    private mutating func text(_ table: Int) throws(DamageError) -> PackedRange? {
        let code = try reader.variable()
        switch code {
        case 0: return nil
        case 1:
            let place = try literal()
            known[table].append(place)
            return place
        default:
            guard code - 2 < UInt64(known[table].count) else {
                throw reader.damage("text \(code) is not known")
            }
            return known[table][Int(code) - 2]
        }
    }

    private mutating func literal() throws(DamageError) -> PackedRange {
        let count = try reader.variable(below: reader.restByteCount + 1)
        let start = reader.offset
        let text = try reader.span(byteCount: count)
        guard text.isUTF8 else { throw reader.damage("text is not UTF-8") }
        return PackedRange(
            start: UInt32(truncatingIfNeeded: base + start),
            count: UInt32(truncatingIfNeeded: count)
        )
    }
}
