import EventLog
import EventModel

/// A real log, driven with the model's requests; answers come back in the model's words.
final class LogUnderTest {
    private let path: String
    private let options: LogOptions
    let clock: GateClock
    private(set) var log: EventLog
    private let reader: EventReader

    init(path: String, options: LogOptions, clock: GateClock) throws {
        self.path = path
        self.options = options
        self.clock = clock
        reader = EventReader(registry: TestLedger.registry)
        try EventLog.create(
            at: path,
            options: options,
            clock: clock,
            ledgerID: "model"
        )
        log = try EventLog(
            opening: path,
            mode: .writing,
            registry: TestLedger.registry,
            options: options,
            clock: clock
        )
    }

    func reopen(_ mode: LogMode = .writing) throws {
        log.close()
        log = try EventLog(
            opening: path,
            mode: mode,
            registry: TestLedger.registry,
            options: options,
            clock: clock
        )
    }

    func append(_ request: ModelLog.Request) throws -> ModelLog.Answer {
        let request = try translated(request)
        do throws(AppendError) {
            return Self.answer(.success(try log.appendAndWait(request)))
        } catch {
            return Self.answer(.failure(error))
        }
    }

    /// Queues all requests while the writer stands still in the first, so that the others make one
    /// commit; answers come in the order of the requests.
    func appendTogether(_ requests: [ModelLog.Request]) throws -> [ModelLog.Answer] {
        let requests = try requests.map { try translated($0) }
        return try QueuedRequests.run(requests, on: log, clock: clock).map(Self.answer)
    }

    private func translated(_ request: ModelLog.Request) throws -> AppendRequest {
        AppendRequest(
            events: try request.events.map { try reader.read(Array($0.line.utf8)) },
            expectations: request.expectations.map(Self.expectation),
            conditions: request.conditions.map(Self.expectation),
            restoresRecordedTime: request.restores
        )
    }

    private static func expectation(_ expectation: ModelLog.Expectation) -> StreamExpectation {
        let expected: ExpectedRevision =
            switch expectation.state {
            case .any: .any
            case .noStream: .noStream
            case .exists: .exists
            case .exactly(let revision): .exactly(revision)
            }
        return StreamExpectation(stream: expectation.stream, expected: expected)
    }

    private static func answer(_ result: Result<AppendReceipt, AppendError>) -> ModelLog.Answer {
        switch result {
        case .success(let receipt):
            let outcomes = receipt.outcomes.map { outcome -> ModelLog.Outcome in
                switch outcome {
                case .recorded(let position, let recordedAt, let digest):
                    .recorded(
                        position: position,
                        recordedAt: recordedAt.millisecondsSince1970,
                        digest: digest
                    )
                case .duplicate(let position, let digest):
                    .duplicate(of: position, digest: digest)
                }
            }
            return .accepted(outcomes, eventCount: receipt.eventCount)
        case .failure(.refused(let index, let refusal)):
            return .refused(index: index, name: refusal.name)
        case .failure(let error):
            return .failed("\(error)")
        }
    }
}
