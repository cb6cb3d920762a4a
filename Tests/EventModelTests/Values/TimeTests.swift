import Testing

@testable import EventModel

@Suite("Occurred at")
struct OccurredAtTests {
    @Test(
        "Canonical spellings are read and written back as given",
        arguments: [
            ("2019-07-01T10:00:00+08:00", 1_561_946_400_000, 480),
            ("2019-07-01T02:00:00Z", 1_561_946_400_000, 0),
            ("2019-07-01T02:00:00.001Z", 1_561_946_400_001, 0),
            ("1970-01-01T00:00:00+14:00", -50_400_000, 840),
            ("9999-12-31T23:59:59.999-14:00", 253_402_351_199_999, -840),
            ("2000-02-29T23:59:59-00:30", 951_870_599_000, -30),
        ] as [(String, Int64, Int16)]
    )
    func canonical(text: String, milliseconds: Int64, offset: Int16) throws {
        let time = try OccurredAt(parsing: text)
        #expect(time.instant.millisecondsSince1970 == milliseconds)
        #expect(time.offsetMinutes == offset)
        #expect(time.description == text)
    }

    @Test(
        "Another spelling is refused with the one that would be accepted",
        arguments: [
            ("2019-07-01t10:00:00+08:00", "2019-07-01T10:00:00+08:00"),
            ("2019-07-01 10:00:00z", "2019-07-01T10:00:00Z"),
            ("2019-07-01T10:00:00+00:00", "2019-07-01T10:00:00Z"),
            ("2019-07-01T10:00:00-00:00", "2019-07-01T10:00:00Z"),
            ("2019-07-01T10:00:00.000Z", "2019-07-01T10:00:00Z"),
            ("2019-07-01T10:00:00.5Z", "2019-07-01T10:00:00.500Z"),
            ("2019-07-01T10:00:00.120000Z", "2019-07-01T10:00:00.120Z"),
        ]
    )
    func otherSpelling(text: String, accepted: String) {
        let refusal = #expect(throws: Refusal.self) { try OccurredAt(parsing: text) }
        #expect(refusal?.name == .timeSpelling)
        #expect(refusal?.accepted == accepted)
        #expect(refusal?.found == text)
    }

    @Test(
        "What no spelling can save is refused with the rule",
        arguments: [
            "", "2019-07-01", "2019-07-01T10:00:00", "2019-07-01T10:00+08:00",
            "2019-07-01T24:00:00Z", "2019-07-01T10:60:00Z", "2019-07-01T23:59:60Z",
            "2019-02-29T10:00:00Z", "1969-12-31T23:59:59Z", "2019-07-01T10:00:00+14:01",
            "2019-07-01T10:00:00.0001Z", "2019-07-01T10:00:00.Z", "2019-07-01T10:00:00+0800",
            "２019-07-01T10:00:00Z", "2019-07-01T10:00:00Zx", "-999-07-01T10:00:00Z",
        ]
    )
    func noTime(text: String) {
        let refusal = #expect(throws: Refusal.self) { try OccurredAt(parsing: text) }
        #expect(refusal?.name == .timeSpelling)
        #expect(refusal?.accepted == TimeSpelling.rule)
    }
}

@Suite("Recorded time")
struct RecordedTimeTests {
    @Test("UTC with three digits is read and written back")
    func roundTrip() {
        let text = "2019-07-01T02:00:00.000Z"
        #expect(Instant(parsingUTC: text)?.utcDescription == text)
        #expect(Instant(parsingUTC: text)?.millisecondsSince1970 == 1_561_946_400_000)
    }

    @Test(
        "Every other spelling is refused",
        arguments: [
            "2019-07-01T02:00:00Z", "2019-07-01T02:00:00.00Z", "2019-07-01T02:00:00.0000Z",
            "2019-07-01T02:00:00.000+00:00", "2019-07-01t02:00:00.000Z", "2019-07-01T02:00:60.000Z",
            "1969-07-01T02:00:00.000Z", "",
        ]
    )
    func refused(text: String) {
        #expect(Instant(parsingUTC: text) == nil)
    }

    @Test("Instants at the ends of Int64 are written without a trap")
    func extremes() {
        #expect(!Instant(millisecondsSince1970: .max).utcDescription.isEmpty)
        #expect(!Instant(millisecondsSince1970: .min).utcDescription.isEmpty)
        #expect(
            Instant(millisecondsSince1970: -1).utcDescription == "1969-12-31T23:59:59.999Z"
        )
    }
}
