import EventModel

/// An id in a block's table of sources: where its bytes stand, and whether they are a UUID's sixteen.
///
/// In the second format a string's LEB128 byte count is doubled, and 1 stands for a lower-case UUID, whose 16
/// bytes follow; the first format has strings.
struct StoredID {
    private static let uuidMark: UInt64 = 1

    private let offset: Int
    private let byteCount: Int
    private let isUUID: Bool

    static func append(_ id: Span<UInt8>, to writer: inout ByteWriter, _ format: StoredFormat) {
        guard format >= .second else { return writer.append(text: id) }
        if case .uuid(let high, let low) = SourceID.Form(id) {
            writer.appendVariable(uuidMark)
            writer.append(high.bigEndian)
            writer.append(low.bigEndian)
        } else {
            writer.appendVariable(UInt64(id.count) << 1)
            for index in id.indices { writer.append(id[index]) }
        }
    }

    /// Steps over the id at a reader.
    init(_ reader: inout ByteReader, _ format: StoredFormat) throws(DamageError) {
        let mark = try reader.variable()
        isUUID = format >= .second && mark == Self.uuidMark
        guard format < .second || isUUID || mark & 1 == 0 else {
            throw reader.damage("unknown form \(mark) of an id")
        }
        byteCount = isUUID ? 16 : Int(clamping: format < .second ? mark : mark >> 1)
        offset = reader.offset
        try reader.skip(byteCount)
    }

    /// The id's text; `nil` if it is not UTF-8.
    func text(in value: RawSpan) -> String? {
        let bytes = value.copy(offset..<(offset + byteCount))
        return isUUID ? SourceID.uuidText(bytes) : String(validating: bytes, as: UTF8.self)
    }

    /// Whether this id comes before (negative), is (0) or comes behind (positive) another by ``EventIDOrder``.
    func order(to sought: borrowing SoughtText, in value: RawSpan) -> Int {
        guard !isUUID else { return sought.order(ofUUIDAt: offset, in: value) }
        guard byteCount == sought.count else { return byteCount - sought.count }
        return sought.compare(value, at: offset, length: byteCount, from: 0).order
    }
}
