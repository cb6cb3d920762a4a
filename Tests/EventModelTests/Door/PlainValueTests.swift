import CairnTestSupport
import Testing

@testable import EventModel

@Suite("Plain values")
struct PlainValueTests {
    @Test(
        "An event in memory that needs no escapes is taken as in general; any other leaves no trace",
        arguments: 1...16 as ClosedRange<UInt64>
    )
    func sameEvents(seed: UInt64) throws {
        var events = AnyEvent(seed: seed)
        var batch = EventBatch()
        var general = EventBatch()
        var plainCount = 0
        var refusedCount = 0
        for step in 0..<300 {
            let event = events.next()
            let count = batch.count
            let sizes = (batch.events.bytes.count, batch.events.values.count, batch.names.count)
            let isPlain = batch.takePlain(event, limits: .standard)
            if isPlain { plainCount += 1 }
            do {
                try Fixture.reader.readGenerally(event, into: &general)
                guard !isPlain else { continue }
                try #require(batch.count == count)
                try #require(
                    sizes
                        == (batch.events.bytes.count, batch.events.values.count, batch.names.count)
                )
                try Fixture.reader.readGenerally(event, into: &batch)
            } catch is Refusal {
                refusedCount += 1
                #expect(!isPlain && batch.count == count, "seed \(seed) step \(step)")
            }
        }
        try #require(plainCount > 80 && refusedCount > 20 && general.count - plainCount > 8)
        try BatchComparison.expectSame(batch, general)
    }
}

/// Makes events in memory, some of which a door must refuse.
private struct AnyEvent {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func next() -> Event {
        let schema = chance(3) ? Fixture.scannedTwo : Fixture.everything
        let usual = ["1", "e-17", "编号", "a text of more than sixteen bytes"]
        return Event(
            id: text(usual, odd: ["", "a\u{7F}", "\u{85}", "a\"b", "\n", long]),
            source: text(["/a", "/b/站"], odd: ["/a#1", "/a b", "", "/\\", "/\u{9F}", long]),
            schema: schema,
            namesSchema: chance(4),
            namesContentType: chance(4),
            subject: text(usual, odd: ["", "\t", "\\", long]),
            time: OccurredAt(
                instant: Instant(
                    millisecondsSince1970: Int64.random(
                        in: 60_000_000...253_402_000_000_000,
                        using: &random
                    )
                ),
                offsetMinutes: Int16.random(in: -840...840, using: &random)
            ),
            actor: chance(3) ? text(["clerk", "张三"], odd: ["", "\u{7F}"]) : nil,
            role: chance(3) ? text(["office"], odd: ["\"", long]) : nil,
            evidence: chance(20) ? SHA256Digest.hash([1]) : nil,
            corrects: chance(20) ? EventReference(source: "/a", id: "1") : nil,
            data: schema.fields.map { field in
                chance(field.isRequired ? 100 : 3) ? .absent : value(field.kind)
            }
        )
    }

    private mutating func value(_ kind: FieldKind) -> FieldValue {
        if chance(80) { return chance(2) ? .integer(5) : .text("5") }
        switch kind {
        case .integer:
            return integer([0, 1, 42, CanonicalJSON.integerLimit], odd: [-5, .max, .min])
        case .boolean: return integer([0, 1, 1], odd: [2, -1])
        case .date: return integer([0, 18_000, 2_932_896], odd: [-1, 2_932_897, .max])
        case .month: return integer([0, 590, 96_359], odd: [-1, 96_360, .min])
        case .choice: return integer([0, 1], odd: [2, -1])
        case .region: return .text(text(["540222000000"], odd: ["5402", "54022200000x"]))
        case .identifier: return .text(text(["s-1", "站"], odd: ["", "a\"", long]))
        case .string: return .text(text(["", "abc", "买\u{7F}"], odd: ["abcdefghijklm", "\u{1}"]))
        case .digest: return .text(text([hex], odd: [hex.uppercased()]))
        case .bytes: return .text(text(["", "AAAA", "AQ=="], odd: ["AB==", "AAA", "A\"=="]))
        case .choices: return .text("[\"training\"]")
        case .strings: return .text("[\"a\\n\"]")
        case .object: return .text("{}")
        case .sealed: return .text("{\"enc\":\"QUJD\"}")
        }
    }

    private mutating func text(_ usual: [String], odd: [String]) -> String {
        (chance(50) ? odd : usual).randomElement(using: &random) ?? ""
    }

    private mutating func integer(_ usual: [Int64], odd: [Int64]) -> FieldValue {
        .integer((chance(50) ? odd : usual).randomElement(using: &random) ?? 0)
    }

    private let hex = String(repeating: "0f", count: 32)
    private let long = String(repeating: "l", count: 600)

    private mutating func chance(_ oneIn: Int) -> Bool {
        Int.random(in: 0..<oneIn, using: &random) == 0
    }
}
