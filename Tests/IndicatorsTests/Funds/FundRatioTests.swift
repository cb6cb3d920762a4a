import EventModel
import Indicators
import Programme
import Testing

@Suite("Fund ratios")
struct FundRatioTests {
    /// Annex 1 of the plan: 45 million yuan on nine lines, in fen.
    private static let annex: [(line: String, tenThousandYuan: Int64, classes: SampleValue)] = [
        ("L1", 300, ["cityCentre"]), ("L2", 375, ["countyCentre"]),
        ("L3", 375, ["townshipVillageStation"]), ("L4", 400, ["cityLogistics"]),
        ("L5", 450, ["countyTownshipVillageLogistics"]), ("L6", 650, ["qualityAndTraceability"]),
        ("L7", 300, ["povertyAlleviation"]), ("L8", 1050, ["brandCultivation", "promotion"]),
        ("L9", 600, ["training"]),
    ]
    private static let fenPerTenThousandYuan: Int64 = 1_000_000

    private func annexHistory(extraFenInL1 extra: Int64 = 0) throws -> SampleHistory {
        var history = SampleHistory()
        try history.add(
            "fund.appropriated",
            "2018-09-01",
            ["appropriation": "A1", "source": "central", "amountFen": 4_500_000_000]
        )
        for (line, amount, classes) in Self.annex {
            let fen = amount * Self.fenPerTenThousandYuan + (line == "L1" ? extra : 0)
            try history.add(
                "fund.lineBudgeted",
                "2018-10-01",
                [
                    "line": .text(line), "source": "central", "amountFen": .integer(fen),
                    "classes": classes,
                ]
            )
        }
        return history
    }

    private func answer(_ history: SampleHistory, _ date: String) throws -> IndicatorAnswer {
        try history.folded(FundsProjection.self).finalise(asOf: day(date), names: history.tables)
    }

    @Test("Annex 1 gives the plan's shares under every reading, CAP-b exactly at its limit")
    func annexVector() throws {
        let answer = try answer(annexHistory(), "2018-12-31")
        let expected: [(reading: String, percent: String, headroom: String, verdict: String)] = [
            ("CAP-a", "8.3333", "300000000", "met"), ("CAP-b", "15.0000", "0", "met"),
            ("CAP-c", "23.3333", "-375000000", "notMet"),
            ("FLOOR-a", "63.3333", "600000000", "met"),
            ("FLOOR-b", "56.6667", "300000000", "met"),
            ("FLOOR-c", "54.4444", "200000000", "met"),
            ("FLOOR-d", "47.7778", "-100000000", "notMet"),
        ]
        for line in expected {
            let row = try answer.row(where: ["reading": line.reading, "stage": "budgeted"])
            #expect(row.text("percent") == line.percent)
            #expect(row.text("headroomFen") == line.headroom)
            #expect(row.text("verdict") == line.verdict)
            #expect(row.text("official") == "false")
        }
        #expect(answer.rows.count == 7 * 3 + 2)
        #expect(answer.findings.isEmpty)
    }

    @Test("One fen more in L1 turns CAP-b to notMet and leaves CAP-a")
    func oneFenMore() throws {
        let answer = try answer(annexHistory(extraFenInL1: 1), "2018-12-31")
        let broken = try answer.row(where: ["reading": "CAP-b", "stage": "budgeted"])
        #expect(broken.text("verdict") == "notMet")
        #expect(broken.text("headroomFen") == "-1")
        #expect(broken.text("percent") == "15.0000")
        let kept = try answer.row(where: ["reading": "CAP-a", "stage": "budgeted"])
        #expect(kept.text("verdict") == "met")
    }

    @Test("Rows come by reading, stage and base; the official ones are paid of appropriated")
    func orderAndOfficial() throws {
        let answer = try answer(annexHistory(), "2018-12-31")
        let order = answer.rows.map { row in
            [row.text("reading"), row.text("stage"), row.text("base")].compactMap { $0 }
                .joined(separator: "/")
        }
        #expect(order == order.sorted())
        let official = answer.rows(where: ["official": "true"]).map { $0.text("reading") }
        #expect(official == ["CAP-a", "FLOOR-a", "PROHIBITED"])
        for row in answer.rows(where: ["official": "true"]) {
            #expect(row.text("base") == "appropriated")
            #expect(row.text("stage") == "paid")
        }
        for row in answer.rows(where: ["base": "paid"]) {
            #expect(row.text("strength") == "advisory")
        }
        let informative = try answer.row(where: ["reading": "CAP-c", "stage": "budgeted"])
        #expect(informative.text("strength") == "informative")
    }

