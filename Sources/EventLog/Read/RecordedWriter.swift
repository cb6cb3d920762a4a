internal import EventModel
internal import LMDB

/// Writes recorded events as canonical JSON straight from their packed form, and computes their digests.
struct RecordedWriter {
    private var writer = PackedWriter()
    private var bytes: [UInt8] = []

    /// Learns the names, sources and types that events may have; once for the events of a frame.
    mutating func note(_ events: borrowing RecordedEvents) {
        let tables = events.tables
        while writer.nameCount < tables.names.count {
            writer.note(name: tables.names[writer.nameCount])
        }
        while writer.sourceCount < tables.sources.count {
            writer.note(source: tables.sources[writer.sourceCount])
        }
        while writer.typeCount < tables.schemas.count {
            writer.note(schema: tables.schemas[writer.typeCount])
        }
    }

    /// Appends the line of an event without a line end, as ``EventWriter/json(of:)``; the events were noted.
    mutating func appendLine(
        _ index: Int,
        of events: borrowing RecordedEvents,
        to bytes: inout [UInt8]
    ) { writer.appendLine(index, of: events.packed, to: &bytes) }

    /// Appends the content digests of events, as ``EventWriter/digest(of:)``; the events were noted.
    ///
    /// - Complexity: two digests side by side take little longer than one.
    mutating func appendDigests(
        of events: borrowing RecordedEvents,
        _ indices: Range<Int>,
        to digests: inout [SHA256Digest]
    ) {
        digests.reserveCapacity(digests.count + indices.count)
        var index = indices.lowerBound
        while index < indices.upperBound {
            bytes.removeAll(keepingCapacity: true)
            writer.append(index, of: events.packed, to: &bytes)
            let middle = bytes.count
            if index + 1 < indices.upperBound {
                writer.append(index + 1, of: events.packed, to: &bytes)
                let pair = SHA256Digest.hash(
                    bytes.span.extracting(0..<middle),
                    bytes.span.extracting(middle..<bytes.count)
                )
                digests.append(pair.0)
                digests.append(pair.1)
            } else {
                digests.append(SHA256Digest.hash(bytes.span))
            }
            index += 2
        }
    }
}

extension BlockStore {
    /// The content digests of a range of rows of a block, recomputed from its bytes.
    ///
    /// - Complexity: decodes the frames of 4,096 events that hold the rows.
    func digests(
        ofBlock key: UInt64,
        rows: Range<Int>,
        decoder: FrameDecoder = FrameDecoder(),
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> [SHA256Digest] {
        try withContents(
            ofBlock: key,
            decoder: decoder,
            in: transaction
        ) { contents throws(LogError) -> [SHA256Digest] in
            try LogError.catchingDamage { () throws(DamageError) -> [SHA256Digest] in
                try contents.digests(ofRows: rows)
            }
        }
    }
}

extension BlockContents {
    /// The content digests of a range of rows, recomputed from what is stored of the events.
    ///
    /// - Throws: ``DamageError`` when a frame does not decode.
    /// - Complexity: decodes the frames of 4,096 events that hold the rows.
    func digests(ofRows rows: Range<Int>) throws(DamageError) -> [SHA256Digest] {
        var writer = RecordedWriter()
        var digests: [SHA256Digest] = []
        var row = rows.lowerBound
        while row < rows.upperBound {
            let frame = self.rows(ofFrame: row / BlockLayout.Cold.frameEventCount)
            let end = min(rows.upperBound, frame.upperBound)
            guard row < end else { throw damage("there is no row \(row)") }
            let events = try events(inFrame: row / BlockLayout.Cold.frameEventCount)
            writer.note(events)
            writer.appendDigests(
                of: events,
                (row - frame.lowerBound)..<(end - frame.lowerBound),
                to: &digests
            )
            row = end
        }
        return digests
    }
}
