import EventModel
import Indicators
import Testing

@Suite("Fund findings")
struct FundFindingTests {
    private var history = SampleHistory()

    init() throws {
        try history.add(
            "region.demonstrationClassSet",
            "2018-01-01",
            ["county": "540222000000", "class": "national"]
        )
        try history.add(
            "region.demonstrationClassSet",
            "2018-01-01",
            ["county": "540224000000", "class": "municipal"]
        )
        try history.add(
            "fund.lineBudgeted",
            "2018-01-01",
            ["line": "L", "source": "central", "amountFen": 100, "classes": ["training"]]
        )
    }

    private mutating func pay(
        _ payment: SampleValue,
        _ time: String,
        _ amount: SampleValue,
        line: SampleValue = "L",
        source: SampleValue = "central",
        county: SampleValue = "540222000000",
        classes: SampleValue = ["training"]
    ) throws -> UInt64 {
        try history.add(
            "fund.disbursed",
            time,
            [
                "payment": payment, "amountFen": amount, "line": line, "source": source,
                "county": county, "classes": classes,
            ]
        )
    }

    private func findings(_ date: String) throws -> [String] {
        try history.folded(FundsProjection.self).finalise(asOf: day(date), names: history.tables)
            .findingTexts
    }

    @Test("A payment above what earlier payments and their returns leave of the line is named")
    mutating func aboveLineBudget() throws {
        _ = try pay("P1", "2018-02-01", 60)
        let second = try pay("P2", "2018-02-02", 50)
        try history.add("fund.returned", "2018-02-05", ["payment": "P1", "amountFen": 10])
        let third = try pay("P3", "2018-02-05T13:00", 0)
        let fourth = try pay("P4", "2018-02-05T14:00", 1)
        try history.add(
            "fund.returned",
            "2018-02-06",
            ["payment": "P4", "amountFen": 1]
        )
        #expect(
            try findings("2018-02-28") == [
                "aboveLineBudget@\(second) L", "aboveLineBudget@\(fourth) L",
            ]
        )
        #expect(third < fourth)
    }

    @Test("The line's budget is that of the end of the payment's day")
    mutating func budgetOfTheDay() throws {
        let payment = try pay("P1", "2018-02-01T09:00", 150)
        try history.add(
            "fund.lineBudgeted",
            "2018-01-01",
            ["line": "M", "source": "central", "amountFen": 100, "classes": ["training"]]
        )
        let late = try history.add(
            "fund.reallocated",
            "2018-02-02",
            ["fromLine": "M", "toLine": "L", "amountFen": 50]
        )
        #expect(late > payment)
        #expect(try findings("2018-12-31") == ["aboveLineBudget@\(payment) L"])
        try history.add(
            "fund.reallocated",
            "2018-02-01T23:59",
            ["fromLine": "M", "toLine": "L", "amountFen": 50]
        )
        #expect(try findings("2018-12-31") == [])
    }

    @Test(
        "Unknown lines, other counties, missing and prohibited classes are named; other money is not"
    )
    mutating func paymentFindings() throws {
        let noLine = try pay("P1", "2018-02-01", 1, line: "X")
        let municipal = try pay("P2", "2018-02-01", 1, county: "540224000000")
        let empty = try pay("P3", "2018-02-01", 1, classes: [])
        let forbidden = try pay("P4", "2018-02-01", 1, classes: ["prohibitedTrafficPurchase"])
        try history.add("fund.returned", "2018-02-01T13:00", ["payment": "P4", "amountFen": 1])
        _ = try pay(
            "P5",
            "2018-02-01",
            1,
            line: "X",
            source: "city",
            county: "540224000000",
            classes: []
        )
        #expect(
            try findings("2018-02-01") == [
                "unknownLine@\(noLine) X", "countyNotNational@\(municipal)",
                "classesMissing@\(empty)", "prohibitedUse@\(forbidden)",
            ]
        )
    }

    @Test("Every return from the one that passes the payment on is named, recoveries too")
    mutating func returnAbovePayment() throws {
        _ = try pay("P1", "2018-02-01", 50)
        try history.add("fund.returned", "2018-02-03", ["payment": "P1", "amountFen": 50])
        let passing = try history.add(
            "fund.recovered",
            "2018-02-04",
            ["payment": "P1", "amountFen": 1]
        )
        let after = try history.add(
            "fund.returned",
            "2018-02-05",
            ["payment": "P1", "amountFen": 0]
        )
        #expect(
            try findings("2018-12-31") == [
                "returnAbovePayment@\(passing)", "returnAbovePayment@\(after)",
            ]
        )
    }

    @Test("The later of two payments or lines by business instant does not count")
    mutating func alreadyExists() throws {
        let late = try pay("P1", "2018-02-02", 70)
        _ = try pay("P1", "2018-02-01", 1)
        let line = try history.add(
            "fund.lineBudgeted",
            "2018-03-01",
            ["line": "L", "source": "central", "amountFen": 900]
        )
        #expect(
            try findings("2018-12-31") == ["alreadyExists@\(late)", "alreadyExists@\(line) L"]
        )
    }

    @Test("A return or classification of an unknown payment waits and is named until then")
    mutating func unknownReference() throws {
        let early = try history.add(
            "fund.returned",
            "2018-02-01",
            ["payment": "P1", "amountFen": 1]
        )
        let classified = try history.add(
            "fund.classified",
            "2018-02-01",
            ["payment": "P1", "classes": ["prohibitedOfficeBuilding"]]
        )
        _ = try pay("P1", "2018-02-02", 10)
        #expect(
            try findings("2018-02-01") == [
                "unknownReference@\(early)", "unknownReference@\(classified)",
            ]
        )
        #expect(try findings("2018-02-02") == ["prohibitedUse@\(classified + 1)"])
    }
}
