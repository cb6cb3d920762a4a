import EventModel
import Foundation
import Testing

@Suite(
    "Half a million lines of real sales",
    .enabled("needs the data of CAIRN_DATA or ../shared/data") { RealData.isThere }
)
struct RetailTests {
    /// Lines taken in the normal run; all with CAIRN_SOAK=1.
    private static let lineCount =
        ProcessInfo.processInfo.environment["CAIRN_SOAK"] == "1" ? Int.max : 6_000

    private func map(type: String, constants: String, columns: String) -> String {
        #"""
        {"type": "\#(type)", "source": "/uci/online-retail", "id": "{InvoiceNo}-{#line}",
         "subject": "order/{InvoiceNo}",
         "time": {"column": "InvoiceDate", "format": "yyyy-MM-dd HH:mm:ss", "offset": "Z"},
         "constants": {\#(constants)},
         "columns": {"InvoiceNo": "order", "StockCode": "line",\#(columns)}}
        """#
    }

    /// Sum of quantity × price, reckoned apart from the import.
    private func value(of records: PlainRecords) -> Decimal {
        zip(records.cells("Quantity"), records.cells("UnitPrice")).reduce(Decimal(0)) { sum, row in
            sum + (Decimal(string: row.0) ?? .nan) * (Decimal(string: row.1) ?? .nan)
        }
    }

    private func amounts(_ place: Workplace, type: String) throws -> Decimal {
        let sum = try place.run("events", "--json", "--type", type).outputLines.reduce(Int64(0)) {
            sum,
            line in
            sum + (try JSONValue(parsing: line)["data"]?["amountFen"]?.integerValue ?? 0)
        }
        return Decimal(sum) / 100
    }

    private func imported(
        _ place: Workplace,
        _ file: String,
        map: String,
        rest: String
    ) throws -> CommandRun {
        try place.run("import", "--map", map, file, "--skip-bad", rest, "--json")
    }

    @Test(
        "Sales become trades, cancelled lines refunds, and what is neither is named; the sums are those of the file"
    )
    func sales() throws {
        try withWorkplace { place in
            let source = RealData.path("online-retail-2010-2011.csv.zst")
            let expand = try place.run(["-dc", source], program: "/usr/bin/zstd")
            let lines = expand.output.split(separator: 0x0A, maxSplits: Self.lineCount)
            let sample = Array(lines.prefix(Self.lineCount).joined(separator: [0x0A])) + [0x0A]
            let file = try place.write(sample, to: "sales.csv")
            let records = try PlainRecords(sample)
            let total = value(of: records)
            try place.write(
                map(
                    type: "trade.recorded",
                    constants:
                        #""county": "540222000000", "direction": "upstream", "channel": "web", "#
                        + #""agricultural": false, "demonstrationProduct": false, "online": true, "#
                        + #""onlineRetail": true"#,
                    columns:
                        #""Description": "product", "Quantity": {"field": "quantity", "decimals": 0}, "#
                        + #""UnitPrice": {"field": "amountFen", "decimals": 2, "times": "Quantity"}"#
                ),
                to: "sales.json"
            )
            let run = try imported(place, file, map: "sales.json", rest: "rest.csv")
            #expect(run.status == 6, run.told)
            let report = try run.json()
            let written = try #require(report["written"]?.integerValue)
            let refused = try #require(report["refused"]?.integerValue)
            #expect(Int(written + refused) == records.rows.count)
            // What was refused is mended by another map: cancelled lines are refunds of positive amounts.
            try place.write(
                map(
                    type: "trade.refunded",
                    constants: "",
                    columns:
                        #""UnitPrice": {"field": "amountFen", "decimals": 2, "times": "Quantity", "#
                        + #""negate": true}"#
                ),
                to: "refunds.json"
            )
            let refunds = try imported(place, "rest.csv", map: "refunds.json", rest: "left.csv")
            #expect(refunds.status == 0 || refunds.status == 6, refunds.told)
            let left = try PlainRecords(place.bytes(of: "left.csv"))
            let net =
                try amounts(place, type: "trade.recorded") - amounts(place, type: "trade.refunded")
            #expect(net + value(of: left) == total)
            if Self.lineCount == .max { #expect(total == Decimal(string: "9747747.934")) }
            for refusal in report["refusals"]?.arrayValue ?? [] {
                #expect(refusal["field"]?.stringValue?.hasPrefix("column \"") == true, run.told)
            }
        }
    }
}
