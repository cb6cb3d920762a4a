package import EventModel

/// Full events of a block: the hot columns, the key columns and the decompressed cold frames together.
///
/// Decodes a frame of 4,096 events at a time. For reading events; projections read ``EventBlock``.
package struct BlockContents: ~Escapable {
    private let block: EventBlock
    private let cold: RawSpan
    private let streams: BlockStreams
    private let sources: [UInt32]
    private let sourceNames: [String]
    private let schemas: [EventSchema]
    /// Per partition the rows of the block that are its own.
    private let blockRows: [[Int]]
    private let subjects: DictionaryStrings
    private let keys: KeyStrings

    /// Opens the three values of a block; `hot` and `streams` must have been checked
    /// (``EventBlock/check(hot:streams:key:tables:)``), `cold` is checked here.
    ///
    /// - Throws: ``DamageError`` naming the value that does not hold.
    @_lifetime(copy hot, copy streams, copy cold)
    package init(
        hot: RawSpan,
        streams: RawSpan,
        cold: RawSpan,
        key: UInt64,
        tables: LedgerTables
    ) throws(DamageError) {
        try ColdFrame.check(cold, of: try BlockSummary(reading: hot, key: key), key: key)
        let block = try EventBlock(hot: hot, streams: streams, key: key, tables: tables)
        let view = try BlockStreams(streams, key: key)
        guard view.eventCount == block.eventCount else {
            throw DamageError(part: "streams", position: key, detail: "\(view.eventCount) events")
        }
        sources = try view.sources().map(\.ordinal)
        for source in sources where source >= tables.sourceCount {
            throw DamageError(part: "cold", position: key, detail: "unknown source \(source)")
        }
        sourceNames = sources.map { tables.source(at: $0) }
        schemas = block.directory.map { tables.schema(at: $0.typeOrdinal) }
        blockRows = block.blockRows()
        subjects = DictionaryStrings(
            at: view.subjectsOffset,
            count: view.streamCount,
            position: key
        )
        keys = KeyStrings()
        self.block = block
        self.cold = cold
        self.streams = view
    }

    /// Number of events in the block.
    package var eventCount: Int { block.eventCount }

    /// Decodes the events at the given rows of the block, in the order asked for.
    ///
    /// - Throws: ``DamageError`` when a frame does not decode or the block has no such row; the caller restores
    ///   the ledger from a backup.
    /// - Complexity: one decompression per frame touched when `rows` ascend or descend.
    package func events(at rows: [Int]) throws(DamageError) -> [RecordedEvent] {
        // A whole frame is handed over as it was decoded.
        let frameEventCount = BlockLayout.Cold.frameEventCount
        if let first = rows.first, first % frameEventCount == 0, first < eventCount,
            rows.count == min(frameEventCount, eventCount - first),
            rows.last == first + rows.count - 1,
            zip(rows, rows.dropFirst()).allSatisfy({ $0 < $1 })
        {
            return try events(inFrame: first / frameEventCount)
        }
        var known: (index: Int, events: [RecordedEvent])?
        var result: [RecordedEvent] = []
        result.reserveCapacity(rows.count)
        for row in rows {
            let index = row / BlockLayout.Cold.frameEventCount
            if known?.index != index { known = (index, try events(inFrame: index)) }
            guard let known, (0..<eventCount).contains(row) else {
                throw DamageError(
                    part: "cold",
                    position: block.firstPosition,
                    detail: "there is no row \(row)"
                )
            }
            result.append(known.events[row - index * BlockLayout.Cold.frameEventCount])
        }
        return result
    }

    private func events(inFrame index: Int) throws(DamageError) -> [RecordedEvent] {
        let frame = try ColdFrame(
            index,
            in: cold,
            eventCount: eventCount,
            sourceCount: sources.count,
            position: block.firstPosition
        )
        let ids = try frame.ids(sourceCount: sources.count)
        let rows = frame.firstRow..<(frame.firstRow + ids.count)
        var columns = FrameColumns(rowCount: ids.count)
        try fill(&columns, rows)
        let details = try frame.details(places: columns.places, schemas: schemas)
        var events: [RecordedEvent] = []
        events.reserveCapacity(rows.count)
        for offset in 0..<rows.count {
            let schema = schemas[Int(columns.places[offset])]
            let flags = frame.flags[offset]
            let time = try time(columns, details, offset, row: rows.lowerBound + offset)
            if !details[offset].texts.isEmpty {
                columns.take(details[offset].texts, at: offset, Self.textFields(of: schema))
            }
            let subject = Int(columns.subjects[offset])
            events.append(
                RecordedEvent(
                    position: block.firstPosition + UInt64(rows.lowerBound + offset),
                    recordedAt: Instant(millisecondsSince1970: columns.recorded[offset]),
                    event: Event(
                        id: ids[offset],
                        source: sourceNames[frame.sourceCodes[offset]],
                        schema: schema,
                        namesSchema: flags & ColdFlag.namesSchema != 0,
                        namesContentType: flags & ColdFlag.namesContentType != 0,
                        subject: try subjects.string(subject, in: streams.value),
                        time: time,
                        actor: details[offset].actor,
                        role: details[offset].role,
                        evidence: details[offset].evidence,
                        corrects: details[offset].corrects,
                        data: columns.takeData(at: offset)
                    )
                )
            )
        }
        return events
    }

    private func time(
        _ columns: FrameColumns,
        _ details: [ColdDetails],
        _ offset: Int,
        row: Int
    ) throws(DamageError) -> OccurredAt {
        let instant = Instant(millisecondsSince1970: columns.instants[offset])
        let offsetMinutes = details[offset].offsetMinutes
        guard OccurredAt.isValid(instant: instant, offsetMinutes: offsetMinutes) else {
            throw damage("row \(row) has no valid time")
        }
        return OccurredAt(instant: instant, offsetMinutes: offsetMinutes)
    }

    private static func textFields(of schema: EventSchema) -> [Int] {
        schema.fields.indices.filter { schema.fields[$0].storage == .text }
    }

    /// Decodes the columns of some rows of the block.
    private func fill(_ columns: inout FrameColumns, _ rows: Range<Int>) throws(DamageError) {
        let recorded = try ColumnDescriptor(
            reading: block.hot,
            at: BlockLayout.recordedColumn,
            rowCount: block.storedCount,
            position: block.firstPosition,
            part: "hot"
        )
        IntegerColumn(block.hot, recorded).decode(rows, into: &columns.recorded)
        streams.decodeCodes(rows, into: &columns.subjects)
        var integers: [Int64] = []
        for place in block.directory.indices {
            let own = blockRows[place]
            let first = Self.firstIndex(in: own, notBelow: rows.lowerBound)
            let end = Self.firstIndex(in: own, notBelow: rows.upperBound)
            guard first < end else { continue }
            let targets = own[first..<end].map { $0 - rows.lowerBound }
            let instants = block.column(
                at: block.directory[place].offset + BlockLayout.Partition.instantsColumn,
                rowCount: block.directory[place].rowCount
            )
            instants.decode(first..<end, into: &integers)
            let schema = schemas[place]
            for (index, target) in targets.enumerated() {
                columns.places[target] = UInt16(truncatingIfNeeded: place)
                columns.instants[target] = integers[index]
                columns.data[target].reserveCapacity(schema.fields.count)
            }
            for field in schema.fields.indices {
                try fillField(field, place, first..<end, targets, &columns)
            }
        }
    }

    private func fillField(
        _ field: Int,
        _ place: Int,
        _ rows: Range<Int>,
        _ targets: [Int],
        _ columns: inout FrameColumns
    ) throws(DamageError) {
        let schema = schemas[place]
        let descriptor = block.descriptor(
            at: block.directory[place].offset + BlockLayout.Partition.fields
                + field * ColumnDescriptor.byteCount
        )
        switch schema.fields[field].storage {
        case .integer:
            let column = IntegerColumn(block.hot, descriptor)
            var values: [Int64] = []
            column.decode(rows, into: &values)
            let kind = schema.fields[field].kind
            var isSound = true
            for (index, target) in targets.enumerated() {
                guard column.isPresent(rows.lowerBound + index) else {
                    columns.data[target].append(.absent)
                    continue
                }
                isSound = isSound && kind.holds(values[index])
                columns.data[target].append(.integer(values[index]))
            }
            guard isSound else {
                throw damage("\(schema.type) has no valid \(schema.fields[field].name)")
            }
        case .name:
            var ordinals: [UInt32] = []
            NameColumn(block.hot, descriptor).decode(rows, into: &ordinals)
            guard
                let last = block.tables.names(
                    ordinals,
                    count: rows.count,
                    {
                        index,
                        name in
                        columns.data[targets[index]].append(name.map { .text($0) } ?? .absent)
                    }
                )
            else { return }
            throw damage("unknown name \(last)")
        case .key:
            let column = try keys.column(field, of: place, in: streams, block)
            for (index, target) in targets.enumerated() {
                let text = try column.string(
                    rows.lowerBound + index,
                    subject: Int(columns.subjects[target]),
                    subjects,
                    in: streams.value
                )
                columns.data[target].append(text.map { .text($0) } ?? .absent)
            }
        case .text:
            for target in targets { columns.data[target].append(.absent) }
        }
    }

    private func damage(_ detail: String) -> DamageError {
        DamageError(part: "hot", position: block.firstPosition, detail: detail)
    }

    private static func firstIndex(in rows: [Int], notBelow row: Int) -> Int {
        var low = 0
        var high = rows.count
        while low < high {
            let middle = (low + high) / 2
            if rows[middle] < row { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The decoded columns of one frame, by row of the frame.
private struct FrameColumns {
    var places: [UInt16]
    var instants: [Int64]
    var recorded: [Int64] = []
    var subjects: [Int32] = []
    var data: [[FieldValue]]

    init(rowCount: Int) {
        places = Array(repeating: 0, count: rowCount)
        instants = Array(repeating: 0, count: rowCount)
        data = Array(repeating: [], count: rowCount)
    }

    /// Puts texts in the place of the fields that stand in the cold part.
    mutating func take(_ texts: [String?], at row: Int, _ fields: [Int]) {
        for (field, text) in zip(fields, texts) {
            if let text { data[row][field] = .text(text) }
        }
    }

    /// Gives a row's values away.
    mutating func takeData(at row: Int) -> [FieldValue] {
        var values: [FieldValue] = []
        swap(&values, &data[row])
        return values
    }
}
