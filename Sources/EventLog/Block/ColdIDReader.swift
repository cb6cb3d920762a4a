/// Reads a frame's ids one after another; text is made only of those that are asked for.
///
/// Ids are written against the id before them of the same source, so all of a frame must be stepped
/// through, but counting ids cost an addition each.
struct ColdIDReader: ~Escapable {
    private var reader: ByteReader
    /// Per index into the block's sources the id read last.
    private var last: [LastID]

    private enum LastID {
        case none
        /// A decimal number as it would be printed, of at most 18 digits.
        case number(UInt64)
        /// The 16 bytes of a lower-case UUID.
        case uuid([UInt8])
        /// Any id, whatever its form.
        case text(String)
    }

    /// Starts before the first id of a section.
    @_lifetime(copy section)
    init(_ section: RawSpan, sourceCount: Int, position: UInt64) {
        reader = ByteReader(section, part: "cold", position: position)
        last = [LastID](repeating: .none, count: sourceCount)
    }

    /// The source's id read last; empty before the first.
    func id(ofSource source: Int) -> String {
        switch last[source] {
        case .none: ""
        case .number(let number): String(number)
        case .uuid(let bytes): SourceID.uuidText(bytes)
        case .text(let text): text
        }
    }

    /// Steps over the next id, which belongs to a source.
    ///
    /// - Parameter source: Index into the block's sources, below the count given at the start.
    /// - Throws: ``DamageError`` when the bytes are no id.
    mutating func step(source: Int) throws(DamageError) {
        let tag = try reader.integer(UInt8.self)
        switch tag {
        case ColdIDTag.literal: last[source] = .text(try literal(after: source))
        case ColdIDTag.uuid:
            let shared = Int(try reader.integer(UInt8.self))
            let known = uuid(of: source)
            guard shared <= known.count else { throw reader.damage("UUID without predecessor") }
            last[source] = .uuid(known[..<shared] + (try reader.take(16 - shared)))
        case ColdIDTag.number: last[source] = Self.numbered(try reader.variable())
        case ColdIDTag.step:
            let (number, overflow) = Int64(try number(of: source))
                .addingReportingOverflow(try reader.signed())
            guard !overflow, number >= 0 else { throw reader.damage("step out of range") }
            last[source] = Self.numbered(UInt64(number))
        case 0..<ColdIDTag.literal:
            last[source] = Self.numbered(try number(of: source) + UInt64(tag) + 1)
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
        switch last[source] {
        case .none: false
        case .number(let number): id.number == number
        case .uuid(let bytes): id.uuid == bytes
        case .text(let text): text.utf8.elementsEqual(id.bytes)
        }
    }

    /// 10^18: the first number of 19 digits, which the next id cannot be counted from.
    private static let numberLimit: UInt64 = 1_000_000_000_000_000_000

    private static func numbered(_ number: UInt64) -> LastID {
        number < numberLimit ? .number(number) : .text(String(number))
    }

    private func number(of source: Int) throws(DamageError) -> UInt64 {
        if case .number(let number) = last[source] { return number }
        guard let number = SourceID.number(of: id(ofSource: source)) else {
            throw reader.damage("step without predecessor")
        }
        return number
    }

    private func uuid(of source: Int) -> [UInt8] {
        if case .uuid(let bytes) = last[source] { return bytes }
        return SourceID.uuidBytes(of: id(ofSource: source))
    }

    private mutating func literal(after source: Int) throws(DamageError) -> String {
        let before = Array(id(ofSource: source).utf8)
        let shared = try reader.variable(below: before.count + 1)
        let rest = try reader.take(Int(clamping: try reader.variable()))
        guard let id = String(validating: before[..<shared] + rest, as: UTF8.self) else {
            throw reader.damage("id is not UTF-8")
        }
        return id
    }
}

/// An id that is looked for among stored ones, in the forms in which they are stored.
struct SoughtID {
    fileprivate let bytes: [UInt8]
    fileprivate let number: UInt64?
    fileprivate let uuid: [UInt8]?

    init(_ id: String) {
        bytes = Array(id.utf8)
        number = SourceID.number(of: id)
        let uuid = SourceID.uuidBytes(of: id)
        self.uuid = uuid.isEmpty ? nil : uuid
    }
}
