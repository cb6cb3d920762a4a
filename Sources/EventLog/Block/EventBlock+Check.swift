import EventModel

extension EventBlock {
    /// Checks a block's `hot` and `streams` values: frames, directory, and that every column lies inside.
    ///
    /// To be called once before views of the block are used; the bytes are immutable afterwards.
    ///
    /// - Throws: ``DamageError`` naming what does not hold.
    /// - Complexity: one pass over both values.
    package static func check(
        hot: RawSpan,
        streams: RawSpan,
        key: UInt64,
        tables: LedgerTables
    ) throws(DamageError) {
        try ValueFrame.check(hot, is: .hot, key: key)
        try ValueFrame.check(streams, is: .streams, key: key)
        let summary = try BlockSummary(reading: hot, key: key)
        guard summary.streamsChecksum == ValueFrame.storedChecksum(streams) else {
            throw DamageError(part: "streams", position: key, detail: "it belongs to another block")
        }
        let block = try EventBlock(hot: hot, streams: streams, key: key, tables: tables)
        let gaps = tables.gaps
        for entry in block.directory {
            try gaps?.check(type: entry.typeOrdinal, for: "hot", at: key)
        }
        try block.checkColumns(gaps)
        let view = try BlockStreams(streams, key: key)
        guard let gaps else { return }
        for source in try view.sources() {
            try gaps.check(source: source.ordinal, for: "streams", at: key)
        }
    }

    /// Checks that the ledger knows every name of a column.
    private func checkNames(
        _ column: NameColumn,
        rowCount: Int,
        _ gaps: TableGaps?
    ) throws(DamageError) {
        let nameCount = tables.nameCount
        func check(_ ordinal: UInt32) throws(DamageError) {
            guard ordinal == NameColumn.absentName || Int(ordinal) < nameCount else {
                throw DamageError(
                    part: "hot",
                    position: firstPosition,
                    detail: "unknown name \(ordinal) of \(nameCount)"
                )
            }
            try gaps?.check(name: ordinal, for: "hot", at: firstPosition)
        }
        if column.dictionaryCount > 0 {
            for index in 0..<column.dictionaryCount { try check(column.dictionaryOrdinal(index)) }
            return
        }
        guard rowCount > 0, !column.isAbsent else { return }
        let greatest = ColumnCode.greatest(
            in: hot,
            at: column.dataOffset,
            width: column.width,
            rows: 0..<rowCount
        )
        if gaps == nil, greatest < UInt64(nameCount),
            UInt64(column.base) + greatest < UInt64(nameCount)
        {
            return
        }
        // A row without a value may have any code.
        for row in 0..<rowCount { try check(column[row]) }
    }

    private func checkColumns(_ gaps: TableGaps?) throws(DamageError) {
        func check(_ offset: Int, _ rows: Int) throws(DamageError) -> ColumnDescriptor {
            try ColumnDescriptor(
                reading: hot,
                at: offset,
                rowCount: rows,
                position: firstPosition,
                part: "hot"
            )
        }
        _ = try check(BlockLayout.recordedColumn, storedCount)
        for (place, entry) in directory.enumerated() {
            guard Int(entry.typeOrdinal) < tables.typeCount else {
                throw DamageError(
                    part: "hot",
                    position: firstPosition,
                    detail: "unknown type \(entry.typeOrdinal)"
                )
            }
            let listed = place == largest ? 0 : entry.rowCount
            let positions = try check(entry.offset + BlockLayout.Partition.positionsColumn, listed)
            guard place == largest || positions.encoding == .offset else {
                throw DamageError(
                    part: "hot",
                    position: firstPosition,
                    detail: "a partition lists no rows"
                )
            }
            _ = try check(entry.offset + BlockLayout.Partition.instantsColumn, entry.rowCount)
            guard entry.fieldCount == tables.schema(at: entry.typeOrdinal).fields.count else {
                throw DamageError(
                    part: "hot",
                    position: firstPosition,
                    detail: "type \(entry.typeOrdinal) has \(entry.fieldCount) fields"
                )
            }
            let fields = tables.schema(at: entry.typeOrdinal).fields
            for field in 0..<entry.fieldCount {
                let offset =
                    entry.offset + BlockLayout.Partition.fields + field * ColumnDescriptor.byteCount
                let descriptor = try check(offset, entry.rowCount)
                guard fields[field].storage == .name else { continue }
                try checkNames(NameColumn(hot, descriptor), rowCount: entry.rowCount, gaps)
            }
        }
        // The counts add up, so what no partition lists is exactly the largest one's.
        guard listedRows() != nil else {
            throw DamageError(
                part: "hot",
                position: firstPosition,
                detail: "its partitions list a row twice or out of order"
            )
        }
    }
}
