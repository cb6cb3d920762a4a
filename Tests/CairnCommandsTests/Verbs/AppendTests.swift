import EventModel
import Testing

@Suite("append")
struct AppendTests {
    @Test(
        "An event is taken from an argument, a file or standard input, and reported with position and digest"
    )
    func sources() throws {
        try withWorkplace { place in
            let argument = try place.run("append", SampleLine.opened("A").text)
            #expect(argument.status == 0, argument.told)
            #expect(argument.outputText.contains("/synthetic/office#open-A recorded at position 0"))
            let file = try place.write(SampleLine.opened("B").line, to: "b.json")
            #expect(try place.run("append", "--file", file).outputText.contains("position 1"))
            let piped = try place.run("append", "--json", input: SampleLine.opened("C").line)
            let outcome = try #require(try piped.json()["outcomes"]?.arrayValue?.first)
            #expect(outcome["outcome"]?.stringValue == "recorded")
            #expect(outcome["position"]?.integerValue == 2)
            #expect(outcome["digest"]?.stringValue?.count == 64)
            #expect(try piped.json()["eventCount"]?.integerValue == 3)
        }
    }

    @Test("A batch is written whole or not at all, and the event at fault is named by its place")
    func batch() throws {
        try withWorkplace { place in
            var bad = SampleLine.opened("C")
            bad.time = "2019-07-01T10:00:00+0800"
            let good = [SampleLine.opened("A").text, SampleLine.opened("B").text]
            let before = try place.state()
            let run = try place.run(
                "append",
                "[\((good + [bad.text]).joined(separator: ","))]",
                "--json"
            )
            #expect(run.status == 1, run.told)
            let error = try run.errorJSON()
            #expect(error["name"]?.stringValue == "timeSpelling")
            #expect(error["index"]?.stringValue == "2")
            #expect(error["field"]?.stringValue == "time")
            #expect(try place.state() == before)
            let both = try place.run("append", "[\(good.joined(separator: ","))]")
            #expect(both.outputLines.count == 2, both.told)
            let conflict = SampleLine.opened("B", id: "open-A").text
            let later = try place.run("append", "[\(SampleLine.opened("D").text),\(conflict)]")
            #expect(later.errorText.contains("event 2 was refused (idConflict)"), later.told)
            #expect(try place.eventCount() == 2)
        }
    }

    @Test("A duplicate is reported with its position, also within a batch, and takes none")
    func duplicates() throws {
        try withWorkplace { place in
            let event = SampleLine.opened("A").text
            let run = try place.run("append", "[\(event),\(event)]", "--json")
            #expect(run.status == 0, run.told)
            let outcomes = try #require(try run.json()["outcomes"]?.arrayValue)
            #expect(outcomes.map { $0["outcome"]?.stringValue } == ["recorded", "duplicate"])
            #expect(outcomes.map { $0["position"]?.integerValue } == [0, 0])
            #expect(
                try place.run("append", event).outputText.contains("is a duplicate of position 0")
            )
            #expect(try place.eventCount() == 1)
        }
    }

    @Test("Expected revisions hold or refuse")
    func expectations() throws {
        try withWorkplace { place in
            func suspend(_ day: Int, expect: String) throws -> CommandRun {
                let line = SampleLine.suspended(
                    "A",
                    id: "s\(day)",
                    time: "2019-08-0\(day)T10:00:00+08:00"
                )
                return try place.run("append", line.text, "--expect", expect, "--json")
            }
            #expect(
                try suspend(1, expect: "exists").errorJSON()["name"]?.stringValue
                    == "revisionConflict"
            )
            #expect(
                try place.run("append", SampleLine.opened("A").text, "--expect", "noStream").status
                    == 0
            )
            let taken = try suspend(1, expect: "noStream")
            #expect(try taken.errorJSON()["found"]?.stringValue == "revision 0", taken.told)
            #expect(try suspend(1, expect: "0").status == 0)
            #expect(try suspend(2, expect: "0").status == 1)
            #expect(try suspend(2, expect: "exists").status == 0)
            #expect(try suspend(3, expect: "any").status == 0)
            #expect(try suspend(4, expect: "soon").status == 2)
            #expect(try place.eventCount() == 4)
        }
    }

    @Test("Conditions on other streams hold or refuse the whole batch")
    func conditions() throws {
        try withWorkplace { place in
            let open = SampleLine.opened("B").text
            let run = try place.run("append", open, "--condition", "station/A=exists", "--json")
            #expect(run.status == 1, run.told)
            #expect(try run.errorJSON()["name"]?.stringValue == "conditionFailed")
            #expect(try run.errorJSON()["field"]?.stringValue == "station/A")
            #expect(try place.eventCount() == 0)
            _ = try place.run("append", SampleLine.opened("A").text)
            let held = try place.run(
                "append",
                open,
                "--condition",
                "station/A=0",
                "--condition",
                "station/Z=noStream"
            )
            #expect(held.status == 0, held.told)
            #expect(try place.run("append", open, "--condition", "station/A").status == 2)
        }
    }

    @Test("An append without an event, or with two, is a usage error")
    func usage() throws {
        try withWorkplace { place in
            #expect(try place.run("append", "{}", "--file", "x").status == 2)
            let empty = try place.run("append", input: [])
            #expect(empty.status == 1, empty.told)
            let list = try place.run("append", "[]")
            #expect(list.status == 0, list.told)
            #expect(try place.eventCount() == 0)
        }
    }
}
