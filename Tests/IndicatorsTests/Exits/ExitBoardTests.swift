import EventModel
import Indicators
import Testing

@Suite("Exit board")
struct ExitBoardTests {
    @Test(
        "A request is pending until the agreement ends; the operator's end establishes the ground"
    )
    func voluntary() throws {
        var sample = try ExitSample()
        let request = try sample.add("station.exitRequested", "2018-02-01")
        let rule = [("rule", "R-EXIT-01")]
        #expect(try sample.state("2018-01-31", rule) == "clear - -")
        #expect(try sample.state("2018-02-01", rule) == "pending - -")
        #expect(try sample.answer("2018-02-01").row(where: rule).text("evidence") == "#\(request)")
        var other = sample
        try other.add("station.agreementTerminated", "2018-02-03", [("initiator", "authority")])
        #expect(try other.state("2018-02-03", rule) == "clear - -")
        let first = try sample.add(
            "station.agreementTerminated",
            "2018-02-03",
            [("initiator", "operator")]
        )
        let second = try sample.add(
            "station.agreementTerminated",
            "2018-02-05",
            [("initiator", "operator")]
        )
        let row = try sample.answer("2018-02-05").row(where: rule)
        #expect(row.text("establishedOn") == "2018-02-03")
        #expect(row.text("evidence") == "#\(first) #\(second)")
        try sample.add("station.operatorChanged", "2018-02-06")
        #expect(try sample.state("2018-02-06", rule) == "clear - -")
    }

    @Test("One confirmed breach of the present operator establishes dishonesty")
    func dishonesty() throws {
        var sample = try ExitSample()
        try sample.add("station.integrityBreachConfirmed", "2018-02-01")
        try sample.add("station.integrityBreachConfirmed", "2018-02-02")
        let rule = [("rule", "R-EXIT-02")]
        #expect(try sample.state("2018-02-02", rule) == "established - 2018-02-01")
        #expect(try sample.answer("2018-02-02").row(where: rule).text("evidence") == "#1 #2")
    }

