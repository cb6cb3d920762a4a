import EventLog
import EventModel
import Foundation
import Glibc

/// What is asked of a log directly: much quicker than a command, so that every byte that leads to rows can be
/// damaged in a test run.
enum LogQuestion: String, CaseIterable {
    /// Every event, as its line.
    case events
    /// Every event, one by one, from the newest on.
    case backwards
    /// Which events are voided, and what they void.
    case voids
    /// Sizes and root.
    case status
    /// Everything that the log says of itself.
    case verify
    /// Whether another event can be recorded, and what is there then.
    case append

    static let registry = SchemaRegistry([TinyEvents.counted, TinyEvents.told])

    /// Asks, prints the answer to standard output or the failure to standard error, and gives a status.
    func ask(_ ledger: String) -> Int32 {
        do {
            let salvaging = [.events, .backwards, .verify].contains(self)
            let log = try EventLog(
                opening: ledger,
                mode: self == .append ? .writing : .reading,
                registry: Self.registry,
                options: LogOptions(mapSizeBytes: 1 << 30),
                clock: SystemClock(),
                salvaging: salvaging
            )
            defer { log.close() }
            return try ask(log)
        } catch let error as LogError {
            return Self.fail(error.isDamage ? "damaged" : "refused", "\(error)", error.isDamage)
        } catch let error as AppendError {
            if case .storage(let failure) = error {
                return Self.fail("damaged", "\(error)", failure.isDamage)
            }
            return Self.fail("refused", "\(error)", false)
        } catch {
            return Self.fail("refused", "\(error)", false)
        }
    }

    private func ask(_ log: EventLog) throws -> Int32 {
        switch self {
        case .events, .backwards:
            var filter = EventFilter()
            filter.direction = self == .events ? .forwards : .backwards
            try log.withSnapshot { snapshot in
                try snapshot.lines(matching: filter) { line in
                    Self.print(Array(copying: line) + [0x0A])
                    return true
                }
            }
        case .voids:
            try log.withSnapshot { snapshot in
                let voided = try snapshot.voidedPositions(upTo: snapshot.eventCount)
                let targets = try snapshot.voidTargets(ofEventsIn: 0..<snapshot.eventCount)
                Self.print("\(voided) \(targets)\n")
            }
        case .status:
            try log.withSnapshot { snapshot in
                let status = try snapshot.status()
                let tables = status.tables.map { "\($0.name) \($0.rowCount) \($0.byteCount)" }
                Self.print("\(status.eventCount) \(status.rootHash) \(tables) \(status.types)\n")
            }
        case .verify:
            let report = try log.withSnapshot { try $0.verify(threadCount: 1) }
            let problems = report.problems.map { "{\"message\": \"\($0.part): \($0.detail)\"}" }
            Self.print(
                "{\"rootHash\": \"\(report.rootHash.map { "\($0)" } ?? "")\", "
                    + "\"problems\": [\(problems.joined(separator: ","))]}\n"
            )
            return report.isSound ? 0 : 7
        case .append:
            let before = try log.withSnapshot { $0.eventCount }
            let events = (0..<20).map { TinyEvents.event(1_000 + $0) }
            _ = try log.appendAndWait(AppendRequest(events: events.map { IncomingEvent($0) }))
            Self.print("\(before)\n")
        }
        return 0
    }

    private static func print(_ text: String) { print(Array(text.utf8)) }

    private static func print(_ bytes: [UInt8]) {
        _ = unsafe write(STDOUT_FILENO, bytes, bytes.count)
    }

    private static func fail(_ name: String, _ message: String, _ isDamage: Bool) -> Int32 {
        let text = message.replacing("\"", with: "'").replacing("\n", with: " ")
        let line = Array("{\"error\": \"\(name)\", \"message\": \"\(text)\"}\n".utf8)
        _ = unsafe write(STDERR_FILENO, line, line.count)
        return isDamage ? 7 : 1
    }
}

/// Invented types and events of the log that is asked directly.
enum TinyEvents {
    static let counted = EventSchema(
        "test.counted",
        chinese: "测试计数",
        summary: "A frequent event with names and a key.",
        source: "test",
        fields: [
            SchemaField("parcel", .identifier, storage: .key, chinese: "包裹", summary: "Key."),
            SchemaField("node", .identifier, chinese: "节点", summary: "Name."),
            SchemaField("weight", .integer(minimum: 0), chinese: "重量", summary: "Integer."),
        ]
    )
    static let told = EventSchema(
        "test.told",
        chinese: "测试记录",
        summary: "A rare event with text.",
        source: "test",
        fields: [
            SchemaField("note", .string(maximumBytes: 200), chinese: "备注", summary: "Text.")
        ]
    )

    /// The event of a number: one in nine tells something, one in ten takes an earlier one back.
    static func event(_ number: Int) -> Event {
        let schema = number % 10 == 9 ? eventVoided : number % 9 == 4 ? told : counted
        let data: [FieldValue] =
            switch number {
            case _ where number % 10 == 9:
                [
                    .text(source(number - 6)), .text("\(number - 6)"), .text("mistake"),
                    .text("office"),
                ]
            case _ where number % 9 == 4: [.text("note \(number) \(number * 7_919 % 10_007)")]
            default:
                [.text("P\(number / 3)"), .text("node \(number % 11)"), .integer(Int64(number))]
            }
        return Event(
            id: "\(number)",
            source: source(number),
            schema: schema,
            subject: schema === eventVoided ? "ledger" : "parcel/P\(number / 3)",
            time: OccurredAt(
                instant: Instant(millisecondsSince1970: 1_559_000_000_000 + Int64(number) * 1_000),
                offsetMinutes: 480
            ),
            data: data
        )
    }

    private static func source(_ number: Int) -> String { "/synthetic/hub-\(number % 3)" }
}
