import EventModel
import Foundation
import Testing

/// A ledger with a synthetic history of 3,000 events.
func withSyntheticHistory(_ body: (Workplace) throws -> Void) throws {
    try withWorkplace { place in
        let history = try place.run("simulate", "--seed", "3", "--events", "3000")
        try #require(history.status == 0, history.told)
        let run = try place.run("import", "--restore-recorded-time", "-", input: history.output)
        try #require(run.status == 0, run.told)
        try body(place)
    }
}

extension CommandRun {
    /// The name of the answer that was printed.
    func figure() throws -> String { try #require(try json()["figure"]?.stringValue, told) }
}

@Suite("Quoted figures")
struct FigureTests {
    private static let questions: [[String]] = [
        ["coverage", "--as-of", "2019-12-31"],
        ["coverage", "--as-of", "2019-06-30", "--known-at", "2019-09-30"],
        ["funds", "--as-of", "2019-12-31", "--reading", "CAP-b"],
        ["exits", "--as-of", "2019-12-31", "--all", "--include-closed"],
        ["exits", "--as-of", "2019-12-31", "--known-at", "2017-01-01"],
    ]

    @Test("A quoted answer gives the same bytes, whatever was recorded since and on any copy")
    func sameBytes() throws {
        try withSyntheticHistory { place in
            var quoted: [(figure: String, bytes: [UInt8])] = []
            for words in Self.questions {
                let run = try place.run(["query"] + words + ["--format", "json"])
                quoted.append((try run.figure(), run.output))
            }
            let late =
                (1...40).map { SampleLine.opened("late-\($0)") } + [
                    SampleLine.paid("Y", amount: "1")
                ]
            let more = try place.run("import", "-", input: late.bytes)
            try #require(more.status == 0, more.told)
            // A copy of the ledger: the whole history restored elsewhere.
            let events = try place.run("events", "--json")
            let copy = place.folder + "/copy"
            #expect(try place.run("init", "--ledger", copy).status == 0)
            let restored = try place.run(
                ["import", "--restore-recorded-time", "--ledger", copy, "-"],
                input: events.output
            )
            try #require(restored.status == 0, restored.told)
            for (figure, bytes) in quoted {
                for ledger in [place.ledger, copy] {
                    let again = try place.run("query", figure, "--json", "--ledger", ledger)
                    #expect(again.output == bytes, again.told)
                }
                let plain = try place.run("query", figure, "--json", "--no-snapshots")
                #expect(plain.output == bytes, plain.told)
            }
        }
    }

    @Test("A shortened definition is accepted, and the answer bears the whole one")
    func shortened() throws {
        try withSyntheticHistory { place in
            let whole = try place.run("query", "funds", "--as-of", "2019-12-31", "--json")
            let name = try whole.figure()
            let digits = try #require(name.split(separator: "@").last?.prefix(64))
            let short = name.replacing(digits, with: digits.prefix(8))
            #expect(try place.run("query", short, "--json").output == whole.output)
            let table = try place.run("query", short)
            #expect(table.outputText.contains("fig:funds@\(digits.prefix(12))?"), table.told)
        }
    }

    @Test("A row and a cell can be quoted by themselves")
    func parts() throws {
        try withSyntheticHistory { place in
            let whole = try place.run("query", "funds", "--as-of", "2019-12-31", "--json")
            let name = try whole.figure()
            let rows = try #require(try whole.json()["rows"]?.arrayValue)
            let row = name.replacing("fig:funds@", with: "fig:funds/CAP-b/paid@")
            let answer = try place.run("query", row, "--json")
            #expect(answer.status == 0, answer.told)
            #expect(try answer.figure() == row)
            let found = try #require(try answer.json()["rows"]?.arrayValue)
            let expected = rows.filter {
                $0["reading"]?.stringValue == "CAP-b" && $0["stage"]?.stringValue == "paid"
                    && $0["base"]?.stringValue == "appropriated"
            }
            #expect(found.map(\.compact) == expected.map(\.compact))
            let cell = try place.run("query", row + "#percent", "--json")
            let members = try #require(try cell.json()["rows"]?.arrayValue?.first?.objectValue)
            #expect(members.map(\.name) == ["reading", "stage", "base", "percent"])
            #expect(try cell.figure() == row + "#percent")
            #expect(try place.run("query", row + "#percent").outputText.contains("CAP-b"))
            let advisory = name.replacing("fig:funds@", with: "fig:funds/CAP-b/paid/paid@")
            let other = try place.run("query", advisory, "--json").json()["rows"]?.arrayValue
            #expect(other?.first?["strength"]?.stringValue == "advisory")
        }
    }

