import Answers
import CairnCommands
import EventModel
import Foundation
import Testing

@Suite("Recorded histories")
struct ReplayFolderTests {
    @Test("The four histories are there")
    func presence() {
        let expected = ["annex-1", "boundaries", "late-and-corrected", "shigatse-2019"]
        #expect(Set(expected).isSubset(of: HistoryFolder.names))
    }

    @Test("Every history gives its recorded answers, to the byte", arguments: HistoryFolder.names)
    func replay(name: String) async throws {
        let results = try await ReplayFolder(HistoryFolder.path(name)).run()
        #expect(!results.isEmpty)
        for result in results {
            let first = result.differences.first
            let line = result.firstOtherLine ?? 0
            #expect(
                result.isEqual,
                """
                \(name)/\(result.name), line \(line): \(first?.path ?? "bytes only") recorded \
                \(first?.expected ?? "-"), computed \(first?.found ?? "-")
                """
            )
        }
    }

    @Test("Every recorded answer belongs to a question", arguments: HistoryFolder.names)
    func noOrphan(name: String) throws {
        let questions = try [UInt8](
            Data(contentsOf: HistoryFolder.root.appending(path: "\(name)/questions.json"))
        )
        let list = try #require(try JSONValue(parsing: questions).arrayValue)
        let asked = list.compactMap { $0["name"]?.stringValue }.map { $0 + ".json" }
        let files = try FileManager.default
            .contentsOfDirectory(atPath: HistoryFolder.path(name) + "/answers")
        #expect(files.sorted() == asked.sorted())
    }

    @Test("A falsified figure in an answer is noticed at its place, and only there")
    func falsifiedAnswer() async throws {
        try await HistoryFolder.withSpoiled(
            "annex-1",
            file: "answers/budget.json",
            replacing: "\"numeratorFen\": 675000000",
            with: "\"numeratorFen\": 675000001"
        ) { path in
            let results = try await ReplayFolder(path).run()
            let wrong = results.filter { !$0.isEqual }
            #expect(wrong.map(\.name) == ["budget"])
            let differences = wrong.flatMap(\.differences)
            #expect(
                differences == [
                    AnswerDifference(
                        path: "rows[3].numeratorFen",
                        expected: "675000001",
                        found: "675000000"
                    )
                ]
            )
        }
    }

    @Test("An answer written with other blanks is a difference in bytes, without one in content")
    func otherBytes() async throws {
        try await HistoryFolder.withSpoiled(
            "annex-1",
            file: "answers/budget.json",
            replacing: "\"asOf\": ",
            with: "\"asOf\":  "
        ) { path in
            let wrong = try await ReplayFolder(path).run().filter { !$0.isEqual }
            #expect(wrong.map(\.name) == ["budget"])
            #expect(wrong.first?.differences == [])
            #expect(wrong.first?.firstOtherLine == 3)
        }
    }

    @Test(
        "Answers recorded with the members that name them are the same answers",
        arguments: [
            ("\"rows\": [", "\"definition\": \"00\",\n  \"figure\": \"fig:x\",\n  \"rows\": [", []),
            ("\"rows\": [", "\"figur\": \"fig:x\",\n  \"rows\": [", ["figur"]),
        ] as [(String, String, [String])]
    )
    func namedAnswer(old: String, new: String, differing: [String]) async throws {
        try await HistoryFolder.withSpoiled(
            "annex-1",
            file: "answers/budget.json",
            replacing: old,
            with: new
        ) { path in
            let wrong = try await ReplayFolder(path).run().filter { !$0.isEqual }
            #expect(wrong.flatMap(\.differences).map(\.path) == differing)
            #expect(wrong.map(\.name) == (differing.isEmpty ? [] : ["budget"]))
        }
    }

    @Test("A difference behind the members that name an answer is told by its own line")
    func lineBehindNames() async throws {
        try await HistoryFolder.withSpoiled(
            "annex-1",
            file: "answers/budget.json",
            replacing: "\"rows\": [",
            with: "\"definition\": \"00\",\n  \"figure\": \"fig:x\",\n  \"rows\":  ["
        ) { path in
            let wrong = try await ReplayFolder(path).run().filter { !$0.isEqual }
            #expect(wrong.map(\.name) == ["budget"])
            #expect(wrong.first?.differences == [])
            #expect(wrong.first?.firstOtherLine == 10)
        }
    }

    @Test("One fen changed in an event changes every root hash behind it")
    func falsifiedEvent() async throws {
        try await HistoryFolder.withSpoiled(
            "annex-1",
            file: "events.ndjson",
            replacing: "\"amountFen\":4500000000",
            with: "\"amountFen\":4500000001"
        ) { path in
            let results = try await ReplayFolder(path).run()
            for result in results where result.name != "before-any-money" {
                #expect(result.differences.contains { $0.path == "rootHash" }, "\(result.name)")
                #expect(!result.isEqual)
            }
        }
    }

    @Test("An event that is left out is noticed, since positions are gapless")
    func missingEvent() async throws {
        let events = try String(
            contentsOfFile: HistoryFolder.path("annex-1") + "/events.ndjson",
            encoding: .utf8
        )
        let line = try #require(events.split(separator: "\n").dropFirst(3).first)
        try await HistoryFolder.withSpoiled(
            "annex-1",
            file: "events.ndjson",
            replacing: line + "\n",
            with: ""
        ) { path in
            let folder = try ReplayFolder(path)
            let failure = await #expect(throws: CommandFailure.self) { try await folder.run() }
            let lines = failure?.lines(.english).joined(separator: "\n") ?? ""
            #expect(lines.contains("sequence"))
        }
    }

    @Test("A missing answer is named")
    func missingAnswer() async throws {
        try await HistoryFolder.withSpoiled(
            "annex-1",
            file: "questions.json",
            replacing: "{\"name\": \"budget\"",
            with:
                #"{"name": "never-recorded", "indicator": "funds", "asOf": "2018-12-31"}, {"name": "budget""#
        ) { path in
            let folder = try ReplayFolder(path)
            let failure = await #expect(throws: CommandFailure.self) { try await folder.run() }
            let lines = failure?.lines(.english).joined(separator: "\n") ?? ""
            #expect(lines.contains("answers/never-recorded.json"))
        }
    }

    @Test(
        "Questions that would leave something uncompared are named",
        arguments: [
            ("\"name\": \"budget\"", "\"name\": \"other\"", "answers/budget.json"),
            ("\"name\": \"budget\"", "\"name\": \"../budget\"", "a name that is a file's name"),
            ("\"knownAt\"", "\"knownat\"", "no member knownat"),
            ("\"funds\"", "\"fund\"", "coverage, funds or exits"),
        ]
    )
    func questions(old: String, new: String, told: String) async throws {
        try await HistoryFolder.withSpoiled(
            "annex-1",
            file: "questions.json",
            replacing: old,
            with: new
        ) { path in
            let failure = #expect(throws: CommandFailure.self) { try ReplayFolder(path) }
            let lines = failure?.lines(.english).joined(separator: "\n") ?? ""
            #expect(lines.contains(told), "\(lines)")
        }
    }
}
