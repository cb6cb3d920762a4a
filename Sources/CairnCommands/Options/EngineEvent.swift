import Answers
import EventLog
import EventModel
import Evidence

/// One of the engine's own events, about to be recorded by a verb.
struct EngineEvent {
    let schema: EventSchema
    let id: String
    let subject: String
    let data: [FieldValue]

    /// Minutes of Asia/Shanghai before UTC.
    private static let offsetMinutes: Int16 = 480

    /// What tells a key's event apart: the same key is recorded once.
    static func digits(of key: VerifierKey) -> String {
        String("\(SHA256Digest.hash(Array("\(key)".utf8)))".prefix(32))
    }

    /// Records the event in a ledger that is opened for it, and says so.
    func record(by ordered: AuthorityOptions, _ options: LedgerOptions) throws {
        let position = try options.withLog(.writing) { log in
            try record(by: ordered, in: log, ledger: options.path)
        }
        try Output.print(
            options.output.json
                ? [
                    JSONText.object([
                        ("type", JSONText.string(schema.type)), ("position", String(position)),
                    ])
                ]
                : [
                    Phrase(
                        zh: "已记录 \(schema.type),位置 \(position)",
                        en: "recorded \(schema.type) at position \(position)"
                    ).spoken
                ]
        )
    }

    /// Records the event.
    ///
    /// - Returns: Its position.
    func record(
        by ordered: AuthorityOptions,
        in log: EventLog,
        ledger path: String
    ) throws -> UInt64 {
        let event = Event(
            id: id,
            source: LedgerEvents.source,
            schema: schema,
            subject: subject,
            time: OccurredAt(instant: SystemClock().now(), offsetMinutes: Self.offsetMinutes),
            actor: ordered.actor,
            data: data
        )
        do {
            // Its own door: what the command line gave is checked like any other event.
            let incoming = try EventReader(registry: SchemaRegistry([schema]))
                .read(EventWriter.canonicalBytes(of: event))
            let receipt = try log.appendAndWait(AppendRequest(events: [incoming]))
            switch receipt.outcomes[0] {
            case .recorded(let position, _, _), .duplicate(let position, _): return position
            }
        } catch let refusal as Refusal {
            throw CommandFailure(refusal, index: 0)
        } catch let error as AppendError {
            throw CommandFailure(error, ledger: path)
        }
    }
}
