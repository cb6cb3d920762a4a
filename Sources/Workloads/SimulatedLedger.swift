import EventLog
import EventModel
import Programme
import Simulation

/// A ledger of simulated events in a folder: what every workload works on.
public struct SimulatedLedger: Sendable {
    /// The form of event ids.
    public enum IDs: String, Sendable {
        /// `1`, `2`, … within each source.
        case counting
        /// UUIDs of version 7.
        case uuid7
    }

    /// The ledger's folder.
    public let path: String
    /// Start of the generator.
    public let seed: UInt64
    /// The form of event ids.
    public let ids: IDs

    /// Names a ledger, which need not exist yet.
    public init(path: String, seed: UInt64 = 1, ids: IDs = .counting) {
        self.path = path
        self.seed = seed
        self.ids = ids
    }

    /// Makes the ledger and records events in it, straight from the generator through the door's digest
    /// to the log: no text in between.
    ///
    /// While one batch is written, the next is made.
    ///
    /// - Parameters:
    ///   - eventCount: Events to record.
    ///   - batchEventCount: Events of one commit.
    /// - Throws: `LogError` if the folder exists already, `AppendError` if the log refuses or fails.
    /// - Complexity: O(*eventCount*); memory for two batches.
    public func make(eventCount: Int, batchEventCount: Int = 16_384) async throws {
        try create()
        let log = try open(.writing)
        defer { log.close() }
        var events = generator(eventCount: eventCount)
        var sent: Task<Result<AppendReceipt, AppendError>, Never>?
        while let batch = Self.batch(of: batchEventCount, from: &events) {
            _ = try await sent?.value.get()
            sent = Self.send(AppendRequest(events: batch, restoresRecordedTime: true), to: log)
        }
        _ = try await sent?.value.get()
    }

    /// Makes the empty ledger.
    func create() throws {
        try EventLog.create(
            at: path,
            options: LogOptions(isSynthetic: true),
            clock: SystemClock(),
            ledgerID: "benchmark"
        )
    }

    /// Opens the ledger.
    func open(_ mode: LogMode) throws -> EventLog {
        try EventLog(
            opening: path,
            mode: mode,
            registry: programmeRegistry,
            options: LogOptions(),
            clock: SystemClock()
        )
    }

    /// The history that the ledger holds.
    func generator(eventCount: Int) -> HistoryGenerator {
        var options = HistoryOptions()
        options.identityStyle = ids == .counting ? .counting : .timeOrdered
        return HistoryGenerator(seed: seed, eventCount: eventCount, options: options)
    }

    /// Takes up to `count` events from the generator; `nil` at its end.
    static func batch(of count: Int, from events: inout HistoryGenerator) -> EventBatch? {
        var batch = EventBatch()
        while batch.count < count, let simulated = events.next() {
            batch.append(simulated.event, recordedAt: simulated.recordedAt, sequence: nil)
        }
        return batch.isEmpty ? nil : batch
    }

    /// Takes events through the door.
    static func batch(of events: [Event]) throws -> EventBatch {
        let reader = EventReader(registry: programmeRegistry)
        var batch = EventBatch()
        for event in events { try reader.read(event, into: &batch) }
        return batch
    }

    /// Begins to append; the task ends when the events are on the disk.
    static func send(
        _ request: AppendRequest,
        to log: EventLog
    ) -> Task<Result<AppendReceipt, AppendError>, Never> {
        Task {
            do throws(AppendError) {
                return .success(try await log.append(request))
            } catch {
                return .failure(error)
            }
        }
    }
}
