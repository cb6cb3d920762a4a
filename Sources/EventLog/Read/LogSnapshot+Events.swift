package import EventModel
internal import LMDB

extension LogSnapshot {
    /// The event at a position; `nil` beyond the snapshot.
    ///
    /// - Throws: ``LogError/damaged(_:)`` when a stored value does not hold together; the caller restores the
    ///   ledger from a backup. ``LogError/storage(_:)`` when the engine fails; the caller opens the log again.
    /// - Complexity: decompresses up to 4,096 neighbours, and decodes none of them.
    package func event(at position: UInt64) throws(LogError) -> RecordedEvent? {
        guard position < eventCount else { return nil }
        guard position < sealedCount else { return try tail().recorded(position) }
        let key = parts.blocks.key(holding: position)
        return try events(ofBlock: key, rows: [Int(position - key)]).first
    }

    /// The events at positions below ``eventCount``, which ascend; a position beyond traps.
    ///
    /// - Throws: As ``event(at:)``.
    /// - Complexity: decompresses each frame of 4,096 events touched once; of blocks with more than 32 of the
    ///   events whole frames are decoded.
    package func events(at positions: [UInt64]) throws(LogError) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        events.reserveCapacity(positions.count)
        var rest = positions[...]
        while let first = rest.first {
            precondition(first < eventCount, "there is no event at position \(first)")
            guard first < sealedCount else {
                let tail = try tail()
                for position in rest { events.append(tail.recorded(position)) }
                break
            }
            let key = parts.blocks.key(holding: first)
            let same = rest.prefix { parts.blocks.key(holding: $0) == key }
            rest = rest.dropFirst(same.count)
            events += try self.events(ofBlock: key, rows: same.map { Int($0 - key) })
            try renewIfDue(after: key + parts.blocks.blockEvents)
        }
        return events
    }

    /// Names of the events at positions below ``eventCount``, in the order asked for.
    ///
    /// A position beyond traps.
    ///
    /// - Throws: As ``event(at:)``.
    /// - Complexity: decompresses the ids of each frame of 4,096 events touched, once; what was asked for
    ///   lately is known.
    package func references(at positions: [UInt64]) throws(LogError) -> [EventReference] {
        var result = parts.references.references(at: positions)
        let unknown = positions.indices.filter { result[$0] == nil }
        var rest = unknown.sorted { positions[$0] < positions[$1] }[...]
        while let first = rest.first.map({ positions[$0] }) {
            precondition(first < eventCount, "there is no event at position \(first)")
            guard first < sealedCount else {
                for index in rest {
                    result[index] = try tail().recorded(positions[index]).event.reference
                }
                break
            }
            let key = parts.blocks.key(holding: first)
            let indices = rest.prefix { parts.blocks.key(holding: positions[$0]) == key }
            rest = rest.dropFirst(indices.count)
            let rows = indices.map { Int(positions[$0] - key) }
            for (index, found) in zip(indices, try references(ofBlock: key, rows: rows)) {
                result[index] = EventReference(
                    source: tables.source(at: found.sourceOrdinal),
                    id: found.id
                )
            }
        }
        parts.references.insert(
            unknown.compactMap { index in
                result[index].map { (position: positions[index], reference: $0) }
            }
        )
        return result.compactMap { $0 }
    }

    /// Number of a stream's events; its revision is one less.
    ///
    /// - Throws: As ``event(at:)``.
    /// - Complexity: a binary search in each block, one pass over the codes of those that hold the stream and
    ///   over the tail.
    package func eventCount(ofStream stream: String) throws(LogError) -> UInt64 {
        let end = min(sealedCount, eventCount)
        var count: UInt64 = 0
        for (key, code) in try blocks(of: stream, 0..<end) {
            // A snapshot may end inside a block that was sealed after it began.
            count += UInt64(
                try rows(ofCode: code, inBlock: key).prefix { key + UInt64($0) < end }.count
            )
        }
        let tail = try tail()
        let tailEvents = tail.events.packed
        for index in 0..<max(0, Int(eventCount) - Int(tail.firstPosition))
        where tailEvents.subject(at: index).hasSameBytes(as: stream.utf8Span.span) {
            count += 1
        }
        return count
    }

    /// Hands over the events that pass a filter, in its direction.
    ///
    /// Voided events are events and are handed over; ``voidedPositions(upTo:)`` tells which they
    /// are.
    ///
    /// - Parameters:
    ///   - filter: What passes, and the direction.
    ///   - body: Returns whether to go on.
    /// - Throws: What the body throws, or ``LogError``.
    /// - Complexity: skips blocks by their zone maps and dictionaries; decompresses 4,096 events at
    ///   a time. For one stream a binary search in each block, and as much again as the blocks that hold it.
    package func events(
        matching filter: EventFilter,
        _ body: (RecordedEvent) throws -> Bool
    ) throws {
        if let stream = filter.stream {
            try refuseToSelect(by: filter)
            return try events(ofStream: stream, matching: filter, body)
        }
        let decoder = FrameDecoder()
        try forEachSegment(filter) { key, rows in
            try deliver(rows, ofBlock: key, filter, decoder, body)
        } tail: { tail, segment in
            try visitTail(tail, segment, filter, body)
        }
    }

    private func visitTail(
        _ tail: TailView,
        _ positions: Range<UInt64>,
        _ filter: EventFilter,
        _ body: (RecordedEvent) throws -> Bool
    ) throws -> Bool {
        let isForwards = filter.direction == .forwards
        for offset in 0..<UInt64(positions.count) {
            let position =
                isForwards ? positions.lowerBound + offset : positions.upperBound - 1 - offset
            let recorded = tail.recorded(position)
            if filter.matches(recorded), try !body(recorded) { return false }
        }
        return true
    }

    /// Hands over the events at some rows of a block that pass the filter, in the order of the rows.
    func deliver(
        _ rows: [Int],
        ofBlock key: UInt64,
        _ filter: EventFilter,
        _ decoder: FrameDecoder,
        _ body: (RecordedEvent) throws -> Bool
    ) throws -> Bool {
        guard rows.count > Self.sparseRowCountMax else {
            for recorded in try sparseEvents(ofBlock: key, rows: rows)
            where filter.matches(recorded) {
                guard try body(recorded) else { return false }
            }
            return true
        }
        return try deliverPacked(rows, ofBlock: key, filter, decoder) { events, indices in
            for index in indices {
                guard try body(events.event(at: index)) else { return false }
            }
            return true
        }
    }

    /// Decodes events of a sealed block, in the order of the rows asked for.
    func events(ofBlock key: UInt64, rows: [Int]) throws(LogError) -> [RecordedEvent] {
        guard rows.count > Self.sparseRowCountMax else {
            return try sparseEvents(ofBlock: key, rows: rows)
        }
        return try read { transaction throws(LogError) -> [RecordedEvent] in
            try parts.blocks.withContents(
                ofBlock: key,
                decoder: FrameDecoder(),
                in: transaction
            ) { contents throws(LogError) -> [RecordedEvent] in
                do throws(DamageError) {
                    return try contents.events(at: rows)
                } catch {
                    throw LogError.damaged(error)
                }
            }
        }
    }

    private func references(
        ofBlock key: UInt64,
        rows: [Int]
    ) throws(LogError) -> [(sourceOrdinal: UInt32, id: String)] {
        let decompressor = try decompressor()
        return try read { transaction throws(LogError) in
            try parts.blocks.references(
                at: rows,
                ofBlock: key,
                lookups: parts.lookups,
                decompressor: decompressor,
                in: transaction
            )
        }
    }
}
