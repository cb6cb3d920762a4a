import EventModel

// Whole columns at once, into buffers that the caller keeps from block to block: loops without a
// branch per row, for the types of which there are very many events.

extension IntegerColumn {
    /// Writes the rows' values to the front of a buffer, which grows if it is too short.
    ///
    /// The rows must be the partition's. What stands for a row without a value means nothing.
    ///
    /// - Complexity: O(rows), below a nanosecond a row.
    package func decode(_ rows: Range<Int>, into values: inout [Int64]) {
        values.provide(rows.count)
        if isAbsent {
            for place in 0..<rows.count { values[place] = 0 }
            return
        }
        if hasSteps { return decodeSteps(rows, into: &values) }
        if runCount > 0 { return decodeRuns(rows, into: &values) }
        let (base, unit) = (base, unit)
        unsafe values.withUnsafeMutableBufferPointer { buffer in
            ColumnCode.forEach(in: value, at: dataOffset, width: width, rows: rows) { place, code in
                unsafe buffer[place] = base &+ Int64(truncatingIfNeeded: code) &* unit
            }
        }
    }

    private func decodeSteps(_ rows: Range<Int>, into values: inout [Int64]) {
        guard !rows.isEmpty else { return }
        var offset = self[rows.lowerBound] &- base
        var group = stepGroup(rows.lowerBound / StepCode.groupRowCount)
        values[0] = base &+ offset
        for row in rows.dropFirst() {
            let place = row % StepCode.groupRowCount
            if place == 0 {
                group = stepGroup(row / StepCode.groupRowCount)
                offset = group.offset
            } else {
                offset &+= group.step(after: place - 1, in: value)
            }
            values[row - rows.lowerBound] = base &+ offset
        }
    }

    private func decodeRuns(_ rows: Range<Int>, into values: inout [Int64]) {
        guard !rows.isEmpty else { return }
        var run = self.run(of: rows.lowerBound)
        var place = 0
        while place < rows.count {
            let next =
                run + 1 < runCount
                ? Int(value.littleEndian(UInt16.self, at: dataOffset + 2 * (run + 1))) : .max
            let runValue = value.littleEndian(Int64.self, at: runValuesOffset + 8 * run)
            // A damaged run could end before it starts.
            let end = min(rows.count, max(place + 1, next - rows.lowerBound))
            while place < end {
                values[place] = runValue
                place += 1
            }
            run = min(run + 1, runCount - 1)
        }
    }
}

extension NameColumn {
    /// Writes the rows' name ordinals to the front of a buffer, which grows if it is too short;
    /// ``absentName`` stands where a row has none.
    ///
    /// The rows must be the partition's.
    ///
    /// - Complexity: O(rows), about a nanosecond a row.
    package func decode(_ rows: Range<Int>, into ordinals: inout [UInt32]) {
        ordinals.provide(rows.count)
        guard presenceOffset < 0, !isAbsent else {
            for (place, row) in rows.enumerated() { ordinals[place] = self[row] }
            return
        }
        let (base, hasDictionary) = (base, dictionaryCount > 0)
        unsafe ordinals.withUnsafeMutableBufferPointer { buffer in
            // Two loops, so that the one without a dictionary can be vectorised.
            if hasDictionary {
                ColumnCode.forEach(in: value, at: dataOffset, width: width, rows: rows) {
                    place,
                    code in unsafe buffer[place] = dictionaryOrdinal(Int(code))
                }
            } else {
                ColumnCode.forEach(in: value, at: dataOffset, width: width, rows: rows) {
                    place,
                    code in
                    unsafe buffer[place] = base &+ UInt32(truncatingIfNeeded: code)
                }
            }
        }
    }
}

extension BlockPartition {
    // Far beyond any instant of the programme, near enough that sums below cannot overflow.
    private static let farthestMillisecond: Int64 = 1 << 60
    private static let dayBias: Int64 = 1 << 35

    /// Writes the business date of each row's event, as days since 1970-01-01 in Asia/Shanghai, to the
    /// front of a buffer, which grows if it is too short.
    ///
    /// The rows must be below ``rowCount``.
    ///
    /// - Complexity: O(rows), about a nanosecond a row.
    package func decodeBusinessDays(_ rows: Range<Int>, into days: inout [Int32]) {
        days.provide(rows.count)
        let column = instants()
        let range = instantRange
        guard column.hasCodes, !column.isAbsent,
            range.lowerBound > -Self.farthestMillisecond,
            range.upperBound < Self.farthestMillisecond
        else {
            for (place, row) in rows.enumerated() {
                let instant = Instant(millisecondsSince1970: column[row])
                days[place] = BusinessDate(of: instant).daysSince1970
            }
            return
        }
        // A division of a number that is never negative is a multiplication and a shift.
        let base =
            column.base &+ BusinessDate.offsetMilliseconds &+ Self.dayBias &* 86_400_000
        let unit = column.unit
        unsafe days.withUnsafeMutableBufferPointer { buffer in
            ColumnCode.forEach(
                in: column.value,
                at: column.dataOffset,
                width: column.width,
                rows: rows
            ) { place, code in
                let biased = UInt64(
                    bitPattern: base &+ Int64(truncatingIfNeeded: code) &* unit
                )
                let day = Int64(truncatingIfNeeded: biased / 86_400_000) &- Self.dayBias
                unsafe buffer[place] = Int32(truncatingIfNeeded: day)
            }
        }
    }
}

extension Array where Element: FixedWidthInteger {
    /// Makes room for so many elements at the front.
    mutating func provide(_ wanted: Int) {
        if count < wanted { append(contentsOf: repeatElement(0, count: wanted - count)) }
    }
}
