internal import EventModel
internal import Evidence
internal import LMDB
internal import Synchronization
internal import Zstd

/// The committed events that no sealed block holds yet, decoded.
final class TailView: Sendable {
    /// Position of the first of ``events``: the number of sealed events.
    let firstPosition: UInt64
    /// In order of position.
    let events: InternedEvents

    private let tables: LedgerTables
    private let encoded = Mutex<EncodedBlock?>(nil)
    private let references = Mutex(ReferenceMap())
    private let recorded = Mutex<RecordedEvents?>(nil)

    init(firstPosition: UInt64, events: InternedEvents, tables: LedgerTables) {
        self.firstPosition = firstPosition
        self.events = events
        self.tables = tables
    }

    /// Position after the last event: the number of events of the log.
    var end: UInt64 { firstPosition + UInt64(events.count) }

    /// The event at a position of the tail, with its place in the log.
    func recorded(_ position: UInt64) -> RecordedEvent {
        let index = Int(position - firstPosition)
        return RecordedEvent(
            position: position,
            recordedAt: events[index].recordedAt,
            event: events.event(at: index, tables: tables)
        )
    }

    /// All events of the tail with their places in the log, in packed form.
    func recordedEvents() -> RecordedEvents {
        recorded.withLock { recorded in
            if let recorded { return recorded }
            var packed = events.packed
            var buffers = packed.takeBuffers()
            for index in buffers.records.indices {
                buffers.records[index].sequence = firstPosition + UInt64(index)
            }
            let made = RecordedEvents(
                PackedEvents(
                    records: buffers.records,
                    values: buffers.values,
                    bytes: buffers.bytes
                ),
                tables.recorded
            )
            recorded = made
            return made
        }
    }

    /// Where an event stands in the tail, or `nil`.
    func position(ofID id: String, source ordinal: UInt32) -> UInt64? {
        let index = references.withLock { references in
            references.index(
                ofID: id.utf8Span.span,
                source: ordinal,
                in: events.packed,
                count: events.count
            )
        }
        return index.map { firstPosition + UInt64($0) }
    }

    /// Lends the tail as a block in memory; there must be events.
    func withBlock<Result>(
        upTo limit: UInt64 = .max,
        selecting selection: RowSelection = .all,
        tables: LedgerTables,
        _ body: (borrowing EventBlock) throws(LogError) -> Result
    ) throws(LogError) -> Result {
        let values = try encodedBlock()
        let block: EventBlock
        do throws(DamageError) {
            block = try EventBlock(
                hot: values.hot.rawSpan,
                streams: values.streams.rawSpan,
                key: firstPosition,
                upTo: limit,
                selecting: selection,
                tables: tables
            )
        } catch {
            throw .damaged(error)
        }
        return try body(block)
    }

    private func encodedBlock() throws(LogError) -> EncodedBlock {
        try encoded.withLock { encoded throws(LogError) -> EncodedBlock in
            if let encoded { return encoded }
            do throws(ZstdError) {
                // The Merkle roots of a block in memory are never asked for.
                let block = try BlockEncoder.encode(
                    firstPosition: firstPosition,
                    events: events,
                    roots: .unasked(eventCount: events.count),
                    includesCold: false
                )
                encoded = block
                return block
            } catch {
                throw LogError.storage(.outOfMemory)
            }
        }
    }
}

/// Decoded tail values by first position: a committed value never changes.
final class TailCache: Sendable {
    private struct State {
        var batches: [UInt64: InternedEvents] = [:]
        /// The newest value whose number of events was read without its events.
        var counted: (key: UInt64, count: Int)?
        var view: TailView?

        /// Drops values that lie in sealed blocks; a writer nobody reads from must not keep them.
        mutating func forget(below sealedCount: UInt64) {
            for key in batches.keys where key < sealedCount { batches[key] = nil }
            if let view, view.firstPosition < sealedCount { self.view = nil }
        }
    }

    private let state = Mutex(State())
    private let store: LogStore
    private let tables: LedgerTables

    init(store: LogStore, tables: LedgerTables) {
        self.store = store
        self.tables = tables
    }

