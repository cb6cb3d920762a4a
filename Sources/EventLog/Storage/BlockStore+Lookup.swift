internal import EventModel
internal import LMDB
internal import Zstd

extension BlockStore {
    /// Number of the block that starts at a position.
    private func number(of key: UInt64) -> Int { Int(key / blockEvents) }

    /// Hands over the `streams` values of the blocks from `first` to below `end`, each checked once.
    ///
    /// Only what is handed over is read; the blocks' columns are not.
    ///
    /// `first` is the first position of a block, `end` not beyond the sealed ones; the body says whether to go
    /// on. Damage of a value that comes up is thrown before it is handed over.
    func forEachStreams(
        from first: UInt64,
        to end: UInt64,
        lookups: LookupCache,
        in transaction: borrowing some ReadableTransaction & ~Copyable,
        _ body: (_ key: UInt64, _ value: RawSpan) throws(LogError) -> Bool
    ) throws(LogError) {
        guard first < end else { return }
        let known = lookups.known.streams
        var checked: [Int] = []
        var next = first
        var isStopped = false
        do throws(LogError) {
            try transaction.forEachRow(of: store.streams, from: first) {
                (key, value) throws(LogError) -> Bool in
                guard key == next else { throw Self.missing("streams", next) }
                if !known.contains(number(of: key)) {
                    try check(streams: value, key, in: transaction)
                    checked.append(number(of: key))
                }
                next += blockEvents
                isStopped = try !body(key, value)
                return !isStopped && next < end
            }
            guard isStopped || next >= end else { throw Self.missing("streams", next) }
        } catch {
            lookups.noteStreams(checked)
            throw error
        }
        lookups.noteStreams(checked)
    }

    /// Lends a block for reading a few of its events.
    func withSparseContents<Result>(
        ofBlock key: UInt64,
        lookups: LookupCache,
        decompressor: ZstdDecompressor,
        in transaction: borrowing some ReadableTransaction & ~Copyable,
        _ body: (borrowing SparseContents) throws(DamageError) -> Result
    ) throws(LogError) -> Result {
        try withValues(ofBlock: key, in: transaction) { hot, streams throws(LogError) -> Result in
            guard let cold = try transaction.bytes(for: key, in: store.cold) else {
                throw Self.missing("cold", key)
            }
            return try LogError.catchingDamage { () throws(DamageError) -> Result in
                let known = lookups.known
                if !known.cold.contains(number(of: key)) {
                    try ColdFrame.check(
                        cold,
                        of: try BlockSummary(reading: hot, key: key),
                        key: key
                    )
                    lookups.noteCold(number(of: key))
                }
                return try body(
                    try SparseContents(
                        hot: hot,
                        streams: streams,
                        cold: cold,
                        key: key,
                        marks: try marks(ofBlock: key, streams, known, lookups),
                        tables: tables,
                        decompressor: decompressor
                    )
                )
            }
        }
    }

    /// A sealed block that may hold an event, with what its frames call the event's source.
    struct Candidate {
        let key: UInt64
        let code: Int
    }

