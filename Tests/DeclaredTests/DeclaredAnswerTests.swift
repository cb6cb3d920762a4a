import CairnTestSupport
import Declared
import EventLog
import EventModel
import Testing

private struct FixedClock: LedgerClock {
    func now() -> Instant { Instant(millisecondsSince1970: 1_700_000_000_000) }
}

private func schema(_ type: String) -> EventSchema {
    EventSchema(
        type,
        chinese: "测试",
        summary: "A test's type.",
        source: "test",
        fields: [
            SchemaField("school", .identifier, required: false, chinese: "学校", summary: "Key."),
            SchemaField("amountFen", .integer(minimum: 0), chinese: "金额", summary: "Sum."),
        ]
    )
}

private let served = schema("meal.served")
private let returned = schema("meal.returned")
private let registry = SchemaRegistry([served, returned])
private let definition = """
    name: meals
    title: {zh: 补助, en: Subsidy}
    meaning: {zh: 含义, en: Meaning}
    unit: fen
    key: school
    terms:
      - {type: meal.served, sum: amountFen}
      - {type: meal.returned, sum: amountFen, sign: "-"}
    """

@Suite("Declared indicators")
struct DeclaredAnswerTests {
    @Test(
        "Sums by key are those of a walk over the events, at any date and position",
        arguments: 1...20
    )
    func sums(_ seed: UInt64) throws {
        let indicator = try DeclaredIndicator(yaml: definition, registry: registry)
        var random = SplitMix64(seed: seed)
        try withScratchFolder { folder in
            let path = folder + "/ledger"
            let options = LogOptions(mapSizeBytes: 1 << 30, sealedBlockEvents: 16)
            try EventLog.create(at: path, options: options, clock: FixedClock(), ledgerID: "test")
            let log = try EventLog(
                opening: path,
                mode: .writing,
                registry: registry,
                options: options,
                clock: FixedClock()
            )
            defer { log.close() }
            let events = try Self.record(in: log, &random)
            for _ in 0..<10 {
                let day = BusinessDate(daysSince1970: Int32(19_000 + random.next() % 12))
                let count = random.next() % UInt64(events.count + 1)
                let answer = try log.withSnapshot { snapshot in
                    try DeclaredAnswer(indicator, asOf: day, position: count, from: snapshot)
                }
                let expected = Self.walk(events, upTo: Int(count), asOf: day)
                #expect(answer.rows == expected)
                #expect(answer.treeSize == count)
            }
        }
    }

    /// Records random events, some of which void or correct earlier ones.
    private static func record(
        in log: EventLog,
        _ random: inout SplitMix64
    ) throws -> [Event] {
        var events: [Event] = []
        var open: [Int] = []
        for number in 0..<60 {
            let time = OccurredAt(
                instant: Instant(
                    millisecondsSince1970: (19_000 + Int64(random.next() % 10)) * 86_400_000
                ),
                offsetMinutes: 480
            )
            var event: Event
            if random.next() % 8 == 0, let place = open.indices.randomElement(using: &random) {
                let target = events[open.remove(at: place)]
                event = Event(
                    id: "\(number)",
                    source: "/test",
                    schema: eventVoided,
                    subject: "ledger",
                    time: time,
                    data: Self.void(target.reference)
                )
            } else {
                let key = random.next() % 5
                let isServed = random.next() % 3 > 0
                event = Event(
                    id: "\(number)",
                    source: "/test",
                    schema: isServed ? served : returned,
                    subject: "school/\(key)",
                    time: time,
                    data: [
                        key == 0 ? .absent : .text("S\(key)"),
                        .integer(Int64(random.next() % 1_000)),
                    ]
                )
                open.append(number)
            }
            _ = try log.appendAndWait(AppendRequest(events: [IncomingEvent(event)]))
            events.append(event)
        }
        return events
    }

    private static func void(_ reference: EventReference) -> [FieldValue] {
        eventVoided.fields.map { field in
            switch field.name {
            case "source": .text(reference.source)
            case "id": .text(reference.id)
            default: .text("x")
            }
        }
    }

    private static func walk(
        _ events: [Event],
        upTo count: Int,
        asOf day: BusinessDate
    ) -> [DeclaredAnswer.Row] {
        var voided: Set<String> = []
        for event in events[..<count] where event.schema.type == eventVoided.type {
            guard let place = event.schema.index(of: "id"), case .text(let id) = event.data[place]
            else { continue }
            voided.insert(id)
        }
        var counts: [String?: (Int, Int128)] = [:]
        for event in events[..<count]
        where event.schema.type != eventVoided.type && !voided.contains(event.id)
            && BusinessDate(of: event.time.instant) <= day
        {
            var key: String?
            if case .text(let text) = event.data[0] { key = text }
            guard case .integer(let amount) = event.data[1] else { continue }
            let sign: Int128 = event.schema.type == served.type ? 1 : -1
            let old = counts[key] ?? (0, 0)
            counts[key] = (old.0 + 1, old.1 + sign * Int128(amount))
        }
        return counts.sorted { ($0.key ?? "~") < ($1.key ?? "~") }.map {
            DeclaredAnswer.Row(key: $0.key, count: $0.value.0, sum: $0.value.1)
        }
    }

    @Test("The digest is of the meaning: another sign is another digest, a comment is not")
    func digests() throws {
        let first = try DeclaredIndicator(yaml: definition, registry: registry)
        let commented = try DeclaredIndicator(
            yaml: "# a comment\n" + definition,
            registry: registry
        )
        let other = try DeclaredIndicator(
            yaml: definition.replacing("\"-\"", with: "\"+\""),
            registry: registry
        )
        #expect(first.digest == commented.digest)
        #expect(first.digest != other.digest)
    }
}
