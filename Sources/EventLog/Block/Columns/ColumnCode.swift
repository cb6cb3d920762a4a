/// Reads the codes of a column: unsigned little-endian integers of a fixed width of 0…8 bytes.
///
/// Every value ends with 8 zero bytes, so that any code can be read as one longer load.
@usableFromInline
enum ColumnCode {
    /// One row's code.
    @inlinable @inline(__always)
    static func load(in value: RawSpan, at dataOffset: Int, width: Int, row: Int) -> Int {
        switch width {
        case 0: return 0
        case 1: return Int(value.littleEndian(UInt8.self, at: dataOffset + row))
        case 2: return Int(value.littleEndian(UInt16.self, at: dataOffset + 2 * row))
        case 4: return Int(value.littleEndian(UInt32.self, at: dataOffset + 4 * row))
        default:
            let raw = value.littleEndian(UInt64.self, at: dataOffset + width * row)
            let mask: UInt64 = width >= 8 ? .max : (1 << (8 * UInt64(width))) &- 1
            return Int(truncatingIfNeeded: raw & mask)
        }
    }

    /// Hands over the codes of rows in order, with their place in the range.
    ///
    /// The loop is compiled once for each width, so that its body can be vectorised.
    @inline(__always)
    static func forEach(
        in value: RawSpan,
        at dataOffset: Int,
        width: Int,
        rows: Range<Int>,
        _ body: (Int, UInt64) -> Void
    ) {
        guard !rows.isEmpty else { return }
        let room = value.byteCount - dataOffset
        precondition(
            dataOffset >= 0 && room >= rows.upperBound * width + 8,
            "checked with the block"
        )
        unsafe value.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            let first = unsafe start + dataOffset + rows.lowerBound * width
            switch width {
            case 0: for place in 0..<rows.count { body(place, 0) }
            case 1: unsafe loop(first, rows.count, UInt8.self, 1, 0xFF, body)
            case 2: unsafe loop(first, rows.count, UInt16.self, 2, 0xFFFF, body)
            case 3: unsafe loop(first, rows.count, UInt32.self, 3, 0xFF_FFFF, body)
            case 4: unsafe loop(first, rows.count, UInt32.self, 4, 0xFFFF_FFFF, body)
            default:
                let mask: UInt64 = width >= 8 ? .max : (1 << (8 * UInt64(width))) &- 1
                unsafe loop(first, rows.count, UInt64.self, width, mask, body)
            }
        }
    }

    @inline(__always)
    private static func loop<Word: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ first: UnsafeRawPointer,
        _ count: Int,
        _: Word.Type,
        _ step: Int,
        _ mask: UInt64,
        _ body: (Int, UInt64) -> Void
    ) {
        for place in 0..<count {
            let word = unsafe first.loadUnaligned(fromByteOffset: place &* step, as: Word.self)
            body(place, UInt64(truncatingIfNeeded: Word(littleEndian: word)) & mask)
        }
    }

    /// The greatest code of the rows; 0 if there are none.
    static func greatest(
        in value: RawSpan,
        at dataOffset: Int,
        width: Int,
        rows: Range<Int>
    ) -> UInt64 {
        var greatest: UInt64 = 0
        forEach(in: value, at: dataOffset, width: width, rows: rows) { _, code in
            greatest = max(greatest, code)
        }
        return greatest
    }
}
