internal import EventModel
internal import LMDB

/// What readers and the writer of an open log share; all of it may be used by any thread.
///
/// A class, so that handing it on copies one reference.
final class LogParts: Sendable {
    let folder: LedgerFolder
    let store: LogStore
    let storedTables: StoredTables
    let tables: LedgerTables
    let blocks: BlockStore
    let ids: BlockIDIndex
    let lookups = LookupCache()
    let tail: TailCache
    let roots: RootCache
    let voids: VoidCache
    let references: ReferenceCache
    let progress: CommitProgress
    let options: LogOptions
    let clock: any LedgerClock

    init(
        folder: LedgerFolder,
        store: LogStore,
        registry: SchemaRegistry,
        options: LogOptions,
        clock: any LedgerClock
    ) {
        self.folder = folder
        self.store = store
        storedTables = StoredTables(store: store, registry: registry)
        tables = LedgerTables()
        blocks = BlockStore(
            store: store,
            tables: tables,
            blockEvents: folder.manifest.blockEvents
        )
        ids = BlockIDIndex(blocks: blocks, lookups: lookups)
        tail = TailCache(store: store, tables: tables)
        roots = RootCache()
        voids = VoidCache()
        references = ReferenceCache()
        progress = CommitProgress()
        self.options = options
        self.clock = clock
    }

    /// The version in which the ledger is written.
    var format: StoredFormat { folder.manifest.format }

    /// Number of events per sealed block.
    var blockEvents: Int { folder.manifest.blockEvents }

    /// Tells how far the log reaches in a transaction, after taking in tables that grew.
    func extent(
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> LogExtent {
        try storedTables.refresh(tables, from: transaction)
        let sealed = try blocks.sealedCount(in: transaction)
        let count = try tail.eventCount(after: sealed, in: transaction)
        guard count >= sealed else {
            throw .damaged(
                DamageError(part: "tail", position: sealed, detail: "it ends before the blocks do")
            )
        }
        return LogExtent(sealedCount: sealed, eventCount: count)
    }

    /// Where an event stands, by source and id, among the events below the extent.
    func position(
        of reference: EventReference,
        extent: LogExtent,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> UInt64? {
        guard let ordinal = tables.sourceOrdinal(of: reference.source) else { return nil }
        let view = try tail.view(after: extent.sealedCount, in: transaction)
        if let position = view.position(ofID: reference.id, source: ordinal) { return position }
        return try ids.position(
            ofID: reference.id,
            source: ordinal,
            sealedCount: extent.sealedCount,
            in: transaction
        )
    }

    /// What every voiding or correcting event below `count` does.
    func relations(
        upTo count: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> [VoidGraph.Relation] {
        var relations: [VoidGraph.Relation] = []
        var rowCount: UInt64 = 0
        try transaction.forEachRow(of: store.voids, from: 0) {
            (key, row) throws(LogError) -> Bool in
            rowCount += 1
            guard key < count else { return true }
            relations += try LogError.catchingDamage { () throws(DamageError) in
                try VoidRow.relations(row, of: key)
            }
            return true
        }
        // A lost row would bring a voided event back into the figures.
        let expected = try transaction.rowCount(of: store.voids)
        guard rowCount == expected else {
            throw .damaged(
                DamageError(
                    part: "voids",
                    position: rowCount,
                    detail: "\(rowCount) rows of \(expected) are there"
                )
            )
        }
        return relations
    }
}

/// How far a log reaches.
struct LogExtent: Hashable, Sendable {
    /// Number of events in sealed blocks.
    let sealedCount: UInt64
    /// Number of all events.
    let eventCount: UInt64
}
