package import Answers

/// The description of a report: what a row is, and its columns.
package struct ReportTable: Sendable {
    /// Name of the file and of the SQL table, in lower case with `_` between words.
    package let name: String
    /// Title for people.
    package let title: Phrase
    /// What a row is, and what the rows as a whole hold.
    package let summary: Phrase
    /// Columns in order.
    package let columns: [ReportColumn]
    /// Columns by which rows are looked up in the database file.
    package let indexed: [String]
    /// Whether a row stands in faint letters, since it does not count.
    package let isFaint: @Sendable ([ReportValue]) -> Bool

    /// Describes a report.
    package init(
        name: String,
        title: Phrase,
        summary: Phrase,
        columns: [ReportColumn],
        indexed: [String] = [],
        isFaint: @escaping @Sendable ([ReportValue]) -> Bool = { _ in false }
    ) {
        self.name = name
        self.title = title
        self.summary = summary
        self.columns = columns
        self.indexed = indexed
        self.isFaint = isFaint
    }
}

/// A value of a report.
package enum ReportValue: Hashable, Sendable {
    /// Nothing.
    case absent
    /// Text, code, term or exact decimal.
    case text(String)
    /// Whole number; money in fen.
    case integer(Int128)
    /// Days since 1970-01-01 of a business date.
    case day(Int32)
    /// Milliseconds since 1970-01-01T00:00:00Z.
    case instant(Int64)
    /// True or false.
    case boolean(Bool)
    /// A list.
    case texts([String])

    /// A text, or nothing.
    package init(_ text: String?) { self = text.map { .text($0) } ?? .absent }
}

/// A report with its rows, which may be run through several times.
package struct Report: Sendable {
    /// What the rows are.
    package let table: ReportTable
    /// Number of rows.
    package let rowCount: Int
    private let rows: @Sendable (_ body: ([ReportValue]) throws -> Void) throws -> Void

    /// Makes a report whose rows are made as they are asked for.
    ///
    /// - Parameters:
    ///   - table: The description.
    ///   - rowCount: Number of rows.
    ///   - rows: Gives the rows in order, the same ones each time.
    package init(
        _ table: ReportTable,
        rowCount: Int,
        rows: @escaping @Sendable (_ body: ([ReportValue]) throws -> Void) throws -> Void
    ) {
        self.table = table
        self.rowCount = rowCount
        self.rows = rows
    }

    /// Makes a report of rows that are in memory.
    package init(_ table: ReportTable, rows: [[ReportValue]]) {
        self.init(table, rowCount: rows.count) { body in for row in rows { try body(row) } }
    }

    /// Runs through the rows in order; each has a value for every column.
    package func forEachRow(_ body: ([ReportValue]) throws -> Void) throws {
        try rows { row in
            precondition(row.count == table.columns.count, "\(table.name): a value per column")
            try body(row)
        }
    }
}
