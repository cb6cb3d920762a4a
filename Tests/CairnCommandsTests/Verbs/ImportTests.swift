import EventModel
import Gzip
import Testing
import Zstd

@Suite("import of event files")
struct ImportTests {
    private static let events = (1...25).map { SampleLine.scanned($0) }

    enum Form: String, CaseIterable {
        case plain, gzip, zstd, standardInput, twoMembers
    }

    @Test(
        "NDJSON is read plain, compressed and from standard input; the name does not matter",
        arguments: Form.allCases
    )
    func forms(form: Form) throws {
        try withWorkplace { place in
            let bytes = Self.events.bytes
            let run: CommandRun
            switch form {
            case .plain: run = try place.run("import", try place.write(bytes, to: "e.ndjson"))
            case .gzip: run = try place.run("import", try place.write(gzipped(bytes), to: "e.data"))
            case .zstd: run = try place.run("import", try place.write(zstd(bytes), to: "e.data"))
            case .standardInput: run = try place.run("import", "-", input: bytes)
            case .twoMembers:
                let parts = Self.events.prefix(10).flatMap(\.line)
                let rest = Self.events.dropFirst(10).flatMap(\.line)
                let joined = try gzipped(Array(parts)) + gzipped(Array(rest))
                run = try place.run("import", try place.write(joined, to: "e.gz"))
            }
            #expect(run.status == 0, run.told)
            #expect(run.outputText.contains("25 written, 0 duplicates, 0 refused"))
            #expect(try place.eventCount() == 25)
        }
    }

    @Test("The same import twice changes nothing and says so")
    func twice() throws {
        try withWorkplace { place in
            let file = try place.write(Self.events.bytes, to: "e.ndjson")
            _ = try place.run("import", file)
            let before = try place.state()
            let again = try place.run("import", file, "--json")
            #expect(again.status == 0, again.told)
            let report = try again.json()
            #expect(report["written"]?.integerValue == 0)
            #expect(report["duplicates"]?.integerValue == 25)
            #expect(try place.state() == before)
        }
    }

    @Test("A byte order mark, CRLF, empty lines, blanks and a missing last line end are taken")
    func lineForms() throws {
        try withWorkplace { place in
            let lines = Self.events.prefix(3).map(\.text)
            let text = "\u{FEFF}" + lines[0] + "\r\n\r\n\n  \t\n" + lines[1] + "\r\n" + lines[2]
            let run = try place.run("import", "-", input: Array(text.utf8))
            #expect(run.status == 0, run.told)
            #expect(run.outputText.contains("3 written"))
        }
    }

    @Test("An empty file is imported and changes nothing")
    func emptyFile() throws {
        try withWorkplace { place in
            let before = try place.state()
            let run = try place.run("import", try place.write("", to: "empty.ndjson"))
            #expect(run.status == 0, run.told)
            #expect(run.outputText.contains("0 written"))
            #expect(try place.state() == before)
        }
    }

    @Test("Progress lines with --json count only whole acknowledged batches")
    func progressLines() throws {
        try withWorkplace { place in
            let run = try place.run(
                "import",
                "-",
                "--batch",
                "10",
                "--json",
                input: Self.events.bytes
            )
            #expect(run.status == 0, run.told)
            let lines = try run.errorText.split(separator: "\n").map {
                try JSONValue(parsing: String($0))
            }
            #expect(lines.allSatisfy { $0["progress"]?.stringValue == "acknowledged" })
            let written = lines.compactMap { $0["written"]?.integerValue }
            #expect(written.last == 25)
            #expect(written.dropLast().allSatisfy { $0 > 0 && $0 % 10 == 0 })
            #expect(lines.last?["eventCount"]?.integerValue == 25)
        }
    }

    @Test("A refused row stops its batch; the batches before it stay")
    func stopsAtBatch() throws {
        try withWorkplace { place in
            var lines = Self.events
            lines[13].time = "2019-07-02 09:00"
            let file = try place.write(lines.bytes, to: "e.ndjson")
            let run = try place.run("import", file, "--batch", "5")
            #expect(run.status == 1, run.told)
            #expect(run.errorText.contains("\(file):14: timeSpelling time: found"))
            #expect(run.errorText.contains("lines 11–15"))
            #expect(try place.eventCount() == 10)
            lines[13].time = "2019-07-02T09:00:00+08:00"
            _ = try place.write(lines.bytes, to: "e.ndjson")
            #expect(try place.run("import", file, "--batch", "5").status == 0)
            #expect(try place.eventCount() == 25)
        }
    }

