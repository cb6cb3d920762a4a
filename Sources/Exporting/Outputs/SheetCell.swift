import EventModel
import Spreadsheet

/// A value of a report as a native cell of a sheet.
struct SheetCell {
    let value: ReportValue
    let column: ReportColumn
    let isYuan: Bool
    let isFaint: Bool
    /// Where the whole of a text stands that a cell does not take.
    let file: String

    func write(to sheet: Sheet, row: Int, column place: Int) throws {
        switch value {
        // An empty cell with its lines.
        case .absent: try sheet.write("", row: row, column: place, style: style())
        case .integer(let number):
            let style = style { $0.numberFormat = numberFormat }
            let shown = ExactNumber(number, decimalCount: isYuan ? 2 : 0)
            try sheet.write(shown, row: row, column: place, style: style)
        case .day(let days):
            let style = style { $0.numberFormat = "yyyy-mm-dd" }
            try sheet.write(daysSince1970: Int(days), row: row, column: place, style: style)
        case .instant(let milliseconds):
            let style = style { $0.numberFormat = "yyyy-mm-dd hh:mm:ss" }
            try sheet.write(
                millisecondsSince1970: milliseconds + BusinessDate.offsetMilliseconds,
                row: row,
                column: place,
                style: style
            )
        case .boolean(let flag):
            try sheet.write(flag ? "是 yes" : "否 no", row: row, column: place, style: style())
        case .text(let text) where column.kind == .percent:
            guard let percent = Self.decimal(text) else {
                return try sheet.write(text, row: row, column: place, style: style())
            }
            let style = style { $0.numberFormat = "0.0000" }
            try sheet.write(percent, row: row, column: place, style: style)
        case .text, .texts:
            try sheet.write(
                fitted(shownText ?? ""),
                row: row,
                column: place,
                style: style { $0.wraps = column.kind != .texts }
            )
        }
    }

    /// Lines that the cell takes.
    var lineCount: Int {
        guard let text = shownText, column.kind != .texts else { return 1 }
        return RowHeight.lineCount(of: text, width: column.width)
    }

    /// The text of a cell that shows one.
    private var shownText: String? {
        switch value {
        case .text(let text): column.kind == .term ? ReportText.term(text, column) : text
        case .texts(let list) where column.kind == .terms:
            list.map { ReportText.term($0, column) }.joined(separator: "; ")
        case .texts(let list): list.joined(separator: " ")
        case .absent, .integer, .day, .instant, .boolean: nil
        }
    }

    private var numberFormat: String {
        guard column.kind == .money else { return "0" }
        return isYuan ? "#,##0.00" : "#,##0"
    }

    private func style(_ change: (inout CellStyle) -> Void = { _ in }) -> CellStyle {
        CellStyle().with {
            $0.hasBorder = true
            if isFaint {
                $0.textColour = 0x9C_9C9C
                $0.isStruckOut = true
            }
            change(&$0)
        }
    }

    /// The text, or its beginning with where the whole of it stands.
    private func fitted(_ text: String) -> String {
        let count = CellText.unitCount(of: text)
        guard count > CellText.unitCountMax else { return text }
        let note = "……(\(count) 字,全文见 \(file); \(count) characters, complete in \(file))"
        // The text may be shorter than what it takes spelt out.
        var room = min(text.utf16.count, CellText.unitCountMax - note.utf16.count)
        // What must be spelt out takes up to seven units for one.
        while CellText.unitCount(of: prefix(text, room)) + note.utf16.count > CellText.unitCountMax
        {
            room -= room / 4
        }
        return prefix(text, room) + note
    }

    private func prefix(_ text: String, _ unitCount: Int) -> String {
        var end = text.utf16.index(text.startIndex, offsetBy: unitCount)
        // Not within a character of several units.
        while String.Index(end, within: text) == nil { end = text.utf16.index(before: end) }
        return String(text[..<end])
    }

    /// Reads plain decimal digits with a point.
    private static func decimal(_ text: String) -> ExactNumber? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count <= 9, let digits = Int128(parts[0] + parts[1])
        else { return nil }
        return ExactNumber(digits, decimalCount: parts[1].utf8.count)
    }
}