    @Test("What a ledger cannot give is refused by name, and nothing is answered instead")
    func refusals() throws {
        try withSyntheticHistory { place in
            let name = try place.run("query", "funds", "--as-of", "2019-12-31", "--json").figure()
            let digest = try #require(name.split(separator: "@").last?.prefix(64))
            let row = name.replacing("fig:funds@", with: "fig:funds/CAP-b/paid@")
            let root = try #require(name.split(separator: "=").last)
            let cases: [(figure: String, error: String, status: Int32)] = [
                (
                    name.replacing(digest, with: String(repeating: "0", count: 64)),
                    "otherDefinition", 1
                ),
                (name.replacing("position=3000", with: "position=3001"), "tooFewEvents", 1),
                (Self.knownEarly(name), "knownAtMismatch", 1),
                (name + "&reading=CAP-x", "unknownReading", 2),
                (name.replacing(root, with: "0123456789abcdef"), "otherRoot", 7),
                (name.replacing("2019-12-31&", with: "2101-01-01&"), "badFigure", 2),
                (name.replacing("fig:funds@", with: "fig:funds/CAP-x/paid@"), "unknownRow", 1),
                (row + "#percentage", "unknownMember", 2),
                (name.replacing("position=3000", with: "position=03000"), "badFigure", 2),
                ("fig:funds", "badFigure", 2),
                (name.replacing("fig:funds@", with: "fig:fund@"), "unknownIndicator", 2),
            ]
            for (figure, error, status) in cases {
                for verb in ["query", "explain"] {
                    // An answer without a row is explained by its definition.
                    if verb == "explain", !["badFigure", "unknownIndicator"].contains(error),
                        !figure.contains("/")
                    {
                        continue
                    }
                    let run = try place.run(verb, figure, "--json")
                    #expect(run.status == status, run.told)
                    #expect(run.output.isEmpty, run.told)
                    #expect(try run.errorJSON()["error"]?.stringValue == error, run.told)
                }
            }
            let spelled = try place.run(
                "query",
                name.replacing("position=3000", with: "position=03000")
            )
            #expect(spelled.errorText.contains(name), spelled.told)
        }
    }

    /// The name with an instant before the last event was recorded.
    private static func knownEarly(_ name: String) -> String {
        let parts = name.split(separator: "&").map { part in
            part.hasPrefix("knownAt=") ? "knownAt=2018-01-01T00:00:00.000Z" : String(part)
        }
        return parts.joined(separator: "&")
    }

    @Test("Options that a figure's id says itself are refused beside it")
    func options() throws {
        try withSyntheticHistory { place in
            let name = try place.run("query", "funds", "--as-of", "2019-12-31", "--json").figure()
            for words in [
                ["--as-of", "2019-12-31"], ["--known-at", "2019-12-31"], ["--reading", "CAP-b"],
                ["--compare-known-at", "2019-12-31"],
            ] {
                let run = try place.run(["query", name] + words)
                #expect(run.status == 2 && run.output.isEmpty, run.told)
            }
            let explained = try place.run("explain", name, "--as-of", "2019-12-31")
            #expect(explained.status == 2, explained.told)
        }
    }
}
