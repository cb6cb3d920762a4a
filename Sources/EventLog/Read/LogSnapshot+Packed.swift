internal import EventModel
internal import LMDB

extension LogSnapshot {
    /// Hands over the events that pass a filter in packed form, in its direction: the way to read very many.
    ///
    /// As ``events(matching:_:)`` otherwise; for one stream that one is the faster.
    ///
    /// - Parameters:
    ///   - filter: What passes, and the direction.
    ///   - body: Gets up to 4,096 neighbours, a whole tail of them, and the indices of those that pass, at least
    ///     one, in the filter's direction. It returns whether to go on. Events that it keeps cost the next ones
    ///     memory of their own.
    /// - Throws: What the body throws, or ``LogError``.
    /// - Complexity: as ``events(matching:_:)``, without an allocation per event.
    package func packedEvents(
        matching filter: EventFilter,
        _ body: (borrowing RecordedEvents, [Int]) throws -> Bool
    ) throws {
        let decoder = FrameDecoder()
        try forEachSegment(filter) { key, rows in
            try deliverPacked(rows, ofBlock: key, filter, decoder, body)
        } tail: { tail, segment in
            let events = tail.recordedEvents()
            var indices = Array(
                Int(
                    segment.lowerBound - tail.firstPosition
                )..<Int(
                    segment.upperBound - tail.firstPosition
                )
            )
            if filter.direction == .backwards { indices.reverse() }
            return try deliver(indices, of: events, filter, body)
        }
    }

    /// Hands over the events that pass a filter as lines of canonical JSON without line ends, in its direction.
    ///
    /// The lines are those of ``EventWriter/json(of:)``.
    ///
    /// - Parameters:
    ///   - filter: What passes, and the direction.
    ///   - body: Gets a line's bytes; returns whether to go on.
    /// - Throws: What the body throws, or ``LogError``.
    /// - Complexity: as ``events(matching:_:)``.
    package func lines(
        matching filter: EventFilter,
        _ body: (Span<UInt8>) throws -> Bool
    ) throws {
        var bytes: [UInt8] = []
        if filter.stream != nil {
            return try events(matching: filter) { recorded in
                bytes.removeAll(keepingCapacity: true)
                EventWriter.append(recorded, to: &bytes)
                return try body(bytes.span)
            }
        }
        var writer = RecordedWriter()
        try packedEvents(matching: filter) { events, indices in
            writer.note(events)
            for index in indices {
                bytes.removeAll(keepingCapacity: true)
                writer.appendLine(index, of: events, to: &bytes)
                guard try body(bytes.span) else { return false }
            }
            return true
        }
    }

    /// Hands over what a filter's positions hold, block by block in its direction: the rows that may pass, and
    /// the part of the tail.
    func forEachSegment(
        _ filter: EventFilter,
        block: (_ key: UInt64, _ rows: [Int]) throws -> Bool,
        tail visitTail: (TailView, Range<UInt64>) throws -> Bool
    ) throws {
        try refuseToSelect(by: filter)
        if filter.direction == .backwards { try refuseToEnd(filter) }
        var selection = BlockSelection(filter, tables: tables)
        var rest = filter.positions.clamped(to: 0..<eventCount)
        while !rest.isEmpty {
            let next = filter.direction == .forwards ? rest.lowerBound : rest.upperBound - 1
            let segment: Range<UInt64>
            if next < sealedCount {
                let key = parts.blocks.key(holding: next)
                segment = (key..<(key + parts.blocks.blockEvents)).clamped(to: rest)
                guard try block(key, try rows(ofBlock: key, segment, &selection)) else { return }
            } else {
                let tail = try tail(holding: next)
                segment = (tail.firstPosition..<tail.end).clamped(to: rest)
                // Where damage hides the end, more events are counted than are there.
                guard segment.contains(next) else {
                    throw LogError.damaged(
                        endDamage
                            ?? DamageError(
                                part: "tail",
                                position: next,
                                detail: "the value is missing"
                            )
                    )
                }
                guard try visitTail(tail, segment) else { return }
            }
            switch filter.direction {
            case .forwards: rest = segment.upperBound..<rest.upperBound
            case .backwards: rest = rest.lowerBound..<segment.lowerBound
            }
            try renewIfDue(after: segment.upperBound)
        }
        try refuseToEnd(filter)
    }

