import EventLog
import EventModel
import Importing
import Testing

@Suite("Expectations of the events' streams")
struct SubjectExpectationsTests {
    @Test("Each stream is expected once, and streams are told apart by their bytes")
    func streams() throws {
        let composed = "station/caf\u{E9}"
        let decomposed = "station/cafe\u{301}"
        let subjects = [composed, "station/b", decomposed, composed, "station/b"]
        let events = try subjects.enumerated().map { number, subject in
            try ImportPlace.reader.read(Array(SampleLines.suspended(number, subject: subject).utf8))
        }
        let found = StreamExpectation.ofEach(events, .noStream)
        let expected = [composed, "station/b", decomposed]
        #expect(found.map { Array($0.stream.utf8) } == expected.map { Array($0.utf8) })
        #expect(found.allSatisfy { $0.expected == .noStream })
    }
}
