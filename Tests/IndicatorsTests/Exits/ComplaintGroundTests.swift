import EventModel
import Indicators
import Testing

@Suite("R-EXIT-05: complaints in a quarter")
struct ComplaintGroundTests {
    private func filed(_ sample: ExitSample, _ date: String) throws -> String {
        try sample.reading("R-EXIT-05", "filed", date)
    }

    private func three() throws -> ExitSample {
        var sample = try ExitSample()
        try sample.file("C1", "2018-01-10", person: "P")
        try sample.file("C2", "2018-02-10", person: "P")
        try sample.file("C3", "2018-03-31", person: "Q")
        return sample
    }

    @Test("The third filing of a quarter establishes the ground, which then stays")
    func threshold() throws {
        let sample = try three()
        #expect(try filed(sample, "2018-01-09") == "clear 0 -")
        #expect(try filed(sample, "2018-03-30") == "watch 2 -")
        #expect(try filed(sample, "2018-03-31") == "established 3 2018-03-31")
        #expect(try filed(sample, "2019-12-31") == "established 3 2018-03-31")
    }

    @Test("Filings of two quarters do not add up")
    func quartersApart() throws {
        var sample = try ExitSample()
        try sample.file("C1", "2018-03-30")
        try sample.file("C2", "2018-03-31")
        try sample.file("C3", "2018-04-01")
        #expect(try filed(sample, "2018-04-01") == "watch 1 -")
    }

    @Test("A dismissed complaint does not count, until it is upheld again")
    func dismissed() throws {
        var sample = try three()
        try sample.history.add("complaint.dismissed", "2018-04-05", ["complaint": "C2"])
        #expect(try filed(sample, "2018-04-04") == "established 3 2018-03-31")
        #expect(try filed(sample, "2018-04-05") == "clear 0 -")
        try sample.history.add("complaint.upheld", "2018-04-08", ["complaint": "C2"])
        #expect(try filed(sample, "2018-04-08") == "established 3 2018-03-31")
    }

    @Test("Upheld counts from the first upholding of an unbroken row")
    func upheld() throws {
        var sample = try three()
        for (complaint, time) in [("C1", "2018-04-01"), ("C2", "2018-04-02"), ("C3", "2018-04-03")]
        {
            try sample.history.add("complaint.upheld", time, ["complaint": .text(complaint)])
        }
        try sample.history.add("complaint.upheld", "2018-05-01", ["complaint": "C3"])
        #expect(
            try sample.reading("R-EXIT-05", "upheld", "2018-04-03") == "established 3 2018-04-03"
        )
        try sample.history.add("complaint.dismissed", "2018-04-10", ["complaint": "C3"])
        #expect(
            try sample.reading("R-EXIT-05", "upheld", "2018-05-01") == "established 3 2018-05-01"
        )
        #expect(try sample.reading("R-EXIT-05", "upheld", "2018-04-10") == "clear 0 -")
    }

    @Test(
        "A merged complaint does not count from the merge on; into itself or the unknown has no effect"
    )
    func merged() throws {
        var sample = try three()
        try sample.history.add(
            "complaint.merged",
            "2018-04-01",
            ["complaint": "C1", "into": "C1"]
        )
        let unknown = try sample.history.add(
            "complaint.merged",
            "2018-04-01",
            ["complaint": "C1", "into": "C9"]
        )
        #expect(try filed(sample, "2018-04-01") == "established 3 2018-03-31")
        #expect(try sample.answer("2018-04-01").findingTexts == ["unknownReference@\(unknown)"])
        try sample.history.add(
            "complaint.merged",
            "2018-04-02",
            ["complaint": "C1", "into": "C2"]
        )
        #expect(try filed(sample, "2018-04-02") == "clear 0 -")
    }

    @Test("A decision on or after the day clears the quarter; the next one is shown")
    func cleared() throws {
        var sample = try three()
        try sample.decide("R-EXIT-05", "warn", "2018-03-30")
        #expect(try filed(sample, "2018-03-31") == "established 3 2018-03-31")
        try sample.decide("R-EXIT-05", "warn", "2018-03-31")
        #expect(try filed(sample, "2018-03-31") == "clear 0 -")
        for number in 4...6 { try sample.file("C\(number)", "2018-05-0\(number)") }
        #expect(try filed(sample, "2018-05-05") == "watch 2 -")
        #expect(try filed(sample, "2018-05-06") == "established 3 2018-05-06")
    }

    @Test("Per person only that person's complaints count")
    func perPerson() throws {
        var sample = try three()
        let answer = try sample.answer("2018-03-31")
        let rows = answer.rows(where: ["reading": "filedPerPerson"])
        #expect(rows.map { $0.text("person") } == ["P", "Q"])
        #expect(rows.map { $0.text("run") } == ["2", "1"])
        #expect(answer.rows(where: ["reading": "upheldPerPerson"]).isEmpty)
        let last = try sample.file("C4", "2018-03-31", person: "P")
        let row = try sample.answer("2018-03-31").row(
            where: ["reading": "filedPerPerson", "person": "P"]
        )
        #expect(row.text("status") == "established")
        #expect(row.text("evidence") == "#1 #2 #\(last)")
    }

    @Test("A second filing of a complaint and outcomes of unfiled ones are findings")
    func findings() throws {
        var sample = try three()
        let second = try sample.file("C1", "2018-03-31")
        let early = try sample.history.add(
            "complaint.upheld",
            "2018-03-31",
            ["complaint": "C8"]
        )
        #expect(
            try sample.answer("2018-03-31").findingTexts == [
                "alreadyExists@\(second)", "unknownReference@\(early)",
            ]
        )
        #expect(try filed(sample, "2018-03-31") == "established 3 2018-03-31")
    }
}