    /// The sealed blocks that begin in a range of positions and may hold a source's id, in order; the range begins
    /// with a block.
    ///
    /// - Complexity: a binary search in each block's table of sources.
    func candidates(
        forID id: String,
        source ordinal: UInt32,
        in positions: Range<UInt64>,
        lookups: LookupCache,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> [Candidate] {
        let sought = SoughtText(id)
        var found: [Candidate] = []
        try forEachEntry(
            ofSource: ordinal,
            in: positions,
            lookups: lookups,
            in: transaction
        ) { entry, value, key, marks throws(DamageError) in
            guard try marks.mayHold(sought, text: id, of: entry, in: value) else { return }
            found.append(Candidate(key: key, code: entry.code))
        }
        return found
    }

    /// Takes the blocks up to a position into a source's track.
    ///
    /// - Throws: ``LogError`` when a block cannot be read; the track is of no use then.
    /// - Complexity: as ``candidates(forID:source:in:lookups:in:)``, for the blocks that it does not know yet.
    func extend(
        _ track: inout SourceTrack,
        ofSource ordinal: UInt32,
        to end: UInt64,
        lookups: LookupCache,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) {
        guard track.end < end else { return }
        // A reader's end may lie inside a block, of which the track takes all.
        let end = (end + blockEvents - 1) / blockEvents * blockEvents
        try forEachEntry(
            ofSource: ordinal,
            in: track.end..<end,
            lookups: lookups,
            in: transaction
        ) { entry, value, key, _ throws(DamageError) in
            try track.append(entry, of: value, key: key)
        }
        track.finish(at: end)
    }

    /// Hands over a source's entry of each block in a range of positions that has one.
    private func forEachEntry(
        ofSource ordinal: UInt32,
        in positions: Range<UInt64>,
        lookups: LookupCache,
        in transaction: borrowing some ReadableTransaction & ~Copyable,
        _ body: (SourceMarks.Entry, RawSpan, UInt64, SourceMarks) throws(DamageError) -> Void
    ) throws(LogError) {
        let known = lookups.known
        var made: [(block: Int, marks: SourceMarks)] = []
        defer { lookups.noteMarks(made) }
        try forEachStreams(
            from: positions.lowerBound,
            to: positions.upperBound,
            lookups: lookups,
            in: transaction
        ) { key, value throws(LogError) -> Bool in
            try LogError.catchingDamage { () throws(DamageError) in
                let marks: SourceMarks
                if let remembered = known.marks(of: number(of: key)) {
                    marks = remembered
                } else {
                    marks = try SourceMarks(of: value, key: key)
                    made.append((number(of: key), marks))
                }
                guard let entry = try marks.entry(ofSource: ordinal, in: value) else { return }
                try body(entry, value, key, marks)
            }
            return true
        }
    }

    /// The row of an event in a block that may hold it; `nil` if it does not.
    ///
    /// - Complexity: decompresses frame by frame and steps through their ids until it is found.
    func row(
        ofID id: String,
        candidate: Candidate,
        lookups: LookupCache,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> Int? {
        let decompressor: ZstdDecompressor
        do throws(ZstdError) {
            decompressor = try ZstdDecompressor()
        } catch {
            throw .storage(.outOfMemory)
        }
        let sought = SoughtID(id)
        return try withSparseContents(
            ofBlock: candidate.key,
            lookups: lookups,
            decompressor: decompressor,
            in: transaction
        ) { contents throws(DamageError) -> Int? in
            try contents.row(ofID: sought, source: candidate.code)
        }
    }

    /// Source ordinal and id of the events at some rows of a block.
    ///
    /// The block's columns are not read.
    ///
    /// - Parameters:
    ///   - rows: Ascending, each below the block's number of events.
    ///   - key: First position of the block.
    ///   - lookups: Which values were found sound before.
    ///   - decompressor: For the frames.
    ///   - transaction: Shows the block.
    /// - Returns: One for each row, in order.
    /// - Throws: ``LogError/damaged(_:)`` when a value or a frame is not what was written.
    /// - Complexity: one decompression for each frame of 4,096 events touched.
    func references(
        at rows: [Int],
        ofBlock key: UInt64,
        lookups: LookupCache,
        decompressor: ZstdDecompressor,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> [(sourceOrdinal: UInt32, id: String)] {
        guard let hot = try transaction.bytes(for: key, in: store.hot) else {
            throw Self.missing("hot", key)
        }
        guard let streams = try transaction.bytes(for: key, in: store.streams) else {
            throw Self.missing("streams", key)
        }
        guard let cold = try transaction.bytes(for: key, in: store.cold) else {
            throw Self.missing("cold", key)
        }
        let known = lookups.known
        return try LogError.catchingDamage { () throws(DamageError) in
            if !known.streams.contains(number(of: key)) {
                try StreamsLookup.check(streams, of: hot, key: key)
                lookups.noteStreams([number(of: key)])
            }
            if !known.cold.contains(number(of: key)) {
                try ColdFrame.check(cold, of: hot, key: key)
                lookups.noteCold(number(of: key))
            }
            let marks = try marks(ofBlock: key, streams, known, lookups)
            var result: [(sourceOrdinal: UInt32, id: String)] = []
            result.reserveCapacity(rows.count)
            var rest = rows[...]
            while let first = rest.first {
                let index = first / BlockLayout.Cold.frameEventCount
                let frame = try SparseFrame(
                    index,
                    in: cold,
                    eventCount: Int(blockEvents),
                    sourceCount: marks.count,
                    position: key,
                    decompressor: decompressor
                )
                let places = rest.prefix { $0 < frame.firstRow + frame.rowCount }
                    .map { $0 - frame.firstRow }
                rest = rest.dropFirst(places.count)
                for (place, id) in zip(places, try frame.ids(at: places)) {
                    let code = try frame.sourceCode(at: place)
                    guard let ordinal = try marks.ordinal(ofCode: code, in: streams),
                        ordinal < tables.sourceCount
                    else {
                        throw DamageError(
                            part: "cold",
                            position: key,
                            detail: "unknown source \(code)"
                        )
                    }
                    result.append((ordinal, id))
                }
            }
            return result
        }
    }

    /// The marks of a block's table of sources, made once.
    func marks(
        ofBlock key: UInt64,
        _ streams: RawSpan,
        _ known: LookupCache.Known,
        _ lookups: LookupCache
    ) throws(DamageError) -> SourceMarks {
        if let marks = known.marks(of: number(of: key)) { return marks }
        let marks = try SourceMarks(of: streams, key: key)
        lookups.noteMarks([(number(of: key), marks)])
        return marks
    }

    private func check(
        streams: RawSpan,
        _ key: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) {
        guard let hot = try transaction.bytes(for: key, in: store.hot) else {
            throw Self.missing("hot", key)
        }
        try LogError.catchingDamage { () throws(DamageError) in
            try StreamsLookup.check(streams, of: hot, key: key)
        }
    }
}