    @Test("--skip-bad collects refused rows as they are and imports the others of every file")
    func skipBad() throws {
        try withWorkplace { place in
            let bad = #"{"specversion":"1.0","id":"x"}"#
            let first =
                Self.events.prefix(5).bytes + Array("\(bad)\n".utf8) + Self.events[5...9].bytes
            let conflicting = SampleLine.scanned(1, time: "2019-09-09T09:00:00+08:00")
            let second = Self.events[10...14].bytes + conflicting.line
            let files = [
                try place.write(first, to: "1.ndjson"), try place.write(second, to: "2.ndjson"),
            ]
            let run = try place.run(["import"] + files + ["--skip-bad", "bad.ndjson"])
            #expect(run.status == 6, run.told)
            #expect(try place.eventCount() == 15)
            #expect(place.text(of: "bad.ndjson") == bad + "\n" + conflicting.text + "\n")
            #expect(run.errorText.contains("idConflict"))
        }
    }

    @Test("--skip-bad does not empty the file that is to be imported")
    func skipBadIsSource() throws {
        try withWorkplace { place in
            let file = try place.write(Self.events.bytes, to: "e.ndjson")
            let run = try place.run("import", file, "--skip-bad", "./e.ndjson")
            #expect(run.status == 2, run.told)
            #expect(place.bytes(of: file) == Self.events.bytes)
        }
    }

    @Test("--max-errors lists so many rows and sums up the others by name and field")
    func maxErrors() throws {
        try withWorkplace { place in
            let lines = (1...9).map { number in
                var line = SampleLine.scanned(number)
                if number < 6 { line.time = "yesterday" } else { line.source = "a#b" }
                return line
            }
            let run = try place.run("import", "-", "--max-errors", "2", input: lines.bytes)
            #expect(run.status == 1, run.told)
            #expect(run.errorText.contains("-:1: timeSpelling"))
            #expect(run.errorText.contains("-:2: timeSpelling"))
            #expect(!run.errorText.contains("-:3:"))
            #expect(run.errorText.contains("7 more rows are not listed"))
            #expect(run.errorText.contains("  timeSpelling time: 5 rows"))
            #expect(run.errorText.contains("  sourceFragment source: 4 rows"))
            let json = try place.run(
                "import",
                "-",
                "--max-errors",
                "0",
                "--json",
                input: lines.bytes
            )
            let report = try json.json()
            #expect(report["refused"]?.integerValue == 9)
            #expect(report["problems"]?.arrayValue?.count == 0)
            #expect(report["refusals"]?.arrayValue?.count == 2)
            #expect(try place.eventCount() == 0)
        }
    }

    @Test("--restore-recorded-time gives back a history byte for byte, root included")
    func restore() throws {
        try withWorkplace { place in
            _ = try place.run("import", "-", input: Self.events.bytes)
            let history = try place.run("events", "--json")
            let root = try place.state()
            let other = Workplace(folder: place.folder + "/.")
            let ledger = place.folder + "/restored"
            #expect(try other.run("init", "--ledger", ledger).status == 0)
            let run = try place.run(
                "import",
                "--restore-recorded-time",
                "-",
                "--ledger",
                ledger,
                input: history.output
            )
            #expect(run.status == 0, run.told)
            #expect(try place.run("events", "--json", "--ledger", ledger).output == history.output)
            let status = try place.run("status", "--json", "--ledger", ledger).json()
            #expect(root == "25 \(status["rootHash"]?.stringValue ?? "")")
        }
    }

    @Test("Options that make no sense together are refused before anything is opened")
    func usage() throws {
        try withWorkplace(ledger: false) { place in
            let wrong: [[String]] = [
                ["import"], ["import", "--batch", "0", "x"], ["import", "--regions", "r.csv"],
                ["import", "--year", "2016", "x"],
                ["import", "x.ndjson", "--programme", "shigatse-2018"],
                ["import", "--max-errors", "-1", "x"], ["import", "--nonsense"],
            ]
            for words in wrong {
                let run = try place.run(words)
                #expect(run.status == 2, run.told)
                let json = try place.run(words + ["--json"])
                #expect(json.status == 2, json.told)
                #expect(try json.errorJSON()["error"]?.stringValue == "usage", json.told)
            }
        }
    }
}

func gzipped(_ bytes: [UInt8]) throws -> [UInt8] {
    let writer = try GzipStreamWriter()
    var output: [UInt8] = []
    try writer.write(bytes, appendingTo: &output)
    try writer.finish(appendingTo: &output)
    return output
}

func zstd(_ bytes: [UInt8]) throws -> [UInt8] {
    let writer = try ZstdStreamWriter()
    var output: [UInt8] = []
    try writer.write(bytes, appendingTo: &output)
    try writer.finish(appendingTo: &output)
    return output
}
