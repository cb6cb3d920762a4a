import EventModel

/// The names of a block's events: who produced each and under which id.
///
/// Decompresses the frames and steps through their ids; columns and texts stay as they are.
/// ``BlockStore/references(at:ofBlock:lookups:decompressor:in:)`` names a few events.
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

    /// Hands over source ordinal and id of every event, in order.
    ///
    /// - Throws: ``DamageError`` when a frame does not decode.
    package func forEach(_ body: (UInt32, Span<UInt8>) -> Void) throws(DamageError) {
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
}