    /// Takes a commit in: forgets what blocks hold now, and remembers the commit's value, if it has
    /// one, so that readers here need not decode it.
    ///
    /// Readers of an older state decode from their own transaction what is forgotten here.
    /// Large commits are not remembered: copying them would cost the writer more than a reader's decoding.
    func advance(
        to sealedCount: UInt64,
        adding events: InternedEvents,
        range: Range<Int>,
        at key: UInt64
    ) {
        var added: InternedEvents?
        if !range.isEmpty, range.count <= Self.rememberedEventsMax {
            added = InternedEvents()
            added?.append(contentsOf: events, range: range)
        }
        state.withLock { state in
            state.forget(below: sealedCount)
            if let added { state.batches[key] = added }
        }
    }

    private static let rememberedEventsMax = 256

    /// Number of events in the log: sealed ones and the tail.
    func eventCount(
        after sealedCount: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> UInt64 {
        guard let key = try transaction.lastKey(of: store.tail) else { return sealedCount }
        let known = state.withLock { state -> Int? in
            state.batches[key]?.count ?? (state.counted?.key == key ? state.counted?.count : nil)
        }
        if let known { return key + UInt64(known) }
        guard let value = try transaction.bytes(for: key, in: store.tail) else {
            throw Self.missing(key)
        }
        let count: Int
        do throws(DamageError) {
            count = try TailBatch.count(value, key: key)
        } catch {
            throw .damaged(error)
        }
        state.withLock { $0.counted = (key, count) }
        return key + UInt64(count)
    }

    /// The whole tail that the transaction sees.
    ///
    /// - Throws: ``LogError/damaged(_:)`` if values are broken or missing.
    func view(
        after sealedCount: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> TailView {
        let count = try eventCount(after: sealedCount, in: transaction)
        if let view = state.withLock({ $0.view }), view.firstPosition == sealedCount,
            view.end == count
        {
            return view
        }
        var events = InternedEvents()
        var keys: [UInt64] = []
        try transaction.forEachRow(of: store.tail, from: 0) { key, _ throws(LogError) -> Bool in
            keys.append(key)
            return true
        }
        for key in keys {
            guard key == sealedCount + UInt64(events.count) else {
                throw Self.missing(sealedCount + UInt64(events.count))
            }
            let batch = try batch(at: key, in: transaction)
            events.append(contentsOf: batch, range: 0..<batch.count)
        }
        let view = TailView(firstPosition: sealedCount, events: events, tables: tables)
        state.withLock { state in
            state.forget(below: sealedCount)
            state.view = view
        }
        return view
    }

    /// The one commit of the tail that holds a position below the log's end; for a tail that is damaged elsewhere.
    ///
    /// - Throws: ``LogError/damaged(_:)`` if its value is broken or missing.
    func commit(
        holding position: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> TailView {
        guard let key = try transaction.lastKey(of: store.tail, atOrBelow: position) else {
            throw Self.missing(position)
        }
        let events = try batch(at: key, in: transaction)
        guard position - key < UInt64(events.count) else { throw Self.missing(position) }
        return TailView(firstPosition: key, events: events, tables: tables)
    }

    private static func missing(_ position: UInt64) -> LogError {
        .damaged(DamageError(part: "tail", position: position, detail: "the value is missing"))
    }

    /// Number of events in remembered values.
    var heldEventCount: Int { state.withLock { $0.batches.values.map(\.count).reduce(0, +) } }

    /// Forgets everything, so that stored values are read again.
    func removeAll() { state.withLock { $0 = State() } }

    private func batch(
        at key: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> InternedEvents {
        if let known = state.withLock({ $0.batches[key] }) { return known }
        guard let value = try transaction.bytes(for: key, in: store.tail) else {
            throw Self.missing(key)
        }
        let events: InternedEvents
        do throws(DamageError) {
            events = try TailBatch.decode(value, key: key, tables: tables)
        } catch {
            throw .damaged(error)
        }
        state.withLock { $0.batches[key] = events }
        return events
    }
}
