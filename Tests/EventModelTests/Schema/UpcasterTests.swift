import Testing

@testable import EventModel

@Suite("Upcasters")
struct UpcasterTests {
    private static func schema(
        _ version: Int,
        _ fields: [SchemaField],
        succeeding predecessor: EventSchema? = nil,
        upcaster: Upcaster = Upcaster()
    ) -> EventSchema {
        EventSchema(
            "test.weighed",
            version: version,
            chinese: "称重",
            summary: "Synthetic.",
            source: "None; made for tests",
            fields: fields,
            succeeding: predecessor,
            upcaster: upcaster
        )
    }

    private static func field(
        _ name: String,
        _ kind: FieldKind,
        required: Bool = true
    ) -> SchemaField {
        SchemaField(name, kind, required: required, chinese: "字段", summary: "Synthetic.")
    }

    private static let one = schema(
        1,
        [field("weight", .integer(minimum: 0)), field("way", .choice(["up"]))]
    )
    private static let two = schema(
        2,
        [
            field("note", .string(maximumBytes: 9), required: false),
            field("grams", .integer(minimum: 0)), field("way", .choice(["up", "down"])),
        ],
        succeeding: one,
        upcaster: Upcaster(formerNames: ["grams": "weight"])
    )
    private static let three = schema(
        3,
        [
            field("isSealed", .boolean), field("massInGrams", .integer(minimum: 0)),
            field("way", .choice(["up", "down"])),
        ],
        succeeding: two,
        upcaster: Upcaster(formerNames: ["massInGrams": "grams"], constants: ["isSealed": 0])
    )

    @Test("An event of any older version is read as one of the newest")
    func chain() {
        let first: [FieldValue] = [.integer(500), .integer(0)]
        #expect(Self.two.upcast(first, from: Self.one) == [.absent, .integer(500), .integer(0)])
        #expect(
            Self.three.upcast(first, from: Self.one) == [.integer(0), .integer(500), .integer(0)]
        )
        let second: [FieldValue] = [.text("n"), .integer(7), .integer(1)]
        #expect(
            Self.three.upcast(second, from: Self.two) == [.integer(0), .integer(7), .integer(1)]
        )
        #expect(Self.two.upcast(second, from: Self.two) == second)
    }

    @Test("Origins say the same of whole columns")
    func origins() {
        #expect(Self.three.origin(of: 0, in: Self.one) == .constant(0))
        #expect(Self.three.origin(of: 1, in: Self.one) == .field(0))
        #expect(Self.two.origin(of: 0, in: Self.one) == .absent)
        #expect(Self.two.origin(of: 2, in: Self.two) == .field(2))
    }

    @Test("A required field that comes from nowhere is a programming error")
    func missingConstant() async {
        await #expect(processExitsWith: .failure) {
            _ = Self.schema(
                2,
                Self.one.fields + [Self.field("isSealed", .boolean)],
                succeeding: Self.one
            )
        }
    }

    @Test("A choice whose stored indices would change their meaning is a programming error")
    func reorderedChoice() async {
        await #expect(processExitsWith: .failure) {
            _ = Self.schema(
                2,
                [Self.one.fields[0], Self.field("way", .choice(["down", "up"]))],
                succeeding: Self.one
            )
        }
    }
}
