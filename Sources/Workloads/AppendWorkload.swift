import EventLog
import EventModel
import Programme
import Simulation

/// Durable appends to a new ledger.
///
/// Events are values in memory; the door checks them and computes their digests inside the measured time.
public struct AppendWorkload {
    private let log: EventLog
    private let ledger: SimulatedLedger
    private let preparedEventCount: Int

    /// Makes a new ledger, with the events that declare the world and by default a first block behind them.
    public init(_ ledger: SimulatedLedger, preparedEventCount: Int = 20_000) async throws {
        try await ledger.make(eventCount: preparedEventCount)
        self.preparedEventCount = preparedEventCount
        self.ledger = ledger
        log = try ledger.open(.writing)
    }

    /// Appends events in requests of one size, one commit each.
    ///
    /// - Parameters:
    ///   - eventCount: Events to append, rounded down to whole requests; they are made beforehand.
    ///   - requestEventCount: Events of one request.
    ///   - inFlight: Requests that one caller keeps under way: 1 waits for each commit before it makes the
    ///     next digests, 2 makes them meanwhile.
    /// - Returns: The number of appended events, and the time.
    /// - Throws: `AppendError` if the log refuses or fails.
    public func appendBatches(
        eventCount: Int,
        requestEventCount: Int,
        inFlight: Int = 1
    ) async throws -> Timing {
        var events = ledger.generator(eventCount: preparedEventCount + eventCount)
        // The start of the history was recorded already; it depends on the length of the whole, so that
        // the same ids may hold other facts: these events are of another producer.
        var prepared: [[Event]] = []
        for _ in 0..<(eventCount / requestEventCount) {
            var request: [Event] = []
            while request.count < requestEventCount, let event = events.next()?.event {
                // What takes another event back would have to name one of this producer.
                guard event.corrects == nil, event.schema.type != eventVoided.type else { continue }
                request.append(Self.renamed(event))
            }
            prepared.append(request)
        }
        return try await Timing.of { () async throws -> UInt64 in
            var sent: [Task<Result<AppendReceipt, AppendError>, Never>] = []
            for request in prepared {
                let request = AppendRequest(events: try SimulatedLedger.batch(of: request))
                sent.append(SimulatedLedger.send(request, to: log))
                if sent.count >= inFlight { _ = try await sent.removeFirst().value.get() }
            }
            for task in sent { _ = try await task.value.get() }
            return UInt64(prepared.map(\.count).reduce(0, +))
        }
    }

    /// Appends single events from callers that each wait for their own commit.
    ///
    /// - Parameters:
    ///   - eventCount: Events to append, shared by the callers.
    ///   - callerCount: Callers at the same time, each a producer of its own.
    /// - Returns: The number of appended events, and the time.
    /// - Throws: As ``appendBatches(eventCount:requestEventCount:inFlight:)``.
    public func appendSingly(eventCount: Int, callerCount: Int) async throws -> Timing {
        let each = max(1, eventCount / callerCount)
        let log = log
        return try await Timing.of { () async throws -> UInt64 in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for caller in 0..<callerCount {
                    group.addTask {
                        for number in 0..<each {
                            let event = Self.scan(caller: caller, number: number)
                            let batch = try SimulatedLedger.batch(of: [event])
                            _ = try await log.append(AppendRequest(events: batch))
                        }
                    }
                }
                try await group.waitForAll()
            }
            return UInt64(each * callerCount)
        }
    }

    /// Lets go of the ledger's files.
    public func close() { log.close() }

    private static func renamed(_ event: Event) -> Event {
        Event(
            id: event.id,
            source: event.source + "/again",
            schema: event.schema,
            subject: event.subject,
            time: event.time,
            actor: event.actor,
            role: event.role,
            evidence: event.evidence,
            data: event.data
        )
    }

    private static func scan(caller: Int, number: Int) -> Event {
        let parcel = "SYN\(caller)-\(number)"
        return Event(
            id: String(number + 1),
            source: "/synthetic/caller/\(caller)",
            schema: ParcelEvents.scanned,
            subject: "parcel/" + parcel,
            time: OccurredAt(
                instant: Instant(millisecondsSince1970: 1_577_836_800_000 + Int64(number) * 1_000),
                offsetMinutes: 480
            ),
            data: [
                .text(parcel), .text("540222100-01"), .integer(1), .text("540222000000"),
                .integer(1),
            ]
        )
    }
}
