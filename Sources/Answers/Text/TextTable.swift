internal import EventModel

/// A table for a terminal: columns aligned by display width, not by character count.
package struct TextTable: Sendable {
    /// Heads, in order.
    package let columns: [Column]
    /// Rows of as many cells as there are columns.
    package private(set) var rows: [[Cell]] = []
    // Rows whose first cell stands over all columns.
    private var titleRows: Set<Int> = []

    /// Side to which a column's cells are flush.
    package enum Alignment: Sendable {
        /// Words.
        case left
        /// Numbers.
        case right
    }

    /// What a cell's colour says; the words say it too, since colour may be off.
    package enum Emphasis: Sendable {
        /// Nothing to say.
        case plain
        /// As it should be.
        case good
        /// Against a rule.
        case bad
        /// Needs a look.
        case watch
        /// Less important than its neighbours.
        case faint
    }

    /// A column's head.
    package struct Column: Sendable {
        /// Title in the reader's language.
        package let title: String
        /// Side to which the cells are flush.
        package let alignment: Alignment
        /// What stands above this and the neighbouring columns of the same group; `nil` for none.
        package let group: String?
        /// Whether cells may be cut where the terminal is too narrow: words, never figures.
        package let isFlexible: Bool
        /// Whether a cell that is cut keeps its end: names whose last part tells them apart.
        package let keepsEnd: Bool
        /// Columns of the terminal below which a flexible column is not cut.
        package let narrowest: Int
        /// Columns that a narrow terminal leaves out, 1 first; `nil` always stays.
        package let dropOrder: Int?

        /// Makes the head.
        package init(
            _ title: String,
            _ alignment: Alignment = .left,
            group: String? = nil,
            isFlexible: Bool = false,
            keepsEnd: Bool = false,
            narrowest: Int = 12,
            dropOrder: Int? = nil
        ) {
            self.title = title
            self.alignment = alignment
            self.group = group
            self.isFlexible = isFlexible
            self.keepsEnd = keepsEnd
            self.narrowest = narrowest
            self.dropOrder = dropOrder
        }

        /// The same head under a group.
        func grouped(_ group: String) -> Column {
            Column(
                title,
                alignment,
                group: group,
                isFlexible: isFlexible,
                keepsEnd: keepsEnd,
                narrowest: narrowest,
                dropOrder: dropOrder
            )
        }
    }

    /// One cell.
    package struct Cell: Sendable, ExpressibleByStringInterpolation {
        /// One line; what could move the cursor is spelled out.
        package let text: String
        /// What its colour says.
        package let emphasis: Emphasis

        /// Makes a cell.
        package init(_ text: String, _ emphasis: Emphasis = .plain) {
            self.text = text.visible
            self.emphasis = emphasis
        }

        /// Makes a plain cell.
        package init(stringLiteral value: String) { self.init(value) }
    }

    /// Makes an empty table.
    package init(columns: [Column]) { self.columns = columns }

    /// Adds a row below the others; one cell per column.
    package mutating func append(_ row: [Cell]) {
        precondition(row.count == columns.count, "one cell per column")
        rows.append(row)
    }

    /// Adds a line over all columns, which says what the rows below it are about.
    package mutating func append(title: Cell) {
        titleRows.insert(rows.count)
        rows.append([title] + [Cell](repeating: "", count: columns.count - 1))
    }

    /// The table without the words of the first columns that repeat those of the row above.
    ///
    /// A cell is blanked only if all cells before it repeat too.
    ///
    /// - Parameter count: Columns that say what a row is about.
    /// - Returns: A table of the same shape.
    package func withoutRepeats(inFirst count: Int) -> TextTable {
        var table = TextTable(columns: columns)
        for (index, row) in rows.enumerated() {
            var cells = row
            var column = 0
            while index > 0, column < count, rows[index - 1][column].text == row[column].text {
                cells[column] = ""
                column += 1
            }
            table.append(cells)
        }
        return table
    }

    /// The table's lines: heads, a rule, then the rows; no trailing blanks.
    ///
    /// - Parameters:
    ///   - colour: Whether cells are wrapped in ANSI colour sequences.
    ///   - indent: Blanks before each line.
    ///   - limit: Columns into which flexible cells are cut; `nil` cuts nothing.
    /// - Returns: The lines without line ends.
    package func lines(colour: Bool, indent: Int = 0, fitting limit: Int? = nil) -> [String] {
        let widths = widths(fitting: limit.map { $0 - indent })
        let margin = String(repeating: " ", count: indent)
        let heads = columns.map { Cell($0.title, .plain) }
        var lines: [String] = []
        if columns.contains(where: { $0.group != nil }) {
            lines.append(margin + groupLine(widths))
        }
        lines.append(margin + line(of: heads, widths: widths, colour: false))
        lines.append(
            margin + widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        )
        for (index, row) in rows.enumerated() {
            guard titleRows.contains(index) else {
                lines.append(margin + line(of: row, widths: widths, colour: colour))
                continue
            }
            let text = limit.map { DisplayWidth.cut(row[0].text, toColumns: $0 - indent) }
            let title = Cell(text ?? row[0].text, row[0].emphasis)
            lines.append(margin + (colour ? Self.coloured(title) : title.text))
        }
        return lines
    }

    /// The table that fits a terminal, with flexible cells cut and, if that is not enough, columns left out.
    ///
    /// - Parameter limit: Columns of the terminal; `nil` leaves the table as it is.
    /// - Returns: The table and the titles of the columns left out.
    package func fitted(to limit: Int?) -> (table: TextTable, leftOut: [String]) {
        guard let limit else { return (self, []) }
        var table = self
        var leftOut: [String] = []
        while table.widths(fitting: limit).reduce(2 * (table.columns.count - 1), +) > limit,
            let first = table.columns.compactMap(\.dropOrder).min()
        {
            for column in table.columns
            where column.dropOrder == first && !leftOut.contains(column.title) {
                leftOut.append(column.title)
            }
            let columns = table.columns
            table = table.without { columns[$0].dropOrder == first }
        }
        return (table, leftOut)
    }

    /// The table without some of its columns.
    package func without(columnsWhere isLeftOut: (Int) -> Bool) -> TextTable {
        let kept = columns.indices.filter { !isLeftOut($0) }
        var table = TextTable(columns: kept.map { columns[$0] })
        for (index, row) in rows.enumerated() {
            if titleRows.contains(index) {
                table.append(title: row[0])
            } else {
                table.append(kept.map { row[$0] })
            }
        }
        return table
    }

    private func widths(fitting limit: Int?) -> [Int] {
        var widths = columns.indices.map { index in
            rows.indices.reduce(DisplayWidth.columns(of: columns[index].title)) { width, row in
                titleRows.contains(row)
                    ? width : max(width, DisplayWidth.columns(of: rows[row][index].text))
            }
        }
        guard let limit else { return widths }
        var excess = widths.reduce(2 * (columns.count - 1), +) - limit
        while excess > 0 {
            let widest = columns.indices.filter {
                columns[$0].isFlexible && widths[$0] > columns[$0].narrowest
            }.max { widths[$0] < widths[$1] }
            guard let widest else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    /// The names of groups, each above its first column, with a line over all of them.
    private func groupLine(_ widths: [Int]) -> String {
        var line = ""
        var index = 0
        while index < columns.count {
            let group = columns[index].group
            var end = index
            var width = -2
            while end < columns.count, columns[end].group == group {
                width += widths[end] + 2
                end += 1
            }
            let title = group.map { DisplayWidth.cut("── \($0) ", toColumns: width) } ?? ""
            let rest = width - DisplayWidth.columns(of: title)
            line += title + String(repeating: group == nil ? " " : "─", count: max(0, rest))
            if end < columns.count { line += "  " }
            index = end
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    private func line(of cells: [Cell], widths: [Int], colour: Bool) -> String {
        var line = ""
        var pending = 0
        for (index, whole) in cells.enumerated() {
            let text =
                columns[index].keepsEnd
                ? DisplayWidth.cutFront(whole.text, toColumns: widths[index])
                : DisplayWidth.cut(whole.text, toColumns: widths[index])
            let cell = Cell(text, whole.emphasis)
            let blanks = widths[index] - DisplayWidth.columns(of: cell.text)
            let leading = columns[index].alignment == .right ? blanks : 0
            // Blanks are written only once text follows, so that no line ends in blanks.
            if !cell.text.isEmpty {
                line += String(repeating: " ", count: pending + leading)
                line += colour ? Self.coloured(cell) : cell.text
                pending = blanks - leading
            } else {
                pending += widths[index]
            }
            pending += 2
        }
        return line
    }

    private static func coloured(_ cell: Cell) -> String {
        switch cell.emphasis {
        case .plain: cell.text
        case .good: "\u{1B}[32m\(cell.text)\u{1B}[0m"
        case .bad: "\u{1B}[31m\(cell.text)\u{1B}[0m"
        case .watch: "\u{1B}[33m\(cell.text)\u{1B}[0m"
        case .faint: "\u{1B}[2m\(cell.text)\u{1B}[0m"
        }
    }
}
