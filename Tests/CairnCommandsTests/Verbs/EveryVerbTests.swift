import EventModel
import Foundation
import Testing

@Suite("Every verb")
struct EveryVerbTests {
    @Test("--json makes every result one that programs read")
    func json() throws {
        try withWorkplace(ledger: false) { place in
            let history = place.folder + "/history.ndjson"
            let event = try place.write(SampleLine.opened("Z").line, to: "z.json")
            let verbs: [[String]] = [
                ["init"], ["simulate", "--events", "300", "--output", history],
                ["import", "--restore-recorded-time", history], ["append", "--file", event],
                ["query", "coverage", "--as-of", "2019-12-31"],
                ["query", "funds", "--as-of", "2019-12-31"],
                ["query", "exits", "--as-of", "2019-12-31"],
                ["query", "funds", "--as-of", "2019-12-31", "--compare-known-at", "2019-01-01"],
                ["query", "exceptions", "--as-of", "2020-06-30"],
                [
                    "audit", "sample", "--n", "5", "--seed", "1", "--as-of", "2020-06-30",
                    "--population", "region.declared",
                ],
                ["explain", "funds/CAP-b/paid", "--as-of", "2019-12-31"], ["explain", "exits"],
                ["diff", "funds", "--from", "2019-06-30@2019-06-30", "--to", "2019-12-31"],
                ["status"], ["verify"], ["schema"], ["schema", "parcel.scanned"],
                ["export", "audit", "--as-of", "2019-12-31", "--output", "a.zip"],
                ["export", "events", "--output", "e.ndjson"],
                ["checkpoint"], ["checkpoint", "list"], ["prove", "7"],
                ["export", "tlog", "--output", "tlog"],
                ["explain", "exceptions/backDated", "--as-of", "2020-06-30"],
                ["diff", "exceptions", "--from", "2019-06-30", "--to", "2019-12-31"],
            ]
            for words in verbs {
                let run = try place.run(words + ["--json"])
                #expect(run.status == 0 || run.status == 6, run.told)
                #expect(throws: Never.self, run.told) { try run.json() }
            }
            let events = try place.run("events", "--json", "--limit", "50")
            #expect(events.outputLines.count == 50)
            let rebuilt = try place.run("rebuild", "--json")
            #expect(rebuilt.outputLines.count == 4, rebuilt.told)
            for line in events.outputLines + rebuilt.outputLines {
                _ = try JSONValue(parsing: line)
            }
        }
    }

    @Test("--json makes every failure one that programs read, with name, message and remedy")
    func failures() throws {
        try withWorkplace(ledger: false) { place in
            let verbs: [[String]] = [
                ["import", "x.ndjson"], ["append", "{}"], ["events"], ["query", "funds"],
                ["status"],
                ["verify"], ["schema", "no.such"], ["replay", "no-folder"],
                ["simulate", "--from", "x"],
                ["query", "weather"], ["audit", "sample", "--n", "1", "--seed", "1"],
                ["audit", "sample", "sample:record"],
                ["export", "audit", "--output", "a.zip"],
                ["export", "events", "--output", "e.ndjson"],
                ["export", "tlog", "--output", "tlog"], ["checkpoint"], ["checkpoint", "list"],
                ["prove", "0"], ["rebuild"], ["erase", "person:1", "--authority", "a"],
                ["query", "weather"], ["query", "fig:funds"], ["explain", "weather"],
                ["explain", "fig:funds/CAP-b"], ["diff", "funds", "--from", "x", "--to", "y"],
            ]
            for words in verbs {
                let run = try place.run(words + ["--json"])
                #expect(run.status == 1 || run.status == 2, run.told)
                #expect(run.output.isEmpty, run.told)
                let failure = try run.errorJSON()
                for member in ["error", "message", "remedy"] {
                    #expect(failure[member]?.stringValue?.isEmpty == false, run.told)
                }
            }
        }
    }

    @Test(
        "Simulation: the same seed gives the same bytes, another seed others, and both are labelled"
    )
    func simulate() throws {
        try withWorkplace(ledger: false) { place in
            let words = ["simulate", "--events", "2000", "--seed"]
            let first = try place.run(words + ["7"])
            #expect(first.status == 0, first.told)
            #expect(first.outputLines.count == 2000)
            #expect(try place.run(words + ["7"]).output == first.output)
            #expect(try place.run(words + ["8"]).output != first.output)
            #expect(first.outputLines.allSatisfy { $0.contains("/synthetic/") })
            let file = try place.run(words + ["7", "--output", "h.ndjson"])
            #expect(place.bytes(of: "h.ndjson") == first.output)
            #expect(file.errorText.contains("import --restore-recorded-time h.ndjson"))
            let late = try place.run("simulate", "--from", "2019-02-01", "--to", "2019-01-01")
            #expect(late.status == 2, late.told)
            #expect(try place.run("simulate", "--events", "-1").status == 2)
            #expect(try place.run("simulate", "--events", "0").output.isEmpty)
        }
    }

    @Test("A pipe shows no progress bar and no colour")
    func plainPipes() throws {
        try withWorkplace { place in
            let events = (1...30).map { SampleLine.scanned($0) }
            let run = try place.run("import", "-", "--batch", "1", input: events.bytes)
            #expect(run.errors.isEmpty, run.told)
            let query = try place.run("query", "coverage", "--as-of", "2019-12-31")
            #expect(!query.output.contains(0x1B) && !query.errors.contains(0x1B))
        }
    }
}
