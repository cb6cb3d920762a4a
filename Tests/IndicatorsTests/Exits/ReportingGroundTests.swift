import EventModel
import Indicators
import Testing

@Suite("R-EXIT-04: reports missing and records irregular")
struct ReportingGroundTests {
    @Test("A month is missing after its due day; three in a row establish A on the day after")
    func missingReports() throws {
        let sample = try ExitSample()
        #expect(try sample.ground("A", "2018-02-10") == "clear 0 -")
        #expect(try sample.ground("A", "2018-02-11") == "watch 1 -")
        #expect(try sample.ground("A", "2018-04-10") == "watch 2 -")
        #expect(try sample.ground("A", "2018-04-11") == "established 3 2018-04-11")
        let row = try sample.answer("2018-05-11").row(
            where: ["rule": "R-EXIT-04", "ground": "A"]
        )
        #expect(
            row.text("evidence")
                == "missing:2018-01 missing:2018-02 missing:2018-03 missing:2018-04"
        )
        #expect(row.text("establishedOn") == "2018-04-11")
        #expect(row.text("toThreshold") == "0")
    }

    @Test("A late report splits the run from its own day on")
    func lateReport() throws {
        var sample = try ExitSample()
        try sample.report("2018-02", on: "2018-04-20")
        #expect(try sample.ground("A", "2018-04-11") == "established 3 2018-04-11")
        #expect(try sample.ground("A", "2018-04-19") == "established 3 2018-04-11")
        #expect(try sample.ground("A", "2018-04-20") == "watch 1 -")
    }

    @Test("The due day is the last of a shorter month")
    func dueDayAtMonthEnd() throws {
        var sample = try ExitSample()
        try sample.history.add(
            "rule.adopted",
            "2018-01-01",
            ["rule": "R-EXIT-04", "parameters": #"{"dueDay":31}"#, "validFrom": "2018-01-01"]
        )
        #expect(try sample.ground("A", "2018-02-28") == "clear 0 -")
        #expect(try sample.ground("A", "2018-03-01") == "watch 1 -")
        #expect(try sample.ground("A", "2018-03-31") == "watch 1 -")
        #expect(try sample.ground("A", "2018-04-01") == "watch 2 -")
    }

    @Test("Paused months neither count nor break; a running pause reaches to the day asked about")
    func pausedMonths() throws {
        var sample = try ExitSample()
        try sample.add("station.suspended", "2018-02-05")
        try sample.add("station.resumed", "2018-02-06")
        #expect(try sample.ground("A", "2018-04-11") == "watch 2 -")
        #expect(try sample.ground("A", "2018-05-11") == "established 3 2018-05-11")
        try sample.add("station.suspended", "2018-04-30")
        #expect(try sample.ground("A", "2018-09-11") == "watch 2 -")
    }

    @Test("Two irregular inspections in a row establish B; a compliant one ends the run")
    func inspections() throws {
        var sample = try ExitSample()
        try sample.add("station.inspected", "2018-02-01", [("ledgerCompliant", false)])
        #expect(try sample.ground("B", "2018-02-01") == "watch 1 -")
        let second = try sample.add(
            "station.inspected",
            "2018-03-01",
            [("ledgerCompliant", false)]
        )
        #expect(try sample.ground("B", "2018-03-01") == "established 2 2018-03-01")
        try sample.add("station.inspected", "2018-02-15", [("ledgerCompliant", true)])
        #expect(try sample.ground("B", "2018-03-01") == "watch 1 -")
        let row = try sample.answer("2018-03-01").row(
            where: ["rule": "R-EXIT-04", "ground": "B"]
        )
        #expect(row.text("evidence") == "#\(second)")
    }

    @Test("Inspections of the day on which the operator changes are the new operator's")
    func operatorChange() throws {
        var sample = try ExitSample()
        try sample.add("station.inspected", "2018-02-01", [("ledgerCompliant", false)])
        try sample.add("station.inspected", "2018-03-01T08:00", [("ledgerCompliant", false)])
        try sample.add("station.operatorChanged", "2018-03-01T12:00")
        #expect(try sample.ground("B", "2018-03-01") == "watch 1 -")
    }

    @Test("Either is established on the earlier day, both on the later")
    func combined() throws {
        var sample = try ExitSample()
        let first = try sample.add(
            "station.inspected",
            "2018-04-12",
            [("ledgerCompliant", false)]
        )
        #expect(
            try sample.reading("R-EXIT-04", "either", "2018-04-12") == "established - 2018-04-11"
        )
        #expect(try sample.reading("R-EXIT-04", "both", "2018-04-12") == "watch - -")
        #expect(try sample.reading("R-EXIT-04", "both", "2018-02-10") == "clear - -")
        let second = try sample.add(
            "station.inspected",
            "2018-04-20",
            [("ledgerCompliant", false)]
        )
        #expect(
            try sample.reading("R-EXIT-04", "both", "2018-04-20") == "established - 2018-04-20"
        )
        let row = try sample.answer("2018-04-20").row(
            where: ["rule": "R-EXIT-04", "reading": "both"]
        )
        #expect(
            row.text("evidence")
                == "missing:2018-01 missing:2018-02 missing:2018-03 #\(first) #\(second)"
        )
        #expect(row["threshold"] == nil)
        #expect(row["toThreshold"] == nil)
    }
}
