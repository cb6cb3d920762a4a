package import Declared
package import EventLog
package import EventModel
internal import Feeds
package import Projections

/// The ledger that a service serves: its log, the states of its projections, and what is remembered beside them.
///
/// Reads run on threads of their own (``ReadingThreads``), since a page may have to come from the disk.
package final class ServedLedger: Sendable {
    /// The log; open for writing unless the service only reads.
    package let log: EventLog
    /// The types that may be recorded.
    package let registry: SchemaRegistry
    /// The indicators that the deployment defines.
    package let declared: [DeclaredIndicator]
    /// States of the projections.
    package let store: ProjectionStore
    /// The instant of now.
    package let clock: any LedgerClock
    /// Which life of the ledger this is.
    package let epoch: LedgerEpoch

    let counties = EventCounties()
    let threads: ReadingThreads

    /// Takes over an open ledger.
    ///
    /// - Throws: ``LogError`` when the ledger's epoch cannot be read.
    package init(
        _ log: EventLog,
        registry: SchemaRegistry,
        declared: [DeclaredIndicator] = [],
        store: ProjectionStore,
        clock: any LedgerClock,
        readingThreads: Int
    ) throws(LogError) {
        self.log = log
        self.registry = registry
        self.declared = declared
        self.store = store
        self.clock = clock
        epoch = try LedgerEpoch(of: log.folder)
        threads = ReadingThreads(count: readingThreads)
    }

    /// Whether events can be recorded at all.
    var isWritable: Bool { log.mode == .writing }

    /// The deployment's indicator of a name.
    func declared(named name: String) -> DeclaredIndicator? {
        declared.first { $0.name.hasSameBytes(as: name) }
    }

    /// Reads one consistent state of the log, on a thread that may wait for the disk.
    ///
    /// - Throws: What the body throws, or ``LogError``.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (LogSnapshot) throws -> Result
    ) async throws -> Result {
        let log = log
        return try await threads.run { try log.withSnapshot(body) }
    }

    /// Records events; after a failed commit a new writer is made first.
    ///
    /// - Throws: ``AppendError``
    func append(_ request: AppendRequest) async throws(AppendError) -> AppendReceipt {
        do throws(AppendError) {
            return try await log.appendRecovering(request)
        } catch {
            throw named(error)
        }
    }

    /// A failure by its own name: a write that is cut short on a full disk is told as one of the device.
    private func named(_ error: AppendError) -> AppendError {
        switch error {
        case .storage, .poisoned: DiskRoom.isFull(log.folder.path) ? .full : error
        default: error
        }
    }
}
