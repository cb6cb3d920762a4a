/// Integers of one field (or the instants) of one event type in a block.
///
/// A view into the block: it cannot outlive it. Rows are zero-based within the partition.
public struct IntegerColumn: ~Escapable {
    @usableFromInline let value: RawSpan
    @usableFromInline let dataOffset: Int
    @usableFromInline let width: Int
    @usableFromInline let base: Int64
    @usableFromInline let unit: Int64
    @usableFromInline let presenceOffset: Int
    @usableFromInline let runCount: Int
    @usableFromInline let runValuesOffset: Int
    @usableFromInline let isAbsent: Bool
    /// Whether rows have codes of a fixed width: neither runs nor steps.
    @usableFromInline let hasCodes: Bool
    let hasSteps: Bool

    @_lifetime(copy value)
    init(_ value: RawSpan, _ descriptor: ColumnDescriptor) {
        self.value = value
        dataOffset = descriptor.dataOffset
        width = descriptor.width
        base = descriptor.base
        unit = Int64(descriptor.unit)
        presenceOffset = descriptor.hasPresence ? descriptor.presenceOffset : -1
        runCount = descriptor.encoding == .runs ? descriptor.dictionaryCount : 0
        runValuesOffset = descriptor.dictionaryOffset
        isAbsent = descriptor.encoding == .absent
        hasSteps = descriptor.encoding == .steps
        hasCodes = descriptor.encoding != .runs && descriptor.encoding != .steps
    }

    /// The value that every row has, if they are all alike and all present; `nil` otherwise.
    @inlinable public var constant: Int64? {
        width == 0 && hasCodes && presenceOffset < 0 && !isAbsent ? base : nil
    }

    /// Whether the row has a value.
    @inlinable @inline(__always)
    public func isPresent(_ row: Int) -> Bool {
        if isAbsent { return false }
        if presenceOffset < 0 { return true }
        let bits = value.littleEndian(UInt8.self, at: presenceOffset + row >> 3)
        return bits >> UInt8(row & 7) & 1 == 1
    }

    /// The row's value; meaningless where ``isPresent(_:)`` is false.
    @inlinable @inline(__always)
    public subscript(row: Int) -> Int64 {
        guard hasCodes else { return valueWithoutCode(row) }
        let code = ColumnCode.load(in: value, at: dataOffset, width: width, row: row)
        return base &+ Int64(code) &* unit
    }

    /// The row's value, or `nil` if it has none.
    @inlinable @inline(__always)
    public func value(_ row: Int) -> Int64? { isPresent(row) ? self[row] : nil }

    @usableFromInline func valueWithoutCode(_ row: Int) -> Int64 {
        hasSteps ? stepValue(row) : runValue(row)
    }

    private func runValue(_ row: Int) -> Int64 {
        value.littleEndian(Int64.self, at: runValuesOffset + 8 * run(of: row))
    }

    private func stepValue(_ row: Int) -> Int64 {
        let group = stepGroup(row / StepCode.groupRowCount)
        var offset = group.offset
        for row in 0..<(row % StepCode.groupRowCount) {
            offset &+= group.step(after: row, in: value)
        }
        return base &+ offset
    }

    /// A group of rows; only where there are steps.
    func stepGroup(_ index: Int) -> StepCode.Group {
        StepCode.Group(index, in: value, data: dataOffset, anchors: runValuesOffset)
    }

    /// The run that holds a row; only where there are runs.
    func run(of row: Int) -> Int {
        var low = 0
        var high = runCount
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(value.littleEndian(UInt16.self, at: dataOffset + 2 * middle)) <= row {
                low = middle
            } else {
                high = middle
            }
        }
        return low
    }
}

/// Ordinals of ledger-wide names (see ``LedgerTables``) of one field of one event type in a block.
///
/// For a tight loop map ``dictionaryOrdinal(_:)`` once per block and walk ``code(_:)``.
public struct NameColumn: ~Escapable {
    /// What ``subscript(_:)`` gives for a row without a value.
    @inlinable public static var absentName: UInt32 { .max }

    @usableFromInline let value: RawSpan
    @usableFromInline let dataOffset: Int
    @usableFromInline let width: Int
    @usableFromInline let base: UInt32
    @usableFromInline let presenceOffset: Int
    @usableFromInline let dictionaryOffset: Int
    @usableFromInline let isAbsent: Bool
    /// Number of distinct names if the column has a dictionary; 0 if it has none.
    public let dictionaryCount: Int

    @_lifetime(copy value)
    init(_ value: RawSpan, _ descriptor: ColumnDescriptor) {
        self.value = value
        dataOffset = descriptor.dataOffset
        width = descriptor.width
        base = UInt32(truncatingIfNeeded: descriptor.base)
        presenceOffset = descriptor.hasPresence ? descriptor.presenceOffset : -1
        dictionaryOffset = descriptor.dictionaryOffset
        dictionaryCount = descriptor.encoding == .dictionary ? descriptor.dictionaryCount : 0
        isAbsent = descriptor.encoding == .absent
    }

    /// The ordinal that every row has, if they are all alike and all present; `nil` otherwise.
    @inlinable public var constant: UInt32? {
        width == 0 && dictionaryCount == 0 && presenceOffset < 0 && !isAbsent ? base : nil
    }

    /// Whether the row has a value.
    @inlinable @inline(__always)
    public func isPresent(_ row: Int) -> Bool {
        if isAbsent { return false }
        if presenceOffset < 0 { return true }
        let bits = value.littleEndian(UInt8.self, at: presenceOffset + row >> 3)
        return bits >> UInt8(row & 7) & 1 == 1
    }

    /// The row's index into the dictionary; only where ``dictionaryCount`` > 0.
    @inlinable @inline(__always)
    public func code(_ row: Int) -> Int {
        ColumnCode.load(in: value, at: dataOffset, width: width, row: row)
    }

    /// The ordinal of the dictionary's entry; ordinals rise with the index.
    ///
    /// The index must be below ``dictionaryCount``; another traps, or gives an ordinal that means nothing.
    @inlinable @inline(__always)
    public func dictionaryOrdinal(_ index: Int) -> UInt32 {
        value.littleEndian(UInt32.self, at: dictionaryOffset + 4 * index)
    }

    /// The row's name ordinal, or ``absentName``.
    @inlinable @inline(__always)
    public subscript(row: Int) -> UInt32 {
        guard isPresent(row) else { return Self.absentName }
        let code = code(row)
        return dictionaryCount > 0
            ? dictionaryOrdinal(code) : base &+ UInt32(truncatingIfNeeded: code)
    }
}

/// Strings of one field of one event type in a block, for fields with very many distinct values.
package struct KeyColumn: Sendable {
    /// The distinct strings of the block; for a column taken from the subjects, of all its subjects.
    package let dictionary: [String]
    /// Per row the index into ``dictionary``, or −1 where the row has no value.
    package let codes: [Int32]

    /// The row's string; `nil` if it has none.
    package func string(_ row: Int) -> String? {
        codes[row] < 0 ? nil : dictionary[Int(codes[row])]
    }
}
