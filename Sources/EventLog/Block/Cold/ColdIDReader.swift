import EventModel

/// Reads a frame's ids one after another; bytes are made only of those that are asked for.
///
/// Ids are written against the id before them of the same source, so all of a frame must be stepped
/// through, but counting ids cost an addition each.
struct ColdIDReader: ~Escapable {
    private var reader: ByteReader
    /// Per index into the block's sources the id read last.
    private var last: [LastID]
    /// The ids that are neither numbers nor UUIDs, one behind the other.
    private var texts = BytePool()

    private enum Form: UInt8 {
        case none
        /// A decimal number as it would be printed, of at most 18 digits.
        case number
        /// The 16 bytes of a lower-case UUID.
        case uuid
        /// Any id, whatever its form.
        case text
    }

    private struct LastID {
        var form = Form.none
        /// The number; the first eight bytes of the UUID; the place of the text.
        var high: UInt64 = 0
        /// The last eight bytes of the UUID; the length of the text.
        var low: UInt64 = 0

        var place: PackedRange {
            PackedRange(
                start: UInt32(truncatingIfNeeded: high),
                count: UInt32(truncatingIfNeeded: low)
            )
        }
    }

    /// Starts before the first id of a section.
    @_lifetime(copy section)
    init(_ section: RawSpan, sourceCount: Int, position: UInt64) {
        reader = ByteReader(section, part: "cold", position: position)
        last = [LastID](repeating: LastID(), count: sourceCount)
    }

    /// The source's id read last; empty before the first.
    func id(ofSource source: Int) -> String {
        var bytes = BytePool()
        append(idOfSource: source, to: &bytes)
        return String(
            copyingUTF8: bytes.span(PackedRange(start: 0, count: UInt32(bytes.count)))
        )
    }

    /// Appends the source's id read last to a pool.
    @inline(__always)
    func append(idOfSource source: Int, to pool: inout BytePool) {
        let id = last[source]
        if id.form == .number { pool.append(decimal: id.high) } else { append(id, to: &pool) }
    }

    private func append(_ id: LastID, to pool: inout BytePool) {
        switch id.form {
        case .none: break
        case .number: pool.append(decimal: id.high)
        case .uuid:
            for (digits, word) in [(0..<8, id.high), (8..<12, id.high), (12..<16, id.high)] {
                pool.append(hex: word, digits: digits)
                pool.append(byte: UInt8(ascii: "-"))
            }
            pool.append(hex: id.low, digits: 0..<4)
            pool.append(byte: UInt8(ascii: "-"))
            pool.append(hex: id.low, digits: 4..<16)
        case .text: unsafe pool.append(texts.span(id.place).bytes)
        }
    }

    /// Steps over the next id, which belongs to a source.
    ///
    /// - Parameter source: Index into the block's sources, below the count given at the start.
    /// - Throws: ``DamageError`` when the bytes are no id.
    @inline(__always)
    mutating func step(source: Int) throws(DamageError) {
        let tag = try reader.integer(UInt8.self)
        if tag < ColdIDTag.literal, last[source].form == .number {
            // Nearly every id of a source that counts.
            let number = last[source].high + UInt64(tag) + 1
            if number < Self.numberLimit {
                last[source].high = number
                return
            }
        }
        try step(tag, source)
    }

    private mutating func step(_ tag: UInt8, _ source: Int) throws(DamageError) {
        switch tag {
        case ColdIDTag.literal: try readLiteral(source)
        case ColdIDTag.uuid: try readUUID(source)
        case ColdIDTag.number: take(try reader.variable(), source)
        case ColdIDTag.step:
            let (number, overflow) = Int64(try number(of: source))
                .addingReportingOverflow(try reader.signed())
            guard !overflow, number >= 0 else { throw reader.damage("step out of range") }
            take(UInt64(number), source)
        case 0..<ColdIDTag.literal: take(try number(of: source) + UInt64(tag) + 1, source)
        default: throw reader.damage("unknown id tag \(tag)")
        }
    }

    /// Steps over the next id, which belongs to a source that nobody asks about.
    ///
    /// - Throws: ``DamageError`` when the bytes are no id.
    mutating func skip() throws(DamageError) {
        let tag = try reader.integer(UInt8.self)
        switch tag {
        case 0..<ColdIDTag.literal: return
        case ColdIDTag.literal:
            _ = try reader.variable()
            try reader.skip(Int(clamping: try reader.variable()))
        case ColdIDTag.uuid:
            let shared = Int(try reader.integer(UInt8.self))
            try reader.skip(16 - shared)
        case ColdIDTag.number, ColdIDTag.step: _ = try reader.variable()
        default: throw reader.damage("unknown id tag \(tag)")
        }
    }

