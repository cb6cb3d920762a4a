import EventModel
import Indicators
import Testing

@Suite("R-EXIT-03: months without reaching the target")
struct PerformanceGroundTests {
    private func state(_ sample: ExitSample, _ date: String) throws -> String {
        try sample.state(date, [("rule", "R-EXIT-03")])
    }

    /// Fails the months 2018-01 … 2018-`last`.
    private func failing(through last: Int, openedOn date: String = "2018-01-01") throws
        -> ExitSample
    {
        var sample = try ExitSample(openedOn: date)
        for month in 1...last {
            try sample.target("2018-0\(month)", 10)
            try sample.value("2018-0\(month)", 9)
        }
        return sample
    }

    @Test("Six failed months establish the ground on the last day of the sixth, five do not")
    func atTheThreshold() throws {
        let sample = try failing(through: 7)
        #expect(try state(sample, "2018-06-29") == "watch 5 -")
        #expect(try state(sample, "2018-06-30") == "established 6 2018-06-30")
        #expect(try state(sample, "2018-07-31") == "established 7 2018-06-30")
    }

    @Test("A value equal to its target meets it and ends the run")
    func equalMeets() throws {
        var sample = try failing(through: 5)
        try sample.target("2018-06", 10)
        try sample.value("2018-06", 10)
        #expect(try state(sample, "2018-06-30") == "clear 0 -")
        #expect(try state(sample, "2018-06-29") == "watch 5 -")
    }

    @Test("A month without value or target is unknown: listed, and passed over")
    func unknownMonths() throws {
        var sample = try failing(through: 6)
        try sample.target("2018-07", 10)
        try sample.value("2018-08", 1)
        let row = try sample.answer("2018-08-31").row(where: ["rule": "R-EXIT-03"])
        #expect(row.text("unknownMonths") == "2018-07 2018-08")
        #expect(row.text("run") == "6")
        let early = try sample.answer("2018-06-30").row(where: ["rule": "R-EXIT-03"])
        #expect(early["unknownMonths"] == nil)
    }

    @Test("A month fails if any metric fails, and every failing value is evidence")
    func severalMetrics() throws {
        var sample = try ExitSample()
        try sample.target("2018-01", 10)
        try sample.target("2018-01", 10, metric: "parcels")
        try sample.target("2018-01", 10, metric: "amountFen")
        let parcels = try sample.value("2018-01", 1, metric: "parcels", on: "2018-02-02")
        try sample.value("2018-01", 10)
        let amount = try sample.value("2018-01", 2, metric: "amountFen", on: "2018-02-01")
        let row = try sample.answer("2018-02-28").row(where: ["rule": "R-EXIT-03"])
        #expect(row.text("status") == "watch")
        #expect(row.text("evidence") == "#\(amount) #\(parcels)")
        #expect(row.text("toThreshold") == "5")
    }

    @Test("The newest target and value of a month hold, by business instant")
    func newestHolds() throws {
        var sample = try ExitSample()
        try sample.target("2018-01", 10)
        try sample.value("2018-01", 12, on: "2018-03-01")
        try sample.value("2018-01", 5, on: "2018-02-01")
        #expect(try state(sample, "2018-02-28") == "watch 1 -")
        #expect(try state(sample, "2018-03-01") == "clear 0 -")
    }

    @Test("A month with a suspended day is passed over, the rest of the run stands")
    func pausedMonths() throws {
        var sample = try failing(through: 7)
        try sample.add("station.suspended", "2018-03-31")
        try sample.add("station.resumed", "2018-04-01")
        #expect(try state(sample, "2018-06-30") == "watch 5 -")
        #expect(try state(sample, "2018-07-31") == "established 6 2018-07-31")
        var short = try failing(through: 6)
        try short.add("station.suspended", "2018-03-31T08:00")
        try short.add("station.resumed", "2018-03-31T20:00")
        #expect(try state(short, "2018-06-30") == "established 6 2018-06-30")
    }

    @Test("The opening month counts only if the station opened on the 1st")
    func openingMonth() throws {
        #expect(try state(failing(through: 6), "2018-06-30") == "established 6 2018-06-30")
        let second = try failing(through: 6, openedOn: "2018-01-02")
        #expect(try state(second, "2018-06-30") == "watch 5 -")
    }

    @Test("A change of operator starts the months anew, from its day on")
    func operatorChange() throws {
        var sample = try failing(through: 8)
        try sample.add("station.operatorChanged", "2018-03-01")
        #expect(try state(sample, "2018-07-31") == "watch 5 -")
        #expect(try state(sample, "2018-08-31") == "established 6 2018-08-31")
        try sample.add("station.operatorChanged", "2018-03-02")
        #expect(try state(sample, "2018-08-31") == "watch 5 -")
    }

    @Test("An adopted number of months is the threshold")
    func adoptedMonths() throws {
        var sample = try failing(through: 6)
        try sample.history.add(
            "rule.adopted",
            "2018-01-01",
            ["rule": "R-EXIT-03", "parameters": #"{"months":2}"#, "validFrom": "2018-04-01"]
        )
        #expect(try state(sample, "2018-03-31") == "watch 3 -")
        #expect(try state(sample, "2018-04-01") == "established 3 2018-02-28")
    }
}
