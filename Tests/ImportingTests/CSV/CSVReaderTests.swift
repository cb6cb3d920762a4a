import CairnTestSupport
import Importing
import Testing

@Suite("CSV reader")
struct CSVReaderTests {
    private func records(
        _ bytes: [UInt8],
        limitBytes: Int = 1000,
        pieceBytes: Int = 7
    ) throws -> [CSVReader.Record] {
        let source = BytesInMemory(bytes, name: "test.csv", pieceBytes: pieceBytes)
        let reader = CSVReader(LineReader(source, limitBytes: limitBytes))
        var all: [CSVReader.Record] = []
        while let record = try reader.next() { all.append(record) }
        return all
    }

    @Test("Quotes hold commas, quotes and line breaks; lines are counted from the first")
    func quoting() throws {
        let text = "a,\"b,c\",\"say \"\"x\"\"\"\r\n\n\"two\r\nlines\",县,\r\nlast"
        let found = try records(Array(text.utf8))
        #expect(
            found.map(\.fields) == [
                ["a", "b,c", "say \"x\""], ["two\r\nlines", "县", ""], ["last"],
            ]
        )
        #expect(found.map(\.line) == [1, 3, 5])
        #expect(found[1].bytes == Array("\"two\r\nlines\",县,".utf8))
        #expect(found.allSatisfy { $0.fault == nil })
    }

    @Test("A fault names the field and the next record is read all the same")
    func faults() throws {
        let text = Array("a,\"b\"c,\"\"\nx,".utf8) + [0xFF] + Array("\nok\n\"open".utf8)
        let found = try records(text)
        #expect(
            found.map(\.fault) == [
                .quoting(field: 1), .encoding(field: 1), nil, .quoting(field: 0),
            ]
        )
    }

    @Test("A record over the limit is not held")
    func limit() throws {
        let long = "\"" + String(repeating: "x\n", count: 60) + "\"\n"
        let found = try records(Array(long.utf8) + Array("a,b\n".utf8), limitBytes: 50)
        let fault = try #require(found.first?.fault)
        guard case .tooLong(let byteCount) = fault else {
            Issue.record("the record is too long, yet \(fault)")
            return
        }
        #expect(byteCount > 50)
        #expect(
            try records(Array("123456,\nab".utf8), limitBytes: 5).map(\.fields) == [[], ["ab"]]
        )
    }

    @Test("What is written as CSV is read back the same", arguments: 0..<50 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pool = ["", "a", "\"", ",", "\n", "\r\n", "县", " x ", "\"\"", "1,2"]
        let rows = (0..<20).map { _ in
            (0..<4).map { _ in
                pool[Int.random(in: 0..<pool.count, using: &random)]
                    + pool[Int.random(in: 0..<pool.count, using: &random)]
            } + ["end"]
        }
        let text = rows.map(Self.quoted).joined()
        #expect(try records(Array(text.utf8)).map(\.fields) == rows, "seed \(seed)")
    }

    private static func quoted(_ fields: [String]) -> String {
        let escaped = fields.map { field in
            let doubled = field.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
            return "\"" + doubled + "\""
        }
        return escaped.joined(separator: ",") + "\r\n"
    }
}
