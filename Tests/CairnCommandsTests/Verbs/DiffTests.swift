import EventModel
import Foundation
import Testing

@Suite("diff")
struct DiffTests {
    @Test(
        "Every changed cell is split into parts that add up, between the answers that query gives"
    )
    func parts() throws {
        try withSyntheticHistory { place in
            for (indicator, member) in [
                ("coverage", "numerator"), ("funds", "numeratorFen"), ("exits", "run"),
            ] {
                let run = try place.run(
                    "diff",
                    indicator,
                    "--from",
                    "2018-07-31@2018-07-31",
                    "--to",
                    "2020-06-30",
                    "--json"
                )
                #expect(run.status == 0, run.told)
                let json = try run.json()
                #expect(json["sound"]?.booleanValue == true)
                let from = try place.run(
                    "query",
                    try #require(json["from"]?["figure"]?.stringValue),
                    "--json"
                )
                let to = try place.run(
                    "query",
                    try #require(json["to"]?["figure"]?.stringValue),
                    "--json"
                )
                let rows = try #require(json["rows"]?.arrayValue)
                #expect(!rows.isEmpty)
                var count = 0
                for row in rows {
                    let keys = try #require(row["keys"]?.objectValue)
                    for cell in row["cells"]?.arrayValue ?? []
                    where cell["member"]?.stringValue == member {
                        let parts = (cell["parts"]?.objectValue ?? []).compactMap(
                            \.value.integerValue
                        )
                        #expect(parts.count == 4)
                        #expect(parts.reduce(0, +) == cell["change"]?.integerValue)
                        for (run, end) in [(from, "from"), (to, "to")] {
                            let answered = try Self.row(keys, in: run)?[member]?.integerValue
                            // Rows that are clear stand in no answer that was not asked for them.
                            guard let answered else { continue }
                            #expect(
                                cell[end]?.integerValue == answered,
                                "\(row["row"]?.compact ?? "")"
                            )
                        }
                        count += 1
                    }
                }
                #expect(count > 0)
            }
        }
    }

    private static func row(
        _ keys: [(name: String, value: JSONValue)],
        in run: CommandRun
    ) throws -> JSONValue? {
        try run.json()["rows"]?.arrayValue?.first { row in
            keys.allSatisfy { row[$0.name]?.compact == $0.value.compact }
        }
    }

    @Test("The same question twice has no changes", arguments: ["coverage", "funds", "exits"])
    func nothing(indicator: String) throws {
        try withSyntheticHistory { place in
            let words = ["diff", indicator, "--from", "2019-12-31", "--to", "2019-12-31"]
            let json = try place.run(words + ["--json", "--all"]).json()
            #expect(json["rows"]?.arrayValue?.isEmpty == true)
            #expect(json["events"]?.arrayValue?.isEmpty == true)
            let page = try place.run(words)
            #expect(page.status == 0, page.told)
            #expect(page.outputText.contains("nothing changed"), page.told)
        }
    }

    /// A line of the history below, recorded at noon of a day.
    private static func line(
        _ type: String,
        _ id: String,
        on day: String,
        recorded: String? = nil,
        _ data: String,
        _ more: String = ""
    ) -> SampleLine {
        SampleLine(
            type: type,
            id: id,
            subject: "fund/x",
            time: "\(day)T10:00:00+08:00",
            data: data,
            more: more + #","recordedtime":"\#(recorded ?? day)T04:00:00.000Z""#
        )
    }

    private static func payment(_ name: String, _ fen: Int) -> String {
        #"{"payment":"\#(name)","line":"L1","source":"central","payee":"x","amountFen":\#(fen),"#
            + #""purpose":"p","classes":["countyCentre"],"voucher":"v"}"#
    }

    /// Something for each cause between the end of March and the end of May.
    private static let history = [
        line(
            "fund.appropriated",
            "a",
            on: "2019-01-01",
            #"{"appropriation":"A","source":"central","amountFen":1000,"documentNumber":"d","#
                + #""recipient":"r"}"#
        ),
        line("fund.disbursed", "p1", on: "2019-02-01", payment("P1", 100)),
        line(
            "fund.disbursed",
            "p2",
            on: "2019-03-01",
            recorded: "2019-04-10",
            payment("P2", 40)
        ),
        line(
            "fund.disbursed",
            "p1-again",
            on: "2019-02-01",
            recorded: "2019-04-20",
            payment("P1", 90),
            #","corrects":"/synthetic/office#p1""#
        ),
        line(
            "rule.adopted",
            "rule",
            on: "2019-05-01",
            #"{"rule":"R-FUND-02","version":"2","parameters":{"percent":"12"},"#
                + #""validFrom":"2019-05-01","authority":"city"}"#
        ),
        line("fund.disbursed", "p3", on: "2019-05-10", payment("P3", 5)),
    ]

    private static let spring = [
        "diff", "funds", "--from", "2019-03-31@2019-03-31", "--to", "2019-05-31", "--reading",
        "CAP-a",
    ]

    private func withSpring(_ body: (Workplace) throws -> Void) throws {
        try withWorkplace { place in
            let run = try place.run(
                ["import", "--restore-recorded-time", "-"],
                input: Self.history.bytes
            )
            try #require(run.status == 0, run.told)
            try body(place)
        }
    }

    @Test("Each cause has its part of each cell, and its events")
    func causes() throws {
        try withSpring { place in
            let json = try place.run(Self.spring + ["--json"]).json()
            let row = try #require(
                json["rows"]?.arrayValue?.first { $0["row"]?.stringValue == "CAP-a/paid" }
            )
            let cells = try #require(row["cells"]?.arrayValue)
            func cell(_ member: String) -> JSONValue? {
                cells.first { $0["member"]?.stringValue == member }
            }
            #expect(cell("numeratorFen")?["values"]?.compact == "[100,140,130,130,135]")
            #expect(
                cell("percent")?["parts"]?.compact
                    == #"{"lateEntries":"4.0000","correctionsAndVoids":"-1.0000","#
                    + #""ruleChanges":"0.0000","newBusiness":"0.5000"}"#
            )
            #expect(
                cell("verdict")?["values"]?.compact == #"["met","met","met","notMet","notMet"]"#
            )
            #expect(
                json["parameters"]?.arrayValue?.map(\.compact) == [
                    #"{"rule":"R-FUND-02","key":"percent","from":"15","to":"12","#
                        + #""fromPosition":null,"toPosition":4}"#
                ]
            )
            let corrected = row["items"]?["correctionsAndVoids"]?.compact ?? ""
            #expect(corrected.contains(#""cause":{"kind":"replaced","position":3}"#))
            #expect(corrected.contains(#""cause":{"kind":"corrects","position":1}"#))
        }
    }

    @Test("The page names each cause that there is", arguments: ["zh", "en"])
    func page(language: String) throws {
        try withSpring { place in
            let page = try place.run(Self.spring + ["--lang", language])
            #expect(page.status == 0, page.told)
            let titles =
                language == "zh"
                ? ["补报", "更正与作废", "规则变化", "新业务"]
                : ["late entries", "corrections", "rule changes", "new business"]
            for title in titles { #expect(page.outputText.contains(title), page.told) }
            #expect(page.outputText.contains("R-FUND-02 percent: 15"), page.told)
        }
    }

    @Test("Ends that are no dates, and unknown readings, are usage errors")
    func usage() throws {
        try withWorkplace { place in
            for words in [
                ["--from", "2019-12-31"], ["--from", "x", "--to", "2019-12-31"],
                ["--from", "2019-12-31@", "--to", "2019-12-31"],
                ["--from", "2019-12-31@x", "--to", "2019-12-31"],
                ["--from", "2019-12-31", "--to", "2019-12-31", "--reading", "CAP-x"],
                ["--from", "2019-12-31", "--to", "2019-12-31", "--include-closed"],
            ] {
                let run = try place.run(["diff", "funds"] + words)
                #expect(run.status == 2 && run.output.isEmpty, run.told)
            }
            let empty = try place.run("diff", "funds", "--from", "2018-12-31", "--to", "2019-12-31")
            #expect(empty.status == 0, empty.told)
        }
    }
}
