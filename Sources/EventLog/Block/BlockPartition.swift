package import EventModel

/// The rows of one event type in a block, as columns; rows are zero-based, in order of position.
package struct BlockPartition: ~Escapable {
    private let block: EventBlock
    private let place: Int
    /// The version that the rows are read as.
    package let schema: EventSchema
    /// The version that the rows are stored in, at most that of ``schema``.
    private let stored: EventSchema
    /// Number of rows below the cut, voided ones included.
    package let rowCount: Int
    /// The rows that count: below the cut and not voided.
    ///
    /// Ascending, not empty, not adjacent.
    package let liveRanges: [Range<Int>]

    @_lifetime(copy block)
    init(
        _ block: borrowing EventBlock,
        place: Int,
        schema: EventSchema,
        rowCount: Int,
        liveRanges: [Range<Int>]
    ) {
        self.block = copy block
        self.place = place
        self.rowCount = rowCount
        self.liveRanges = liveRanges
        self.schema = schema
        stored = block.tables.schema(at: block.directory[place].typeOrdinal)
    }

    private var entry: EventBlock.PartitionEntry { block.directory[place] }

    /// The log position of a row.
    ///
    /// The row must be below ``rowCount``; another traps, or gives a position that means nothing.
    ///
    /// - Complexity: O(1), after one pass over the block for its most frequent type.
    package func position(ofRow row: Int) -> UInt64 {
        block.firstPosition + UInt64(block.blockRow(of: place, row: row))
    }

    /// When each live row's event happened, and its position: for rows that become facts one by one.
    ///
    /// - Complexity: as ``position(ofRow:)``, paid once for all rows; less where few are selected.
    @_lifetime(copy self)
    package func stamps() -> RowStamps {
        RowStamps(
            instants: instants(),
            positions: block.column(
                at: entry.offset + BlockLayout.Partition.positionsColumn,
                rowCount: rowCount
            ),
            unlistedRows: place == block.largest ? block.liveUnlistedRowIndices() : nil,
            firstPosition: block.firstPosition
        )
    }

    /// Earliest and latest instant over all rows of the partition, in milliseconds since
    /// 1970-01-01T00:00:00Z.
    ///
    /// Voided rows and those beyond the cut are included.
    package var instantRange: ClosedRange<Int64> {
        let minimum = block.hot.littleEndian(
            Int64.self,
            at: entry.offset + BlockLayout.Partition.minimumInstant
        )
        let maximum = block.hot.littleEndian(
            Int64.self,
            at: entry.offset + BlockLayout.Partition.maximumInstant
        )
        return minimum...max(minimum, maximum)
    }

    /// When each event happened, in milliseconds since 1970-01-01T00:00:00Z.
    @_lifetime(copy self)
    package func instants() -> IntegerColumn {
        block.column(at: entry.offset + BlockLayout.Partition.instantsColumn, rowCount: rowCount)
    }

    /// A column of integers, booleans, dates, months or choices.
    ///
    /// The schema must have the field, stored as `.integer`: anything else is a mistake of the caller.
    @_lifetime(copy self)
    package func integers(_ field: String) -> IntegerColumn {
        IntegerColumn(block.hot, descriptor(of: field, storage: .integer))
    }

    /// A column of ledger-wide name ordinals; the schema must have the field, stored as `.name`.
    @_lifetime(copy self)
    package func names(_ field: String) -> NameColumn {
        NameColumn(block.hot, descriptor(of: field, storage: .name))
    }

    /// A column of strings with a dictionary per block; the schema must have the field, stored as `.key`.
    ///
    /// - Throws: ``DamageError`` when the dictionary does not decode.
    package func keys(_ field: String) throws(DamageError) -> KeyColumn {
        let rows = entry.rowCount
        guard case .field(let index) = origin(of: field, storage: .key) else {
            return KeyColumn(dictionary: [], codes: [Int32](repeating: -1, count: rows))
        }
        let streams = try BlockStreams(block.streams, key: block.firstPosition)
        return try streams.keys(partition: place, field: index, rowCount: rows) { row in
            block.blockRow(of: place, row: row)
        }
    }

    /// The strings of ``keys(_:)`` as hashes: for grouping rows of very many.
    ///
    /// - Throws: ``DamageError`` when the dictionary does not decode.
    /// - Complexity: O(rows + bytes of the dictionary), without a string.
    package func keyHashes(_ field: String) throws(DamageError) -> KeyHashes {
        let rows = entry.rowCount
        guard case .field(let index) = origin(of: field, storage: .key) else {
            return .none(rowCount: rows)
        }
        let streams = try BlockStreams(block.streams, key: block.firstPosition)
        return try streams.keyHashes(partition: place, field: index, rowCount: rows) {
            if place == block.largest { return block.unlistedRowIndices() }
            var listed: [Int64] = []
            block.column(
                at: entry.offset + BlockLayout.Partition.positionsColumn,
                rowCount: rows
            ).decode(0..<rows, into: &listed)
            return listed.prefix(rows).map { Int($0) }
        }
    }

    private func origin(of field: String, storage: FieldStorage) -> FieldOrigin {
        guard let index = schema.index(of: field), schema.fields[index].storage == storage else {
            preconditionFailure("\(schema.type) stores no \(storage.rawValue) field \(field)")
        }
        return schema.origin(of: index, in: stored)
    }

    private func descriptor(of field: String, storage: FieldStorage) -> ColumnDescriptor {
        let kind: ColumnDescriptor.Kind = storage == .integer ? .integers : .names
        switch origin(of: field, storage: storage) {
        case .field(let index):
            return block.descriptor(
                at: entry.offset + BlockLayout.Partition.fields
                    + index * ColumnDescriptor.byteCount
            )
        case .constant(let value):
            var descriptor = ColumnDescriptor(kind: kind, encoding: .offset)
            descriptor.base = value
            return descriptor
        case .absent: return ColumnDescriptor(kind: kind, encoding: .absent)
        }
    }
}

/// When each row of a partition happened, and its position in the log.
public struct RowStamps: ~Escapable {
    @usableFromInline let instants: IntegerColumn
    @usableFromInline let positions: IntegerColumn
    @usableFromInline let unlistedRows: [Int]?
    @usableFromInline let firstPosition: UInt64

    @_lifetime(copy instants, copy positions)
    init(
        instants: IntegerColumn,
        positions: IntegerColumn,
        unlistedRows: [Int]?,
        firstPosition: UInt64
    ) {
        self.instants = instants
        self.positions = positions
        self.unlistedRows = unlistedRows
        self.firstPosition = firstPosition
    }

    /// When the row's event happened, in milliseconds since 1970-01-01T00:00:00Z.
    ///
    /// The row must be one of the partition's.
    @inlinable @inline(__always)
    public func instant(_ row: Int) -> Int64 { instants[row] }

    /// The log position of the row's event.
    ///
    /// The row must be a live one of the partition's.
    @inlinable @inline(__always)
    public func position(_ row: Int) -> UInt64 {
        if let unlistedRows { return firstPosition + UInt64(unlistedRows[row]) }
        return firstPosition + UInt64(positions[row])
    }
}
