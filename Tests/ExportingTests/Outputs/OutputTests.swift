import Answers
import CairnTestSupport
import EventModel
import Privacy
import Testing

@testable import Exporting

@Suite("Forms of reports")
struct OutputTests {
    private static let table = ReportTable(
        name: "sample",
        title: Phrase(zh: "样表", en: "Sample"),
        summary: Phrase(zh: "合成", en: "synthetic"),
        columns: [
            ReportColumn(
                "name",
                .text,
                zh: "名",
                en: "Name",
                meaning: Phrase(verbatim: ""),
                origin: "—"
            ),
            ReportColumn(
                "amountFen",
                .money,
                zh: "金额",
                en: "Amount",
                meaning: Phrase(verbatim: ""),
                origin: "—",
                isSummed: true
            ),
            ReportColumn(
                "state",
                .term,
                zh: "态",
                en: "State",
                meaning: Phrase(verbatim: ""),
                origin: "—",
                terms: ["a": Phrase(zh: "甲", en: "first")]
            ),
            ReportColumn(
                "list",
                .texts,
                zh: "列",
                en: "List",
                meaning: Phrase(verbatim: ""),
                origin: "—"
            ),
        ],
        isFaint: { $0[0] == .text("faint") }
    )

    private static let facts = PackageFacts(
        asOf: BusinessDate(daysSince1970: 18_000),
        from: nil,
        knownAt: Instant(millisecondsSince1970: 1_600_000_000_000),
        treeSize: 3,
        rootHash: .zero,
        ledgerID: "synthetic",
        isSynthetic: true,
        programVersion: "0"
    )

    private func write(
        _ rows: [[ReportValue]],
        in path: String,
        rowsOfSheetMax: Int = WorkbookOutput.rowsOfSheetUsual
    ) throws -> (guarded: UInt64, check: PersonalDataCheck) {
        let folder = try PackageFolder(creating: path)
        let csv = CSVOutput(folder)
        let workbook = try WorkbookOutput(
            "excel/sample.xlsx",
            in: folder,
            title: Phrase(zh: "样", en: "Sample"),
            tables: [Self.table],
            facts: Self.facts,
            rowsOfSheetMax: rowsOfSheetMax
        )
        let database = try SQLiteOutput(creating: path + "/audit.sqlite")
        let viewer = try ViewerOutput(folder, facts: Self.facts, laterCount: 0)
        var check = PersonalDataCheck()
        try Report(Self.table, rows: rows).write(
            to: [csv, workbook, database, viewer],
            file: "csv/sample.csv",
            checking: &check
        )
        try workbook.finish()
        try database.finish()
        try viewer.beginEvents(isWhole: true)
        try viewer.endEvents()
        try viewer.finish()
        return (csv.guardedCount, check)
    }

