/// Integers of one field (or the instants) of one event type in a block.
///
/// A view into the block: it cannot outlive it. Rows are zero-based within the partition.
package struct IntegerColumn: ~Escapable {
    private let value: RawSpan
    private let dataOffset: Int
    private let width: Int
    private let base: Int64
    private let unit: Int64
    private let presenceOffset: Int
    private let runCount: Int
    private let runValuesOffset: Int
    private let isAbsent: Bool

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
    }

    /// The value that every row has, if they are all alike and all present; `nil` otherwise.
    package var constant: Int64? {
        width == 0 && runCount == 0 && presenceOffset < 0 && !isAbsent ? base : nil
    }

    /// Whether the row has a value.
    @inline(__always)
    package func isPresent(_ row: Int) -> Bool {
        if isAbsent { return false }
        if presenceOffset < 0 { return true }
        let bits = value.littleEndian(UInt8.self, at: presenceOffset + row >> 3)
        return bits >> UInt8(row & 7) & 1 == 1
    }

    /// The row's value; meaningless where ``isPresent(_:)`` is false.
    @inline(__always)
    package subscript(row: Int) -> Int64 {
        if runCount > 0 { return runValue(row) }
        let code = ColumnDescriptor.code(in: value, at: dataOffset, width: width, row: row)
        return base &+ Int64(code) &* unit
    }

    /// The row's value, or `nil` if it has none.
    @inline(__always)
    package func value(_ row: Int) -> Int64? { isPresent(row) ? self[row] : nil }

    private func runValue(_ row: Int) -> Int64 {
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
        return value.littleEndian(Int64.self, at: runValuesOffset + 8 * low)
    }
}

/// Ordinals of ledger-wide names (see ``LedgerTables``) of one field of one event type in a block.
///
/// For a tight loop map ``dictionaryOrdinal(_:)`` once per block and walk ``code(_:)``.
package struct NameColumn: ~Escapable {
    /// What ``subscript(_:)`` gives for a row without a value.
    package static let absentName = UInt32.max

    private let value: RawSpan
    private let dataOffset: Int
    private let width: Int
    private let base: UInt32
    private let presenceOffset: Int
    private let dictionaryOffset: Int
    private let isAbsent: Bool
    /// Number of distinct names if the column has a dictionary; 0 if it has none.
    package let dictionaryCount: Int

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
    package var constant: UInt32? {
        width == 0 && dictionaryCount == 0 && presenceOffset < 0 && !isAbsent ? base : nil
    }

    /// Whether the row has a value.
    @inline(__always)
    package func isPresent(_ row: Int) -> Bool {
        if isAbsent { return false }
        if presenceOffset < 0 { return true }
        let bits = value.littleEndian(UInt8.self, at: presenceOffset + row >> 3)
        return bits >> UInt8(row & 7) & 1 == 1
    }

    /// The row's index into the dictionary; only where ``dictionaryCount`` > 0.
    @inline(__always)
    package func code(_ row: Int) -> Int {
        ColumnDescriptor.code(in: value, at: dataOffset, width: width, row: row)
    }

    /// The ordinal of the dictionary's entry; ordinals rise with the index.
    ///
    /// The index must be below ``dictionaryCount``; another traps, or gives an ordinal that means nothing.
    @inline(__always)
    package func dictionaryOrdinal(_ index: Int) -> UInt32 {
        value.littleEndian(UInt32.self, at: dictionaryOffset + 4 * index)
    }

    /// The row's name ordinal, or ``absentName``.
    @inline(__always)
    package subscript(row: Int) -> UInt32 {
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
