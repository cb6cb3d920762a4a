import EventModel

/// The names of a block's events: who produced each and under which id.
///
/// Decompresses the frames that are asked about and steps through their ids; columns and texts stay as
/// they are.
package struct BlockReferences: ~Escapable {
    private let cold: RawSpan
    private let key: UInt64
    /// Number of the block's events.
    let eventCount: Int
    private let sourceOrdinals: [UInt32]

    /// Opens the values of a block; `hot` and `streams` must have been checked
    /// (``EventBlock/check(hot:streams:key:tables:)``), `cold` is checked here.
    ///
    /// - Throws: ``DamageError`` naming the value that does not hold.
    @_lifetime(copy cold)
    package init(
        hot: RawSpan,
        streams: RawSpan,
        cold: RawSpan,
        key: UInt64
    ) throws(DamageError) {
        let summary = try BlockSummary(reading: hot, key: key)
        try ColdFrame.check(cold, of: summary, key: key)
        self.cold = cold
        self.key = key
        eventCount = summary.eventCount
        sourceOrdinals = try BlockStreams(streams, key: key).sources().map(\.ordinal)
    }

    /// Source ordinal and id of every event, in order.
    ///
    /// - Throws: ``DamageError`` when a frame does not decode.
    package func all() throws(DamageError) -> [(sourceOrdinal: UInt32, id: String)] {
        try references(at: Array(0..<eventCount))
    }

    /// Hands over source ordinal and id of every event, in order.
    ///
    /// - Throws: ``DamageError`` when a frame does not decode.
    func forEach(_ body: (UInt32, Span<UInt8>) -> Void) throws(DamageError) {
        let frameCount = try ColdFrame.count(in: cold, position: key)
        var pool = BytePool()
        for index in 0..<frameCount {
            let frame = try ColdFrame(
                index,
                in: cold,
                eventCount: eventCount,
                sourceCount: sourceOrdinals.count,
                position: key
            )
            var ids = ColdIDReader(
                frame.idSection,
                sourceCount: sourceOrdinals.count,
                position: key
            )
            for row in 0..<frame.rowCount {
                let source = frame.sourceCode(row)
                try ids.step(source: source)
                pool.truncate(to: 0)
                ids.append(idOfSource: source, to: &pool)
                let place = PackedRange(start: 0, count: UInt32(pool.count))
                body(sourceOrdinals[source], pool.span(place))
            }
        }
    }

    /// Source ordinal and id of the events at some rows of the block.
    ///
    /// - Parameter rows: Ascending, each below the block's number of events.
    /// - Returns: One for each row, in order.
    /// - Throws: ``DamageError`` when a frame does not decode.
    /// - Complexity: one decompression for each frame of 4,096 events touched.
    package func references(
        at rows: [Int]
    ) throws(DamageError) -> [(sourceOrdinal: UInt32, id: String)] {
        precondition((rows.last ?? 0) < eventCount, "the block has \(eventCount) events")
        var result: [(sourceOrdinal: UInt32, id: String)] = []
        result.reserveCapacity(rows.count)
        var next = 0
        while next < rows.count {
            let frame = try ColdFrame(
                rows[next] / BlockLayout.Cold.frameEventCount,
                in: cold,
                eventCount: eventCount,
                sourceCount: sourceOrdinals.count,
                position: key
            )
            var ids = ColdIDReader(
                frame.idSection,
                sourceCount: sourceOrdinals.count,
                position: key
            )
            var row = frame.firstRow
            for place in 0..<frame.rowCount {
                let source = frame.sourceCode(place)
                try ids.step(source: source)
                while next < rows.count, rows[next] == row {
                    result.append((sourceOrdinals[source], ids.id(ofSource: source)))
                    next += 1
                }
                row += 1
                // The rest of the frame is not asked about.
                guard next < rows.count, rows[next] < frame.firstRow + frame.rowCount
                else { break }
            }
        }
        return result
    }
}