    /// Refuses to end where there may be more events that damage hides.
    private func refuseToEnd(_ filter: EventFilter) throws(LogError) {
        guard let endDamage, filter.positions.upperBound > eventCount else { return }
        throw .damaged(endDamage)
    }

    /// Refuses to select by anything but positions where damaged rows hide what stands in events.
    func refuseToSelect(by filter: EventFilter) throws(LogError) {
        guard let damage = tables.gaps?.damages.first ?? endDamage, !filter.asksOnlyForPositions
        else { return }
        throw .damaged(damage)
    }

    /// The tail, or the commit in it that holds a position where the log is read for what damage left.
    private func tail(holding position: UInt64) throws(LogError) -> TailView {
        do throws(LogError) {
            return try tail()
        } catch {
            guard parts.isSalvaging, case .damaged = error else { throw error }
            return try read { transaction throws(LogError) -> TailView in
                try parts.tail.commit(holding: position, in: transaction)
            }
        }
    }

    private func rows(
        ofBlock key: UInt64,
        _ positions: Range<UInt64>,
        _ selection: inout BlockSelection
    ) throws(LogError) -> [Int] {
        let wanted = Int(positions.lowerBound - key)..<Int(positions.upperBound - key)
        var chosen = selection
        var rows = try read { transaction throws(LogError) -> [Int] in
            try parts.blocks.withValues(
                ofBlock: key,
                in: transaction
            ) { hot, streams throws(LogError) -> [Int] in
                do throws(DamageError) {
                    return try chosen.rows(wanted, ofBlock: key, hot: hot, streams: streams)
                } catch {
                    throw LogError.damaged(error)
                }
            }
        }
        selection = chosen
        if selection.filter.direction == .backwards { rows.reverse() }
        return rows
    }

    /// Hands over the events at some rows of a block that pass the filter, in the order of the rows.
    func deliverPacked(
        _ rows: [Int],
        ofBlock key: UInt64,
        _ filter: EventFilter,
        _ decoder: FrameDecoder,
        _ body: (borrowing RecordedEvents, [Int]) throws -> Bool
    ) throws -> Bool {
        guard !rows.isEmpty else { return true }
        var failure: (any Error)?
        var goesOn = true
        func visit(_ events: borrowing RecordedEvents, _ indices: [Int]) {
            do { goesOn = try deliver(indices, of: events, filter, body) } catch { failure = error }
        }
        try read { transaction throws(LogError) in
            try parts.blocks.withContents(
                ofBlock: key,
                decoder: decoder,
                in: transaction
            ) { contents throws(LogError) in
                // One frame at a time, so that a body that stops early costs no more.
                var rest = rows[...]
                while let first = rest.first, goesOn, failure == nil {
                    let index = first / BlockLayout.Cold.frameEventCount
                    let frame = contents.rows(ofFrame: index)
                    let same = rest.prefix { frame.contains($0) }
                    rest = rest.dropFirst(same.count)
                    do throws(DamageError) {
                        let events = try contents.events(inFrame: index)
                        visit(events, same.map { $0 - frame.lowerBound })
                    } catch {
                        throw LogError.damaged(error)
                    }
                }
            }
        }
        if let failure { throw failure }
        return goesOn
    }

    private func deliver(
        _ indices: [Int],
        of events: borrowing RecordedEvents,
        _ filter: EventFilter,
        _ body: (borrowing RecordedEvents, [Int]) throws -> Bool
    ) throws -> Bool {
        // The rows lie within the positions.
        if filter.asksOnlyForPositions { return try body(events, indices) }
        var passing: [Int] = []
        for index in indices where filter.matches(index, of: events) { passing.append(index) }
        return passing.isEmpty ? true : try body(events, passing)
    }
}