    /// Whether the source's id read last is the given one.
    func isLast(_ id: SoughtID, ofSource source: Int) -> Bool {
        let last = last[source]
        return switch last.form {
        case .none: false
        case .number: id.number == last.high
        case .uuid: id.uuid.map { $0.high == last.high && $0.low == last.low } ?? false
        case .text: texts.span(last.place).hasSameBytes(as: id.bytes.span)
        }
    }

    /// 10^18: the first number of 19 digits, which the next id cannot be counted from.
    private static let numberLimit: UInt64 = 1_000_000_000_000_000_000

    private mutating func take(_ number: UInt64, _ source: Int) {
        if number < Self.numberLimit {
            last[source] = LastID(form: .number, high: number)
            return
        }
        let start = texts.count
        texts.append(decimal: number)
        last[source] = LastID(
            form: .text,
            high: UInt64(start),
            low: UInt64(texts.count - start)
        )
    }

    private func number(of source: Int) throws(DamageError) -> UInt64 {
        let last = last[source]
        if last.form == .number { return last.high }
        guard last.form == .text,
            case .number(let number) = SourceID.Form(texts.span(last.place))
        else { throw reader.damage("step without predecessor") }
        return number
    }

    private func uuid(of source: Int) -> (high: UInt64, low: UInt64)? {
        let last = last[source]
        if last.form == .uuid { return (last.high, last.low) }
        guard last.form == .text,
            case .uuid(let high, let low) = SourceID.Form(texts.span(last.place))
        else { return nil }
        return (high, low)
    }

    private mutating func readUUID(_ source: Int) throws(DamageError) {
        let shared = Int(try reader.integer(UInt8.self))
        let known = uuid(of: source)
        guard shared <= (known == nil ? 0 : 16) else {
            throw reader.damage("UUID without predecessor")
        }
        var id = LastID(form: .uuid, high: known?.high ?? 0, low: known?.low ?? 0)
        for index in shared..<16 {
            let byte = UInt64(try reader.integer(UInt8.self))
            let shift = UInt64(56 - 8 * (index & 7))
            if index < 8 {
                id.high = id.high & ~(0xFF << shift) | byte << shift
            } else {
                id.low = id.low & ~(0xFF << shift) | byte << shift
            }
        }
        last[source] = id
    }

    private mutating func readLiteral(_ source: Int) throws(DamageError) {
        let start = texts.count
        let before = last[source]
        if before.form == .text {
            let place = before.place
            let shared = try reader.variable(below: Int(place.count) + 1)
            let rest = try rest(after: shared)
            texts.append(frontOf: place, shared, then: rest)
        } else {
            // Written out for its front.
            var front = BytePool()
            append(before, to: &front)
            let shared = try reader.variable(below: front.count + 1)
            let rest = try rest(after: shared)
            unsafe texts.append(
                front.span(PackedRange(start: 0, count: UInt32(shared))).bytes
            )
            texts.append(rest)
        }
        let place = PackedRange(start: UInt32(start), count: UInt32(texts.count - start))
        guard unsafe texts.span(place).bytes.isUTF8 else {
            throw reader.damage("id is not UTF-8")
        }
        last[source] = LastID(form: .text, high: UInt64(place.start), low: UInt64(place.count))
    }

    @_lifetime(copy self)
    private mutating func rest(after shared: Int) throws(DamageError) -> RawSpan {
        let rest = try reader.span(byteCount: Int(clamping: try reader.variable()))
        // Ids share fronts: without a limit a few bytes could stand for very many.
        guard shared + rest.byteCount <= Self.idByteCountMax else {
            throw reader.damage("an id of \(shared + rest.byteCount) bytes")
        }
        return rest
    }

    /// Far above what the door lets through.
    private static let idByteCountMax = 4_096
}

/// An id that is looked for among stored ones, in the forms in which they are stored.
struct SoughtID {
    fileprivate let bytes: [UInt8]
    fileprivate let number: UInt64?
    fileprivate let uuid: (high: UInt64, low: UInt64)?

    init(_ id: String) {
        bytes = Array(id.utf8)
        switch SourceID.Form(id.utf8Span.span) {
        case .number(let number):
            self.number = number
            uuid = nil
        case .uuid(let high, let low):
            number = nil
            uuid = (high, low)
        case .other:
            number = nil
            uuid = nil
        }
    }
}
