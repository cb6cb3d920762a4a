internal import CXLSXWriter

/// One sheet of a workbook that is being written; rows are written downwards, 0-based.
///
/// Valid until its workbook is closed.
@safe package final class Sheet {
    /// Sizes of paper, by their numbers in the file format.
    package enum Paper: UInt8, Hashable, Sendable {
        /// 297 × 420 mm.
        case a3 = 8
        /// 210 × 297 mm.
        case a4 = 9
    }

    private let workbook: Workbook
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private var lastRow = -1

    /// Rows of a sheet.
    package static let rowCountMax = 1_048_576
    /// Columns of a sheet.
    package static let columnCountMax = 16_384

    init(_ sheet: UnsafeMutablePointer<lxw_worksheet>, of workbook: Workbook) {
        unsafe self.sheet = unsafe sheet
        self.workbook = workbook
    }

    // MARK: - Cells

    /// Writes a text.
    ///
    /// - Throws: ``SpreadsheetError/textTooLong(unitCount:limit:)``; ``SpreadsheetError/outsideSheet(row:column:)``;
    ///   ``SpreadsheetError/rowAlreadyWritten(row:)``.
    package func write(
        _ text: String,
        row: Int,
        column: Int,
        style: CellStyle = CellStyle()
    ) throws(SpreadsheetError) {
        let escaped = CellText.escaped(text)
        let unitCount = escaped.utf16.count
        guard unitCount <= CellText.unitCountMax else {
            throw .textTooLong(unitCount: unitCount, limit: CellText.unitCountMax)
        }
        let (row, column) = try place(row, column)
        let format = unsafe try workbook.format(style)
        guard !escaped.isEmpty else {
            try workbook.check(unsafe worksheet_write_blank(sheet, row, column, format))
            return
        }
        try workbook.check(unsafe worksheet_write_string(sheet, row, column, escaped, format))
    }

    /// Writes a number, or its digits as text where a cell could not show all of them.
    ///
    /// - Throws: As for a text.
    package func write(
        _ number: ExactNumber,
        row: Int,
        column: Int,
        style: CellStyle = CellStyle()
    ) throws(SpreadsheetError) {
        guard let double = number.double else {
            let digits = style.with {
                $0.numberFormat = "@"
                $0.alignment = .right
            }
            return try write(number.text, row: row, column: column, style: digits)
        }
        try write(double: double, row: row, column: column, style: style)
    }

    /// Writes a day of 1970 or later as a date of the spreadsheet.
    ///
    /// - Parameters:
    ///   - daysSince1970: The day; 1970 or later.
    ///   - row: From 0.
    ///   - column: From 0.
    ///   - style: How it looks.
    /// - Throws: As for a text.
    package func write(
        daysSince1970: Int,
        row: Int,
        column: Int,
        style: CellStyle
    ) throws(SpreadsheetError) {
        try write(
            double: Double(daysSince1970 + Self.epochDays),
            row: row,
            column: column,
            style: style
        )
    }

    /// Writes a moment of a wall clock as a date and time of the spreadsheet, to the millisecond.
    ///
    /// - Parameters:
    ///   - millisecondsSince1970: The moment by the clock that is meant; spreadsheets know no zones.
    ///   - row: From 0.
    ///   - column: From 0.
    ///   - style: How it looks.
    /// - Throws: As for a text.
    package func write(
        millisecondsSince1970: Int64,
        row: Int,
        column: Int,
        style: CellStyle
    ) throws(SpreadsheetError) {
        let milliseconds = millisecondsSince1970 + Int64(Self.epochDays) * Self.dayMilliseconds
        try write(
            double: Double(milliseconds) / Double(Self.dayMilliseconds),
            row: row,
            column: column,
            style: style
        )
    }

    /// Writes a formula with the value that it has now.
    ///
    /// - Parameters:
    ///   - formula: In English, with commas, beginning with `=`.
    ///   - value: What it computes; shown until the program that opens the file computes anew.
    ///   - row: Row of the cell.
    ///   - column: Column of the cell.
    ///   - style: How the cell looks.
    /// - Throws: As for a text.
    package func write(
        formula: String,
        value: ExactNumber,
        row: Int,
        column: Int,
        style: CellStyle = CellStyle()
    ) throws(SpreadsheetError) {
        let (row, column) = try place(row, column)
        let format = unsafe try workbook.format(style)
        try workbook.check(
            unsafe worksheet_write_formula_num(
                sheet,
                row,
                column,
                formula,
                format,
                value.double ?? 0
            )
        )
    }

    /// Joins the cells of a row, from one column to another, and writes a text into them.
    ///
    /// - Throws: As for a text.
    package func merge(
        _ text: String,
        row: Int,
        columns: ClosedRange<Int>,
        style: CellStyle
    ) throws(SpreadsheetError) {
        guard columns.count > 1 else {
            return try write(text, row: row, column: columns.lowerBound, style: style)
        }
        let escaped = CellText.escaped(text)
        guard escaped.utf16.count <= CellText.unitCountMax else {
            throw .textTooLong(unitCount: escaped.utf16.count, limit: CellText.unitCountMax)
        }
        let (line, first) = try place(row, columns.lowerBound)
        let (_, last) = try place(row, columns.upperBound)
        let format = unsafe try workbook.format(style)
        try workbook.check(
            unsafe worksheet_merge_range(sheet, line, first, line, last, escaped, format)
        )
    }

    // MARK: - Rows, columns and pages

    /// Sets the height of a row in points; before its cells are written.
    ///
    /// - Throws: As for a text.
    package func setHeight(ofRow row: Int, points: Double) throws(SpreadsheetError) {
        let (row, _) = try place(row, 0)
        try workbook.check(unsafe worksheet_set_row(sheet, row, points, nil))
    }

    /// Sets the width of a column in characters of the default letters; before the first row is written.
    ///
    /// - Throws: ``SpreadsheetError/outsideSheet(row:column:)``.
    package func setWidth(ofColumn column: Int, characters: Double) throws(SpreadsheetError) {
        guard (0..<Self.columnCountMax).contains(column) else {
            throw .outsideSheet(row: 0, column: column)
        }
        let place = UInt16(column)
        try workbook.check(unsafe worksheet_set_column(sheet, place, place, characters, nil))
    }

    /// Sets the widths of neighbouring columns that are folded away under a button; before the first row is
    /// written.
    ///
    /// - Throws: ``SpreadsheetError/outsideSheet(row:column:)``.
    package func fold(
        columns: ClosedRange<Int>,
        characters: Double
    ) throws(SpreadsheetError) {
        guard columns.lowerBound >= 0, columns.upperBound + 1 < Self.columnCountMax else {
            throw .outsideSheet(row: 0, column: columns.upperBound)
        }
        var options = lxw_row_col_options(hidden: 1, level: 1, collapsed: 0)
        try workbook.check(
            unsafe worksheet_set_column_opt(
                sheet,
                UInt16(columns.lowerBound),
                UInt16(columns.upperBound),
                characters,
                nil,
                &options
            )
        )
        // The button stands above the column behind the folded ones.
        options = lxw_row_col_options(hidden: 0, level: 0, collapsed: 1)
        let next = UInt16(columns.upperBound + 1)
        try workbook.check(
            unsafe worksheet_set_column_opt(sheet, next, next, 8.43, nil, &options)
        )
    }

    /// Keeps the first rows and columns in sight while the others move.
    package func freeze(rows: Int, columns: Int) {
        unsafe worksheet_freeze_panes(sheet, UInt32(rows), UInt16(columns))
    }

    /// Gives a head row its filter buttons.
    ///
    /// - Throws: ``SpreadsheetError/library(code:)`` for an area outside the sheet.
    package func setFilter(
        headRow: Int,
        lastRow: Int,
        columns: ClosedRange<Int>
    ) throws(SpreadsheetError) {
        try workbook.check(
            unsafe worksheet_autofilter(
                sheet,
                UInt32(headRow),
                UInt16(columns.lowerBound),
                UInt32(lastRow),
                UInt16(columns.upperBound)
            )
        )
    }

    /// Prints across, all columns on a page, with the head rows on every page and a footer.
    ///
    /// - Parameters:
    ///   - headRows: Rows that stand on every page; `nil` for none.
    ///   - footer: Text at the left of every page's foot; the page's number stands at the right.
    ///   - paper: Size of the paper, which lies down.
    /// - Throws: ``SpreadsheetError/library(code:)`` when the footer is longer than 255 characters.
    package func setPage(
        headRows: ClosedRange<Int>?,
        footer: String,
        paper: Paper
    ) throws(SpreadsheetError) {
        unsafe worksheet_set_paper(sheet, paper.rawValue)
        unsafe worksheet_set_landscape(sheet)
        unsafe worksheet_set_margins(sheet, 0.4, 0.4, 0.5, 0.6)
        unsafe worksheet_fit_to_pages(sheet, 1, 0)
        if let headRows {
            try workbook.check(
                unsafe worksheet_repeat_rows(
                    sheet,
                    UInt32(headRows.lowerBound),
                    UInt32(headRows.upperBound)
                )
            )
        }
        let left = footer.replacing("&", with: "&&")
        try workbook.check(unsafe worksheet_set_footer(sheet, "&L&8\(left)&R&8&P / &N"))
    }

    /// Keeps spreadsheet programs from marking texts of digits, such as division codes, as faults.
    ///
    /// - Throws: ``SpreadsheetError/library(code:)``.
    package func acceptDigitsAsText() throws(SpreadsheetError) {
        let kind = UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue)
        try workbook.check(unsafe worksheet_ignore_errors(sheet, kind, "A1:XFD1048576"))
    }

    /// Shows this sheet first when the file is opened.
    package func activate() { unsafe worksheet_activate(sheet) }

    /// Colours the sheet's tab, as 0xRRGGBB.
    package func setTabColour(_ colour: UInt32) { unsafe worksheet_set_tab_color(sheet, colour) }

    /// Shows no lines between cells, on the screen and on paper.
    package func hideGridlines() { unsafe worksheet_gridlines(sheet, 0) }

    /// 1970-01-01 in days of the spreadsheet, which counts from the end of 1899.
    private static let epochDays = 25_569
    private static let dayMilliseconds: Int64 = 86_400_000

    private func write(
        double: Double,
        row: Int,
        column: Int,
        style: CellStyle
    ) throws(SpreadsheetError) {
        let (row, column) = try place(row, column)
        let format = unsafe try workbook.format(style)
        try workbook.check(unsafe worksheet_write_number(sheet, row, column, double, format))
    }

    private func place(
        _ row: Int,
        _ column: Int
    ) throws(SpreadsheetError) -> (lxw_row_t, lxw_col_t) {
        guard (0..<Self.rowCountMax).contains(row), (0..<Self.columnCountMax).contains(column)
        else { throw .outsideSheet(row: row, column: column) }
        guard row >= lastRow else { throw .rowAlreadyWritten(row: row) }
        lastRow = row
        return (lxw_row_t(row), lxw_col_t(column))
    }
}
