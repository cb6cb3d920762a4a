import Answers
import Testing

@Suite("Tables of answers")
struct AnswerTableTests {
    private func coverage(_ region: String, _ numerator: Int128, _ verdict: String) -> Answer.Row {
        Answer.Row(members: [
            .init("region", .text(region)), .init("population", .text("townships")),
            .init("reading", .text("all")), .init("flavour", .text("open")),
            .init("threshold", .text("100")), .init("strength", .text("must")),
            .init("official", .boolean(true)), .init("numerator", .integer(numerator)),
            .init("denominator", .integer(19)), .init("percent", .text("94.7368")),
            .init("verdict", .text(verdict)),
        ])
    }

    @Test("Heads and words follow the language, ids and figures do not")
    func languages() {
        let rows = [coverage("540222000000", 18, "notMet")]
        let names = ["540222000000": "江孜县"]
        let chinese = AnswerTable(indicator: "coverage", language: .chinese, names: names)
            .table(of: rows).lines(colour: false)
        let english = AnswerTable(indicator: "coverage", language: .english, names: names)
            .table(of: rows).lines(colour: false)
        #expect(
            chinese == [
                "地区           对象  口径          要求   覆盖       比例  结论",
                "─────────────  ────  ────  ────────────  ─────  ─────────  ──────",
                "540222 江孜县  乡镇  全部  必须 ≥ 100 %  18/19  94.7368 %  未达标",
            ]
        )
        #expect(english[2].hasPrefix("540222 江孜县  townships   all"))
        #expect(english[2].hasSuffix("18/19  94.7368 %  not met"))
    }

    @Test("A comparison marks what differs and shows rows that one side lacks")
    func comparison() {
        let earlier = [coverage("A", 18, "notMet"), coverage("B", 19, "met")]
        let later = [
            coverage("A", 19, "met"), coverage("B", 19, "met"), coverage("0", 1, "notMet"),
        ]
        let lines = AnswerTable(indicator: "coverage", language: .english)
            .comparison(of: earlier, with: later, earlierTitle: "then", laterTitle: "now")
            .lines(colour: false)
        #expect(lines.count == 6)
        #expect(lines[0].contains("── then ───") && lines[0].contains("── now ───"))
        #expect(lines[3].hasPrefix("0 ") && lines[3].hasSuffix("≠") && lines[3].contains("·"))
        #expect(lines[4].hasPrefix("A ") && lines[4].hasSuffix("≠"))
        #expect(lines[5].hasPrefix("B ") && !lines[5].hasSuffix("≠"))
    }

    @Test("What all rows have in common has no column; what repeats is shown once")
    func repeats() {
        var other = coverage("X", 3, "notMet").members
        other[3] = .init("flavour", .text("everOpened"))
        let rows = [coverage("X", 18, "notMet"), Answer.Row(members: other)]
        let writer = AnswerTable(indicator: "coverage", language: .english)
        #expect(writer.commonFlavour(of: rows) == nil)
        #expect(writer.commonFlavour(of: [rows[0]]) == "open")
        let lines = writer.table(of: rows).lines(colour: false)
        #expect(lines[0].contains("flavour"))
        #expect(lines[2].hasPrefix("X       townships   all      open"))
        #expect(lines[3].hasPrefix("                    all      ever opened"))
    }

    @Test(
        "Fen print as yuan with thousands apart",
        arguments: [
            (0, "0.00"), (5, "0.05"), (-5, "-0.05"), (100, "1.00"), (123_456, "1,234.56"),
            (450_000_000_000, "4,500,000,000.00"), (-99_999_90, "-99,999.90"),
        ] as [(Int128, String)]
    )
    func yuan(fen: Int128, text: String) {
        #expect(AnswerTable.yuan(fen) == text)
    }
}
