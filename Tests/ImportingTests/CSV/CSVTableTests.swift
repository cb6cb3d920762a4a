import Importing
import Testing

@Suite("CSV tables")
struct CSVTableTests {
    private func table(_ bytes: [UInt8]) throws -> CSVTable {
        try CSVTable(BytesInMemory(bytes, name: "list.csv"), needed: ["code", "name"])
    }

    /// Reason and accepted form of the fault that a table has.
    private func fault(_ bytes: [UInt8]) throws -> (line: Int?, reason: String, accepted: String) {
        let fault = #expect(throws: ImportError.self) {
            let table = try table(bytes)
            while try table.next() != nil {}
        }
        guard case .unusable("list.csv", let line, let reason, let accepted) = fault else {
            Issue.record("\(String(describing: fault))")
            return (nil, "", "")
        }
        return (line, reason, accepted)
    }

    @Test("Rows are asked by column name")
    func rows() throws {
        let table = try table(Array("name,code,\nx,1,\n".utf8))
        let row = try #require(try table.next())
        #expect(row["code"] == "1")
        #expect(row["name"] == "x")
        #expect(row["other"] == nil)
        #expect(table.has("name"))
        #expect(!table.has("other"))
    }

    @Test("Two columns of one name are refused, since nobody can tell which is meant")
    func repeated() throws {
        let needed = try fault(Array("code,name,name\n1,a,b\n".utf8))
        #expect(needed.reason == "several columns \"name\" in the head")
        let other = try fault(Array("code,name,level,level\n1,a,b,c\n".utf8))
        #expect(other.reason == "several columns \"level\" in the head")
    }

    @Test("Another encoding is named in words, in the head and in a row")
    func encoding() throws {
        let bytes: [UInt8] = [0xB4, 0xFA, 0xC2, 0xEB]
        let head = try fault(bytes + Array(",name\n".utf8))
        #expect(head.reason == "the head cannot be read: bytes that are not UTF-8")
        #expect(head.accepted.contains("iconv -f GB18030 -t UTF-8"))
        let row = try fault(Array("code,name\n1,".utf8) + bytes + Array("\n".utf8))
        #expect(row.line == 2)
        #expect(row.reason == "column \"name\": bytes that are not UTF-8")
        #expect(row.accepted.contains("iconv"))
        let cells = try fault(Array("code,name\n1\n".utf8))
        #expect(cells.reason == "1 cells")
    }
}
