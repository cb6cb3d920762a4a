import CairnTestSupport
import Testing

@testable import SQLiteFile

@Suite("SQLite files")
struct SQLiteFileTests {
    private static let table = SQLiteTable(
        name: "fund \"journal\"",
        comment: "流水 journal\nsecond line",
        columns: [
            .init("row", .integer, comment: "序号 row"),
            .init("payee", .text, comment: "收款单位 payee"),
        ],
        indexed: ["payee"]
    )

    private func write(_ path: String, rows: Int = 3_000) throws {
        let file = try SQLiteFile(creating: path, applicationID: 0x6361_6972)
        try file.create(Self.table)
        try fill(file, rows)
        try file.createIndexes(of: Self.table)
        try file.execute(
            "CREATE VIEW \"资金\" AS SELECT payee AS \"收款\" FROM \"fund \"\"journal\"\"\""
        )
        try file.finish()
    }

    /// Lets go of the statement before the file is finished.
    private func fill(_ file: SQLiteFile, _ count: Int) throws {
        let rows = try file.rows(of: Self.table)
        for index in 0..<count { try rows.append([.integer(Int64(index)), .text("合成 \(index)")]) }
        try rows.append([.integer(.min), .text("zero \u{0} inside, 'quotes', 雪")])
        try rows.append([.null, .blob([0, 255])])
        try rows.append([.integer(.max), .text("")])
    }

    @Test("Another implementation reads every value, the comments and the view")
    func readable() throws {
        try withScratchFolder { folder in
            try write(folder + "/a.sqlite", rows: 2)
            let script = """
                import sqlite3, sys
                db = sqlite3.connect(sys.argv[1])
                print(db.execute("pragma integrity_check").fetchall(),
                      db.execute("pragma application_id").fetchall())
                print(db.execute("select sql from sqlite_schema where type = 'table'").fetchone()[0])
                for row in db.execute('select * from "fund ""journal\"\""'): print(row)
                print(db.execute('select count("收款") from "资金"').fetchone())
                """
            let read = try PythonProgram.run(script, [folder + "/a.sqlite"])
            #expect(
                read == """
                    [('ok',)] [(1667328370,)]
                    CREATE TABLE "fund ""journal\"\"" (  -- 流水 journal second line
                        "row"   INTEGER,  -- 序号 row
                        "payee" TEXT  -- 收款单位 payee
                    )
                    (0, '合成 0')
                    (1, '合成 1')
                    (-9223372036854775808, "zero \\x00 inside, 'quotes', 雪")
                    (None, b'\\x00\\xff')
                    (9223372036854775807, '')
                    (5,)

                    """
            )
        }
    }

    @Test("The same calls give the same bytes and no file beside")
    func sameBytes() throws {
        try withScratchFolder { folder in
            try write(folder + "/a.sqlite")
            try write(folder + "/b.sqlite")
            let first = try fileBytes(folder + "/a.sqlite")
            #expect(first == (try fileBytes(folder + "/b.sqlite")))
            #expect(first.count > 50_000)
            let names = try PythonProgram.run(
                "import os, sys; print(sorted(os.listdir(sys.argv[1])))",
                [folder]
            )
            #expect(names == "['a.sqlite', 'b.sqlite']\n")
        }
    }

    @Test("An existing file and a missing folder are refused, and nothing is overwritten")
    func refusals() throws {
        try withScratchFolder { folder in
            try write(folder + "/a.sqlite")
            let before = try fileBytes(folder + "/a.sqlite")
            #expect(throws: SQLiteError.self) { try write(folder + "/a.sqlite") }
            #expect(before == (try fileBytes(folder + "/a.sqlite")))
            let missing = #expect(throws: SQLiteError.self) { try write(folder + "/no/a.sqlite") }
            #expect(missing?.cannotOpen == true)
            let file = try SQLiteFile(creating: folder + "/c.sqlite", applicationID: 1)
            try file.create(Self.table)
            #expect(throws: SQLiteError.self) { try file.create(Self.table) }
        }
    }
}
