import EventModel
import Importing
import Testing

@Suite("Import report")
struct ImportReportTests {
    @Test("Fields that differ in every row are summed up under their refusal's name")
    func distinctFields() async throws {
        try await withImportPlace { place in
            let unknown = (1...500).map { "{\"specversion\":\"1.0\",\"unknown\($0)\":1}" }
            let late = SampleLines.suspended(1).replacing("T10:00:00", with: " 10:00:00")
            let report = try await place.run(SampleLines.rows(unknown + [late, late]))
            #expect(report.refusedCount == 502)
            #expect(report.problems.count == 20)
            let envelope = report.refusals.filter { $0.name == .envelope }
            #expect(envelope.count == ImportReport.fieldsPerNameMax + 1)
            #expect(envelope.map(\.count).reduce(0, +) == 500)
            #expect(envelope.last?.field == nil)
            #expect(envelope.last?.count == 480)
            let time = report.refusals.filter { $0.name == .timeSpelling }
            #expect(time.map(\.field) == ["time"])
            #expect(time.map(\.count) == [2])
        }
    }
}
