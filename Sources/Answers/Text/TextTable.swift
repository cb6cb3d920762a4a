/// A table for a terminal: columns aligned by display width, not by character count.
package struct TextTable: Sendable {
    /// Heads, in order.
    package let columns: [Column]
    /// Rows of as many cells as there are columns.
    package private(set) var rows: [[Cell]] = []

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

        /// Makes the head.
        package init(_ title: String, _ alignment: Alignment = .left) {
            self.title = title
            self.alignment = alignment
        }
    }

    /// One cell.
    package struct Cell: Sendable, ExpressibleByStringInterpolation {
        /// Text without line breaks.
        package let text: String
        /// What its colour says.
        package let emphasis: Emphasis

        /// Makes a cell.
        package init(_ text: String, _ emphasis: Emphasis = .plain) {
            self.text = text
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

    /// The table's lines: heads, a rule, then the rows; no trailing blanks.
    ///
    /// - Parameters:
    ///   - colour: Whether cells are wrapped in ANSI colour sequences.
    ///   - indent: Blanks before each line.
    /// - Returns: The lines without line ends.
    package func lines(colour: Bool, indent: Int = 0) -> [String] {
        let widths = columns.indices.map { index in
            rows.reduce(DisplayWidth.columns(of: columns[index].title)) {
                max($0, DisplayWidth.columns(of: $1[index].text))
            }
        }
        let margin = String(repeating: " ", count: indent)
        let heads = columns.map { Cell($0.title, .plain) }
        var lines = [margin + line(of: heads, widths: widths, colour: false)]
        lines.append(
            margin + widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        )
        for row in rows { lines.append(margin + line(of: row, widths: widths, colour: colour)) }
        return lines
    }

    private func line(of cells: [Cell], widths: [Int], colour: Bool) -> String {
        var line = ""
        var pending = 0
        for (index, cell) in cells.enumerated() {
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
