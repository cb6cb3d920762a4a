import CairnTestSupport
import EventModel

/// Invented event types and events for the log's tests.
enum SampleEvents {
    static let scanned = EventSchema(
        "test.scanned",
        chinese: "测试扫描",
        summary: "A frequent event with regions.",
        source: "test",
        fields: [
            SchemaField("parcel", .identifier, storage: .key, chinese: "包裹", summary: "Key."),
            SchemaField("county", .region, chinese: "县", summary: "Region."),
            SchemaField(
                "village",
                .identifier,
                required: false,
                chinese: "村",
                summary: "Region by its name."
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
        "test.noted",
        chinese: "测试记录",
        summary: "A rare event with text.",
        source: "test",
        fields: [
            SchemaField("note", .string(maximumBytes: 200), chinese: "备注", summary: "Text."),
            SchemaField(
                "author",
                .identifier,
                required: false,
                chinese: "作者",
                summary: "Name."
            ),
        ]
    )
    static let counties = ["540202000000", "540222000000", "540223000000", "540121000000"]

    static func scan(
        _ id: String,
        source: String = "/test/a",
        parcel: String = "SF1",
        county: String = "540222000000",
        village: String? = nil,
        at millis: Int64 = 1_559_000_000_000,
        corrects: EventReference? = nil
    ) -> Event {
        Event(
            id: id,
            source: source,
            schema: scanned,
            subject: "parcel/\(parcel)",
            time: OccurredAt(
                instant: Instant(millisecondsSince1970: millis),
                offsetMinutes: 480
            ),
            corrects: corrects,
            data: [
                .text(parcel), .text(county), village.map(FieldValue.text) ?? .absent,
                .integer(Int64(id.utf8.count)),
            ]
        )
    }

    static func note(
        _ id: String,
        source: String = "/test/a",
        subject: String = "station/1",
        note: String = "a note",
        author: String? = nil,
        corrects: EventReference? = nil
    ) -> Event {
        Event(
            id: id,
            source: source,
            schema: noted,
            namesSchema: true,
            subject: subject,
            time: OccurredAt(
                instant: Instant(millisecondsSince1970: 1_559_100_000_000),
                offsetMinutes: 0
            ),
            actor: "clerk",
            role: "author",
            corrects: corrects,
            data: [.text(note), author.map(FieldValue.text) ?? .absent]
        )
    }

    static func void(
        _ id: String,
        of reference: EventReference,
        source: String = "/test/a",
        corrects: EventReference? = nil,
        subject: String = "ledger"
    ) -> Event {
        Event(
            id: id,
            source: source,
            schema: eventVoided,
            subject: subject,
            time: OccurredAt(
                instant: Instant(millisecondsSince1970: 1_559_200_000_000),
                offsetMinutes: 480
            ),
            corrects: corrects,
            data: [
                .text(reference.source), .text(reference.id), .text("mistake"), .text("office"),
            ]
        )
    }
}
