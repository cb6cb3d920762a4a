package import EventModel

/// Full events of a block: the hot columns, the key columns and the decompressed cold frames together.
///
/// Decodes a frame of 4,096 events at a time and keeps the last one. For reading events; projections
/// read ``EventBlock``.
package struct BlockContents: ~Escapable {
    private let block: EventBlock
    private let cold: RawSpan
    private let streams: BlockStreams
    private let sources: [BlockStreams.Source]
    private let subjects: [String]
    private let subjectCodes: [Int]
    /// Per row of the block: its partition and the row in it.
    private let places: [(partition: Int, row: Int)]
    private let keyColumns: [[Int: KeyColumn]]

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
        self.block = block
        self.cold = cold
        self.streams = view
        sources = try view.sources()
        subjects = try view.subjects()
        subjectCodes = view.subjectCodes()
        var places = [(partition: Int, row: Int)](repeating: (-1, 0), count: block.eventCount)
        var keys: [[Int: KeyColumn]] = []
        for (place, entry) in block.directory.enumerated() {
            for row in 0..<entry.rowCount {
                let blockRow = block.blockRow(of: place, row: row)
                guard places.indices.contains(blockRow), places[blockRow].partition < 0 else {
                    throw DamageError(part: "hot", position: key, detail: "row \(blockRow) twice")
                }
                places[blockRow] = (place, row)
            }
            let schema = tables.schema(at: entry.typeOrdinal)
            var columns: [Int: KeyColumn] = [:]
            for index in schema.fields.indices where schema.fields[index].storage == .key {
                columns[index] = try view.keys(
                    partition: place,
                    field: index,
                    rowCount: entry.rowCount
                ) { block.blockRow(of: place, row: $0) }
            }
            keys.append(columns)
        }
        self.places = places
        keyColumns = keys
    }

    /// Number of events in the block.
    package var eventCount: Int { places.count }

    /// Decodes the events at the given rows of the block, in the order asked for.
    ///
    /// - Throws: ``DamageError`` when a frame does not decode or the block has no such row; the caller restores
    ///   the ledger from a backup.
    /// - Complexity: one decompression per frame touched when `rows` ascend or descend.
    package func events(at rows: [Int]) throws(DamageError) -> [RecordedEvent] {
        var known: (index: Int, events: [RecordedEvent])?
        var result: [RecordedEvent] = []
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

    private func frame(_ index: Int) throws(DamageError) -> ColdFrame {
        try ColdFrame(
            index,
            in: cold,
            eventCount: eventCount,
            sourceCount: sources.count,
            position: block.firstPosition
        )
    }

    private func events(inFrame index: Int) throws(DamageError) -> [RecordedEvent] {
        let frame = try frame(index)
        let ids = try frame.ids(sourceCount: sources.count)
        let rows = frame.firstRow..<(frame.firstRow + ids.count)
        let schemas = rows.map { row in
            block.tables.schema(at: block.directory[places[row].partition].typeOrdinal)
        }
        let details = try frame.details(schemas: schemas)
        var events: [RecordedEvent] = []
        events.reserveCapacity(rows.count)
        for row in rows {
            let offset = row - frame.firstRow
            events.append(
                try event(
                    row: row,
                    schema: schemas[offset],
                    id: ids[offset],
                    source: sources[frame.sourceCodes[offset]].ordinal,
                    details: details[offset]
                )
            )
        }
        return events
    }

    private func event(
        row: Int,
        schema: EventSchema,
        id: String,
        source: UInt32,
        details: ColdDetails
    ) throws(DamageError) -> RecordedEvent {
        let (place, partitionRow) = places[row]
        let entry = block.directory[place]
        guard source < block.tables.sourceCount else {
            throw DamageError(
                part: "cold",
                position: block.firstPosition,
                detail: "unknown source \(source)"
            )
        }
        let instants = block.column(
            at: entry.offset + BlockLayout.Partition.instantsColumn,
            rowCount: entry.rowCount
        )
        let instant = Instant(millisecondsSince1970: instants[partitionRow])
        guard OccurredAt.isValid(instant: instant, offsetMinutes: details.offsetMinutes) else {
            throw DamageError(
                part: "hot",
                position: block.firstPosition,
                detail: "row \(row) has no valid time"
            )
        }
        let event = Event(
            id: id,
            source: block.tables.source(at: source),
            schema: schema,
            namesSchema: details.flags & ColdFlag.namesSchema != 0,
            namesContentType: details.flags & ColdFlag.namesContentType != 0,
            subject: subjects[subjectCodes[row]],
            time: OccurredAt(
                instant: Instant(millisecondsSince1970: instants[partitionRow]),
                offsetMinutes: details.offsetMinutes
            ),
            actor: details.actor,
            role: details.role,
            evidence: details.evidence,
            corrects: details.corrects,
            data: try values(place, partitionRow, schema, details)
        )
        return RecordedEvent(
            position: block.firstPosition + UInt64(row),
            recordedAt: try block.recordedAt(row: row),
            event: event
        )
    }

    private func values(
        _ place: Int,
        _ row: Int,
        _ schema: EventSchema,
        _ details: ColdDetails
    ) throws(DamageError) -> [FieldValue] {
        var textIndex = 0
        var values: [FieldValue] = []
        values.reserveCapacity(schema.fields.count)
        for (index, field) in schema.fields.enumerated() {
            let descriptor = block.descriptor(
                at: block.directory[place].offset + BlockLayout.Partition.fields
                    + index * ColumnDescriptor.byteCount
            )
            switch field.storage {
            case .integer:
                let integer = IntegerColumn(block.hot, descriptor).value(row)
                guard integer.map(field.kind.holds) ?? true else {
                    throw DamageError(
                        part: "hot",
                        position: block.firstPosition,
                        detail: "\(schema.type) has no valid \(field.name) in row \(row)"
                    )
                }
                values.append(integer.map(FieldValue.integer) ?? .absent)
            case .name:
                let ordinal = NameColumn(block.hot, descriptor)[row]
                guard ordinal != NameColumn.absentName else {
                    values.append(.absent)
                    continue
                }
                guard ordinal < block.tables.nameCount else {
                    throw DamageError(
                        part: "hot",
                        position: block.firstPosition,
                        detail: "unknown name \(ordinal)"
                    )
                }
                values.append(.text(block.tables.name(at: ordinal)))
            case .key:
                values.append(
                    keyColumns[place][index]?.string(row).map(FieldValue.text) ?? .absent
                )
            case .text:
                values.append(details.texts[textIndex].map(FieldValue.text) ?? .absent)
                textIndex += 1
            }
        }
        return values
    }
}
