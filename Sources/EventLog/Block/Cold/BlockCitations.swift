import EventModel
import Zstd

/// What the events of a block cite: their evidence, and texts of chosen fields.
///
/// Both stand in the cold part. Frames in which nothing is cited are decompressed and left; of the others only
/// the envelopes and texts are stepped through, and ids, columns and streams stay as they are.
struct BlockCitations: ~Escapable {
    private let block: EventBlock
    private let cold: RawSpan
    private let sourceCount: Int
    private let decoder: FrameDecoder
    /// By partition.
    private let plans: [TypePlan]
    /// By partition the indices of the text fields asked for.
    private let wantedFields: [[Int]]

    /// Opens the three values of a block; `hot` and `streams` must have been checked, `cold` is checked here.
    ///
    /// - Throws: ``DamageError`` naming the value that does not hold.
    @_lifetime(copy hot, copy streams, copy cold)
    init(
        hot: RawSpan,
        streams: RawSpan,
        cold: RawSpan,
        key: UInt64,
        texts: [CitedText],
        tables: LedgerTables,
        decoder: FrameDecoder
    ) throws(DamageError) {
        try ColdFrame.check(cold, of: hot, key: key)
        block = try EventBlock(hot: hot, streams: streams, key: key, tables: tables)
        self.cold = cold
        self.decoder = decoder
        sourceCount = Int(streams.littleEndian(UInt32.self, at: BlockLayout.Streams.sourceCount))
        let plans = block.directory.map { decoder.plan(ofType: $0.typeOrdinal, tables) }
        self.plans = plans
        wantedFields = plans.map { plan in
            plan.textFields.filter { field in
                texts.contains { $0.isField(field, of: plan.schema) }
            }
        }
    }

    /// Hands over what is cited, in order of position; of one event its evidence first, then its fields.
    ///
    /// - Throws: ``DamageError`` when a frame does not decode.
    /// - Complexity: one decompression for each frame of 4,096 events.
    func forEach(_ body: (Citation) -> Void) throws(DamageError) {
        let frameCount = try ColdFrame.count(in: cold, position: block.firstPosition)
        var partitions: [UInt16] = []
        var nextRows = [Int](repeating: 0, count: plans.count)
        for index in 0..<frameCount {
            let frame = try ColdFrame(
                index,
                in: cold,
                eventCount: block.eventCount,
                sourceCount: sourceCount,
                position: block.firstPosition,
                decompressor: try decoder.zstd(position: block.firstPosition)
            )
            if partitions.isEmpty { partitions = try block.partitionOfEachRow() }
            let rows = frame.firstRow..<(frame.firstRow + frame.rowCount)
            if cites(frame, partitions) {
                try walk(frame, partitions, &nextRows, body)
            } else {
                for row in rows { nextRows[Int(partitions[row])] += 1 }
            }
        }
    }

    private func cites(_ frame: ColdFrame, _ partitions: [UInt16]) -> Bool {
        for row in 0..<frame.rowCount {
            if frame.flags(row) & ColdFlag.hasEvidence != 0 { return true }
            if !wantedFields[Int(partitions[frame.firstRow + row])].isEmpty { return true }
        }
        return false
    }

    private func walk(
        _ frame: ColdFrame,
        _ partitions: [UInt16],
        _ nextRows: inout [Int],
        _ body: (Citation) -> Void
    ) throws(DamageError) {
        let section = frame.restSection
        var details = PackedDetails(
            section,
            base: 0,
            plans: plans,
            position: block.firstPosition
        )
        var record = PackedEvent()
        var pool = BytePool()
        let fieldCount = plans.map(\.fields.count).max() ?? 0
        var values = [PackedValue](repeating: .absent, count: fieldCount)
        for row in 0..<frame.rowCount {
            let partition = Int(partitions[frame.firstRow + row])
            let partitionRow = nextRows[partition]
            nextRows[partition] += 1
            let flags = frame.flags(row)
            let position = block.firstPosition + UInt64(frame.firstRow + row)
            func cite(_ text: RawSpan, _ field: Int?) {
                guard !text.isEmpty else { return }
                body(
                    Citation(
                        position: position,
                        instant: instant(partition, partitionRow),
                        schema: plans[partition].schema,
                        field: field,
                        fingerprint: XXH64.hash(text)
                    )
                )
            }
            if flags & ColdFlag.announcing != 0 {
                pool.truncate(to: 0)
                try details.readEnvelope(flags, &record, &pool)
                if flags & ColdFlag.hasEvidence != 0 {
                    unsafe cite(pool.span(record.evidence).bytes, nil)
                }
            }
            for field in plans[partition].textFields { values[field] = .absent }
            try details.readTexts(of: partition, record, &values)
            for field in wantedFields[partition] {
                // Places of texts count from the start of the section.
                let range = values[field].range
                let start = Int(range.start)
                cite(section.extracting(start..<(start + Int(range.count))), field)
            }
        }
        try details.finish()
    }

    private func instant(_ partition: Int, _ row: Int) -> Int64 {
        let entry = block.directory[partition]
        return block.column(
            at: entry.offset + BlockLayout.Partition.instantsColumn,
            rowCount: entry.rowCount
        )[row]
    }
}

extension EventBlock {
    /// The index of the partition that holds each row of the block.
    ///
    /// - Throws: ``DamageError`` when rows are listed twice, or the largest partition has not as many rows as are
    ///   left.
    /// - Complexity: O(rows).
    func partitionOfEachRow() throws(DamageError) -> [UInt16] {
        let rest = UInt16(truncatingIfNeeded: largest)
        var partitions = [UInt16](repeating: rest, count: storedCount)
        var restCount = storedCount
        for index in directory.indices where index != largest {
            let column = column(
                at: directory[index].offset + BlockLayout.Partition.positionsColumn,
                rowCount: 0
            )
            for place in 0..<directory[index].rowCount {
                let row = Int(truncatingIfNeeded: column[place])
                guard row >= 0, row < storedCount, partitions[row] == rest else {
                    throw DamageError(
                        part: "hot",
                        position: firstPosition,
                        detail: "a partition lists row \(row)"
                    )
                }
                partitions[row] = UInt16(truncatingIfNeeded: index)
                restCount -= 1
            }
        }
        guard restCount == directory[largest].rowCount else {
            throw DamageError(
                part: "hot",
                position: firstPosition,
                detail: "\(restCount) rows are not listed"
            )
        }
        return partitions
    }
}
