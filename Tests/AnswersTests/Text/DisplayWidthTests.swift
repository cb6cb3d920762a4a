import Answers
import Testing

@Suite("Display width")
struct DisplayWidthTests {
    @Test(
        "Chinese is two columns a character, Latin one, marks none",
        arguments: [
            ("", 0), ("abc", 3), ("江孜县", 6), ("覆盖率 97%", 10), ("Samzhubzê", 9),
            ("e\u{301}", 1), ("བོད", 2), ("\u{FF0C}\u{3002}", 4), ("\u{30A2}", 2), ("\u{FF71}", 1),
            ("─", 1), ("𠮷", 2),
            ("\u{1B}", 0), ("≥ 15 %", 6),
        ]
    )
    func columns(text: String, expected: Int) {
        #expect(DisplayWidth.columns(of: text) == expected)
    }

    @Test("A cut text never exceeds its columns and never splits a wide character")
    func cutting() {
        for limit in 1...12 {
            let cut = DisplayWidth.cut("日喀则市 Shigatse", toColumns: limit)
            #expect(DisplayWidth.columns(of: cut) <= limit)
            #expect(cut.hasSuffix("…"))
        }
        #expect(DisplayWidth.cut("日喀则市", toColumns: 8) == "日喀则市")
        #expect(DisplayWidth.cut("日喀则市", toColumns: 7) == "日喀则…")
        #expect(DisplayWidth.cut("日喀则市", toColumns: 6) == "日喀…")
    }

    @Test("Columns line up for mixed scripts, and no line ends in blanks")
    func table() {
        var table = TextTable(columns: [.init("区县"), .init("率", .right), .init("")])
        table.append(["江孜县", "100.0000 %", ""])
        table.append(["all", Self.red("8 %"), "≠"])
        #expect(
            table.lines(colour: false) == [
                "区县            率",
                "──────  ──────────  ─",
                "江孜县  100.0000 %",
                "all            8 %  ≠",
            ]
        )
        #expect(table.lines(colour: true)[3] == "all            \u{1B}[31m8 %\u{1B}[0m  ≠")
    }

    @Test("A table too wide for its terminal cuts words, never figures")
    func fitting() {
        var table = TextTable(columns: [
            .init("region", isFlexible: true), .init("yuan", .right),
            .init("note", isFlexible: true),
        ])
        table.append(["540222 江孜县示例乡镇", "12,345,678.90", "a note of some length"])
        for limit in [52, 43] {
            let lines = table.lines(colour: false, fitting: limit)
            #expect(lines.allSatisfy { DisplayWidth.columns(of: $0) <= limit })
            #expect(lines[2].contains("12,345,678.90") && lines[2].contains("…"))
        }
        #expect(!table.lines(colour: false).joined().contains("…"))
    }

    @Test("What does not fit even with words cut is left out in its order, and named")
    func leavingOut() {
        var table = TextTable(columns: [
            .init("id"), .init("base", .right, dropOrder: 1), .init("note", dropOrder: 2),
            .init("end"),
        ])
        table.append(["A", "12,345,678.90", "a note", "met"])
        #expect(table.fitted(to: nil).leftOut == [])
        #expect(table.fitted(to: 80).leftOut == [])
        #expect(table.fitted(to: 29).leftOut == ["base"])
        let (narrow, leftOut) = table.fitted(to: 10)
        #expect(leftOut == ["base", "note"])
        #expect(narrow.lines(colour: false).last == "A   met")
    }

    private static func red(_ text: String) -> TextTable.Cell { .init(text, .bad) }
}
