import EventModel
import Importing
import Testing

@Suite("Rows of CSV files")
struct CSVRowsTests {
    @Test("Cells become fields and attributes as the map has it")
    func cells() throws {
        let found = try SampleCSV.trades("2019-07-01 10:00,7,1,tea,\"1,234.5\",上行,甲")
        let event = try #require(found.first?.event)
        #expect(event.id == "7-1")
        #expect(event.subject == "order/7")
        #expect(event.actor == "synthetic-7")
        #expect(event.time.description == "2019-07-01T10:00:00+08:00")
        #expect(found.first?.integer("amountFen") == 123_450)
    }

    @Test("A word for an attribute that the map does not know is refused, not recorded as it is")
    func attributeValues() throws {
        let found = try SampleCSV.trades("2019-07-01 10:00,7,1,tea,1,上行,张三(synthetic)")
        let refusal = try #require(found.first?.refusal)
        #expect(refusal.name == .envelope)
        #expect(refusal.field == "column \"clerk\" (actor)")
        #expect(refusal.found == "张三(synthetic)")
        #expect(refusal.accepted.contains("甲"))
    }

    @Test(
        "Thousands are understood in groups of three only",
        arguments: [
            ("1,234.50", 123_450), ("12", 1200), ("1,234,567", 123_456_700), ("0.05", 5),
            ("1234.5", 123_450), ("999,999.99", 99_999_999),
        ]
    )
    func grouping(cell: String, fen: Int64) throws {
        let found = try SampleCSV.trades("2019-07-01 10:00,7,1,tea,\"\(cell)\",上行,")
        #expect(found.first?.integer("amountFen") == fen)
    }

    @Test(
        "Separators elsewhere are no thousands",
        arguments: [
            "12,50", "1,23,456", "1234,567", ",123", "1,", "1.5,0", "1.234,50", "1,,234", "-,123",
            "1 234", "", "+1", "1e3", "1.2.3", ".5", "5.", "0.001",
        ]
    )
    func badGrouping(cell: String) throws {
        let found = try SampleCSV.trades("2019-07-01 10:00,7,1,tea,\"\(cell)\",上行,")
        let refusal = try #require(found.first?.refusal)
        #expect(refusal.field == "column \"amount\" (data.amountFen)")
        #expect(refusal.found == cell)
        if !cell.isEmpty { #expect(refusal.accepted.contains("every three digits")) }
    }

    @Test("A refused id or subject names every column that it was made of, and the text they gave")
    func templates() throws {
        let long = String(repeating: "x", count: 130)
        let found = try SampleCSV.trades("2019-07-01 10:00,7,\(long),tea,1,上行,")
        let refusal = try #require(found.first?.refusal)
        #expect(refusal.field == "column \"order\", column \"line\" (id)")
        #expect(refusal.found.contains("7-xxx"))
        let rows = try SampleCSV.rows("no,why\n,\n")
        let empty = try #require(try rows.next()?.outcome.refusal)
        #expect(empty.field == "column \"no\" (id)")
        #expect(empty.found == "an empty string")
    }

    @Test(
        "A price is multiplied by its quantity and its sign is turned, exactly",
        arguments: [
            ("2.55", "6", -1530), ("-0.01", "3", 3), ("1,234.5", "2", -246_900),
            ("0.5", "0.2", -10),
        ]
    )
    func factors(price: String, count: String, fen: Int64) throws {
        let rows = try SampleCSV.rows(
            "no,price,count\n1,\"\(price)\",\(count)\n",
            map: SampleCSV.refundMap
        )
        let outcome = try #require(try rows.next()?.outcome)
        // Amounts are positive, so that what comes out below zero shows in the refusal.
        if fen >= 0 {
            #expect(outcome.integer("amountFen") == fen)
        } else {
            let refusal = try #require(outcome.refusal)
            #expect(refusal.found == String(fen))
            #expect(
                refusal.field == "column \"price\", column \"count\" (data.amountFen)"
            )
        }
    }

    @Test(
        "A product that is no number of 64 bits is refused and does not trap",
        arguments: [
            ("-9223372036854775808", "1"), ("9223372036854775807", "2"), ("1", ""), ("1", "x"),
            ("0.001", "1"), ("99999999999999999999", "1"),
        ]
    )
    func factorLimits(price: String, count: String) throws {
        for decimals in [0, 2] {
            let map = SampleCSV.refundMap.replacing(
                "\"decimals\": 2",
                with: "\"decimals\": \(decimals)"
            )
            let rows = try SampleCSV.rows("no,price,count\n1,\(price),\(count)\n", map: map)
            #expect(try rows.next()?.outcome.refusal?.name == .integerOutOfRange)
        }
    }

    @Test("A stray quote spoils its own row and no other")
    func strayQuote() throws {
        let text = "no,why\n1,ok\n2,0.5\" pipe\n" + (3...2000).map { "\($0),ok\n" }.joined()
        let rows = try SampleCSV.rows(text)
        var refused: [Int] = []
        var count = 0
        while let row = try rows.next() {
            count += 1
            guard let refusal = row.outcome.refusal else { continue }
            refused.append(row.line)
            #expect(refusal.field == "column \"why\"")
            #expect(refusal.name == .envelope)
        }
        #expect(count == 2000)
        #expect(refused == [3])
    }

    @Test("A quote that is never closed says over how many lines it reaches")
    func unclosedQuote() throws {
        let rows = try SampleCSV.rows("no,why\n1,\"open\n2,ok\n3,ok\n")
        let row = try #require(try rows.next())
        #expect(row.line == 2)
        let refusal = try #require(row.outcome.refusal)
        #expect(refusal.found == "a quote that is not closed to the end of the file, 3 lines")
        #expect(try rows.next() == nil)
    }

    @Test("A head that the map cannot be read against is refused with a reason that helps")
    func heads() throws {
        let gb18030: [UInt8] = [0xB1, 0xE0, 0xBA, 0xC5] + Array(",why\n1,x\n".utf8)
        let units = Array("\u{FEFF}no,why\n1,x\n".utf16)
        let utf16: [UInt8] = units.flatMap { unit -> [UInt8] in
            [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
        let unmarked = Array(utf16.dropFirst(2))
        for bytes in [gb18030, utf16, unmarked] {
            let fault = #expect(throws: ImportError.self) { try SampleCSV.rows(bytes) }
            guard case .unusable(_, let line, let reason, let accepted) = fault else {
                Issue.record("\(String(describing: fault))")
                continue
            }
            #expect(line == 1)
            #expect(reason == "the head cannot be read: bytes that are not UTF-8")
            #expect(accepted.contains("iconv"))
        }
        let repeated = #expect(throws: ImportError.self) {
            try SampleCSV.rows("no,why,no\n1,x,2\n")
        }
        guard case .unusable(_, _, let reason, _) = repeated else {
            Issue.record("\(String(describing: repeated))")
            return
        }
        #expect(reason == "several columns \"no\" in the head")
        // A column that the map does not use may be there twice.
        let rows = try SampleCSV.rows("no,why,x,x\n1,a,,\n")
        #expect(try rows.next()?.outcome.event?.id == "1")
    }
}
