package import EventModel

/// Up to 16,384 consecutive events as columns by event type: what a projection folds.
///
/// A view over stored bytes (the memory map, or an in-memory encoding of the tail); it cannot outlive
/// them. It shows the events below a cut; ``BlockPartition/liveRanges`` hold those of a selection.
package struct EventBlock: ~Escapable {
    let hot: RawSpan
    let streams: RawSpan
    let tables: LedgerTables
    private let versions: TypeVersions
    /// Ranges of the directory: one per event type.
    let directory: [PartitionEntry]
    let largest: Int
    let storedCount: Int
    private let rowIndices: RowIndexCache
    private let selection: RowSelection
    /// The rows of the block that the selection names, in order of position.
    private var marked: [MarkedRow] = []
    /// Position of the block's first event.
    package let firstPosition: UInt64
    /// Number of events that the question sees: the block's events below the cut.
    package let eventCount: Int

    /// A row that a selection names.
    private struct MarkedRow {
        let place: Int
        let row: Int
        let blockRow: Int
    }

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
    ///   - selection: Which of them are live; may name positions outside the block.
    ///   - tables: The ledger's names, sources and types.
    /// - Throws: ``DamageError`` when the directory does not hold together.
    @_lifetime(copy hot, copy streams)
    package init(
        hot: RawSpan,
        streams: RawSpan,
        key: UInt64,
        upTo limit: UInt64 = .max,
        selecting selection: RowSelection = .all,
        tables: LedgerTables
    ) throws(DamageError) {
        try self.init(
            hot: hot,
            streams: streams,
            key: key,
            upTo: limit,
            selecting: selection,
            tables: tables,
            versions: TypeVersions(tables)
        )
    }

    /// As ``init(hot:streams:key:upTo:selecting:tables:)``, with the types' versions looked up before.
    @_lifetime(copy hot, copy streams)
    init(
        hot: RawSpan,
        streams: RawSpan,
        key: UInt64,
        upTo limit: UInt64,
        selecting selection: RowSelection,
        tables: LedgerTables,
        versions: TypeVersions
    ) throws(DamageError) {
        let summary = try BlockSummary(reading: hot, key: key)
        self.hot = hot
        self.streams = streams
        self.tables = tables
        self.versions = versions
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
        self.selection = selection
        guard offset <= hot.byteCount, largest < entries.count else {
            throw DamageError(part: "hot", position: key, detail: "directory cut short")
        }
        let end = key + UInt64(summary.eventCount)
        marked = marks(ofBlockRows: selection.rows(from: key, to: end))
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
        var places: [Place] = []
        for ordinal in versions.ordinals(readAs: schema) {
            if let place = place(ofTypeOrdinal: ordinal, readAs: schema) { places.append(place) }
        }
        return places
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

    /// The ordinals of the types of which the block has visible rows, each version a type of its own.
    package var typeOrdinals: [UInt16] {
        directory.indices.filter { visibleRowCount(of: $0) > 0 }.map { directory[$0].typeOrdinal }
    }

    /// The recorded times of a range of rows, in milliseconds since 1970-01-01T00:00:00Z.
    ///
    /// Rows are the block's, zero-based; see ``BlockPartition/position(ofRow:)`` less ``firstPosition``.
    ///
    /// - Throws: As ``recordedAt(row:)``.
    package func recordedTimes(_ rows: Range<Int>) throws(DamageError) -> [Int64] {
        let descriptor = try ColumnDescriptor(
            reading: hot,
            at: BlockLayout.recordedColumn,
            rowCount: storedCount,
            position: firstPosition,
            part: "hot"
        )
        var times: [Int64] = []
        IntegerColumn(hot, descriptor).decode(rows, into: &times)
        return times
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

    /// The roots over every 128 of the block's entries; none in a block of the first format.
    package var groupRoots: [SHA256Digest] { groupRoots(prefix: .max) }

    /// The first of ``groupRoots``.
    func groupRoots(prefix: Int) -> [SHA256Digest] {
        BlockRoots.groups(in: hot, events: storedCount, prefix: prefix)
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
        if marked.isEmpty { return selection.isPositive ? [] : [0..<visible] }
        var ranges: [Range<Int>] = []
        var start = 0
        for mark in marked where mark.place == place && mark.row < visible {
            if selection.isPositive {
                if let last = ranges.last, last.upperBound == mark.row {
                    ranges[ranges.count - 1] = last.lowerBound..<(mark.row + 1)
                } else {
                    ranges.append(mark.row..<(mark.row + 1))
                }
            } else {
                if start < mark.row { ranges.append(start..<mark.row) }
                start = mark.row + 1
            }
        }
        if !selection.isPositive, start < visible { ranges.append(start..<visible) }
        return ranges
    }

    /// The partitions of some rows of the block, and their rows there.
    private func marks(ofBlockRows rows: [Int]) -> [MarkedRow] {
        guard !rows.isEmpty, let listed = listedRows() else { return [] }
        var marks: [MarkedRow] = []
        marks.reserveCapacity(rows.count)
        var word = 0
        var listedBelow = 0
        for row in rows {
            while word < row >> 6 {
                listedBelow += listed[word].nonzeroBitCount
                word += 1
            }
            let bit: UInt64 = 1 << UInt64(row & 63)
            if listed[word] & bit == 0 {
                let below = listedBelow + (listed[word] & (bit - 1)).nonzeroBitCount
                marks.append(MarkedRow(place: largest, row: row - below, blockRow: row))
            } else if let mark = listedMark(ofBlockRow: row) {
                marks.append(mark)
            }
        }
        return marks
    }

    private func listedMark(ofBlockRow blockRow: Int) -> MarkedRow? {
        for place in directory.indices where place != largest {
            let below = listedRowCount(of: place, below: blockRow)
            if below < directory[place].rowCount,
                positionsColumn(of: place)[below] == Int64(blockRow)
            {
                return MarkedRow(place: place, row: below, blockRow: blockRow)
            }
        }
        return nil
    }

    /// The row in the block of a partition's row.
    func blockRow(of place: Int, row: Int) -> Int {
        if place != largest { return Int(positionsColumn(of: place)[row]) }
        return unlistedRowIndices()[row]
    }

    /// The rows of the largest partition, found once and kept.
    func unlistedRowIndices() -> [Int] { rowIndices.rows { unlistedRows() } }

    /// As ``unlistedRowIndices()``, but right for live rows only where a selection names those.
    func liveUnlistedRowIndices() -> [Int] {
        guard selection.isPositive else { return unlistedRowIndices() }
        var rows = [Int](repeating: 0, count: directory[largest].rowCount)
        for mark in marked where mark.place == largest { rows[mark.row] = mark.blockRow }
        return rows
    }

    /// The rows of the largest partition: those that no other lists.
    private func unlistedRows() -> [Int] {
        guard let listed = listedRows() else { return [] }
        var rows: [Int] = []
        rows.reserveCapacity(directory[largest].rowCount)
        for row in 0..<storedCount where listed[row >> 6] >> UInt64(row & 63) & 1 == 0 {
            rows.append(row)
        }
        return rows
    }

    /// A bit for each row that a partition lists; `nil` if a row is listed twice or out of order, or there
    /// is no such row.
    func listedRows() -> [UInt64]? {
        var listed = [UInt64](repeating: 0, count: (storedCount + 63) / 64)
        for place in directory.indices where place != largest {
            let column = positionsColumn(of: place)
            var previous = -1
            for row in 0..<directory[place].rowCount {
                let blockRow = Int(truncatingIfNeeded: column[row])
                guard blockRow > previous, blockRow < storedCount else { return nil }
                previous = blockRow
                let mask: UInt64 = 1 << UInt64(blockRow & 63)
                guard listed[blockRow >> 6] & mask == 0 else { return nil }
                listed[blockRow >> 6] |= mask
            }
        }
        return listed
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
