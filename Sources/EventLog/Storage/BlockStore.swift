internal import EventModel
internal import LMDB
internal import Synchronization

/// Access to the sealed blocks in a transaction; every block is checked before its first use.
struct BlockStore: Sendable {
    let store: LogStore
    let tables: LedgerTables
    /// Events of every sealed block.
    let blockEvents: UInt64
    private let checkedBlocks = CheckedBlocks()

    init(store: LogStore, tables: LedgerTables, blockEvents: Int) {
        self.store = store
        self.tables = tables
        self.blockEvents = UInt64(blockEvents)
    }

    /// First position of the block that holds a position.
    func key(holding position: UInt64) -> UInt64 { position / blockEvents * blockEvents }

    /// Number of events in sealed blocks, as the transaction sees them.
    func sealedCount(in transaction: borrowing some ReadableTransaction & ~Copyable)
        throws(LogError) -> UInt64
    {
        try sealedCount(in: transaction, by: store.hot)
    }

    /// Number of events in sealed blocks by one of the three tables with a row for each block.
    func sealedCount(
        in transaction: borrowing some ReadableTransaction & ~Copyable,
        by table: Table<UInt64>
    ) throws(LogError) -> UInt64 {
        guard let last = try transaction.lastKey(of: table) else { return 0 }
        let (count, overflow) = last.addingReportingOverflow(blockEvents)
        guard !overflow, last % blockEvents == 0 else {
            throw .damaged(
                DamageError(part: table.name, position: last, detail: "no block starts there")
            )
        }
        return count
    }

    /// Lends a block's `hot` and `streams` values.
    ///
    /// The key is the first position of a sealed block.
    func withValues<Result>(
        ofBlock key: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable,
        _ body: (_ hot: RawSpan, _ streams: RawSpan) throws(LogError) -> Result
    ) throws(LogError) -> Result {
        guard let hot = try transaction.bytes(for: key, in: store.hot) else {
            throw Self.missing("hot", key)
        }
        guard let streams = try transaction.bytes(for: key, in: store.streams) else {
            throw Self.missing("streams", key)
        }
        if !checkedBlocks.contains(key) {
            do throws(DamageError) {
                try EventBlock.check(hot: hot, streams: streams, key: key, tables: tables)
            } catch {
                throw .damaged(error)
            }
            checkedBlocks.insert(key)
        }
        return try body(hot, streams)
    }

    /// Lends a block as columns.
    func withBlock<Result>(
        _ key: UInt64,
        upTo limit: UInt64 = .max,
        selecting selection: RowSelection = .all,
        in transaction: borrowing some ReadableTransaction & ~Copyable,
        pass: BlockPass? = nil,
        _ body: (borrowing EventBlock) throws(LogError) -> Result
    ) throws(LogError) -> Result {
        try withValues(ofBlock: key, in: transaction) { hot, streams throws(LogError) -> Result in
            let block: EventBlock
            do throws(DamageError) {
                block = try EventBlock(
                    hot: hot,
                    streams: streams,
                    key: key,
                    upTo: limit,
                    selecting: selection,
                    tables: tables,
                    versions: pass?.versions ?? TypeVersions(tables)
                )
            } catch {
                throw LogError.damaged(error)
            }
            defer { pass?.leave(hot: hot, streams: streams) }
            return try body(block)
        }
    }

    /// Lends a block's streams and sources.
    func withStreams<Result>(
        ofBlock key: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable,
        _ body: (borrowing BlockStreams) throws(DamageError) -> Result
    ) throws(LogError) -> Result {
        try withValues(ofBlock: key, in: transaction) { _, streams throws(LogError) -> Result in
            do throws(DamageError) {
                return try body(try BlockStreams(streams, key: key))
            } catch {
                throw LogError.damaged(error)
            }
        }
    }

    /// Lends a block's full events; decompresses on demand, into the decoder's memory.
    func withContents<Result>(
        ofBlock key: UInt64,
        decoder: FrameDecoder,
        in transaction: borrowing some ReadableTransaction & ~Copyable,
        _ body: (borrowing BlockContents) throws(LogError) -> Result
    ) throws(LogError) -> Result {
        try withValues(ofBlock: key, in: transaction) { hot, streams throws(LogError) -> Result in
            guard let cold = try transaction.bytes(for: key, in: store.cold) else {
                throw Self.missing("cold", key)
            }
            let contents: BlockContents
            do throws(DamageError) {
                contents = try BlockContents(
                    hot: hot,
                    streams: streams,
                    cold: cold,
                    key: key,
                    tables: tables,
                    decoder: decoder
                )
            } catch {
                throw LogError.damaged(error)
            }
            return try body(contents)
        }
    }

    /// Lends the names of a block's events; decompresses on demand.
    func withReferences<Result>(
        ofBlock key: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable,
        _ body: (borrowing BlockReferences) throws(DamageError) -> Result
    ) throws(LogError) -> Result {
        try withValues(ofBlock: key, in: transaction) { hot, streams throws(LogError) -> Result in
            guard let cold = try transaction.bytes(for: key, in: store.cold) else {
                throw Self.missing("cold", key)
            }
            do throws(DamageError) {
                return try body(
                    try BlockReferences(hot: hot, streams: streams, cold: cold, key: key)
                )
            } catch {
                throw LogError.damaged(error)
            }
        }
    }

    /// What a block says of itself.
    func summary(
        ofBlock key: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> BlockSummary {
        try withValues(ofBlock: key, in: transaction) { hot, _ throws(LogError) -> BlockSummary in
            do throws(DamageError) {
                return try BlockSummary(reading: hot, key: key)
            } catch {
                throw LogError.damaged(error)
            }
        }
    }

    /// The Merkle root in a block's head, which is not checked.
    func claimedRoot(
        ofBlock key: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> SHA256Digest {
        guard let hot = try transaction.bytes(for: key, in: store.hot) else {
            throw Self.missing("hot", key)
        }
        guard hot.byteCount >= BlockLayout.partitions,
            hot.littleEndian(UInt64.self, at: BlockLayout.firstPosition) == key
        else {
            throw .damaged(
                DamageError(part: "hot", position: key, detail: "it belongs to another position")
            )
        }
        return SHA256Digest(
            bytes: hot.copy(BlockLayout.merkleRoot..<(BlockLayout.merkleRoot + 32))
        )
    }

    /// Forgets which blocks were found sound, so that they are checked again.
    func forgetChecks() { checkedBlocks.removeAll() }

    static func missing(_ part: String, _ key: UInt64) -> LogError {
        .damaged(DamageError(part: part, position: key, detail: "the value is missing"))
    }
}

/// The blocks that were found sound since the log was opened; they cannot change afterwards.
private final class CheckedBlocks: Sendable {
    private let keys = Mutex<Set<UInt64>>([])

    func contains(_ key: UInt64) -> Bool { keys.withLock { $0.contains(key) } }

    func insert(_ key: UInt64) { keys.withLock { _ = $0.insert(key) } }

    func removeAll() { keys.withLock { $0 = [] } }
}

extension LogError {
    /// Runs a body that can only find damage.
    static func catchingDamage<Result>(
        _ body: () throws(DamageError) -> Result
    ) throws(LogError) -> Result {
        do throws(DamageError) { return try body() } catch { throw .damaged(error) }
    }
}
