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
                "地区           对象  口径  状态     要求  力度   覆盖       比例  结论",
                "─────────────  ────  ────  ────  ───────  ────  ─────  ─────────  ──────",
                "540222 江孜县  乡镇  全部  在营  ≥ 100 %  必须  18/19  94.7368 %  未达标",
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
        #expect(lines.count == 5)
        #expect(lines[2].hasPrefix("0 ") && lines[2].hasSuffix("≠") && lines[2].contains("·"))
        #expect(lines[3].hasPrefix("A ") && lines[3].hasSuffix("≠"))
        #expect(lines[4].hasPrefix("B ") && !lines[4].hasSuffix("≠"))
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
