import EventLog
import EventModel
import Testing

@Suite("Append")
struct AppendTests {
    @Test("Appended events come back as they were given, before and after reopening")
    func roundTrip() throws {
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            let events = (0..<200).map { number in
                number % 7 == 0
                    ? SampleEvents.note("n\(number)", note: "第\(number)条", author: "扎西")
                    : SampleEvents.scan("s\(number)", parcel: "P\(number % 13)")
            }
            let log = try TestLedger.open(path)
            let receipt = try log.record(events)
            #expect(receipt.eventCount == 200)
            for isReopened in [false, true] {
                let reader = isReopened ? try TestLedger.open(path, .reading) : log
                let stored = try reader.allEvents()
                #expect(stored.map(\.position) == Array(0..<200))
                #expect(
                    stored.map { EventWriter.canonicalBytes(of: $0.event) }
                        == events.map { EventWriter.canonicalBytes(of: $0) }
                )
                reader.close()
            }
        }
    }
}
