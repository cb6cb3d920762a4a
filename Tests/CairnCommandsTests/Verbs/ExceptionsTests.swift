import Answers
import EventModel
import Testing

@Suite("query exceptions")
struct ExceptionsTests {
    /// A ledger with a synthetic history of 20,000 events.
    private func withHistory(_ body: (Workplace) throws -> Void) throws {
        try withWorkplace { place in
            let history = try place.run("simulate", "--seed", "7", "--events", "20000")
            try #require(history.status == 0, history.told)
            let run = try place.run("import", "--restore-recorded-time", "-", input: history.output)
            try #require(run.status == 0, run.told)
            try body(place)
        }
    }

    private let words = ["query", "exceptions", "--as-of", "2020-06-30"]

    @Test(
        "Rows are sorted, complete and the same in every form; the exit status says that there are any"
    )
    func forms() throws {
        try withHistory { place in
            let json = try place.run(words + ["--json"])
            #expect(json.status == 6, json.told)
            let answer = try json.json()
            #expect(answer["indicator"]?.stringValue == "exceptions")
            #expect(answer["findings"]?.arrayValue?.isEmpty == true)
            let parameters = try #require(answer["parameters"])
            #expect(parameters["R-AUD-04"]?["days"]?.integerValue == 30)
            let rows = try #require(answer["rows"]?.arrayValue)
            #expect(rows.count > 20)
            let members = ["kind", "subject", "date"]
            let keys = rows.map { row in members.map { row[$0]?.stringValue ?? "" } }
            let isSorted = zip(keys, keys.dropFirst()).allSatisfy {
                !$1.lexicographicallyPrecedes($0) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            }
            #expect(isSorted)
            for row in rows {
                for member in ["kind", "rule", "clause", "severity", "subject", "date"] {
                    #expect(row[member]?.stringValue?.isEmpty == false)
                }
                let events = row["events"]?.arrayValue ?? []
                #expect(
                    !events.isEmpty && events.allSatisfy { $0.stringValue?.contains("#") == true }
                )
            }
            let csv = try place.run(words + ["--format", "csv"])
            #expect(csv.status == 6)
            #expect(csv.outputText.split(separator: "\r\n").count == rows.count + 1)
            // With the states that the question has kept, and without any.
            #expect(try place.run(words + ["--json"]).output == json.output)
            #expect(try place.run(words + ["--json", "--no-snapshots"]).output == json.output)
            let rebuilt = try place.run("rebuild", "--verify", "--json")
            #expect(rebuilt.status == 0 && rebuilt.outputText.contains("exceptions"), rebuilt.told)
        }
    }

    @Test(
        "The table has a section for each kind, keeps to the terminal, and counts what it does not show"
    )
    func table() throws {
        try withHistory { place in
            for (language, columns) in [("zh", 80), ("en", 80), ("zh", 140), ("en", 140)] {
                let run = try place.run(
                    words + ["--lang", language],
                    environment: ["COLUMNS": "\(columns)"]
                )
                #expect(run.status == 6)
                #expect(run.outputText.contains("▸"))
                #expect(run.outputText.contains("「严禁挤占挪用专项资金」"))
                #expect(run.outputText.contains("--all"))
                let all = try place.run(
                    words + ["--lang", language, "--all"],
                    environment: ["COLUMNS": "\(columns)"]
                )
                #expect(all.outputLines.count > run.outputLines.count)
            }
            let compared = try place.run(
                words + ["--compare-known-at", "2019-12-31", "--lang", "en"]
            )
            #expect(compared.status == 6, compared.told)
            #expect(compared.outputText.contains("known"))
        }
    }

    @Test("A ledger without exceptions says so and ends with 0; readings do not go with the list")
    func nothing() throws {
        try withWorkplace { place in
            let run = try place.run(words)
            #expect(run.status == 0, run.told)
            #expect(run.outputText.contains("(no exceptions)"))
            #expect(try place.run(words + ["--json"]).json()["rows"]?.arrayValue?.isEmpty == true)
            #expect(try place.run(words + ["--reading", "either"]).status == 2)
        }
    }
}
