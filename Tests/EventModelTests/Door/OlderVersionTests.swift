import Testing

@testable import EventModel

@Suite("Older versions at the door")
struct OlderVersionTests {
    private static let parcel = SchemaField(
        "parcel",
        .identifier,
        storage: .key,
        chinese: "包裹",
        summary: "Which."
    )

    private static func schema(_ version: Int, _ fields: [SchemaField]) -> EventSchema {
        EventSchema(
            "test.weighed",
            version: version,
            chinese: "称重",
            summary: "Synthetic.",
            source: "None; made for tests",
            fields: fields
        )
    }

    private static let one = schema(1, [parcel])
    private static let two = schema(
        2,
        [parcel, SchemaField("grams", .integer(minimum: 0), chinese: "克", summary: "Weight.")]
    )
    private static let reader = EventReader(registry: SchemaRegistry([one, two]))

    private func read(_ data: String, _ extra: String = "") throws -> IncomingEvent {
        let line = Fixture.line(type: "test.weighed", data: data, extra: extra)
        return try Self.reader.read(Array(line.utf8))
    }

    @Test(
        "Without a name the newest version is meant; what only an older one takes is refused if new"
    )
    func fallsBack() throws {
        let old = try read(#"{"parcel":"P"}"#)
        #expect(old.event.schema === Self.one)
        #expect(old.refusalIfNew?.field == "data.grams")
        let new = try read(#"{"parcel":"P","grams":5}"#)
        #expect(new.event.schema === Self.two && new.refusalIfNew == nil)
        #expect(throws: Refusal.self) { try read(#"{"grams":5}"#) }
    }

    @Test("A version that is named is the one that is read")
    func named() throws {
        let named = #","dataschema":"urn:cairn:schema:test.weighed:1""#
        let old = try read(#"{"parcel":"P"}"#, named)
        #expect(old.event.schema === Self.one && old.refusalIfNew == nil)
        #expect(throws: Refusal.self) {
            try read(#"{"parcel":"P"}"#, #","dataschema":"urn:cairn:schema:test.weighed:2""#)
        }
    }
}
