import Answers
import EventModel
import Testing

@Suite("The page of the exit watch list")
struct WatchListPageTests {
    private static func row(ground: String?, reading: String?) -> Answer.Row {
        var members: [Answer.Member] = [
            .init("station", .text("S")), .init("region", .text("540222100000")),
            .init("rule", .text(ground == nil && reading == "filed" ? "R-EXIT-05" : "R-EXIT-04")),
        ]
        if let ground { members.append(.init("ground", .text(ground))) }
        if let reading { members.append(.init("reading", .text(reading))) }
        return Answer.Row(members: members + [.init("status", .text("watch"))])
    }

    private static let answer = Answer(
        figure: FigureID(
            of: Question(indicator: .exits, asOf: BusinessDate(daysSince1970: 18_261)),
            knownAt: nil,
            position: 0,
            rootHash: SHA256Digest.hash([UInt8]())
        ),
        rootHash: SHA256Digest.hash([UInt8]()),
        parameters: [],
        rows: [
            row(ground: nil, reading: "both"), row(ground: nil, reading: "either"),
            row(ground: "A", reading: nil), row(ground: "B", reading: nil),
            row(ground: nil, reading: "filed"), row(ground: nil, reading: "upheldPerPerson"),
        ],
        findings: []
    )

    private static func page(showsAll: Bool) -> String {
        let page = AnswerPage(
            question: Question(indicator: .exits, asOf: BusinessDate(daysSince1970: 18_261)),
            names: [:],
            language: .english,
            colour: false,
            showsAll: showsAll
        )
        return page.lines(answer).joined(separator: "\n")
    }

    @Test("Each ground stands there once, complaints as filed; the rest is counted")
    func short() {
        let page = Self.page(showsAll: false)
        for word in ["A reports", "B inspections", "filed"] { #expect(page.contains(word)) }
        for word in ["both", "either", "upheld"] { #expect(!page.contains(word)) }
        #expect(page.contains("3 rows of other readings: --all"))
    }

    @Test("With every reading asked for, none is left out")
    func complete() {
        let page = Self.page(showsAll: true)
        for word in ["both", "either", "upheld per person"] { #expect(page.contains(word)) }
        #expect(!page.contains("--all"))
    }
}
