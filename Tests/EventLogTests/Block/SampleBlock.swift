import CairnTestSupport
import EventLog
import EventModel

/// Random events of two invented types with the tables that name them.
struct SampleBlock {
    static let scanned = EventSchema(
        "sample.scanned",
        chinese: "示例扫描",
        summary: "A sample with hot columns.",
        source: "test",
        fields: [
            SchemaField("parcel", .identifier, storage: .key, chinese: "包裹", summary: "Key."),
            SchemaField("node", .identifier, chinese: "节点", summary: "Name."),
            SchemaField(
                "kind",
                .choice(["arrived", "departed"]),
                chinese: "类别",
                summary: "Choice."
            ),
            SchemaField(
                "weight",
                .integer(minimum: 0),
                required: false,
                chinese: "重量",
                summary: "Integer."
            ),
        ]
    )
    static let noted = EventSchema(
        "sample.noted",
        chinese: "示例记录",
        summary: "A sample with texts.",
        source: "test",
        fields: [
            SchemaField("note", .string(maximumBytes: 200), chinese: "备注", summary: "Text."),
            SchemaField(
                "author",
                .identifier,
                required: false,
                chinese: "作者",
                summary: "Optional name."
            ),
            SchemaField(
                "order",
                .identifier,
                required: false,
                storage: .key,
                chinese: "订单",
                summary: "Key."
            ),
            SchemaField("day", .date, required: false, chinese: "日期", summary: "Date."),
        ]
    )

    let events: [InternedEvent]
    let tables: LedgerTables

    /// Makes `count` events; the first position is up to the caller.
    init(seed: UInt64, count: Int, isOrderly: Bool = false) {
        var random = SplitMix64(seed: seed)
        let sources = (0..<Int.random(in: 1...5, using: &random)).map { "/sample/\($0)" }
        let names = (0..<Int.random(in: 2...300, using: &random)).map { "name-\($0)" }
        let schemas = [Self.scanned, Self.noted]
        tables = LedgerTables(names: names, sources: sources, schemas: schemas)
        var nextID = [Int](repeating: 0, count: sources.count)
        var recordedAt: Int64 = 1_560_000_000_000
        var events: [InternedEvent] = []
        for _ in 0..<count {
            let type = Int.random(in: 0..<10, using: &random) == 0 ? 1 : 0
            let source = Int.random(in: sources.indices, using: &random)
            nextID[source] += isOrderly ? 1 : Int.random(in: 1...400, using: &random)
            if Bool.random(using: &random) {
                recordedAt += Int64.random(in: 0...90_000, using: &random)
            }
            events.append(
                Self.event(
                    &random,
                    schemas[type],
                    type: UInt16(type),
                    source: (UInt32(source), sources[source]),
                    id: isOrderly ? String(nextID[source]) : Self.id(&random, nextID[source]),
                    names: names,
                    recordedAt: Instant(millisecondsSince1970: recordedAt)
                )
            )
        }
        self.events = events
    }

    private static func id(_ random: inout SplitMix64, _ number: Int) -> String {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return "单-\(number)"
        case 1:
            let digits = Array("0123456789abcdef")
            let hex = (0..<32).map { _ in digits[Int.random(in: 0..<16, using: &random)] }
            return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(hex[$0]) }.joined(
                separator: "-"
            )
        case 2: return "0\(number)"
        default: return String(number)
        }
    }

    private static func event(
        _ random: inout SplitMix64,
        _ schema: EventSchema,
        type: UInt16,
        source: (UInt32, String),
        id: String,
        names: [String],
        recordedAt: Instant
    ) -> InternedEvent {
        let name = UInt32.random(in: 0..<UInt32(names.count), using: &random)
        let parcel = "SF\(Int.random(in: 0..<500, using: &random))"
        let day = Int64.random(in: 17_000...18_500, using: &random)
        let isNote = type == 1
        let hasName = !isNote || Bool.random(using: &random)
        let nameValue: FieldValue = hasName ? .text(names[Int(name)]) : .absent
        let data: [FieldValue] =
            isNote
            ? [
                .text(
                    ["晴", "阴", "雨 rain", "", "\u{1F4E6} parcel"].randomElement(using: &random) ?? ""
                ),
                nameValue, Bool.random(using: &random) ? .text(parcel) : .absent,
                Bool.random(using: &random) ? .integer(day) : .absent,
            ]
            : [
                .text(parcel), nameValue, .integer(Int64.random(in: 0...1, using: &random)),
                Bool.random(using: &random)
                    ? .integer(Int64.random(in: 0...9_007_199_254_740_991, using: &random))
                    : .absent,
            ]
        var ordinals = [UInt32](repeating: InternedEvent.noName, count: 4)
        if hasName { ordinals[1] = name }
        let event = Event(
            id: id,
            source: source.1,
            schema: schema,
            namesSchema: Bool.random(using: &random),
            namesContentType: Bool.random(using: &random),
            subject: isNote ? "note/\(day)" : "parcel/\(parcel)",
            time: OccurredAt(
                instant: Instant(
                    millisecondsSince1970: day * 86_400_000
                        + Int64.random(in: 0..<86_400_000, using: &random)
                ),
                offsetMinutes: [480, 480, 480, 0, -600].randomElement(using: &random) ?? 480
            ),
            actor: Bool.random(using: &random) ? "clerk-\(day % 7)" : nil,
            role: Bool.random(using: &random) ? "station" : nil,
            evidence: Bool.random(using: &random) ? SHA256Digest.hash(Array(id.utf8)) : nil,
            corrects: Int.random(in: 0..<20, using: &random) == 0
                ? EventReference(source: source.1, id: "x\(day)") : nil,
            data: data
        )
        return InternedEvent(
            event: event,
            recordedAt: recordedAt,
            digest: SHA256Digest.hash(Array(id.utf8)),
            typeOrdinal: type,
            sourceOrdinal: source.0,
            names: ordinals
        )
    }
}

extension SampleBlock {
    /// The events as one commit's value of the tail.
    func tailValue(at position: UInt64) -> [UInt8] {
        let packed = InternedEvents(events)
        return TailBatch.encode(firstPosition: position, events: packed, range: 0..<packed.count)
    }
}

/// An event's every part as one comparable text.
func fingerprint(_ event: Event) -> String {
    """
    \(event.id)|\(event.source)|\(event.schema.urn)|\(event.namesSchema)|\(event.namesContentType)|\
    \(event.subject)|\(event.time)|\(event.actor ?? "-")|\(event.role ?? "-")|\
    \(event.evidence?.description ?? "-")|\(event.corrects?.description ?? "-")|\(event.data)
    """
}
