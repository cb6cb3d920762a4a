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
                .quoting(field: 1, lineCount: 1), .encoding(field: 1), nil,
                .unclosed(field: 0, lineCount: 1),
            ]
        )
    }

    @Test("Only a quote at the start of a field opens it")
    func strayQuotes() throws {
        let text = "a\"b,\"c\"\n\"x\"\"\",y\" \nc, \"d\"\n\"two\nlines\"x,\"\n\"ok\"\n"
        let found = try records(Array(text.utf8))
        #expect(
            found.map(\.fault) == [
                .quoting(field: 0, lineCount: 1), .quoting(field: 1, lineCount: 1),
                .quoting(field: 1, lineCount: 1), .quoting(field: 0, lineCount: 2), nil,
            ]
        )
        #expect(found.map(\.line) == [1, 2, 3, 4, 6])
        #expect(found.last?.fields == ["ok"])
        #expect(found[0].bytes == Array("a\"b,\"c\"".utf8))
    }

    @Test("The rest of a quoted cell that is too long is not taken for records")
    func longCell() throws {
        let cell = "\"" + (1...40).map { "\($0),row\n" }.joined() + "end\",x\n"
        let found = try records(Array((cell + "a,b\n").utf8), limitBytes: 60)
        #expect(found.map(\.fields) == [[], ["a", "b"]])
        #expect(found.first?.fault == .tooLong(byteCount: cell.utf8.count - 1))
        #expect(found.last?.line == 42)
        let open = "\"" + (1...40).map { "\($0),row\n" }.joined()
        #expect(try records(Array(open.utf8), limitBytes: 60).count == 1)
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
