import EventLog
import EventModel
import Foundation
import Synchronization

/// A clock that shows what the test sets.
final class ManualClock: LedgerClock {
    private let millis: Mutex<Int64>

    init(_ start: Int64 = 1_560_000_000_000) { millis = Mutex(start) }

    func now() -> Instant { Instant(millisecondsSince1970: millis.withLock { $0 }) }

    func advance(by step: Int64) { millis.withLock { $0 += step } }
}

/// Runs a body with the path of a ledger that does not exist yet; the folder around it is removed.
func withTemporaryPath<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "cairn-\(UUID().uuidString)"
    )
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.appendingPathComponent("ledger").path)
}

/// As ``withTemporaryPath(_:)`` for a body that suspends.
func withTemporaryPath<Result>(
    _ body: (String) async throws -> Result
) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "cairn-\(UUID().uuidString)"
    )
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.appendingPathComponent("ledger").path)
}

/// What the tests' ledgers have in common.
enum TestLedger {
    static let registry = SchemaRegistry([SampleEvents.scanned, SampleEvents.noted])
    static let options = LogOptions(mapSizeBytes: 1 << 30, sealedBlockEvents: 64)

    static func create(
        at path: String,
        _ options: LogOptions = options,
        clock: ManualClock = ManualClock()
    ) throws {
        try EventLog.create(
            at: path,
            options: options,
            clock: clock,
            ledgerID: "test ledger"
        )
    }

    static func open(
        _ path: String,
        _ mode: LogMode = .writing,
        registry: SchemaRegistry = registry,
        options: LogOptions = options,
        clock: ManualClock = ManualClock(),
        salvaging: Bool = false
    ) throws -> EventLog {
        try EventLog(
            opening: path,
            mode: mode,
            registry: registry,
            options: options,
            clock: clock,
            salvaging: salvaging
        )
    }

    /// Runs a body with a new ledger, open for writing.
    static func withLog<Result>(
        options: LogOptions = options,
        clock: ManualClock = ManualClock(),
        _ body: (EventLog) throws -> Result
    ) throws -> Result {
        try withTemporaryPath { path in
            try create(at: path, options, clock: clock)
            let log = try open(path, options: options, clock: clock)
            defer { log.close() }
            return try body(log)
        }
    }
}

extension EventLog {
    /// Every event of the log.
    func allEvents() throws -> [RecordedEvent] {
        try withSnapshot { snapshot in
            var events: [RecordedEvent] = []
            try snapshot.events(matching: EventFilter()) { recorded in
                events.append(recorded)
                return true
            }
            return events
        }
    }

    /// Appends events made in memory.
    @discardableResult
    func record(_ events: [Event], expecting: [StreamExpectation] = []) throws -> AppendReceipt {
        try appendAndWait(
            AppendRequest(events: events.map { IncomingEvent($0) }, expectations: expecting)
        )
    }
}

extension AppendError {
    /// Index and name of a refusal.
    var refusal: (index: Int, name: RefusalName)? {
        guard case .refused(let index, let refusal) = self else { return nil }
        return (index, refusal.name)
    }
}
