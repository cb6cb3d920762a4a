/// Says how one column of a block is stored: 32 bytes in the block's directory.
///
/// ```
///  0      1          2       3       4                 8        16      20          24                 28               32
///  | kind | encoding | width | flags | dictionaryCount | base   | unit  | dataOffset | dictionaryOffset | presenceOffset |
/// ```
/// A stored code *c* of `width` bytes means `base + c × unit` (``Encoding/offset``) or the *c*-th entry of the
/// dictionary (``Encoding/dictionary``). Width 0 means that every row has code 0. Offsets count from
/// the start of the value. Every value ends with 8 zero bytes, so that any code can be read as one
/// 8-byte load.
struct ColumnDescriptor: Sendable {
    /// What a column's values are.
    enum Kind: UInt8 {
        /// Numbers, dates, months, choices, booleans, instants.
        case integers = 1
        /// Ordinals of ledger-wide names.
        case names = 2
        /// Strings with a dictionary per block (in the `streams` value).
        case keys = 3
        /// Nothing here: the values are in the cold part.
        case cold = 4
    }

    /// How codes turn into values.
    enum Encoding: UInt8 {
        /// No row has a value.
        case absent = 0
        /// `base + code × unit`.
        case offset = 1
        /// The entry of the dictionary at index `code`.
        case dictionary = 2
        /// Values in runs: `dictionaryCount` run starts (u16) at `dataOffset`, as many values (i64) at `dictionaryOffset`.
        case runs = 3
        /// The part of the event's subject behind its first `/`.
        case subject = 4
        /// Values that never decrease, as steps from row to row (``StepCode``): `base` is the first, the steps stand
        /// at `dataOffset`, `dictionaryCount` anchors at `dictionaryOffset`.
        case steps = 5
    }

    static let byteCount = 32

    var kind: Kind
    var encoding: Encoding
    var width = 0
    var hasPresence = false
    var dictionaryCount = 0
    var base: Int64 = 0
    var unit: UInt32 = 1
    var dataOffset = 0
    var dictionaryOffset = 0
    var presenceOffset = 0

    init(kind: Kind, encoding: Encoding) {
        self.kind = kind
        self.encoding = encoding
    }

    func append(to writer: inout ByteWriter) {
        writer.append(kind.rawValue)
        writer.append(encoding.rawValue)
        writer.append(UInt8(width))
        writer.append(UInt8(hasPresence ? 1 : 0))
        writer.append(UInt32(dictionaryCount))
        writer.append(base)
        writer.append(unit)
        writer.append(UInt32(dataOffset))
        writer.append(UInt32(dictionaryOffset))
        writer.append(UInt32(presenceOffset))
    }

    /// Reads a descriptor and checks that all it points to lies inside the value.
    init(
        reading value: RawSpan,
        at offset: Int,
        rowCount: Int,
        position: UInt64,
        part: String
    ) throws(DamageError) {
        func damage(_ detail: String) -> DamageError {
            DamageError(
                part: part,
                position: position,
                detail: "column at byte \(offset): \(detail)"
            )
        }
        guard offset + Self.byteCount <= value.byteCount else { throw damage("outside the value") }
        guard Kind(rawValue: value.littleEndian(UInt8.self, at: offset)) != nil,
            Encoding(rawValue: value.littleEndian(UInt8.self, at: offset + 1)) != nil
        else { throw damage("unknown kind or encoding") }
        self.init(trusting: value, at: offset)
        guard width <= 8 else { throw damage("width \(width)") }
        let room = value.byteCount - 8
        let dataBytes =
            switch encoding {
            case .runs: dictionaryCount * 2
            case .steps: 0
            default: rowCount * width
            }
        guard dataOffset + dataBytes <= room else { throw damage("rows outside the value") }
        guard !hasPresence || presenceOffset + (rowCount + 7) / 8 <= room else {
            throw damage("presence bits outside the value")
        }
        try checkDictionary(in: value, rowCount: rowCount, room: room, damage: damage)
    }

    /// Reads a descriptor that was checked before.
    init(trusting value: RawSpan, at offset: Int) {
        kind = Kind(rawValue: value.littleEndian(UInt8.self, at: offset)) ?? .cold
        encoding = Encoding(rawValue: value.littleEndian(UInt8.self, at: offset + 1)) ?? .absent
        width = Int(value.littleEndian(UInt8.self, at: offset + 2))
        hasPresence = value.littleEndian(UInt8.self, at: offset + 3) & 1 == 1
        dictionaryCount = Int(value.littleEndian(UInt32.self, at: offset + 4))
        base = value.littleEndian(Int64.self, at: offset + 8)
        unit = value.littleEndian(UInt32.self, at: offset + 16)
        dataOffset = Int(value.littleEndian(UInt32.self, at: offset + 20))
        dictionaryOffset = Int(value.littleEndian(UInt32.self, at: offset + 24))
        presenceOffset = Int(value.littleEndian(UInt32.self, at: offset + 28))
    }

    private func checkDictionary(
        in value: RawSpan,
        rowCount: Int,
        room: Int,
        damage: (String) -> DamageError
    ) throws(DamageError) {
        switch (encoding, kind) {
        case (.dictionary, .names):
            guard dictionaryOffset + dictionaryCount * 4 <= room,
                dictionaryCount > 0 || rowCount == 0
            else { throw damage("dictionary outside the value") }
        case (.steps, _):
            guard dictionaryCount == StepCode.groupCount(rows: rowCount), !hasPresence else {
                throw damage("\(dictionaryCount) anchors for \(rowCount) rows")
            }
            let fault = StepCode.fault(
                in: value,
                data: dataOffset,
                anchors: dictionaryOffset,
                rows: rowCount,
                room: room
            )
            if let fault { throw damage(fault) }
        case (.runs, _):
            guard dictionaryOffset + dictionaryCount * 8 <= room,
                dictionaryCount > 0 || rowCount == 0
            else { throw damage("runs outside the value") }
        case (.dictionary, _):
            guard dictionaryOffset < room else { throw damage("dictionary outside the value") }
        default:
            return
        }
        guard encoding == .dictionary else { return }
        let greatest = ColumnCode.greatest(
            in: value,
            at: dataOffset,
            width: width,
            rows: 0..<rowCount
        )
        guard rowCount == 0 || greatest < UInt64(dictionaryCount) else {
            throw damage("a row is beyond the dictionary")
        }
    }
}