    @Test("Clear rows appear only on request; rows come by station and rule, absent keys first")
    func rows() throws {
        var sample = try ExitSample()
        try sample.add("station.integrityBreachConfirmed", "2018-01-01T13:00")
        let few = try sample.answer("2018-01-02", .init())
        #expect(few.rows.map { $0.text("rule") } == ["R-EXIT-02"])
        let all = try sample.answer("2018-01-02")
        let keys = all.rows.map { row in
            ["rule", "ground", "reading"].map { row.text($0) ?? "-" }.joined(separator: " ")
        }
        #expect(
            keys == [
                "R-EXIT-01 - -", "R-EXIT-02 - -", "R-EXIT-03 - -", "R-EXIT-04 - both",
                "R-EXIT-04 - either", "R-EXIT-04 A -", "R-EXIT-04 B -", "R-EXIT-05 - filed",
                "R-EXIT-05 - upheld",
            ]
        )
        #expect(all.rows[0].text("region") == "540222100201")
    }

    @Test("Centres are not judged, suspended stations are")
    func judgedLevels() throws {
        var sample = try ExitSample()
        try sample.add("station.suspended", "2018-01-05")
        #expect(try sample.answer("2018-01-06").rows.count == 9)
        try sample.open("2018-01-07", level: "countyCentre")
        #expect(try sample.answer("2018-01-07").rows.isEmpty)
        #expect(try sample.answer("2018-01-07").findingTexts == ["alreadyExists@2"])
    }

    @Test("A closed station is shown on request as at the end of the day before its closing")
    func closedStations() throws {
        var sample = try ExitSample()
        try sample.add("station.integrityBreachConfirmed", "2018-02-09")
        try sample.add("station.closed", "2018-02-10")
        let closed = ExitsProjection.Options(includeAll: false, includeClosed: true)
        #expect(try sample.answer("2018-02-10", .init()).rows.isEmpty)
        #expect(
            try sample.answer("2018-12-31", closed).rows.map { $0.text("rule") } == ["R-EXIT-02"]
        )
        var oneDay = try ExitSample()
        try oneDay.add("station.closed", "2018-01-01T13:00")
        #expect(try oneDay.answer("2018-01-02", closed).rows.isEmpty)
    }

    @Test("A new life starts with nothing held against it")
    func newLife() throws {
        var sample = try ExitSample()
        try sample.add("station.integrityBreachConfirmed", "2018-02-09")
        try sample.add("station.suspended", "2018-02-09")
        try sample.add("station.closed", "2018-02-10")
        try sample.open("2018-03-01")
        #expect(try sample.state("2018-03-02", [("rule", "R-EXIT-02")]) == "clear - -")
        #expect(try sample.ground("A", "2018-04-11") == "watch 1 -")
    }

    @Test("A termination needs an established ground of its rule, judged without itself")
    func decisionWithoutGround() throws {
        var sample = try ExitSample()
        for number in 1...3 { try sample.file("C\(number)", "2018-01-0\(number)") }
        let early = try sample.decide("R-EXIT-05", "terminate", "2018-01-02")
        try sample.decide("R-EXIT-05", "terminate", "2018-01-03")
        let other = try sample.decide("R-EXIT-02", "terminate", "2018-01-03")
        try sample.decide("R-EXIT-02", "warn", "2018-01-03")
        let second = try sample.decide("R-EXIT-05", "terminate", "2018-01-04")
        #expect(
            try sample.answer("2018-12-31").findingTexts == [
                "decisionWithoutGround@\(early)", "decisionWithoutGround@\(other)",
                "decisionWithoutGround@\(second)",
            ]
        )
    }

    @Test("A station closed by the end of the decision's day is judged as if it were not")
    func decisionOnClosing() throws {
        var sample = try ExitSample()
        try sample.add("station.integrityBreachConfirmed", "2018-02-09")
        try sample.add("station.closed", "2018-02-10T08:00")
        try sample.decide("R-EXIT-02", "terminate", "2018-02-10T09:00")
        #expect(try sample.answer("2018-12-31").findings.isEmpty)
    }

    @Test("Events of a station without any opening wait and are named until it opens")
    func unknownStations() throws {
        var sample = try ExitSample(openedOn: "2018-05-01")
        let breach = try sample.add("station.integrityBreachConfirmed", "2018-02-09")
        let filing = try sample.file("C1", "2018-02-09")
        let closing = try sample.add("station.closed", "2018-02-09")
        #expect(
            try sample.answer("2018-04-30").findingTexts == [
                "unknownReference@\(breach)", "unknownReference@\(filing)",
                "unknownReference@\(closing)",
            ]
        )
        #expect(try sample.answer("2018-05-01").findings.isEmpty)
        #expect(try sample.state("2018-05-01", [("rule", "R-EXIT-02")]) == "clear - -")
    }

    @Test("One state answers every date, however its blocks are cut and merged")
    func mergedPartitions() throws {
        var sample = try ExitSample()
        for number in 1...6 { try sample.file("C\(number)", "2018-01-0\(number)", person: "P") }
        try sample.add("station.suspended", "2018-02-01")
        try sample.target("2018-01", 5)
        try sample.value("2018-01", 1)
        let whole = try sample.history.folded(ExitsProjection.self)
        var parts = try sample.history.folded(ExitsProjection.self, blockSize: 2, upTo: 5)
        parts.merge(try sample.history.folded(ExitsProjection.self, blockSize: 3, from: 5))
        let names = sample.history.tables
        for date in ["2018-01-03", "2018-02-11", "2018-12-31"] {
            let asOf = try day(date)
            #expect(
                whole.finalise(asOf: asOf, names: names)
                    == parts.finalise(asOf: asOf, names: names)
            )
        }
    }
}
