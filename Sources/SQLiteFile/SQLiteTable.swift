/// A table to be made, with comments that stay readable in the file's schema.
package struct SQLiteTable: Hashable, Sendable {
    /// One column.
    package struct Column: Hashable, Sendable {
        /// Name.
        package let name: String
        /// Kind of its values.
        package let type: SQLiteColumnType
        /// Meaning and unit, on one line.
        package let comment: String

        /// Makes a column.
        package init(_ name: String, _ type: SQLiteColumnType, comment: String) {
            self.name = name
            self.type = type
            self.comment = comment
        }
    }

    /// Name.
    package let name: String
    /// What a row is.
    package let comment: String
    /// Columns in order, at least one.
    package let columns: [Column]
    /// Columns by which rows are looked up besides; each gets an index.
    package let indexed: [String]

    /// Makes the description of a table.
    package init(name: String, comment: String, columns: [Column], indexed: [String] = []) {
        precondition(!columns.isEmpty, "a table has columns")
        self.name = name
        self.comment = comment
        self.columns = columns
        self.indexed = indexed
    }

    /// The statement that makes the table; comments are kept by SQLite in `sqlite_schema`.
    var creation: String {
        let nameWidth = columns.map { SQLiteFile.quoted($0.name).count }.max() ?? 0
        var lines = ["CREATE TABLE \(SQLiteFile.quoted(name)) (  -- \(Self.line(comment))"]
        for (index, column) in columns.enumerated() {
            let quoted = SQLiteFile.quoted(column.name)
            let padding = String(repeating: " ", count: nameWidth - quoted.count)
            let comma = index + 1 < columns.count ? "," : ""
            lines.append(
                "    \(quoted)\(padding) \(column.type.rawValue)\(comma)  -- "
                    + Self.line(column.comment)
            )
        }
        return lines.joined(separator: "\n") + "\n)"
    }

    /// The statements that make the indexes.
    var indexCreations: [String] {
        indexed.map { column in
            "CREATE INDEX \(SQLiteFile.quoted("\(name)_by_\(column)")) ON "
                + "\(SQLiteFile.quoted(name)) (\(SQLiteFile.quoted(column)))"
        }
    }

    /// A comment ends with its line.
    private static func line(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
