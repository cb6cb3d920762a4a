package import EventModel

/// The rows of one event type in a block, as columns; rows are zero-based, in order of position.
package struct BlockPartition: ~Escapable {
    private let block: EventBlock
    private let place: Int
    /// Version and fields of the rows.
    package let schema: EventSchema
    /// Number of rows below the cut, voided ones included.
    package let rowCount: Int
    /// The rows that count: below the cut and not voided.
    ///
    /// Ascending, not empty, not adjacent.
    package let liveRanges: [Range<Int>]

    @_lifetime(copy block)
    init(_ block: borrowing EventBlock, place: Int, rowCount: Int, liveRanges: [Range<Int>]) {
        self.block = copy block
        self.place = place
        self.rowCount = rowCount
        self.liveRanges = liveRanges
        schema = block.tables.schema(at: block.directory[place].typeOrdinal)
    }

    private var entry: EventBlock.PartitionEntry { block.directory[place] }

    /// The log position of a row.
    ///
    /// - Complexity: O(1), after one pass over the block for its most frequent type.
    package func position(ofRow row: Int) -> UInt64 {
        block.firstPosition + UInt64(block.blockRow(of: place, row: row))
    }

    /// Earliest and latest instant over all rows of the partition, voided ones included.
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
        guard let index = schema.index(of: field), schema.fields[index].storage == .key else {
            preconditionFailure("\(schema.type) stores no key field \(field)")
        }
        let streams = try BlockStreams(block.streams, key: block.firstPosition)
        let rows = entry.rowCount
        return try streams.keys(partition: place, field: index, rowCount: rows) { row in
            block.blockRow(of: place, row: row)
        }
    }

    private func descriptor(of field: String, storage: FieldStorage) -> ColumnDescriptor {
        guard let index = schema.index(of: field), schema.fields[index].storage == storage else {
            preconditionFailure("\(schema.type) stores no \(storage.rawValue) field \(field)")
        }
        return block.descriptor(
            at: entry.offset + BlockLayout.Partition.fields + index * ColumnDescriptor.byteCount
        )
    }
}
