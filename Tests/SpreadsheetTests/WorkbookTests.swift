import CairnTestSupport
import Testing

@testable import Spreadsheet

@Suite("Workbooks")
struct WorkbookTests {
    private static let properties = Workbook.Properties(
        title: "合成 synthetic",
        subject: "s",
        author: "Cairn",
        comment: "c",
        createdSeconds: 1_577_808_000
    )

    /// Prints every cell as `A1 type value`, then properties and what is frozen, as openpyxl sees them.
    private static let reader = """
        import sys, openpyxl
        book = openpyxl.load_workbook(sys.argv[1])
        for sheet in book.worksheets:
            print(sheet.title, sheet.dimensions, sheet.freeze_panes, sheet.auto_filter.ref)
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is not None:
                        print(cell.coordinate, cell.data_type, repr(cell.value), cell.number_format)
        print(book.properties.title, book.properties.created)
        """

    private func write(
        in folder: String,
        name: String = "book.xlsx",
        _ body: (Sheet) throws -> Void
    ) throws -> String {
        let path = "\(folder)/\(name)"
        let book = try Workbook(
            writingTo: path,
            temporaryFolder: folder,
            properties: Self.properties
        )
        try body(try book.addSheet(named: "数据"))
        try book.close()
        return path
    }

    @Test("Texts, numbers, dates and formulas arrive as native cells")
    func nativeCells() throws {
        try withScratchFolder { folder in
            let path = try write(in: folder) { sheet in
                let money = CellStyle().with { $0.numberFormat = "#,##0.00" }
                let date = CellStyle().with { $0.numberFormat = "yyyy-mm-dd" }
                let time = CellStyle().with { $0.numberFormat = "yyyy-mm-dd hh:mm:ss.000" }
                sheet.freeze(rows: 1, columns: 0)
                try sheet.setFilter(headRow: 0, lastRow: 2, columns: 0...2)
                try sheet.write("=1+1 <&> 雪", row: 0, column: 0)
                let number = ExactNumber(-1_234_567, decimalCount: 2)
                try sheet.write(number, row: 1, column: 0, style: money)
                try sheet.write(daysSince1970: 18_261, row: 1, column: 1, style: date)
                let moment: Int64 = 1_577_836_799_123
                try sheet.write(millisecondsSince1970: moment, row: 1, column: 2, style: time)
                let sum = ExactNumber(-1_234_567, decimalCount: 2)
                try sheet.write(formula: "=SUM(A2:A2)", value: sum, row: 2, column: 0)
            }
            let read = try PythonProgram.run(Self.reader, [path])
            #expect(
                read == """
                    数据 A1:C3 A2 A1:C3
                    A1 s '=1+1 <&> 雪' General
                    A2 n -12345.67 #,##0.00
                    B2 d datetime.datetime(2019, 12, 31, 0, 0) yyyy-mm-dd
                    C2 d datetime.datetime(2019, 12, 31, 23, 59, 59, 123000) yyyy-mm-dd hh:mm:ss.000
                    A3 f '=SUM(A2:A2)' General
                    合成 synthetic 2019-12-31 16:00:00

                    """
            )
        }
    }

    @Test("The same calls give the same bytes, and leave no temporary file behind")
    func sameBytes() throws {
        try withScratchFolder { folder in
            let write = { (name: String) in
                try self.write(in: folder, name: name) { sheet in
                    for row in 0..<2_000 {
                        try sheet.write("合成 \(row)", row: row, column: 0)
                        try sheet.write(ExactNumber(Int128(row)), row: row, column: 3)
                    }
                }
            }
            let first = try fileBytes(try write("a.xlsx"))
            #expect(first == (try fileBytes(try write("b.xlsx"))))
            let names = try PythonProgram.run(
                "import os, sys; print(sorted(os.listdir(sys.argv[1])))",
                [folder]
            )
            #expect(names == "['a.xlsx', 'b.xlsx']\n")
        }
    }

    @Test(
        "A decimal of at most 15 digits comes back to the last digit",
        arguments: 1...40 as ClosedRange<UInt64>
    )
    func exactDecimals(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let numbers = (0..<200).map { _ in
            let digits = Int64.random(in: 0..<999_999_999_999_999, using: &random)
            let shift = [1, 10, 1_000, 100_000, 10_000_000].randomElement(using: &random) ?? 1
            return ExactNumber(Int128(digits / Int64(shift)), decimalCount: Int(seed % 5))
        }
        try withScratchFolder { folder in
            let path = try write(in: folder) { sheet in
                for (row, number) in numbers.enumerated() {
                    try sheet.write(number, row: row, column: 0)
                }
            }
            // A spreadsheet shows 15 significant digits of what it reads.
            let script = """
                import sys, openpyxl
                from decimal import Decimal
                for row in openpyxl.load_workbook(sys.argv[1]).active.iter_rows():
                    print(f"{Decimal(format(float(row[0].value), '.15g')):.{sys.argv[2]}f}")
                """
            let read = try PythonProgram.run(script, [path, String(seed % 5)])
            let expected = numbers.map { $0.text + "\n" }.joined()
            #expect(read == expected, "seed \(seed)")
        }
    }

    @Test("A number that a cell cannot show to the last digit is written as text with all of them")
    func longNumbers() throws {
        try withScratchFolder { folder in
            let path = try write(in: folder) { sheet in
                for (row, digits) in [
                    999_999_999_999_999, 1_000_000_000_000_000, -1_000_000_000_000_000,
                    Int128(1) << 90,
                ].enumerated() {
                    let number = ExactNumber(digits, decimalCount: 2)
                    try sheet.write(number, row: row, column: 0)
                }
            }
            let read = try PythonProgram.run(Self.reader, [path])
            for line in [
                "A1 n 9999999999999.99 General", "A2 s '10000000000000.00' @",
                "A3 s '-10000000000000.00' @", "A4 s '12379400392853802748991242.24' @",
            ] {
                #expect(read.contains(line), "\(read)")
            }
        }
    }

    @Test("What XML cannot hold is spelt out, and such spellings survive")
    func forbiddenCharacters() {
        #expect(CellText.escaped("a\u{0}b\u{7}\r\n\tc") == "a_x0000_b_x0007__x000D_\n\tc")
        #expect(CellText.escaped("_x0041_") == "_x005F_x0041_")
        #expect(CellText.escaped("_x41_ _xZZZZ_ __") == "_x41_ _xZZZZ_ __")
        #expect(CellText.escaped("\u{FFFF}") == "_xFFFF_")
        #expect(CellText.escaped("雪 <&>") == "雪 <&>")
    }

    @Test("Bounds and order are refused by name: text, cell, row, sheet name")
    func refusals() throws {
        try withScratchFolder { folder in
            let path = "\(folder)/x.xlsx"
            let book = try Workbook(
                writingTo: path,
                temporaryFolder: folder,
                properties: Self.properties
            )
            let sheet = try book.addSheet(named: "a")
            let long = String(repeating: "雪", count: 32_768)
            #expect(throws: SpreadsheetError.textTooLong(unitCount: 32_768, limit: 32_767)) {
                try sheet.write(long, row: 0, column: 0)
            }
            try sheet.write(String(long.dropLast()), row: 0, column: 0)
            #expect(throws: SpreadsheetError.outsideSheet(row: 1_048_576, column: 0)) {
                try sheet.write("a", row: 1_048_576, column: 0)
            }
            #expect(throws: SpreadsheetError.outsideSheet(row: 0, column: 16_384)) {
                try sheet.write("a", row: 0, column: 16_384)
            }
            try sheet.write("a", row: 5, column: 0)
            #expect(throws: SpreadsheetError.rowAlreadyWritten(row: 4)) {
                try sheet.write("a", row: 4, column: 0)
            }
            for name in ["", "A", "a:b", "'a", String(repeating: "雪", count: 32)] {
                #expect(throws: SpreadsheetError.badSheetName(name)) {
                    _ = try book.addSheet(named: name)
                }
            }
        }
    }

    @Test("A file that cannot be written is an error")
    func unwritable() throws {
        try withScratchFolder { folder in
            let path = "\(folder)/missing/x.xlsx"
            let book = try Workbook(
                writingTo: path,
                temporaryFolder: folder,
                properties: Self.properties
            )
            try book.addSheet(named: "a").write("a", row: 0, column: 0)
            #expect(throws: SpreadsheetError.cannotWrite(path: path)) { try book.close() }
        }
    }
}
