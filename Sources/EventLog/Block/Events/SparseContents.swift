import EventModel
import Zstd

/// A few full events of a block, decoded without decoding their neighbours.
///
/// Each frame that holds one of them is decompressed once, and stepped through up to the last of them;
/// ``BlockContents`` is the faster way to many events of a block.
struct SparseContents: ~Escapable {
    let block: EventBlock
    let hot: RawSpan
    let cold: RawSpan
    let streams: RawSpan
    private let marks: SourceMarks
    private let decompressor: ZstdDecompressor

    /// Opens the three values of a block, all of which must have been checked.
    ///
    /// - Throws: ``DamageError`` when the block's directory does not hold together.
    @_lifetime(copy hot, copy streams, copy cold)
    init(
        hot: RawSpan,
        streams: RawSpan,
        cold: RawSpan,
        key: UInt64,
        marks: SourceMarks,
        tables: LedgerTables,
        decompressor: ZstdDecompressor
    ) throws(DamageError) {
        block = try EventBlock(hot: hot, streams: streams, key: key, tables: tables)
        self.hot = hot
        self.streams = streams
        self.cold = cold
        self.marks = marks
        self.decompressor = decompressor
    }

    /// Decodes the events at some rows of the block.
    ///
    /// - Parameter rows: In either direction; equal rows follow each other.
    /// - Returns: One for each row, in the order asked for.
    /// - Throws: ``DamageError`` when something does not decode or the block has no such row.
    /// - Complexity: one decompression for each frame of 4,096 events touched when `rows` ascend or descend.
    func events(at rows: [Int]) throws(DamageError) -> [RecordedEvent] {
        var result: [RecordedEvent] = []
        result.reserveCapacity(rows.count)
        var rest = rows[...]
        while let first = rest.first {
            guard (0..<block.eventCount).contains(first) else {
                throw damage("cold", "there is no row \(first)")
            }
            let index = first / BlockLayout.Cold.frameEventCount
            let same = rest.prefix { $0 / BlockLayout.Cold.frameEventCount == index }
            rest = rest.dropFirst(same.count)
            let isDescending = (same.last ?? first) < first
            let events = try events(at: isDescending ? same.reversed() : Array(same), frame: index)
            result += isDescending ? events.reversed() : events
        }
        return result
    }

    /// The row of a source's event with an id; `nil` if the block does not hold it.
    ///
    /// - Throws: As ``events(at:)``.
    /// - Complexity: decompresses frame by frame until it is found.
    func row(ofID id: SoughtID, source code: Int) throws(DamageError) -> Int? {
        let step = BlockLayout.Cold.frameEventCount
        for index in 0..<((block.eventCount + step - 1) / step) {
            let frame = try frame(index)
            if let place = try frame.place(ofID: id, source: code) {
                return frame.firstRow + place
            }
        }
        return nil
    }

    private func damage(_ part: String, _ detail: String) -> DamageError {
        DamageError(part: part, position: block.firstPosition, detail: detail)
    }

    /// Decompresses a frame.
    func frame(_ index: Int) throws(DamageError) -> SparseFrame {
        try SparseFrame(
            index,
            in: cold,
            eventCount: block.eventCount,
            sourceCount: marks.count,
            position: block.firstPosition,
            decompressor: decompressor
        )
    }

    private func events(
        at rows: [Int],
        frame index: Int
    ) throws(DamageError) -> [RecordedEvent] {
        let frame = try frame(index)
        guard (rows.last ?? 0) < frame.firstRow + frame.rowCount else {
            throw damage("cold", "there is no row \(rows.last ?? 0)")
        }
        let places = rows.map { $0 - frame.firstRow }
        let ids = try frame.ids(at: places)
        let spots = rows.map { spot(ofRow: $0) }
        let details = try details(of: places, spots, in: frame)
        var events: [RecordedEvent] = []
        for index in rows.indices {
            let code = try frame.sourceCode(at: places[index])
            let ordinal = try marks.ordinal(ofCode: code, in: streams)
            guard let ordinal, ordinal < block.tables.sourceCount else {
                throw damage("cold", "unknown source \(code)")
            }
            events.append(
                try event(
                    row: rows[index],
                    spots[index],
                    id: ids[index],
                    source: ordinal,
                    details[index]
                )
            )
        }
        return events
    }

    // MARK: Places in the columns

    /// A row of a partition.
    private struct Spot {
        let partition: Int
        let row: Int
    }

    /// The schema of a partition of the directory.
    func schema(_ partition: Int) -> EventSchema {
        block.tables.schema(at: block.directory[partition].typeOrdinal)
    }

    /// The partition that lists no rows: it has those that no other lists.
    private var largest: Int {
        Int(hot.littleEndian(UInt16.self, at: BlockLayout.largestPartition))
    }

    private func spot(ofRow row: Int) -> Spot {
        var listed = 0
        for partition in block.directory.indices where partition != largest {
            let column = listedRows(of: partition)
            let place = firstListed(partition, column, from: row)
            if place < block.directory[partition].rowCount, column[place] == Int64(row) {
                return Spot(partition: partition, row: place)
            }
            listed += place
        }
        return Spot(partition: largest, row: row - listed)
    }

    @_lifetime(copy self)
    private func listedRows(of partition: Int) -> IntegerColumn {
        block.column(
            at: block.directory[partition].offset + BlockLayout.Partition.positionsColumn,
            rowCount: 0
        )
    }

