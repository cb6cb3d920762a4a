import Answers
import EventModel
import Spreadsheet

/// The first sheet of a workbook: what it holds, what it stands on, and what each column means.
struct WorkbookAbout {
    let title: Phrase
    let tables: [ReportTable]
    let facts: PackageFacts

    private static let widths: [Double] = [40, 36, 48, 48, 44]

    func write(to sheet: Sheet) throws {
        for (column, width) in Self.widths.enumerated() {
            try sheet.setWidth(ofColumn: column, characters: width)
        }
        sheet.hideGridlines()
        sheet.setTabColour(0x1F_4E79)
        try sheet.setPage(
            headRows: nil,
            footer: "\(title.zh) \(facts.asOf) \(facts.rootHash.description.prefix(16))",
            paper: .a4
        )
        var row = 0
        try line(&row, sheet, ["\(title.zh) \(title.en)"], Self.heading)
        row += 1
        for fact in facts.lines {
            let value =
                fact.value.zh == fact.value.en
                ? fact.value.zh : "\(fact.value.zh) / \(fact.value.en)"
            try line(&row, sheet, ["\(fact.title.zh) \(fact.title.en)", value], Self.plain)
        }
        row += 1
        for note in Self.notes { try paragraph(&row, sheet, note.zh, Self.wrapped) }
        for note in Self.notes { try paragraph(&row, sheet, note.en, Self.faint) }
        for table in tables { try write(table, &row, to: sheet) }
    }

    private func write(_ table: ReportTable, _ row: inout Int, to sheet: Sheet) throws {
        row += 1
        try line(&row, sheet, ["\(table.title.zh) \(table.title.en)"], Self.heading)
        try paragraph(&row, sheet, table.summary.zh, Self.wrapped)
        try paragraph(&row, sheet, table.summary.en, Self.faint)
        let heads = ["栏目 Column", "名称 Name", "含义", "Meaning", "来源字段 Source"]
        try line(&row, sheet, heads, Self.head)
        for column in table.columns {
            let name = column.kind == .money ? "\(column.name), \(column.yuanName)" : column.name
            try line(
                &row,
                sheet,
                [
                    "\(column.title.zh) \(column.title.en)", name, column.meaning.zh,
                    column.meaning.en, column.origin,
                ],
                Self.cell
            )
        }
    }

    private func line(
        _ row: inout Int,
        _ sheet: Sheet,
        _ texts: [String],
        _ style: CellStyle
    ) throws {
        if style.wraps {
            let lines = zip(texts, Self.widths).map { RowHeight.lineCount(of: $0, width: $1) }
            try sheet.setHeight(ofRow: row, points: RowHeight.points(lines: lines.max() ?? 1))
        }
        for (column, text) in texts.enumerated() {
            try sheet.write(text, row: row, column: column, style: style)
        }
        row += 1
    }

    /// A text over the whole width.
    private func paragraph(
        _ row: inout Int,
        _ sheet: Sheet,
        _ text: String,
        _ style: CellStyle
    ) throws {
        let width = Self.widths.reduce(0, +)
        let lines = RowHeight.lineCount(of: text, width: width)
        try sheet.setHeight(ofRow: row, points: RowHeight.points(lines: lines))
        try sheet.merge(text, row: row, columns: 0...(Self.widths.count - 1), style: style)
        row += 1
    }

    private static let plain = CellStyle()
    private static let wrapped = CellStyle().with { $0.wraps = true }
    private static let faint = wrapped.with { $0.textColour = 0x59_5959 }
    private static let heading = CellStyle().with {
        $0.isBold = true
        $0.pointSize = 14
    }
    private static let head = CellStyle().with {
        $0.isBold = true
        $0.textColour = 0xFF_FFFF
        $0.groundColour = 0x1F_4E79
        $0.hasBorder = true
    }
    private static let cell = CellStyle().with {
        $0.wraps = true
        $0.hasBorder = true
    }

    private static let notes = [
        Phrase(
            zh: "金额以分为准(1 元 = 100 分,整数,无舍入);“元”栏由分换算,两位小数,均为数值。分与其他细项折叠在右侧,点击表格上方的 [+] 展开。",
            en:
                "Amounts are exact in fen (1 yuan = 100 fen, whole numbers); the yuan columns are the same money "
                + "with two decimals. Fen and other details are folded at the right: press [+] above the sheet."
        ),
        Phrase(
            zh: "“合计 Σ”行为公式,只合计筛选后可见的行。灰色带删除线的行不计入余额。",
            en:
                "The row Σ adds up the rows that a filter leaves. Rows struck out do not count in balances."
        ),
        Phrase(
            zh: "两个时钟:业务日期是事情发生的日子,记录时间是账本得知的时刻。本包只含“所知至”时刻之前记录的事件。",
            en:
                "Two clocks: the business date is when it happened, the recorded time when the ledger learnt of "
                + "it. The package holds what was recorded up to the instant “known at”, nothing later."
        ),
    ]
}
