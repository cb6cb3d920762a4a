/// A page of a tree of which head, list of rows and rows were found to fit together.
///
/// After 16 bytes of head come the offsets of the rows, two bytes each, in the order of the keys; the rows stand
/// at the end of the page without gaps, each at an even offset.
///
/// - SeeAlso: `MDB_page` and `MDB_node` in `mdb.c` of LMDB 0.9.
struct TreePage {
    /// One row: in a leaf a key and its value or where that stands, in a branch a key and the page below.
    struct Row {
        let head: UInt64
        let keyStart: Int
        let keyEnd: Int
        /// The value, where it stands in the page: for a long value the number of its first page.
        var valueStart: Int { keyEnd }
        /// Bytes of the value; for a row of a leaf.
        var valueByteCount: Int { Int(head & 0xFFFF_FFFF) }
        var flags: UInt16 { UInt16(truncatingIfNeeded: head >> 32) }
        /// The value stands in pages of its own.
        var isLong: Bool { flags & 0x01 != 0 }
        /// The page below; for a row of a branch.
        var child: UInt64 { head & 0xFFFF_FFFF_FFFF }
    }

    static let headByteCount = 16
    private static let rowHeadByteCount = 8
    private static let keyByteCountMax = 511

    let bytes: [UInt8]
    let isLeaf: Bool
    let rowCount: Int

    /// Takes a page apart.
    ///
    /// - Throws: ``PageFault/otherPage``, ``PageFault/badHead``, ``PageFault/badRows``.
    init(_ bytes: [UInt8], number: UInt64) throws(PageFault) {
        guard bytes.stored(UInt64.self, at: 0) == number else { throw .otherPage }
        let flags = bytes.stored(UInt16.self, at: 10)
        let lower = Int(bytes.stored(UInt16.self, at: 12))
        let upper = Int(bytes.stored(UInt16.self, at: 14))
        guard flags == 1 || flags == 2, lower & 1 == 0, upper & 1 == 0,
            lower > Self.headByteCount, lower <= upper, upper < bytes.count
        else { throw .badHead }
        self.bytes = bytes
        isLeaf = flags == 2
        rowCount = (lower - Self.headByteCount) / 2
        try checkRows(from: upper)
    }

    /// The row at an index below ``rowCount``.
    func row(at index: Int) -> Row { row(atOffset: offset(ofRow: index)) }

    func key(of row: Row) -> ArraySlice<UInt8> { bytes[row.keyStart..<row.keyEnd] }

    private func offset(ofRow index: Int) -> Int {
        Int(bytes.stored(UInt16.self, at: Self.headByteCount + 2 * index))
    }

    private func row(atOffset offset: Int) -> Row {
        let head = bytes.stored(UInt64.self, at: offset)
        let keyStart = offset + Self.rowHeadByteCount
        return Row(head: head, keyStart: keyStart, keyEnd: keyStart + Int(head >> 48))
    }

    /// Checks that the rows fill the end of the page exactly.
    private func checkRows(from upper: Int) throws(PageFault) {
        var taken = BitSet(count: bytes.count / 2)
        var sum = 0
        for index in 0..<rowCount {
            let offset = offset(ofRow: index)
            guard offset >= upper, offset & 1 == 0,
                offset + Self.rowHeadByteCount <= bytes.count
            else { throw .badRows }
            let row = row(atOffset: offset)
            var end = row.keyEnd
            if isLeaf {
                guard row.flags <= 2, row.keyEnd > row.keyStart else { throw .badRows }
                end += row.isLong ? 8 : row.valueByteCount
            }
            end = (end + 1) & ~1
            guard row.keyEnd - row.keyStart <= Self.keyByteCountMax, end <= bytes.count,
                taken.insert(offset / 2..<end / 2)
            else { throw .badRows }
            sum += end - offset
        }
        guard sum == bytes.count - upper else { throw .badRows }
    }
}
