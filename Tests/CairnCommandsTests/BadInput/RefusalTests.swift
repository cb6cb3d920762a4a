import EventModel
import Testing

/// One refusal of `events.md`, provoked by an event that comes after ``RefusalCase/before``.
struct RefusalCase: Sendable, CustomTestStringConvertible {
    let name: String
    /// Field named in the message; `nil` if none is.
    let field: String?
    let line: String
    var before: [SampleLine] = []
    let note: String

    var testDescription: String { "\(name): \(note)" }
}

@Suite("Refusals")
struct RefusalTests {
    private static func changed(
        _ name: String,
        _ field: String?,
        _ note: String,
        before: [SampleLine] = [],
        _ change: (inout SampleLine) -> Void
    ) -> RefusalCase {
        var line = SampleLine.opened("A")
        change(&line)
        return RefusalCase(name: name, field: field, line: line.text, before: before, note: note)
    }

    private static func raw(_ name: String, _ note: String, _ text: String) -> RefusalCase {
        RefusalCase(name: name, field: nil, line: text, note: note)
    }

    static let form: [RefusalCase] = [
        raw("envelope", "not JSON", "{oops}"),
        raw("envelope", "not an object", "[1,2]"),
        raw("envelope", "cut off", String(SampleLine.opened("A").text.dropLast(9))),
        raw("envelope", "text behind the event", SampleLine.opened("A").text + " {}"),
        raw(
            "envelope",
            "NUL in the line",
            SampleLine.opened("A").text.replacing("office", with: "off\u{0}ice")
        ),
        raw("envelope", "no attributes", "{}"),
        raw("envelope", "nested 100,000 deep", String(repeating: "[", count: 100_000)),
        changed("envelope", nil, "attribute twice") { $0.more = #","type":"station.opened""# },
        changed("envelope", nil, "unknown attribute") { $0.more = #","colour":"red""# },
        changed("envelope", "id", "empty id") { $0.id = "" },
        changed("envelope", "id", "id of 129 bytes") { $0.id = String(repeating: "x", count: 129) },
        changed("envelope", "evidence", "evidence is no SHA-256") {
            $0.more = #","evidence":"12ab""#
        },
        changed("sourceFragment", "source", "# in the source") { $0.source = "/a#b" },
        changed("schema", "type", "unknown type") { $0.type = "station.exploded" },
        changed("schema", "data.colour", "unknown field") {
            $0.data = $0.data.dropLast() + #","colour":"red"}"#
        },
        changed("schema", nil, "missing field") { $0.data = #"{"station":"A"}"# },
        changed("schema", "data.built", "word that is none of the choices") {
            $0.data = $0.data.replacing("\"new\"", with: "\"shiny\"")
        },
        changed("schema", "data.region", "region of 6 digits") {
            $0.data = $0.data.replacing("540222100000", with: "540222")
        },
        changed("schema", "dataschema", "unknown version") {
            $0.more = #","dataschema":"urn:cairn:schema:station.opened:9""#
        },
        RefusalCase(
            name: "schema",
            field: nil,
            line: SampleLine(
                type: "trade.recorded",
                subject: "order/1",
                data: #"{"order":"1","line":"1","county":"540222000000","direction":"upstream","#
                    + #""channel":"c","product":"p","agricultural":true,"demonstrationProduct":false,"#
                    + #""online":false,"onlineRetail":true,"amountFen":1}"#
            ).text,
            note: "onlineRetail without online"
        ),
        changed("recordedTime", "recordedtime", "live event with a recorded time") {
            $0.more = #","recordedtime":"2019-07-01T02:00:00.000Z""#
        },
        changed("sequence", "sequence", "live event with a sequence") {
            $0.more = #","sequence":"000000000000""#
        },
    ]

    static let times: [RefusalCase] = [
        "2019-07-01T10:00:00", "2019-07-01 10:00:00+08:00", "2019-07-01t10:00:00+08:00",
        "2019-07-01T10:00:00+0800", "2019-07-01T10:00:00+00:00", "2019-07-01T10:00:00-00:00",
        "2019-07-01T10:00:00z", "2019-07-01T10:00:00.000+08:00", "2019-07-01T10:00:00.5+08:00",
        "2019-07-01T10:00:00.1234+08:00", "2019-07-01T10:00:60+08:00", "2019-07-01T24:00:00+08:00",
        "2019-02-29T10:00:00+08:00", "2019-07-01T10:00:00+14:01", "1969-12-31T10:00:00Z",
        "10000-01-01T00:00:00Z", "2019-7-1T10:00:00Z", "2019-07-01T10:00Z", "", "yesterday",
    ].map { spelling in
        changed("timeSpelling", "time", spelling) { $0.time = spelling }
    }

    static let integers: [RefusalCase] = [
        "9007199254740992", "-9007199254740992", "1.0", "1e2", "1E0", "0.5", "-0.0",
        "100000000000000000000000000000000",
    ].map { number in
        RefusalCase(
            name: "integerOutOfRange",
            field: "data.amountFen",
            line: SampleLine.paid("1", amount: number).text,
            note: number
        )
    }

    static let state: [RefusalCase] = [
        changed("idConflict", nil, "other content", before: [.opened("A")]) {
            $0.time = "2019-07-02T10:00:00+08:00"
        },
        RefusalCase(
            name: "unknownTarget",
            field: nil,
            line: SampleLine.voided("none", id: "v").text,
            note: "void of nothing"
        ),
        changed("unknownTarget", "corrects", "correction of nothing") {
            $0.more = ##","corrects":"/synthetic/office#none""##
        },
        RefusalCase(
            name: "alreadyVoided",
            field: nil,
            line: SampleLine.voided("open-A", id: "v2").text,
            before: [.opened("A"), .voided("open-A", id: "v1")],
            note: "voided twice"
        ),
        changed(
            "alreadyVoided",
            "corrects",
            "correction of a voided event",
            before: [
                .opened("A"), .voided("open-A", id: "v1"),
            ]
        ) {
            $0.id = "c"
            $0.more = ##","corrects":"/synthetic/office#open-A""##
        },
        changed("otherSubject", nil, "correction with another subject", before: [.opened("A")]) {
            $0 = .opened("B")
            $0.more = ##","corrects":"/synthetic/office#open-A""##
        },
        RefusalCase(
            name: "otherSubject",
            field: nil,
            line: {
                var line = SampleLine.suspended("A", id: "c", time: "2019-07-01T10:00:00+08:00")
                line.more = ##","corrects":"/synthetic/office#open-A""##
                return line.text
            }(),
            before: [.opened("A")],
            note: "correction with another type"
        ),
        rule("unknownRule", "unknown rule", rule: "R-NONE-01", parameters: "{}"),
        rule(
            "unknownKey",
            "parameter of another rule",
            rule: "R-EXIT-03",
            parameters: #"{"nonsense":1}"#
        ),
    ]

    private static func rule(
        _ name: String,
        _ note: String,
        rule: String,
        parameters: String
    ) -> RefusalCase {
        let data =
            #"{"rule":"\#(rule)","version":"2","parameters":\#(parameters),"#
            + #""validFrom":"2019-01-01","authority":"office"}"#
        let line = SampleLine(type: "rule.adopted", id: "r", subject: "rule/\(rule)", data: data)
        return RefusalCase(name: name, field: nil, line: line.text, note: note)
    }

    @Test(
        "import names the refusal, file, line and field, writes nothing and ends with 1",
        arguments: form + times + integers + state
    )
    func imports(refusal: RefusalCase) throws {
        try withWorkplace { place in
            if !refusal.before.isEmpty {
                _ = try place.run("import", "-", input: refusal.before.bytes)
            }
            let before = try place.state()
            // A good row stands before the bad one: it is not written either.
            let file = try place.write(
                SampleLine.opened("good").text + "\n" + refusal.line + "\n",
                to: "e.ndjson"
            )
            let run = try place.run("import", file, "--json")
            #expect(run.status == 1, run.told)
            let problem = try #require(try run.json()["problems"]?.arrayValue?.first, run.told)
            #expect(problem["name"]?.stringValue == refusal.name, run.told)
            #expect(problem["file"]?.stringValue == file)
            #expect(problem["line"]?.integerValue == 2)
            #expect(problem["found"]?.stringValue != nil)
            #expect(problem["accepted"]?.stringValue?.isEmpty == false)
            if let field = refusal.field {
                #expect(problem["field"]?.stringValue == field, run.told)
            }
            #expect(try place.state() == before)
        }
    }

    @Test(
        "append names the refusal and the event, writes nothing and ends with 1",
        arguments: form + state + times.prefix(3) + integers.prefix(3)
    )
    func appends(refusal: RefusalCase) throws {
        try withWorkplace { place in
            if !refusal.before.isEmpty {
                _ = try place.run("import", "-", input: refusal.before.bytes)
            }
            let before = try place.state()
            let run = try place.run("append", "--json", input: Array(refusal.line.utf8))
            #expect(run.status == 1, run.told)
            let failure = try run.errorJSON()
            // An array is a batch; one that is not JSON has no event to name.
            let isBatch = refusal.line.hasPrefix("[")
            #expect(isBatch || failure["name"]?.stringValue == refusal.name, run.told)
            if let field = refusal.field {
                #expect(failure["field"]?.stringValue == field, run.told)
            }
            #expect(try place.state() == before)
        }
    }

    @Test(
        "In an array the door is the same, and the place of the event is named",
        arguments: (form + times.prefix(4) + integers + state).filter { $0.field != nil }
    )
    func appendsInArray(refusal: RefusalCase) throws {
        try withWorkplace { place in
            if !refusal.before.isEmpty {
                _ = try place.run("import", "-", input: refusal.before.bytes)
            }
            let before = try place.state()
            let batch = "[\(SampleLine.opened("good").text),\(refusal.line)]"
            let run = try place.run("append", "--json", input: Array(batch.utf8))
            #expect(run.status == 1, run.told)
            let failure = try run.errorJSON()
            #expect(failure["name"]?.stringValue == refusal.name, run.told)
            #expect(failure["index"]?.stringValue == "1", run.told)
            #expect(failure["field"]?.stringValue == refusal.field, run.told)
            #expect(try place.state() == before)
        }
    }

    @Test("Every name of a refusal is provoked somewhere in these tests")
    func allNames() {
        let provoked = Set((Self.form + Self.times + Self.integers + Self.state).map(\.name))
        // These need a request or a size rather than a line.
        let elsewhere: Set = ["revisionConflict", "conditionFailed", "tooLarge"]
        #expect(Set(RefusalName.allCases.map(\.rawValue)) == provoked.union(elsewhere))
    }
}

@Suite("Restoring refusals")
struct RestoringRefusalTests {
    private func restoring(_ lines: [(recorded: String?, sequence: String?)]) -> [UInt8] {
        lines.enumerated().map { index, stamps -> SampleLine in
            var line = SampleLine.scanned(index)
            if let recorded = stamps.recorded { line.more += #","recordedtime":"\#(recorded)""# }
            if let sequence = stamps.sequence { line.more += #","sequence":"\#(sequence)""# }
            return line
        }.bytes
    }

    @Test(
        "A restoring import refuses decreasing, missing and misspelled recorded times and other positions"
    )
    func refused() throws {
        let first = "2020-01-01T00:00:00.000Z"
        let cases: [(String, (String?, String?))] = [
            ("recordedTime", ("2019-12-31T23:59:59.999Z", nil)), ("recordedTime", (nil, nil)),
            ("timeSpelling", ("2020-01-01T00:00:00Z", nil)),
            ("timeSpelling", ("2020-01-01T08:00:00.000+08:00", nil)),
            ("sequence", (first, "000000000007")),
        ]
        try withWorkplace { place in
            let before = try place.state()
            for (name, stamps) in cases {
                let bytes = restoring([(first, "000000000000"), stamps])
                let run = try place.run(
                    "import",
                    "--restore-recorded-time",
                    "-",
                    "--json",
                    input: bytes
                )
                #expect(run.status == 1, run.told)
                let problem = try #require(try run.json()["problems"]?.arrayValue?.first, run.told)
                #expect(problem["name"]?.stringValue == name, run.told)
                #expect(problem["line"]?.integerValue == 2)
                #expect(try place.state() == before)
            }
            let good = restoring([(first, nil), (first, "000000000001")])
            #expect(
                try place.run("import", "--restore-recorded-time", "-", input: good).status == 0
            )
        }
    }

    @Test("What is implausible is accepted, in any order, and listed as a finding by its name")
    func acceptedWithFinding() throws {
        try withWorkplace { place in
            func event(_ type: String, _ id: String, _ subject: String, _ data: String)
                -> SampleLine
            {
                SampleLine(type: type, id: id, subject: subject, data: data)
            }
            let lines = [
                event("complaint.upheld", "1", "complaint/C", #"{"complaint":"C"}"#),
                event(
                    "station.closed",
                    "2",
                    "station/never",
                    #"{"station":"never","reason":"other"}"#
                ),
                event("trade.refunded", "3", "order/O", #"{"order":"O","line":"1","amountFen":5}"#),
                event(
                    "fund.returned",
                    "4",
                    "fund/f",
                    #"{"payment":"P","amountFen":5,"reason":"r"}"#
                ),
                .paid("Q", amount: "10"), .opened("A"), .opened("A", id: "again"),
                event(
                    "fund.classified",
                    "5",
                    "fund/f",
                    #"{"payment":"N","classes":[],"basis":"b"}"#
                ),
                event("complaint.merged", "6", "complaint/C", #"{"complaint":"C","into":"D"}"#),
                event(
                    "training.attended",
                    "7",
                    "session/S",
                    #"{"session":"S","person":"p","category":"villager"}"#
                ),
                event(
                    "region.retired",
                    "8",
                    "region/x",
                    #"{"code":"999999999999","retiredOn":"2019-01-01"}"#
                ),
            ]
            let run = try place.run("import", "-", input: lines.bytes)
            #expect(run.status == 0, run.told)
            var names: Set<String> = []
            for indicator in ["funds", "exits"] {
                let answer = try place.run("query", indicator, "--as-of", "2019-12-31", "--json")
                #expect(answer.status == 6, answer.told)
                for finding in try answer.json()["findings"]?.arrayValue ?? [] {
                    names.insert(finding["finding"]?.stringValue ?? "")
                }
                let table = try place.run("query", indicator, "--as-of", "2019-12-31")
                #expect(
                    table.status == 6 && table.outputText.contains("findings to look at"),
                    table.told
                )
            }
            #expect(
                names.isSuperset(of: ["unknownReference", "unknownLine", "alreadyExists"]),
                "\(names)"
            )
        }
    }
}
