import EventLog
import EventModel
import Testing

@Suite("Events of an older version")
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
            source: "test",
            fields: fields
        )
    }

    private static let one = SchemaRegistry([schema(1, [parcel])])
    private static let both = SchemaRegistry([
        schema(1, [parcel]),
        schema(
            2,
            [parcel, SchemaField("grams", .integer(minimum: 0), chinese: "克", summary: "Weight.")]
        ),
    ])

    private func event(
        _ id: String,
        of registry: SchemaRegistry,
        recordedAt: String = ""
    ) throws -> IncomingEvent {
        let line = """
            {"specversion":"1.0","id":"\(id)","source":"/t","type":"test.weighed","subject":"parcel/P",\
            "time":"2019-07-01T10:00:00+08:00","data":{"parcel":"P"}\(recordedAt)}
            """
        return try EventReader(registry: registry).read(Array(line.utf8))
    }

    @Test(
        "Sent again after a new version they are duplicates; new ones are refused; a restore takes them"
    )
    func duplicates() throws {
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            let old = try TestLedger.open(path, registry: Self.one)
            _ = try old.appendAndWait(AppendRequest(events: [try event("1", of: Self.one)]))
            old.close()
            let log = try TestLedger.open(path, registry: Self.both)
            let again = try event("1", of: Self.both)
            let receipt = try log.appendAndWait(AppendRequest(events: [again]))
            #expect(receipt.outcomes == [.duplicate(of: 0, digest: again.digest)])
            do {
                _ = try log.appendAndWait(AppendRequest(events: [try event("2", of: Self.both)]))
                Issue.record("a new event of an old form was accepted")
            } catch let error as AppendError {
                #expect(error.refusal?.name == .schema)
            }
            let restored = try event(
                "2",
                of: Self.both,
                recordedAt: #","recordedtime":"2030-01-01T00:00:00.000Z""#
            )
            let request = AppendRequest(events: [restored], restoresRecordedTime: true)
            #expect(try log.appendAndWait(request).eventCount == 2)
            log.close()
        }
    }
}
