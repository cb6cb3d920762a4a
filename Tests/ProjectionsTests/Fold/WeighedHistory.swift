import CairnTestSupport
import EventLog
import EventModel
import Foundation

/// A random invented history with voids and voids of voids, and the rows that count, kept by hand.
struct WeighedHistory {
    static let schema = EventSchema(
        "test.weighed",
        chinese: "测试称重",
        summary: "A synthetic fact.",
        source: "test",
        fields: [
            SchemaField("place", .identifier, chinese: "地点", summary: "Name."),
            SchemaField("parcel", .identifier, storage: .key, chinese: "包裹", summary: "Key."),
            SchemaField(
                "weight",
                .integer(minimum: 0),
                required: false,
                chinese: "重量",
                summary: "Integer."
            ),
        ]
    )
    static let registry = SchemaRegistry([schema])

    private(set) var events: [Event] = []
    /// Per event the position of what it voids.
    private(set) var targets: [Int?] = []

    init(seed: UInt64, count: Int) {
        var random = SplitMix64(seed: seed)
        while events.count < count {
            let candidates = events.indices.suffix(30).filter { isLive($0, below: events.count) }
            if Int.random(in: 0..<8, using: &random) == 0,
                let target = candidates.randomElement(using: &random)
            {
                targets.append(target)
                events.append(void(of: target))
            } else {
                targets.append(nil)
                events.append(fact(&random))
            }
        }
    }

    /// Whether an event counts when so many are known: no void of it that counts.
    func isLive(_ position: Int, below count: Int) -> Bool {
        !targets.indices.prefix(count).contains { voiding in
            targets[voiding] == position && isLive(voiding, below: count)
        }
    }

    /// Positions of the facts that count when so many events are known.
    func livePositions(below count: Int) -> [UInt64] {
        (0..<count).filter { targets[$0] == nil && isLive($0, below: count) }.map { UInt64($0) }
    }

    private func fact(_ random: inout SplitMix64) -> Event {
        let millis = Int64.random(in: 1_550_000_000_000...1_560_000_000_000, using: &random)
        let weight = Int64.random(in: 0...1_000, using: &random)
        let parcel = "P\(Int.random(in: 0..<9, using: &random))"
        return Event(
            id: "\(events.count)",
            source: "/test/scales",
            schema: Self.schema,
            subject: "parcel/\(parcel)",
            time: OccurredAt(
                instant: Instant(millisecondsSince1970: millis),
                offsetMinutes: 480
            ),
            data: [
                .text("place-\(Int.random(in: 0..<5, using: &random))"), .text(parcel),
                weight < 100 ? .absent : .integer(weight),
            ]
        )
    }

    private func void(of target: Int) -> Event {
        Event(
            id: "\(events.count)",
            source: "/test/scales",
            schema: eventVoided,
            subject: "ledger",
            time: OccurredAt(
                instant: Instant(millisecondsSince1970: 1_560_000_000_000),
                offsetMinutes: 480
            ),
            data: [
                .text(events[target].source), .text(events[target].id), .text("mistake"),
                .text("office"),
            ]
        )
    }

    /// Runs a body with a ledger that holds the history, appended in requests of some size.
    func withLog<Result>(
        blockEvents: Int,
        requestSize: Int = 37,
        upTo count: Int = .max,
        _ body: (EventLog) throws -> Result
    ) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "cairn-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "ledger").path
        let options = LogOptions(mapSizeBytes: 1 << 30, sealedBlockEvents: blockEvents)
        let clock = FixedClock()
        try EventLog.create(
            at: path,
            options: options,
            clock: clock,
            ledgerID: "test"
        )
        let log = try EventLog(
            opening: path,
            mode: .writing,
            registry: Self.registry,
            options: options,
            clock: clock
        )
        defer { log.close() }
        var rest = events.prefix(count)
        while !rest.isEmpty {
            let request = AppendRequest(events: rest.prefix(requestSize).map { IncomingEvent($0) })
            _ = try log.appendAndWait(request)
            rest = rest.dropFirst(requestSize)
        }
        return try body(log)
    }

    /// Appends the events behind those that the log holds, up to a number.
    func append(upTo count: Int, to log: EventLog) throws {
        let known = try log.withSnapshot { Int($0.eventCount) }
        guard known < count else { return }
        let request = AppendRequest(events: events[known..<count].map { IncomingEvent($0) })
        _ = try log.appendAndWait(request)
    }

    private struct FixedClock: LedgerClock {
        func now() -> Instant { Instant(millisecondsSince1970: 1_560_000_000_000) }
    }
}