    @Test("CSV: fen and yuan, quotes, and an apostrophe before what a spreadsheet would compute")
    func csv() throws {
        try withScratchFolder { folder in
            let result = try write(
                [
                    [.text("=1+1"), .integer(-5), .text("a"), .texts(["x", "y"])],
                    [.text("a,\"b\""), .integer(123_456), .absent, .texts([])],
                    [.text("-12.5"), .absent, .absent, .absent],
                    [.text("-x"), .absent, .absent, .texts(["@y"])],
                ],
                in: folder + "/p"
            )
            let text = String(decoding: try fileBytes(folder + "/p/csv/sample.csv"), as: UTF8.self)
            #expect(
                text == "\u{FEFF}name,amountFen,amountYuan,state,list\r\n'=1+1,-5,-0.05,a,x y\r\n"
                    + "\"a,\"\"b\"\"\",123456,1234.56,,\r\n-12.5,,,,\r\n'-x,,,,'@y\r\n"
            )
            #expect(result.guarded == 3 && result.check.isClean)
        }
    }

    @Test("Every cell is looked through; a finding names file, row and column")
    func check() throws {
        try withScratchFolder { folder in
            let result = try write(
                [
                    [.text("ok"), .integer(13_812_345_678), .absent, .absent],
                    [.text("13812345678"), .absent, .absent, .texts(["a", "11010519491231002X"])],
                ],
                in: folder + "/p"
            )
            #expect(
                result.check.findings.map(\.place.description) == [
                    "csv/sample.csv:3:name", "csv/sample.csv:3:list",
                ]
            )
        }
    }

    @Test(
        "Workbook: sums follow the filter, long texts say where they go on, long tables go on another sheet"
    )
    func workbook() throws {
        try withScratchFolder { folder in
            let long = String(repeating: "雪", count: 40_000)
            _ = try write(
                [
                    [.text("faint"), .integer(100), .text("a"), .absent],
                    [.text(long), .integer(250), .text("b"), .texts([long, long])],
                    [.text("third"), .integer(1), .absent, .absent],
                ],
                in: folder + "/p",
                rowsOfSheetMax: 2
            )
            let script = """
                import sys, openpyxl
                book = openpyxl.load_workbook(sys.argv[1])
                print(book.sheetnames)
                first, second = book.worksheets[1:]
                print([first.cell(3, c).value for c in range(1, 6)], first.freeze_panes, first.auto_filter.ref)
                print([repr(c.value)[:12] for c in first[5]], first["A5"].font.strike, first["A6"].font.strike)
                print([(len(c.value), "……(" in c.value, c.value[-15:]) for c in (first["A6"], first["D6"])])
                print([c.value for c in second[5]], first.column_dimensions["E"].hidden)
                """
            let read = try PythonProgram.run(script, [folder + "/p/excel/sample.xlsx"])
            #expect(
                read
                    == """
                    ['说明 About', '样表', '样表 (2)']
                    ['合计 Σ', '3.51', None, None, '351'] C5 A4:E6
                    ["'faint'", '1', "'甲 first'", 'None', '100'] True None
                    [(32767, True, 'csv/sample.csv)'), (32767, True, 'csv/sample.csv)')]
                    ['third', 0.01, None, None, 1] True

                    """
            )
        }
    }

    @Test("A table on one sheet has its sum as a formula over the rows shown, in fen")
    func sums() throws {
        try withScratchFolder { folder in
            _ = try write(
                [
                    [.text("a"), .integer(100), .absent, .absent],
                    [.text("b"), .integer(7), .absent, .absent],
                ],
                in: folder + "/p"
            )
            let script = """
                import sys, openpyxl
                for data in (False, True):
                    sheet = openpyxl.load_workbook(sys.argv[1], data_only=data).worksheets[1]
                    print(sheet["B3"].value, sheet["E3"].value)
                """
            let read = try PythonProgram.run(script, [folder + "/p/excel/sample.xlsx"])
            #expect(read == "=SUBTOTAL(109,E5:E6)/100 =SUBTOTAL(109,E5:E6)\n1.07 107\n")
        }
    }

    @Test(
        "The viewer holds the rows as data that no text can leave, under a policy without strangers"
    )
    func viewer() throws {
        try withScratchFolder { folder in
            let evil = "</script><script>alert(1)</script><!--"
            _ = try write([[.text(evil), .integer(1), .absent, .texts([evil])]], in: folder + "/p")
            let page = String(decoding: try fileBytes(folder + "/p/viewer.html"), as: UTF8.self)
            #expect(!page.contains("<script>alert"))
            #expect(page.contains("\\u003c/script>\\u003cscript>alert(1)\\u003c/script>\\u003c!--"))
            #expect(page.contains("default-src 'none'"))
            for stranger in [
                "http://", "https://", "src=", "@import", "url(", "innerHTML", "eval(",
            ] {
                #expect(!page.contains(stranger), "\(stranger)")
            }
            // Style and script are those that the policy names.
            let script = """
                import sys, re, hashlib, base64
                page = open(sys.argv[1], encoding="utf-8").read()
                policy = re.search('Content-Security-Policy" content="([^"]*)"', page).group(1)
                for tag in ("style", "script"):
                    for body in re.findall("<%s>(.*?)</%s>" % (tag, tag), page, re.S):
                        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
                        print(tag, "'sha256-%s'" % digest in policy)
                """
            let read = try PythonProgram.run(script, [folder + "/p/viewer.html"])
            #expect(read == "style True\nscript True\n")
        }
    }

    @Test("Columns of a sheet have letters as spreadsheets count them")
    func letters() {
        #expect(
            [0, 25, 26, 51, 52, 701, 702, 16_383].map(SheetLayout.letters) == [
                "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD",
            ]
        )
    }
}