    private func firstListed(
        _ partition: Int,
        _ column: borrowing IntegerColumn,
        from row: Int
    ) -> Int {
        var low = 0
        var high = block.directory[partition].rowCount
        while low < high {
            let middle = (low + high) / 2
            if column[middle] < Int64(row) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // MARK: Parts of an event

    /// What the cold part keeps of events beside their ids.
    private func details(
        of places: [Int],
        _ spots: [Spot],
        in frame: SparseFrame
    ) throws(DamageError) -> [ColdDetails] {
        let tables = textTables()
        // Most events have nothing there, and then nothing needs to be stepped over.
        let plain = places.indices.allSatisfy { index in
            tables[spots[index].partition].isEmpty
                && !ColdDetailsReader.hasEnvelope(frame.flags(at: places[index]))
        }
        if plain { return places.map { ColdDetails(flags: frame.flags(at: $0)) } }
        let partitions = partitions(of: frame)
        return try frame.details(at: places) { tables[partitions[$0]] }
    }

    /// Per partition the tables of its schema's text fields.
    func textTables() -> [[ColdTextTable]] {
        var tables: [[ColdTextTable]] = []
        for partition in block.directory.indices {
            let schema = schema(partition)
            tables.append(
                schema.fields.indices.filter { schema.fields[$0].storage == .text }
                    .map { ColdTextTable(schema, field: $0) }
            )
        }
        return tables
    }

    /// The partition of each event of a frame, by its place in the frame.
    func partitions(of frame: SparseFrame) -> [Int] {
        var partitions = [Int](repeating: largest, count: frame.rowCount)
        let end = frame.firstRow + frame.rowCount
        for partition in block.directory.indices where partition != largest {
            let column = listedRows(of: partition)
            var place = firstListed(partition, column, from: frame.firstRow)
            while place < block.directory[partition].rowCount, column[place] < Int64(end) {
                partitions[Int(column[place]) - frame.firstRow] = partition
                place += 1
            }
        }
        return partitions
    }

    private func event(
        row: Int,
        _ spot: Spot,
        id: String,
        source: UInt32,
        _ details: ColdDetails
    ) throws(DamageError) -> RecordedEvent {
        let entry = block.directory[spot.partition]
        guard spot.row >= 0, spot.row < entry.rowCount else {
            throw damage("hot", "row \(row) belongs to no type")
        }
        let instants = block.column(
            at: entry.offset + BlockLayout.Partition.instantsColumn,
            rowCount: entry.rowCount
        )
        let instant = Instant(millisecondsSince1970: instants[spot.row])
        guard OccurredAt.isValid(instant: instant, offsetMinutes: details.offsetMinutes) else {
            throw damage("hot", "row \(row) has no valid time")
        }
        let lookup = StreamsLookup(trusting: streams, key: block.firstPosition)
        let schema = schema(spot.partition)
        let event = Event(
            id: id,
            source: block.tables.source(at: source),
            schema: schema,
            namesSchema: details.flags & ColdFlag.namesSchema != 0,
            namesContentType: details.flags & ColdFlag.namesContentType != 0,
            subject: try lookup.subject(ofRow: row),
            time: OccurredAt(instant: instant, offsetMinutes: details.offsetMinutes),
            actor: details.actor,
            role: details.role,
            evidence: details.evidence,
            corrects: details.corrects,
            data: try values(spot, blockRow: row, schema, lookup, details)
        )
        return RecordedEvent(
            position: block.firstPosition + UInt64(row),
            recordedAt: try block.recordedAt(row: row),
            event: event
        )
    }

    private func values(
        _ spot: Spot,
        blockRow: Int,
        _ schema: EventSchema,
        _ lookup: borrowing StreamsLookup,
        _ details: ColdDetails
    ) throws(DamageError) -> [FieldValue] {
        let entry = block.directory[spot.partition]
        var texts = details.texts[...]
        var values: [FieldValue] = []
        values.reserveCapacity(schema.fields.count)
        for (index, field) in schema.fields.enumerated() {
            let descriptor = block.descriptor(
                at: entry.offset + BlockLayout.Partition.fields + index * ColumnDescriptor.byteCount
            )
            switch field.storage {
            case .integer:
                let integer = IntegerColumn(hot, descriptor).value(spot.row)
                guard integer.map(field.kind.holds) ?? true else {
                    throw damage(
                        "hot",
                        "\(schema.type) has no valid \(field.name) in row \(spot.row)"
                    )
                }
                values.append(integer.map(FieldValue.integer) ?? .absent)
            case .name:
                let ordinal = NameColumn(hot, descriptor)[spot.row]
                guard ordinal != NameColumn.absentName else {
                    values.append(.absent)
                    continue
                }
                guard ordinal < block.tables.nameCount else {
                    throw damage("hot", "unknown name \(ordinal)")
                }
                values.append(.text(block.tables.name(at: ordinal)))
            case .key:
                let key = try lookup.key(
                    place: spot.partition,
                    field: index,
                    row: spot.row,
                    rowCount: entry.rowCount,
                    blockRow: blockRow
                )
                values.append(key.map(FieldValue.text) ?? .absent)
            case .text: values.append((texts.popFirst() ?? nil).map(FieldValue.text) ?? .absent)
            }
        }
        return values
    }
}
