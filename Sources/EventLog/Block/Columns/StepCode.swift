import EventModel

/// The code of a column that never decreases: for every 64 rows an anchor, and from row to row a step of as
/// few bits as the largest of them needs.
///
/// An anchor is a u64: the first row's value less the column's base in bits 0…31, the width of a step in
/// bits in 32…37, and in 38…63 the byte, from the column's data on, where the group's steps begin. The steps
/// of the other rows follow one another bit by bit, the least significant first.
enum StepCode {
    /// Rows from one anchor to the next.
    static let groupRowCount = 64
    static let anchorByteCount = 8
    private static let largestWidth = 32

    /// Number of groups of so many rows.
    static func groupCount(rows: Int) -> Int { (rows + groupRowCount - 1) / groupRowCount }

    // MARK: Writing

    /// Bytes of a column's anchors and steps; `nil` if its values do not fit, or decrease.
    static func byteCount(of values: [Int64]) -> Int? {
        guard let first = values.first, let last = values.last, last >= first,
            last.subtractingReportingOverflow(first).overflow == false,
            last - first <= Int64(UInt32.max)
        else { return nil }
        var bytes = groupCount(rows: values.count) * anchorByteCount
        for start in stride(from: 0, to: values.count, by: groupRowCount) {
            let rows = start..<min(start + groupRowCount, values.count)
            guard let width = width(of: values[rows]) else { return nil }
            bytes += ((rows.count - 1) * width + 7) / 8
        }
        return bytes
    }

    /// Writes the steps, then the anchors, of values that ``byteCount(of:)`` has found suitable.
    ///
    /// - Returns: Where both begin.
    static func append(
        _ values: [Int64],
        to writer: inout ByteWriter
    ) -> (data: Int, anchors: Int) {
        let data = writer.count
        var anchors: [UInt64] = []
        for start in stride(from: 0, to: values.count, by: groupRowCount) {
            let rows = start..<min(start + groupRowCount, values.count)
            let width = width(of: values[rows]) ?? largestWidth
            anchors.append(
                UInt64(values[start] - values[0])
                    | UInt64(width) << 32 | UInt64(writer.count - data) << 38
            )
            var word: UInt64 = 0
            var bitCount = 0
            for row in rows.dropFirst() {
                word |= UInt64(values[row] - values[row - 1]) << UInt64(bitCount)
                bitCount += width
                while bitCount >= 8 {
                    writer.append(UInt8(truncatingIfNeeded: word))
                    word >>= 8
                    bitCount -= 8
                }
            }
            if bitCount > 0 { writer.append(UInt8(truncatingIfNeeded: word)) }
        }
        let start = writer.count
        for anchor in anchors { writer.append(anchor) }
        return (data, start)
    }

    /// Bits that the largest step needs; `nil` if it is too large, or negative.
    private static func width(of values: ArraySlice<Int64>) -> Int? {
        var greatest: Int64 = 0
        for row in values.indices.dropFirst() {
            let (step, overflow) = values[row].subtractingReportingOverflow(values[row - 1])
            guard !overflow, step >= 0 else { return nil }
            greatest = max(greatest, step)
        }
        let width = 64 - greatest.leadingZeroBitCount
        return width <= largestWidth ? width : nil
    }

    // MARK: Reading

    /// A group of rows, ready to be walked.
    struct Group {
        /// The first row's value less the column's base.
        let offset: Int64
        fileprivate let width: Int
        fileprivate let start: Int

        /// The group at an index of a column in a value.
        init(_ index: Int, in value: RawSpan, data: Int, anchors: Int) {
            let anchor = value.littleEndian(UInt64.self, at: anchors + anchorByteCount * index)
            offset = Int64(anchor & 0xFFFF_FFFF)
            width = Int(anchor >> 32 & 63)
            start = data + Int(anchor >> 38)
        }

        /// The step from a row of the group to the next; the value holds 8 bytes behind the last step.
        @inline(__always)
        func step(after row: Int, in value: RawSpan) -> Int64 {
            let bit = row &* width
            let word = value.littleEndian(UInt64.self, at: start &+ bit >> 3)
            return Int64(truncatingIfNeeded: word >> UInt64(bit & 7) & ((1 << UInt64(width)) &- 1))
        }
    }

    /// Says what is wrong with a column's anchors; `nil` if every step lies inside the value.
    static func fault(
        in value: RawSpan,
        data: Int,
        anchors: Int,
        rows: Int,
        room: Int
    ) -> String? {
        let count = groupCount(rows: rows)
        guard anchors + count * anchorByteCount <= room else { return "anchors outside the value" }
        for index in 0..<count {
            let group = Group(index, in: value, data: data, anchors: anchors)
            let steps = min(groupRowCount, rows - index * groupRowCount) - 1
            guard group.width <= largestWidth, group.start + (steps * group.width + 7) / 8 <= room
            else { return "steps outside the value" }
        }
        return nil
    }
}
