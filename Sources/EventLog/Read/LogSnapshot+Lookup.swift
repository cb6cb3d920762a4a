package import EventModel
internal import LMDB
internal import Zstd

extension LogSnapshot {
    /// Rows of a block up to which it is cheaper to decode them one by one than the block's frames whole.
    static let sparseRowCountMax = 32

    /// Where an event stands; `nil` if the snapshot does not hold it.
    ///
    /// - Throws: As ``event(at:)``.
    /// - Complexity: a look at each block's table of sources, newest first, and the decompression of those
    ///   frames that may hold the event.
    package func position(of reference: EventReference) throws(LogError) -> UInt64? {
        guard let ordinal = tables.sourceOrdinal(of: reference.source) else { return nil }
        let tail = try tail()
        if let position = tail.position(ofID: reference.id, source: ordinal) {
            return position < eventCount ? position : nil
        }
        return try read { transaction throws(LogError) -> UInt64? in
            let end = min(sealedCount, eventCount)
            let position = try parts.ids.position(
                ofID: reference.id,
                source: ordinal,
                sealedCount: end,
                in: transaction
            )
            return position.flatMap { $0 < eventCount ? $0 : nil }
        }
    }

    /// Hands over the events of one stream that pass a filter, in its direction.
    func events(
        ofStream stream: String,
        matching filter: EventFilter,
        _ body: (RecordedEvent) throws -> Bool
    ) throws {
        var rest = filter.positions.clamped(to: 0..<eventCount)
        while !rest.isEmpty {
            let isForwards = filter.direction == .forwards
            let next = isForwards ? rest.lowerBound : rest.upperBound - 1
            let segment: Range<UInt64>
            if next < sealedCount {
                segment = rest.clamped(to: 0..<sealedCount)
                guard try visitBlocks(of: stream, segment, filter, body) else { return }
            } else {
                let tail = try tail()
                segment = (tail.firstPosition..<tail.end).clamped(to: rest)
                guard try visitTail(tail, of: stream, segment, filter, body) else { return }
            }
            rest =
                isForwards
                ? segment.upperBound..<rest.upperBound : rest.lowerBound..<segment.lowerBound
        }
    }

    /// Decodes a few events of a sealed block, in the order of the rows asked for.
    func sparseEvents(ofBlock key: UInt64, rows: [Int]) throws(LogError) -> [RecordedEvent] {
        let decompressor = try decompressor()
        return try read { transaction throws(LogError) -> [RecordedEvent] in
            try parts.blocks.withSparseContents(
                ofBlock: key,
                lookups: parts.lookups,
                decompressor: decompressor,
                in: transaction
            ) { contents throws(DamageError) -> [RecordedEvent] in
                try contents.events(at: rows)
            }
        }
    }

    func decompressor() throws(LogError) -> ZstdDecompressor {
        do throws(ZstdError) {
            return try ZstdDecompressor()
        } catch {
            throw .storage(.outOfMemory)
        }
    }

    /// The sealed blocks that hold events of a stream, with the stream's code there.
    func blocks(
        of stream: String,
        _ positions: Range<UInt64>
    ) throws(LogError) -> [(key: UInt64, code: Int)] {
        let size = parts.blocks.blockEvents
        let first = Int(positions.lowerBound / size)
        let end = Int((positions.upperBound + size - 1) / size)
        let sought = SoughtText(stream)
        let kind = StreamZone.Kind(of: stream)
        var zones = kind.map { parts.lookups.known.zones(of: $0) } ?? []
        let zoneKey = kind.map { StreamZone.Key(stream.utf8, of: $0) }
        var found: [(key: UInt64, code: Int)] = []
        let next = min(max(first, zones.count), end)
        // Where zones are known, only blocks that may hold the stream are looked into.
        if let zoneKey {
            for block in first..<max(first, next) where zones[block].mayHold(zoneKey) {
                let key = UInt64(block) * size
                try lookIntoBlocks(from: key, to: key + 1) { key, streams throws(DamageError) in
                    if let code = try streams.code(of: sought) { found.append((key, code)) }
                }
            }
        }
        try lookIntoBlocks(from: UInt64(next) * size, to: positions.upperBound) {
            key,
            streams throws(DamageError) in
            if let kind, zones.count == Int(key / size) {
                zones.append(try StreamZone(of: kind, in: streams))
            }
            if let code = try streams.code(of: sought) { found.append((key, code)) }
        }
        if let kind { parts.lookups.noteZones(zones, of: kind) }
        return found
    }

    /// Hands over the `streams` values of the blocks from a first position to below another.
    private func lookIntoBlocks(
        from first: UInt64,
        to end: UInt64,
        _ body: (UInt64, borrowing StreamsLookup) throws(DamageError) -> Void
    ) throws(LogError) {
        try read { transaction throws(LogError) in
            try parts.blocks.forEachStreams(
                from: first,
                to: end,
                lookups: parts.lookups,
                in: transaction
            ) { key, value throws(LogError) -> Bool in
                try LogError.catchingDamage { () throws(DamageError) in
                    try body(key, StreamsLookup(trusting: value, key: key))
                }
                return true
            }
        }
    }

    /// Rows that bear a stream's code in a block that holds it.
    func rows(ofCode code: Int, inBlock key: UInt64) throws(LogError) -> [Int] {
        var rows: [Int] = []
        try lookIntoBlocks(from: key, to: key + 1) { _, streams throws(DamageError) in
            rows = streams.rows(ofCode: code)
        }
        return rows
    }

    private func visitTail(
        _ tail: TailView,
        of stream: String,
        _ positions: Range<UInt64>,
        _ filter: EventFilter,
        _ body: (RecordedEvent) throws -> Bool
    ) throws -> Bool {
        let places =
            Int(
                positions.lowerBound - tail.firstPosition
            )..<Int(
                positions.upperBound - tail.firstPosition
            )
        let tailEvents = tail.events.packed
        var holding = places.filter {
            tailEvents.subject(at: $0).hasSameBytes(as: stream.utf8Span.span)
        }
        if filter.direction == .backwards { holding.reverse() }
        for place in holding {
            let recorded = tail.recorded(tail.firstPosition + UInt64(place))
            if filter.matches(recorded), try !body(recorded) { return false }
        }
        return true
    }

    private func visitBlocks(
        of stream: String,
        _ positions: Range<UInt64>,
        _ filter: EventFilter,
        _ body: (RecordedEvent) throws -> Bool
    ) throws -> Bool {
        var holding = try blocks(of: stream, positions)
        if filter.direction == .backwards { holding.reverse() }
        let decoder = FrameDecoder()
        for (key, code) in holding {
            var rows = try rows(ofCode: code, inBlock: key).filter {
                positions.contains(key + UInt64($0))
            }
            if filter.direction == .backwards { rows.reverse() }
            guard try deliver(rows, ofBlock: key, filter, decoder, body) else { return false }
            try renewIfDue(after: key + parts.blocks.blockEvents)
        }
        return true
    }
}
