import EventModel
import Foundation
import Testing

@Suite(
    "A real and dirty fund ledger",
    .enabled("needs the data of CAIRN_DATA or ../shared/data") { RealData.isThere }
)
struct SpendingTests {
    struct Quarter: Sendable, CustomTestStringConvertible {
        let file: String
        /// Pence, by the description of the data.
        let total: Int64
        let refusedCount: Int
        var testDescription: String { file }
    }

    private static let quarters = [
        Quarter(file: "apr-jun-2014", total: 1_416_588_728, refusedCount: 13),
        Quarter(file: "jan-mar-2015", total: 1_388_057_457, refusedCount: 6),
        Quarter(file: "apr-jun-2015", total: 1_405_767_906, refusedCount: 6),
        Quarter(file: "jul-sep-2015", total: 1_122_748_107, refusedCount: 2),
        Quarter(file: "oct-dec-2015", total: 1_192_387_403, refusedCount: 2),
    ]

    private func map(_ time: String) -> String {
        #"""
        {"type": "fund.disbursed", "source": "/oxford/spending", "id": "{#line}", "subject": "fund/oxford",
         "time": \#(time), "constants": {"line": "oxford", "source": "county", "classes": []},
         "columns": {"Trans No": "payment", "Supplier Name": "payee", "Expenditure Code": "voucher",
                     "Expenditure Category": "purpose", "Amount": {"field": "amountFen", "decimals": 2}}}
        """#
    }

    @Test(
        "Every payment is an event or a named row; together they are the published sum to the penny",
        arguments: quarters
    )
    func sums(quarter: Quarter) throws {
        try withWorkplace { place in
            // The heads and the spelling of dates differ from quarter to quarter.
            let hasDates = !quarter.file.hasSuffix("2014")
            let time =
                hasDates
                ? #"{"column": "Paid Date", "format": "dd/MM/yyyy", "offset": "Z"}"#
                : #"{"constant": "2014-06-30T00:00:00Z"}"#
            let file = RealData.path("oxford/expenditure-over-500-\(quarter.file).csv")
            let isOtherHead = quarter.file == "jan-mar-2015"
            let text =
                isOtherHead
                ? map(time).replacing("Expenditure Category", with: "Expenditure Unit") : map(time)
            try place.write(text, to: "map.json")
            let words = ["import", "--map", "map.json", file, "--json"]
            let run = try place.run(words + ["--skip-bad", "refused.csv"])
            #expect(run.status == 6, run.told)
            let problems = try #require(try run.json()["problems"]?.arrayValue)
            #expect(problems.count == quarter.refusedCount, run.told)
            for problem in problems {
                #expect(problem["field"]?.stringValue?.hasPrefix("column \"Amount\"") == true)
                #expect(problem["found"]?.stringValue?.hasPrefix("-") == true)
            }
            let refused = try PlainRecords(place.bytes(of: "refused.csv"))
            #expect(refused.rows.count == quarter.refusedCount)
            let recorded = try place.run("events", "--json").outputLines.reduce(Int64(0)) {
                sum,
                line in
                sum + (try JSONValue(parsing: line)["data"]?["amountFen"]?.integerValue ?? 0)
            }
            #expect(Decimal(recorded) + refused.sum("Amount") * 100 == Decimal(quarter.total))
        }
    }

    @Test("A quarter whose dates read 00:00:00 is refused row by row when dates are asked for")
    func noDates() throws {
        try withWorkplace { place in
            try place.write(
                map(#"{"column": "Paid Date", "format": "dd/MM/yyyy"}"#),
                to: "map.json"
            )
            let file = RealData.path("oxford/expenditure-over-500-apr-jun-2014.csv")
            let run = try place.run(
                "import",
                "--map",
                "map.json",
                file,
                "--json",
                "--skip-bad",
                "bad.csv"
            )
            #expect(run.status == 6, run.told)
            let stopped = try place.run("import", "--map", "map.json", file)
            #expect(stopped.status == 1, stopped.told)
            let refusal = try #require(try run.json()["refusals"]?.arrayValue?.first)
            #expect(refusal["name"]?.stringValue == "timeSpelling")
            #expect(refusal["rows"]?.integerValue == 3836)
            #expect(try place.eventCount() == 0)
            #expect(
                try PlainRecords(place.bytes(of: "bad.csv")).sum("Amount")
                    == Decimal(string: "14165887.28")
            )
        }
    }

    @Test("The head of one quarter does not fit the map of another, and the column is named")
    func otherHead() throws {
        try withWorkplace { place in
            try place.write(map(#"{"constant": "2014-06-30T00:00:00Z"}"#), to: "map.json")
            let file = RealData.path("oxford/expenditure-over-500-jan-mar-2015.csv")
            let run = try place.run("import", "--map", "map.json", file)
            #expect(run.status == 1, run.told)
            #expect(run.errorText.contains("no column \"Expenditure Category\" in the head"))
        }
    }
}
