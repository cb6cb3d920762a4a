import EventModel
import Foundation
import Testing

/// `cairn audit sample` against answers that `Tests/sampling/redraw.py` wrote.
@Suite("audit sample")
struct AuditSampleTests {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func asked() throws -> [JSONValue] {
        let file = package.appending(path: "Tests/sampling/asked.json")
        return try #require(try JSONValue(parsing: [UInt8](Data(contentsOf: file))).arrayValue)
    }

    private static func words(_ question: JSONValue) -> [String] {
        var words = ["audit", "sample", "--json"]
        for (member, option) in [
            ("method", "--method"), ("seed", "--seed"), ("asOf", "--as-of"),
            ("knownAt", "--known-at"), ("population", "--population"), ("strata", "--strata"),
        ] {
            if let value = question[member]?.stringValue { words += [option, value] }
        }
        return words + ["--n", "\(question["n"]?.integerValue ?? 0)"]
    }

    /// Runs a body with a ledger that holds a recorded history.
    private func withReplay(_ name: String, _ body: (Workplace) throws -> Void) throws {
        try withWorkplace { place in
            let folder = Self.package.appending(path: "Replay/\(name)")
            let plain = folder.appending(path: "events.ndjson").path
            let file =
                FileManager.default.fileExists(atPath: plain) ? plain : plain + ".zst"
            let run = try place.run("import", "--restore-recorded-time", file)
            try #require(run.status == 0, run.told)
            try body(place)
        }
    }

    @Test(
        "Samples are those of the independent implementation, to the byte, and again by their ids",
        arguments: ["annex-1", "late-and-corrected", "shigatse-2019"]
    )
    func sameSamples(folder: String) throws {
        let asked = try Self.asked().filter { $0["folder"]?.stringValue == folder }
        #expect(!asked.isEmpty)
        try withReplay(folder) { place in
            for question in asked {
                let name = try #require(question["name"]?.stringValue)
                let file = Self.package.appending(path: "Tests/sampling/answers/\(name).json")
                let expected = try String(contentsOf: file, encoding: .utf8)
                let run = try place.run(Self.words(question))
                #expect(run.status == 0, run.told)
                #expect(run.outputText == expected, "\(name)")
                let id = try #require(try run.json()["sample"]?.stringValue)
                let again = try place.run("audit", "sample", id, "--json")
                #expect(again.outputText == expected, again.told)
            }
        }
    }

    @Test("Later events change no sample; another ledger, or a shorter one, is refused by name")
    func otherLedgers() throws {
        try withReplay("annex-1") { place in
            let run = try place.run(
                "audit",
                "sample",
                "--n",
                "3",
                "--seed",
                "1",
                "--as-of",
                "2019-12-31",
                "--json"
            )
            let id = try #require(try run.json()["sample"]?.stringValue)
            let payment = SampleLine(
                type: "fund.disbursed",
                id: "late",
                subject: "payment/late",
                data: #"{"payment":"late","line":"L1","source":"central","payee":"synthetic","#
                    + #""amountFen":5,"purpose":"synthetic","classes":[],"voucher":"V"}"#
            )
            let later = try place.run("import", "-", input: payment.line)
            try #require(later.status == 0, later.told)
            let again = try place.run("audit", "sample", id, "--json")
            #expect(again.outputText == run.outputText)
            let longer = try place.run(
                "audit",
                "sample",
                "--n",
                "3",
                "--seed",
                "1",
                "--as-of",
                "2019-12-31",
                "--json"
            )
            let longerID = try #require(try longer.json()["sample"]?.stringValue)
            #expect(longerID != id)
            try withReplay("annex-1") { other in
                let refused = try other.run("audit", "sample", longerID, "--json")
                #expect(refused.status == 1)
                #expect(try refused.errorJSON()["error"]?.stringValue == "positionBeyond")
            }
            try withReplay("late-and-corrected") { other in
                let refused = try other.run("audit", "sample", id, "--json")
                #expect(refused.status == 7)
                #expect(try refused.errorJSON()["error"]?.stringValue == "populationMismatch")
                let early = id + "&knownAt=2019-01-01T00:00:00.000Z"
                let differs = try other.run("audit", "sample", early, "--json")
                #expect(differs.status == 7)
                #expect(try differs.errorJSON()["error"]?.stringValue == "knownAtDiffers")
            }
        }
    }

    @Test("What cannot be drawn is refused by name")
    func refusals() throws {
        try withReplay("annex-1") { place in
            let seed = ["--seed", "1", "--as-of", "2019-12-31"]
            let cases: [(words: [String], refusal: String)] = [
                (seed + ["--n", "11"], "1 sampleTooLarge"), (seed + ["--n", "0"], "2 usage"),
                (seed + ["--n", "x"], "2 usage"),
                (seed + ["--n", "1", "--population", "no.such"], "2 usage"),
                (seed + ["--n", "1", "--population", "parcel.scanned"], "1 emptyPopulation"),
                (
                    seed + [
                        "--n", "1", "--method", "monetary-unit", "--population",
                        "region.demonstrationClassSet",
                    ], "1 noAmounts"
                ), (["--n", "1", "--seed", "a b"], "2 usage"), (["--n", "1"], "2 usage"),
                (["sample:record/1/1@00?position=1&asOf=2019-12-31"], "2 sampleID"),
            ]
            for (words, refusal) in cases {
                let run = try place.run(["audit", "sample", "--json"] + words)
                let name = try run.errorJSON()["error"]?.stringValue ?? ""
                #expect("\(run.status ?? -1) \(name)" == refusal, run.told)
            }
        }
    }

    @Test("Table and CSV hold the same events as JSON")
    func forms() throws {
        try withReplay("annex-1") { place in
            let words = [
                "audit", "sample", "--n", "4", "--seed", "417", "--as-of", "2019-12-31",
                "--method", "monetary-unit",
            ]
            let json = try place.run(words + ["--json"]).json()
            let events = (json["items"]?.arrayValue ?? []).compactMap { $0["event"]?.stringValue }
            #expect(events.count == 4)
            let id = try #require(json["sample"]?.stringValue)
            let csv = try place.run(words + ["--format", "csv"])
            #expect(csv.outputText.split(separator: "\r\n").count == 5)
            #expect(csv.errorText.contains(id))
            for language in ["zh", "en"] {
                let table = try place.run(words + ["--lang", language])
                #expect(table.status == 0, table.told)
                for event in events {
                    #expect(table.outputText.contains(event), table.told)
                    #expect(csv.outputText.contains(event))
                }
                #expect(table.outputText.contains("cairn audit sample '\(id)'"))
            }
        }
    }
}
