import Answers
import EventModel
import Spreadsheet

/// The head of a sheet: title, question, sums that follow the filter, and the heads of the columns.
struct SheetHead {
    let table: ReportTable
    let layout: SheetLayout
    let facts: PackageFacts
    let sums: [Int: Int128]
    /// Last row with data.
    let lastRow: Int
    /// Whether all rows stand on this sheet, so that the sums are those of the report.
    let isWhole: Bool

    /// Sheets that are wider than so many characters would be too small on A4.
    private static let widthOfA4: Double = 190

    func write(to sheet: Sheet) throws {
        try setColumns(of: sheet)
        try sheet.acceptDigitsAsText()
        sheet.freeze(rows: SheetLayout.headRowCount, columns: min(2, layout.openCount))
        let last = max(layout.cells.count - 1, 0)
        try sheet.setFilter(headRow: SheetLayout.headRow, lastRow: lastRow, columns: 0...last)
        try sheet.setPage(
            headRows: 0...SheetLayout.headRow,
            footer: "\(table.title.zh) \(facts.asOf) \(facts.rootHash.description.prefix(16))",
            paper: layout.openWidth(table.columns) > Self.widthOfA4 ? .a3 : .a4
        )
        try sheet.write(
            "\(table.title.zh) \(table.title.en)",
            row: 0,
            column: 0,
            style: CellStyle().with {
                $0.isBold = true
                $0.pointSize = 14
            }
        )
        let line = facts.line
        try sheet.write(
            "\(line.zh) / \(line.en)",
            row: 1,
            column: 0,
            style: CellStyle().with { $0.textColour = 0x59_5959 }
        )
        if !sums.isEmpty { try writeSums(to: sheet) }
        try writeHeads(to: sheet)
    }

    private func setColumns(of sheet: Sheet) throws {
        for cell in layout.cells.prefix(layout.openCount) {
            let width = table.columns[cell.source].width
            try sheet.setWidth(ofColumn: cell.place, characters: width)
        }
        if layout.openCount < layout.cells.count {
            try sheet.fold(columns: layout.openCount...(layout.cells.count - 1), characters: 20)
        }
    }

    private func writeSums(to sheet: Sheet) throws {
        let label = CellStyle().with { $0.textColour = 0x59_5959 }
        try sheet.write("合计 Σ", row: SheetLayout.sumRow, column: 0, style: label)
        for cell in layout.cells {
            guard let sum = sums[cell.source] else { continue }
            let fen = layout.fenPlace(of: cell.source) ?? cell.place
            let letters = SheetLayout.letters(of: fen)
            let first = SheetLayout.headRowCount + 1
            let range = "\(letters)\(first):\(letters)\(lastRow + 1)"
            let style = CellStyle().with {
                $0.isBold = true
                $0.numberFormat = cell.isYuan ? "#,##0.00" : "#,##0"
                $0.groundColour = 0xFFF7_E6
            }
            let number = ExactNumber(sum, decimalCount: cell.isYuan ? 2 : 0)
            guard number.double != nil, isWhole else {
                // A spreadsheet could not show all digits, or sees only some of the rows.
                try sheet.write(
                    number.text,
                    row: SheetLayout.sumRow,
                    column: cell.place,
                    style: style.with {
                        $0.numberFormat = "@"
                        $0.alignment = .right
                    }
                )
                continue
            }
            // 109 adds up what a filter leaves; in fen, which a double adds without error.
            try sheet.write(
                formula: "=SUBTOTAL(109,\(range))" + (cell.isYuan ? "/100" : ""),
                value: number,
                row: SheetLayout.sumRow,
                column: cell.place,
                style: style
            )
        }
    }

    private func writeHeads(to sheet: Sheet) throws {
        let style = CellStyle().with {
            $0.isBold = true
            $0.wraps = true
            $0.textColour = 0xFF_FFFF
            $0.groundColour = 0x1F_4E79
            $0.hasBorder = true
            $0.alignment = .centre
        }
        try sheet.setHeight(ofRow: SheetLayout.headRow, points: 46)
        for cell in layout.cells {
            let column = table.columns[cell.source]
            let unit =
                column.kind == .money
                ? (cell.isYuan ? Phrase(zh: "(元)", en: " (yuan)") : Phrase(zh: "(分)", en: " (fen)"))
                : column.kind == .instant
                    ? Phrase(zh: "(北京时间)", en: " (UTC+8)") : Phrase(verbatim: "")
            try sheet.write(
                "\(column.title.zh)\(unit.zh)\n\(column.title.en)\(unit.en)",
                row: SheetLayout.headRow,
                column: cell.place,
                style: style
            )
        }
    }
}
