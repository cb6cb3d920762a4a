import Answers
import EventModel
import Foundation
import Testing

@Suite("query")
struct QueryTests {
    /// A ledger with a synthetic history of 3,000 events.
    private func withHistory(_ body: (Workplace) throws -> Void) throws {
        try withWorkplace { place in
            let history = try place.run("simulate", "--seed", "3", "--events", "3000")
            try #require(history.status == 0, history.told)
            let run = try place.run("import", "--restore-recorded-time", "-", input: history.output)
            try #require(run.status == 0, run.told)
            try body(place)
        }
    }

    @Test("Each indicator answers as table, JSON and CSV with the same rows")
    func forms() throws {
        try withHistory { place in
            for indicator in ["coverage", "funds", "exits"] {
                let words = ["query", indicator, "--as-of", "2019-12-31"]
                let json = try place.run(words + ["--json"])
                let answer = try json.json()
                #expect(answer["indicator"]?.stringValue == indicator)
                #expect(answer["asOf"]?.stringValue == "2019-12-31")
                #expect(answer["treeSize"]?.integerValue == 3000)
                #expect(try place.run(words + ["--format", "json"]).output == json.output)
                let findings = try #require(answer["findings"]?.arrayValue)
                #expect(json.status == (findings.isEmpty ? 0 : 6), json.told)
                let rows = try #require(answer["rows"]?.arrayValue)
                let csv = try place.run(words + ["--format", "csv"])
                #expect(csv.outputText.split(separator: "\r\n").count == rows.count + 1)
                let table = try place.run(words)
                #expect(table.status == json.status, table.told)
                #expect(table.outputText.contains("2019-12-31"))
                #expect(
                    table.outputText.contains("3000 events")
                        || table.outputText.contains("3,000 events")
                )
            }
        }
    }

    @Test("--reading chooses one reading; an unknown one is refused with those there are")
    func readings() throws {
        try withHistory { place in
            let run = try place.run(
                "query",
                "funds",
                "--as-of",
                "2019-12-31",
                "--reading",
                "CAP-b",
                "--json"
            )
            let rows = try #require(try run.json()["rows"]?.arrayValue)
            #expect(!rows.isEmpty)
            #expect(rows.allSatisfy { $0["reading"]?.stringValue == "CAP-b" })
            let wrong = try place.run("query", "funds", "--reading", "CAP-x")
            #expect(wrong.status == 2, wrong.told)
            #expect(wrong.errorText.contains("CAP-a, CAP-b"))
        }
    }

    @Test("--all shows every reading in the table, and the default says how many it leaves out")
    func all() throws {
        try withHistory { place in
            let words = ["query", "coverage", "--as-of", "2019-12-31"]
            let some = try place.run(words)
            let all = try place.run(words + ["--all"])
            #expect(all.outputLines.count > some.outputLines.count)
            #expect(some.outputText.contains("rows of other readings: --all"))
            #expect(!all.outputText.contains("--all"))
            let exits = ["query", "exits", "--as-of", "2019-12-31", "--format", "csv"]
            let open = try place.run(exits + ["--all"]).outputLines.count
            let watched = try place.run(exits).outputLines.count
            #expect(open > watched)
        }
    }

    @Test(
        "--known-at leaves out what was recorded later; --compare-known-at puts both side by side"
    )
    func knownAt() throws {
        try withHistory { place in
            let words = ["query", "coverage", "--as-of", "2019-12-31"]
            let then = try place.run(words + ["--known-at", "2019-06-30", "--json"]).json()
            let size = try #require(then["treeSize"]?.integerValue)
            #expect(size > 0 && size < 3000)
            #expect(then["knownAt"]?.stringValue == "2019-06-30T15:59:59.999Z")
            let instant = try place.run(
                words + ["--known-at", "2019-06-30T23:59:59.999+08:00", "--json"]
            )
            #expect(try instant.json()["rootHash"]?.compact == then["rootHash"]?.compact)
            let both = try place.run(words + ["--compare-known-at", "2019-06-30", "--json"]).json()
            let pair = try #require(both.arrayValue)
            #expect(pair.map { $0["treeSize"]?.integerValue } == [size, 3000])
            let table = try place.run(words + ["--compare-known-at", "2019-06-30"])
            #expect(table.outputText.contains("≠"), table.told)
            #expect(try place.run(words + ["--known-at", "June"]).status == 2)
        }
    }

    @Test("--bom starts CSV with a byte order mark and is refused elsewhere")
    func byteOrderMark() throws {
        try withHistory { place in
            let words = ["query", "funds", "--as-of", "2019-12-31", "--bom"]
            let csv = try place.run(words + ["--format", "csv"])
            #expect(csv.output.starts(with: [0xEF, 0xBB, 0xBF]))
            #expect(try place.run(words).status == 2)
        }
    }

    @Test(
        "Columns of tables are aligned by display width, in Chinese too",
        arguments: ["zh", "en"]
    )
    func alignment(language: String) throws {
        try withHistory { place in
            for indicator in ["coverage", "funds", "exits"] {
                let run = try place.run(
                    "query",
                    indicator,
                    "--as-of",
                    "2019-12-31",
                    "--lang",
                    language
                )
                let lines = run.outputText.split(separator: "\n", omittingEmptySubsequences: false)
                    .map(String.init)
                let rule = try #require(lines.firstIndex { $0.hasPrefix("──") }, run.told)
                let starts = columnStarts(of: lines[rule])
                let end = try #require(lines[rule...].firstIndex(of: ""))
                #expect(end > rule + 2, run.told)
                // Two columns before each column but the first are blank in every row.
                for line in lines[(rule + 1)..<end] {
                    let cells = expanded(line)
                    for start in starts.dropFirst() where start <= cells.count {
                        #expect(
                            cells[start - 1] == " " && cells[start - 2] == " ",
                            "\(indicator): \(line)"
                        )
                    }
                }
            }
        }
    }

    /// Columns at which the runs of a rule begin.
    private func columnStarts(of rule: String) -> [Int] {
        let characters = Array(rule)
        return characters.indices.filter {
            characters[$0] == "─" && ($0 == 0 || characters[$0 - 1] != "─")
        }
    }

    /// One element per column of the terminal; the second half of a wide character is empty.
    private func expanded(_ line: String) -> [String] {
        line.flatMap { character -> [String] in
            let width = DisplayWidth.columns(of: String(character))
            return width == 0 ? [] : [String(character)] + [String](repeating: "", count: width - 1)
        }
    }

    @Test("A question without an indicator or with an impossible date is a usage error")
    func usage() throws {
        try withWorkplace { place in
            #expect(try place.run("query").status == 2)
            #expect(try place.run("query", "weather").status == 2)
            #expect(try place.run("query", "funds", "--as-of", "2019-13-01").status == 2)
            let empty = try place.run("query", "funds", "--as-of", "2019-12-31")
            #expect(empty.status == 0, empty.told)
        }
    }
}
