import EventModel
import Glibc
import Testing

@Suite("events")
struct EventsTests {
    private static let lines: [SampleLine] =
        [SampleLine.opened("A"), SampleLine.opened("B")]
        + (1...6).map { SampleLine.scanned($0, time: "2019-07-0\($0)T23:30:00+08:00") }
        + [
            SampleLine.suspended("A", id: "s", time: "2019-06-30T16:30:00Z"),
            SampleLine(
                id: "far",
                subject: "station/F",
                time: "2019-07-05T08:00:00+08:00",
                data: SampleLine.station("F", region: "540233101000")
            ),
        ]

    private func positions(_ place: Workplace, _ words: [String]) throws -> [Int64] {
        let run = try place.run(["events", "--json"] + words)
        #expect(run.status == 0, run.told)
        return try run.outputLines.compactMap {
            try Self.sequence($0)
        }
    }

    @Test("Every filter chooses the events that it names, and all of them hold together")
    func filters() throws {
        try withWorkplace { place in
            let written = try place.run("import", "-", input: Self.lines.bytes)
            #expect(written.status == 0, written.told)
            let cases: [([String], [Int64])] = [
                ([], Array(0...9)), (["--type", "station.opened"], [0, 1, 9]),
                (["--type", "station.opened", "--type", "station.suspended"], [0, 1, 8, 9]),
                (["--stream", "station/A"], [0, 8]), (["--stream", "station/*"], [0, 1, 8, 9]),
                (["--region", "540233"], [9]), (["--region", "540222100000"], [0, 1]),
                (["--region", "5402", "--type", "parcel.scanned"], [2, 3, 4, 5, 6, 7]),
                // 16:30 UTC of 30 June is the business date 1 July.
                (["--from", "2019-07-01", "--to", "2019-07-01"], [0, 1, 2, 8]),
                (["--from", "2019-07-05"], [6, 7, 9]), (["--to", "2019-06-30"], []),
                (["--from-position", "8"], [8, 9]), (["--to-position", "1"], [0, 1]),
                (["--from-position", "3", "--to-position", "2"], []),
                (["--limit", "2"], [0, 1]), (["--limit", "0"], []),
                (["--reverse", "--limit", "3"], [9, 8, 7]), (["--recorded-to", "2019-01-01"], []),
                (["--recorded-from", "2019-01-01", "--limit", "1"], [0]),
                (["--type", "parcel.scanned", "--from", "2019-07-03", "--reverse"], [7, 6, 5, 4]),
            ]
            for (words, expected) in cases {
                let found = try positions(place, words)
                #expect(found == expected, "\(words)")
            }
        }
    }

    @Test("Lines for people align their columns; JSON lines are what import takes")
    func lines() throws {
        try withWorkplace { place in
            _ = try place.run("import", "-", input: Self.lines.bytes)
            let run = try place.run("events", "--stream", "station/A")
            #expect(
                run.outputLines.first?.contains("0  2019-07-01T10:00:00+08:00  station.opened")
                    == true
            )
            #expect(run.outputLines.first?.contains("operator=\"synthetic operator\"") == true)
            let json = try place.run("events", "--json", "--limit", "1").outputLines
            let event = try JSONValue(parsing: try #require(json.first))
            #expect(event["sequence"]?.stringValue == "000000000000")
            #expect(event["recordedtime"]?.stringValue?.hasSuffix("Z") == true)
        }
    }

    @Test("Filters that name nothing are refused with what would be accepted")
    func wrongFilters() throws {
        try withWorkplace { place in
            let wrong: [([String], String)] = [
                (["--type", "no.such"], "there is no event type"),
                (["--region", "5402221"], "no division code"),
                (["--from", "2019-02-29"], "no valid date"),
                (["--recorded-from", "x"], "neither a date nor"),
                (["--follow", "--reverse"], "--reverse"), (["--limit", "-1"], "--limit"),
            ]
            for (words, told) in wrong {
                let run = try place.run(["events"] + words)
                #expect(run.status == 2, run.told)
                #expect(run.errorText.contains(told), run.told)
            }
        }
    }

    @Test("--follow gives what is there, then what another process appends, and ends at its limit")
    func followToLimit() throws {
        try withWorkplace { place in
            _ = try place.run("append", SampleLine.opened("A").text)
            let pipe = try ChildPipe()
            let child = try place.start(
                ["events", "--follow", "--json", "--limit", "3"],
                output: .descriptor(pipe.writing)
            )
            pipe.closeWriting()
            defer { pipe.closeReading() }
            #expect(try Self.sequence(pipe.readLine()) == 0)
            _ = try place.run("append", SampleLine.opened("B").text)
            #expect(try Self.sequence(pipe.readLine()) == 1)
            _ = try place.run("import", "-", input: (1...5).map { SampleLine.scanned($0) }.bytes)
            #expect(try Self.sequence(pipe.readLine()) == 2)
            #expect(pipe.readLine() == nil)
            #expect(child.wait().status == 0)
        }
    }

    @Test("--follow ends on SIGTERM and passes over what its filter leaves out")
    func followToSignal() throws {
        try withWorkplace { place in
            let pipe = try ChildPipe()
            let child = try place.start(
                ["events", "--follow", "--json", "--type", "station.opened"],
                output: .descriptor(pipe.writing)
            )
            pipe.closeWriting()
            defer { pipe.closeReading() }
            _ = try place.run("import", "-", input: [SampleLine.scanned(1), .opened("A")].bytes)
            #expect(try Self.sequence(pipe.readLine()) == 1)
            child.send(SIGTERM)
            #expect(child.wait().signal == SIGTERM)
            #expect(pipe.readLine() == nil)
        }
    }

    private static func sequence(_ line: String?) throws -> Int64? {
        let event = try JSONValue(parsing: try #require(line))
        return event["sequence"]?.stringValue.flatMap { Int64($0) }
    }
}
