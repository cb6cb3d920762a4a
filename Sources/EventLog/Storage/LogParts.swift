internal import EventModel
internal import LMDB
internal import Synchronization

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
    let commits = CommitCounter()
    let options: LogOptions
    let clock: any LedgerClock
    /// Whether the log is read for what damage leaves.
    let isSalvaging: Bool
    /// Whether there is damage that makes it worth asking all tables where the log ends.
    private let hasDamagedEnds = Atomic(false)

    init(
        folder: LedgerFolder,
        store: LogStore,
        registry: SchemaRegistry,
        options: LogOptions,
        clock: any LedgerClock,
        isSalvaging: Bool = false
    ) {
        self.isSalvaging = isSalvaging
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
        try refreshTables(from: transaction)
        if hasDamagedEnds.load(ordering: .relaxed) { return try salvagedExtent(in: transaction) }
        let sealed = try blocks.sealedCount(in: transaction)
        let count = try tail.eventCount(after: sealed, in: transaction)
        guard count >= sealed else {
            throw .damaged(
                DamageError(part: "tail", position: sealed, detail: "it ends before the blocks do")
            )
        }
        return LogExtent(sealedCount: sealed, eventCount: count)
    }

    /// From now on takes the log for as long as any table says it is, so that what is missing shows as such.
    func noteDamagedEnds() { hasDamagedEnds.store(true, ordering: .relaxed) }

    private func refreshTables(
        from transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) {
        // What damage left of the tables was taken in once and for all.
        guard tables.gaps == nil else { return }
        do throws(LogError) {
            try storedTables.refresh(tables, from: transaction)
        } catch {
            guard isSalvaging, case .damaged = error else { throw error }
            try storedTables.salvage(tables, from: transaction)
        }
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
        let eventCount = try extent(in: transaction).eventCount
        try transaction.forEachRow(of: store.voids, from: 0) {
            (key, row) throws(LogError) -> Bool in
            rowCount += 1
            // A row under another event's position would not count before that event.
            guard key < eventCount else {
                throw .damaged(
                    DamageError(part: "voids", position: key, detail: "no event stands there")
                )
            }
            let found = try LogError.catchingDamage { () throws(DamageError) in
                try VoidRow.relations(row, of: key)
            }
            if key < count { relations += found }
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
    /// Damage because of which there may be more events; only where a log is read for what damage leaves.
    var endDamage: DamageError?
}
