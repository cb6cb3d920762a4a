package import EventModel

/// Up to 16,384 consecutive events as columns by event type: what a projection folds.
///
/// A view over stored bytes (the memory map, or an in-memory encoding of the tail); it cannot outlive
/// them. It shows the events below a cut, and leaves voided events out of ``BlockPartition/liveRanges``.
package struct EventBlock: ~Escapable {
    let hot: RawSpan
    let streams: RawSpan
    let tables: LedgerTables
    /// Ranges of the directory: one per event type.
    let directory: [PartitionEntry]
    private let largest: Int
    private let storedCount: Int
    private let rowIndices: RowIndexCache
    /// Rows (indices into the block) that are voided, ascending.
    private let excluded: [Int]
    /// Position of the block's first event.
    package let firstPosition: UInt64
    /// Number of events that the question sees: the block's events below the cut.
    package let eventCount: Int

    /// One event type's entry in the directory.
    struct PartitionEntry: Sendable {
        let typeOrdinal: UInt16
        let offset: Int
        let fieldCount: Int
        let rowCount: Int
    }

    /// Looks at a block whose values have been checked (``check(hot:streams:key:tables:)``).
    ///
    /// - Parameters:
    ///   - hot: The block's `hot` value.
    ///   - streams: The block's `streams` value.
    ///   - key: Position under which the values are stored.
    ///   - limit: Only events of positions below it are seen.
    ///   - voided: Positions of voided events, ascending; may hold positions outside the block.
    ///   - tables: The ledger's names, sources and types.
    /// - Throws: ``DamageError`` when the directory does not hold together.
    @_lifetime(copy hot, copy streams)
    package init(
        hot: RawSpan,
        streams: RawSpan,
        key: UInt64,
        upTo limit: UInt64 = .max,
        excluding voided: [UInt64] = [],
        tables: LedgerTables
    ) throws(DamageError) {
        let summary = try BlockSummary(reading: hot, key: key)
        self.hot = hot
        self.streams = streams
        self.tables = tables
        firstPosition = key
        storedCount = summary.eventCount
        eventCount = limit <= key ? 0 : Int(min(UInt64(summary.eventCount), limit - key))
        largest = Int(hot.littleEndian(UInt16.self, at: BlockLayout.largestPartition))
        var entries: [PartitionEntry] = []
        var offset = BlockLayout.partitions
        for (type, rows) in summary.typeCounts {
            let fields = Int(
                hot.littleEndian(UInt16.self, at: offset + BlockLayout.Partition.fieldCount)
            )
            entries.append(
                PartitionEntry(
                    typeOrdinal: type,
                    offset: offset,
                    fieldCount: fields,
                    rowCount: rows
                )
            )
            offset += BlockLayout.Partition.byteCount(fieldCount: fields)
        }
        directory = entries
        rowIndices = RowIndexCache()
        let end = key + UInt64(summary.eventCount)
        excluded = voided.isEmpty ? [] : Self.rows(of: voided, from: key, to: end)
        guard offset <= hot.byteCount, largest < entries.count else {
            throw DamageError(part: "hot", position: key, detail: "directory cut short")
        }
    }

    private static func rows(of positions: [UInt64], from start: UInt64, to end: UInt64) -> [Int] {
        var low = 0
        var high = positions.count
        while low < high {
            let middle = (low + high) / 2
            if positions[middle] < start { low = middle + 1 } else { high = middle }
        }
        return positions[low...].prefix { $0 < end }.map { Int($0 - start) }
    }

    /// One stored version of a type of which a block has visible rows.
    package struct Place: Sendable {
        fileprivate let index: Int
        fileprivate let visibleRowCount: Int
        /// The version that the rows are read as.
        fileprivate let schema: EventSchema
    }

    /// Where the visible rows of a type stand: a place for each stored version, oldest first.
    ///
    /// A version newer than the schema is passed over; ``LogSnapshot/checkVersions(of:)`` tells beforehand.
    ///
    /// - Parameter schema: The version that ``partition(at:)`` reads the rows as.
    /// - Returns: Places of this block; empty if it has no visible row of the type.
    package func places(of schema: EventSchema) -> [Place] {
        tables.typeOrdinals(type: schema.type).compactMap { ordinal in
            guard tables.schema(at: ordinal).version <= schema.version else { return nil }
            return place(ofTypeOrdinal: ordinal, readAs: schema)
        }
    }

    private func place(ofTypeOrdinal ordinal: UInt16, readAs schema: EventSchema) -> Place? {
        guard let index = directory.firstIndex(where: { $0.typeOrdinal == ordinal }) else {
            return nil
        }
        let visible = visibleRowCount(of: index)
        guard visible > 0 else { return nil }
        return Place(index: index, visibleRowCount: visible, schema: schema)
    }

    /// The visible rows at a place of this block.
    @_lifetime(copy self)
    package func partition(at place: Place) -> BlockPartition {
        BlockPartition(
            self,
            place: place.index,
            schema: place.schema,
            rowCount: place.visibleRowCount,
            liveRanges: liveRanges(of: place.index, place.visibleRowCount)
        )
    }

    /// The visible rows of a type ordinal as they are stored; `nil` if there are none.
    @_lifetime(copy self)
    package func partition(typeOrdinal: UInt16) -> BlockPartition? {
        let schema = tables.schema(at: typeOrdinal)
        guard let place = place(ofTypeOrdinal: typeOrdinal, readAs: schema) else { return nil }
        return partition(at: place)
    }

    /// The recorded time of an event, by its row in the block.
    ///
    /// The row must be one of the block's; another gives a time that means nothing, or traps.
    ///
    /// - Throws: ``DamageError`` when the column's descriptor does not hold together; the caller restores the
    ///   ledger from a backup.
    /// - Complexity: O(1).
    package func recordedAt(row: Int) throws(DamageError) -> Instant {
        let descriptor = try ColumnDescriptor(
            reading: hot,
            at: BlockLayout.recordedColumn,
            rowCount: storedCount,
            position: firstPosition,
            part: "hot"
        )
        return Instant(millisecondsSince1970: IntegerColumn(hot, descriptor)[row])
    }

    /// Number of the block's events recorded at or before `instant`, also of those beyond the cut.
    ///
    /// - Throws: As ``recordedAt(row:)``.
    /// - Complexity: O(log *n*): recorded times never decrease.
    package func eventCount(knownAt instant: Instant) throws(DamageError) -> Int {
        let descriptor = try ColumnDescriptor(
            reading: hot,
            at: BlockLayout.recordedColumn,
            rowCount: storedCount,
            position: firstPosition,
            part: "hot"
        )
        let column = IntegerColumn(hot, descriptor)
        var low = 0
        var high = storedCount
        while low < high {
            let middle = (low + high) / 2
            if column[middle] <= instant.millisecondsSince1970 {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// Rows of a partition that lie below a row of the block.
    private func rowCount(of place: Int, below blockRow: Int) -> Int {
        let entry = directory[place]
        if blockRow >= storedCount { return entry.rowCount }
        guard place == largest else { return listedRowCount(of: place, below: blockRow) }
        var others = 0
        for other in directory.indices where other != largest {
            others += listedRowCount(of: other, below: blockRow)
        }
        return blockRow - others
    }

    private func listedRowCount(of place: Int, below blockRow: Int) -> Int {
        let column = positionsColumn(of: place)
        var low = 0
        var high = directory[place].rowCount
        while low < high {
            let middle = (low + high) / 2
            if column[middle] < Int64(blockRow) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    @_lifetime(copy self)
    private func positionsColumn(of place: Int) -> IntegerColumn {
        column(at: directory[place].offset + BlockLayout.Partition.positionsColumn, rowCount: 0)
    }

    /// A column whose descriptor was checked with the block.
    @_lifetime(copy self)
    func column(at offset: Int, rowCount: Int) -> IntegerColumn {
        IntegerColumn(hot, descriptor(at: offset))
    }

    /// A descriptor that ``check(hot:streams:key:tables:)`` has found sound.
    func descriptor(at offset: Int) -> ColumnDescriptor {
        ColumnDescriptor(trusting: hot, at: offset)
    }

    private func visibleRowCount(of place: Int) -> Int { rowCount(of: place, below: eventCount) }

    private func liveRanges(of place: Int, _ visible: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        for row in excluded {
            let below = rowCount(of: place, below: row)
            guard rowCount(of: place, below: row + 1) == below + 1, below < visible else {
                continue
            }
            if start < below { ranges.append(start..<below) }
            start = below + 1
        }
        if start < visible { ranges.append(start..<visible) }
        return ranges
    }

    /// The row in the block of a partition's row.
    func blockRow(of place: Int, row: Int) -> Int {
        if place != largest { return Int(positionsColumn(of: place)[row]) }
        return rowIndices.rows { unlistedRows() }[row]
    }

    /// The rows of the largest partition: those that no other lists.
    private func unlistedRows() -> [Int] {
        var listed = [Bool](repeating: false, count: storedCount)
        for place in directory.indices where place != largest {
            let column = positionsColumn(of: place)
            for row in 0..<directory[place].rowCount {
                let blockRow = Int(column[row])
                if listed.indices.contains(blockRow) { listed[blockRow] = true }
            }
        }
        return listed.indices.filter { !listed[$0] }
    }

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
        try block.checkColumns()
        _ = try BlockStreams(streams, key: key)
    }

    /// Checks that the ledger knows every name of a column.
    private func checkNames(_ column: NameColumn, rowCount: Int) throws(DamageError) {
        let nameCount = tables.nameCount
        func check(_ ordinal: UInt32) throws(DamageError) {
            guard ordinal == NameColumn.absentName || Int(ordinal) < nameCount else {
                throw DamageError(
                    part: "hot",
                    position: firstPosition,
                    detail: "unknown name \(ordinal) of \(nameCount)"
                )
            }
        }
        if column.dictionaryCount > 0 {
            for index in 0..<column.dictionaryCount { try check(column.dictionaryOrdinal(index)) }
        } else {
            for row in 0..<rowCount { try check(column[row]) }
        }
    }

    private func checkColumns() throws(DamageError) {
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
                try checkNames(NameColumn(hot, descriptor), rowCount: entry.rowCount)
            }
        }
        guard rowIndices.rows({ unlistedRows() }).count == directory[largest].rowCount else {
            throw DamageError(
                part: "hot",
                position: firstPosition,
                detail: "its partitions list a row twice"
            )
        }
    }
}

/// Remembers the rows of a block's largest partition once somebody asks for them.
final class RowIndexCache {
    private var cached: [Int]?

    func rows(_ build: () -> [Int]) -> [Int] {
        if let cached { return cached }
        let rows = build()
        cached = rows
        return rows
    }
}
