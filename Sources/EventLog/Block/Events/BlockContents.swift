package import EventModel

/// Full events of a block: the hot columns, the key columns and the decompressed cold frames together.
///
/// Decodes a frame of 4,096 events at a time into packed form. For reading events; projections read
/// ``EventBlock``.
package struct BlockContents: ~Escapable {
    let block: EventBlock
    let streams: BlockStreams
    private let cold: RawSpan
    let sources: [UInt32]
    let tables: RecordedTables
    private let decoder: FrameDecoder
    private let cache: TextCache
    /// By partition.
    let plans: [TypePlan]

    /// What was decoded of the block.
    private final class TextCache {
        var texts: BlockTexts?
    }

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
        try self.init(
            hot: hot,
            streams: streams,
            cold: cold,
            key: key,
            tables: tables,
            decoder: FrameDecoder()
        )
    }

    /// As ``init(hot:streams:cold:key:tables:)``, with memory that is kept from block to block.
    @_lifetime(copy hot, copy streams, copy cold)
    init(
        hot: RawSpan,
        streams: RawSpan,
        cold: RawSpan,
        key: UInt64,
        tables: LedgerTables,
        decoder: FrameDecoder
    ) throws(DamageError) {
        try ColdFrame.check(cold, of: try BlockSummary(reading: hot, key: key), key: key)
        let block = try EventBlock(hot: hot, streams: streams, key: key, tables: tables)
        let view = try BlockStreams(streams, key: key)
        guard view.eventCount == block.eventCount else {
            throw DamageError(part: "streams", position: key, detail: "\(view.eventCount) events")
        }
        let known = tables.recorded
        sources = try view.sources().map(\.ordinal)
        for source in sources where Int(source) >= known.sources.count {
            throw DamageError(part: "cold", position: key, detail: "unknown source \(source)")
        }
        plans = block.directory.map { decoder.plan(ofType: $0.typeOrdinal, tables) }
        self.tables = known
        self.decoder = decoder
        self.block = block
        self.cold = cold
        self.streams = view
        cache = TextCache()
    }

    /// Number of events in the block.
    package var eventCount: Int { block.eventCount }

    /// Number of frames of the block.
    package var frameCount: Int {
        (eventCount + BlockLayout.Cold.frameEventCount - 1) / BlockLayout.Cold.frameEventCount
    }

    /// Rows of the block that a frame holds.
    package func rows(ofFrame index: Int) -> Range<Int> {
        let first = index * BlockLayout.Cold.frameEventCount
        return first..<min(first + BlockLayout.Cold.frameEventCount, eventCount)
    }

    /// Decodes the events at the given rows of the block, in the order asked for.
    ///
    /// - Throws: ``DamageError`` when a frame does not decode or the block has no such row; the caller restores
    ///   the ledger from a backup.
    /// - Complexity: one decompression per frame touched when `rows` ascend or descend.
    package func events(at rows: [Int]) throws(DamageError) -> [RecordedEvent] {
        var result: [RecordedEvent] = []
        result.reserveCapacity(rows.count)
        var rest = rows[...]
        while let first = rest.first {
            guard (0..<eventCount).contains(first) else {
                throw DamageError(
                    part: "cold",
                    position: block.firstPosition,
                    detail: "there is no row \(first)"
                )
            }
            let frame = self.rows(ofFrame: first / BlockLayout.Cold.frameEventCount)
            let same = rest.prefix { frame.contains($0) }
            rest = rest.dropFirst(same.count)
            let events = try events(inFrame: first / BlockLayout.Cold.frameEventCount)
            for row in same { result.append(events.event(at: row - frame.lowerBound)) }
        }
        return result
    }

    /// Decodes all events of a frame.
    ///
    /// The next frame takes the memory over unless somebody still holds what is returned here.
    ///
    /// - Throws: ``DamageError`` when the frame does not decode.
    /// - Complexity: one decompression; no allocation per event.
    package func events(inFrame index: Int) throws(DamageError) -> RecordedEvents {
        if decoder.owner !== cache {
            // Another block's texts stand in the memory.
            decoder.owner = cache
            cache.texts = nil
        }
        let isFirst = cache.texts == nil
        var texts = cache.texts ?? BlockTexts()
        cache.texts = nil
        var memory = decoder.begin(keeping: texts.byteCount)
        do throws(DamageError) {
            if isFirst { texts.subjects = try decodeSubjects(&memory) }
            try decode(index, &memory, &texts)
        } catch {
            decoder.giveUp(memory)
            throw error
        }
        cache.texts = texts
        return RecordedEvents(decoder.finish(memory), tables)
    }

    /// Whether every stream is found in the block's dictionary; see ``FrontCodedDictionary/Decoded``.
    ///
    /// Known once a frame was decoded.
    var hasOrderlySubjects: Bool { cache.texts?.subjects.isOrderly ?? false }

    private func decode(
        _ index: Int,
        _ memory: inout DecodingMemory,
        _ texts: inout BlockTexts
    ) throws(DamageError) {
        let frame = try ColdFrame(
            index,
            in: cold,
            eventCount: eventCount,
            sourceCount: sources.count,
            position: block.firstPosition,
            decompressor: try decoder.zstd(position: block.firstPosition)
        )
        let rows = frame.firstRow..<(frame.firstRow + frame.rowCount)
        try decodeColumns(rows, &memory, &texts)
        texts.byteCount = memory.pool.count
        try makeRecords(frame, &memory, texts.subjects.places)
        try decodeDetails(frame, &memory)
    }

    private func decodeSubjects(
        _ memory: inout DecodingMemory
    ) throws(DamageError) -> FrontCodedDictionary.Decoded {
        try FrontCodedDictionary.decode(
            in: streams.value,
            at: streams.subjectsOffset,
            count: streams.streamCount,
            part: "streams",
            position: block.firstPosition,
            into: &memory.pool
        )
    }
}