    @Test("Without a base there is no ratio, but a prohibited use is still judged")
    func noBase() throws {
        let answer = try answer(SampleHistory(), "2018-12-31")
        for row in answer.rows where row.text("reading") != "PROHIBITED" {
            #expect(row.text("verdict") == "notEvaluable")
            #expect(row.text("reason") == "noBase")
            #expect(row.text("percent") == "null")
        }
        for row in answer.rows(where: ["reading": "PROHIBITED"]) {
            #expect(row.text("verdict") == "met")
            #expect(row["reason"] == nil)
            #expect(row.text("percent") == "null")
            #expect(row.text("threshold") == "0")
        }
    }

    @Test("A payment counts net of returns and recoveries, with its newest classes")
    func paidStage() throws {
        var history = try annexHistory()
        try history.add(
            "fund.disbursed",
            "2019-01-10",
            [
                "payment": "P1", "line": "L2", "source": "central", "amountFen": 100_000_000,
                "classes": ["countyCentre", "brandCultivation"],
            ]
        )
        try history.add("fund.returned", "2019-02-10", ["payment": "P1", "amountFen": 30_000_000])
        try history.add("fund.recovered", "2019-03-10", ["payment": "P1", "amountFen": 20_000_000])
        try history.add(
            "fund.classified",
            "2019-04-10",
            ["payment": "P1", "classes": ["prohibitedOfficeBuilding"]]
        )
        func numerator(_ reading: String, _ date: String) throws -> String? {
            try answer(history, date).row(
                where: ["reading": reading, "stage": "paid", "base": "appropriated"]
            ).text("numeratorFen")
        }
        #expect(try numerator("CAP-a", "2019-01-09") == "0")
        #expect(try numerator("CAP-a", "2019-01-10") == "100000000")
        #expect(try numerator("FLOOR-a", "2019-01-10") == "100000000")
        #expect(try numerator("CAP-a", "2019-02-10") == "70000000")
        #expect(try numerator("CAP-a", "2019-03-10") == "50000000")
        #expect(try numerator("CAP-a", "2019-04-10") == "0")
        let prohibited = try answer(history, "2019-04-10").row(
            where: ["reading": "PROHIBITED", "base": "paid"]
        )
        #expect(prohibited.text("verdict") == "notMet")
        #expect(prohibited.text("headroomFen") == "-50000000")
        #expect(prohibited.text("percent") == "100.0000")
        #expect(try answer(history, "2019-04-09").findingTexts == [])
        #expect(try answer(history, "2019-04-10").findingTexts == ["prohibitedUse@10"])
    }

    @Test("A reallocation waits for its lines, moves amounts and never classes")
    func reallocation() throws {
        var history = try annexHistory()
        let early = try history.add(
            "fund.reallocated",
            "2018-11-01",
            ["fromLine": "L9", "toLine": "L10", "amountFen": 5]
        )
        try history.add(
            "fund.lineBudgeted",
            "2018-12-01",
            [
                "line": "L10", "source": "central", "amountFen": 0,
                "classes": ["countyCentre"],
            ]
        )
        let before = try answer(history, "2018-11-30")
        #expect(before.findingTexts == ["unknownReference@\(early)"])
        let after = try answer(history, "2018-12-01")
        #expect(after.findings.isEmpty)
        let row = try after.row(where: ["reading": "CAP-a", "stage": "budgeted"])
        #expect(row.text("numeratorFen") == "375000005")
    }

    @Test("An adopted percentage is the threshold from its first day on, printed as adopted")
    func adoptedThreshold() throws {
        var history = try annexHistory()
        try history.add(
            "rule.adopted",
            "2018-11-01",
            [
                "rule": "R-FUND-02", "parameters": #"{"percent":"8.3333"}"#,
                "validFrom": "2019-01-01",
            ]
        )
        let before = try answer(history, "2018-12-31")
        #expect(
            try before.row(where: ["reading": "CAP-a", "stage": "budgeted"])["verdict"]
                == .text("met")
        )
        let after = try answer(history, "2019-01-01")
        let row = try after.row(where: ["reading": "CAP-a", "stage": "budgeted"])
        #expect(row.text("threshold") == "8.3333")
        #expect(row.text("verdict") == "notMet")
        #expect(row.text("headroomFen") == "-1500")
        #expect(after.parameters.map(\.rule) == ["R-FUND-02", "R-FUND-03"])
        #expect(after.parameters[0]["percent"] == .text("8.3333"))
    }
}
