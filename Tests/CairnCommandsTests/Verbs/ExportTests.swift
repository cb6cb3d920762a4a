import EventModel
import Testing

@Suite("export")
struct ExportTests {
    private static let events: [SampleLine] = [
        .opened("A"), .paid("P1", amount: "1200"), .paid("P2", amount: "5"),
    ]

    private func paidTo(_ payee: String) -> SampleLine {
        var line = SampleLine.paid("P9", amount: "7")
        line.data = line.data.replacing("\"payee\":\"x\"", with: "\"payee\":\"\(payee)\"")
        return line
    }

    @Test("export audit writes one file, says what it is, and again gives the same bytes")
    func audit() throws {
        try withWorkplace { place in
            try place.run("import", "-", input: Self.events.bytes)
            let words = ["export", "audit", "--as-of", "2019-12-31", "--output"]
            let run = try place.run(words + ["a.zip", "--json"])
            #expect(run.status == 0, run.told)
            let said = try run.json()
            let digest = SHA256Digest.hash(place.bytes(of: "a.zip")).description
            #expect(said["sha256"]?.stringValue == digest)
            #expect(said["treeSize"]?.integerValue == 3)
            #expect(try place.state() == "3 \(said["rootHash"]?.stringValue ?? "")")
            let again = try place.run(words + ["b.zip", "--lang", "zh"])
            #expect(again.status == 0 && again.outputText.contains(digest), again.told)
            #expect(again.outputText.contains("疑点"))
            #expect(place.bytes(of: "a.zip") == place.bytes(of: "b.zip"))
            let taken = try place.run(words + ["a.zip"])
            #expect(taken.status == 1 && taken.errorText.contains("exists already"), taken.told)
        }
    }

    @Test("A wrong period, date or folder is refused in both languages before anything is read")
    func refusals() throws {
        try withWorkplace { place in
            let cases: [([String], Int32, String)] = [
                (["--as-of", "2019-01-01", "--from", "2019-01-02"], 2, "晚于"),
                (["--as-of", "yesterday"], 2, "不是有效日期"), (["--known-at", "x"], 2, "不是有效日期或时刻"),
            ]
            for (words, status, text) in cases {
                let run = try place.run(
                    ["export", "audit", "--output", "a.zip", "--lang", "zh"] + words
                )
                #expect(run.status == status && run.errorText.contains(text), run.told)
            }
            let missing = try place.run("export", "audit", "--output", "no/a.zip", "--json")
            #expect(missing.status == 1, missing.told)
            #expect(try missing.errorJSON()["error"]?.stringValue == "unwritable")
            #expect(try place.run("export", "audit").status == 2)
        }
    }

    @Test(
        "Personal data are named masked, in the language of the run, and pass once they were looked at"
    )
    func personalData() throws {
        try withWorkplace { place in
            let lines = Self.events + [paidTo("11010519491231002X")]
            try place.run("import", "-", input: lines.bytes)
            let words = ["export", "audit", "--as-of", "2019-12-31", "--output", "a.zip"]
            let refused = try place.run(words + ["--lang", "zh"])
            #expect(refused.status == 1, refused.told)
            #expect(refused.errorText.contains("身份证号 1101**********002X"), refused.told)
            #expect(!refused.errorText.contains("11010519491231002X"))
            #expect(place.bytes(of: "a.zip").isEmpty)
            let failure = try place.run(words + ["--json"]).errorJSON()
            #expect(failure["error"]?.stringValue == "personalData")
            let places = try JSONValue(parsing: try #require(failure["places"]?.stringValue))
            let name = try #require(places.arrayValue?.first?["place"]?.stringValue)
            #expect(name == "/synthetic/finance#pay-P9:data.payee")
            let passed = try place.run(words + ["--not-personal", name, "--not-personal", "x#y:z"])
            #expect(passed.status == 0, passed.told)
            #expect(passed.errorText.contains("x#y:z let nothing pass"), passed.told)
            #expect(!passed.errorText.contains("\(name) let nothing pass"))
        }
    }

    @Test(
        "export events gives what import restores to the same root, as file, compressed, or printed"
    )
    func events() throws {
        try withWorkplace { place in
            try place.run("import", "-", input: Self.events.bytes)
            let state = try place.state()
            let lines = try place.run("events", "--json").output
            #expect(try place.run("export", "events").output == lines)
            for file in ["e.ndjson", "e.ndjson.zst"] {
                let run = try place.run("export", "events", "--output", file)
                #expect(run.status == 0, run.told)
                let root = state.split(separator: " ")[1]
                #expect(run.outputText.contains(root), run.told)
                let copy = "copy-\(file)"
                try place.run("init", "--ledger", copy)
                let restored = try place.run(
                    "import",
                    "--ledger",
                    copy,
                    "--restore-recorded-time",
                    file
                )
                #expect(restored.status == 0, restored.told)
                let status = try place.run("status", "--ledger", copy, "--json").json()
                #expect(status["rootHash"]?.stringValue == String(root))
            }
            #expect(place.bytes(of: "e.ndjson") == lines)
            #expect(Array(place.bytes(of: "e.ndjson.zst").prefix(4)) == [0x28, 0xB5, 0x2F, 0xFD])
            #expect(try place.run("export", "events", "--output", "e.ndjson").status == 1)
            #expect(try place.run("export", "events", "--json").status == 2)
            let none = try place.run("export", "events", "--known-at", "2000-01-01")
            #expect(none.status == 0 && none.output.isEmpty, none.told)
        }
    }

    @Test("export events prints not a byte when personal data are among the events")
    func nothingPrinted() throws {
        try withWorkplace { place in
            try place.run("import", "-", input: (Self.events + [paidTo("tel 13812345678")]).bytes)
            let run = try place.run("export", "events")
            #expect(run.status == 1 && run.output.isEmpty, run.told)
            #expect(
                run.errorText.contains("#pay-P9:data.payee mobile number 138****5678"),
                run.told
            )
            let file = try place.run("export", "events", "--output", "e.ndjson")
            #expect(file.status == 1, file.told)
            #expect(place.bytes(of: "e.ndjson").isEmpty)
            let passed = try place.run(
                "export",
                "events",
                "--not-personal",
                "/synthetic/finance#*:data.payee"
            )
            #expect(passed.status == 0 && passed.outputLines.count == 4, passed.told)
        }
    }
}
