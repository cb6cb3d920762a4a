/// A CSV file with a head whose rows are asked by column name.
package final class CSVTable {
    /// One row.
    package struct Row: Sendable {
        /// Line in the file, from 1.
        package let line: Int
        private let file: String
        private let cells: [String: String]

        init(line: Int, file: String, cells: [String: String]) {
            self.line = line
            self.file = file
            self.cells = cells
        }

        /// The cell of a column; `nil` if the file has no such column.
        package subscript(column: String) -> String? { cells[column] }

        /// The error of a cell that cannot be used.
        package func fault(_ column: String, accepted: String) -> ImportError {
            .unusable(
                file: file,
                line: line,
                reason: "column \"\(column)\": \"\(cells[column] ?? "")\"",
                accepted: accepted
            )
        }
    }

    private let name: String
    private let records: CSVReader
    private let head: [String]

    /// Reads the head.
    ///
    /// - Throws: ``ImportError/unusable(file:line:reason:accepted:)`` if a needed column is missing.
    package init(_ source: any ByteSource, needed: [String]) throws(ImportError) {
        name = source.name
        records = CSVReader(LineReader(source, limitBytes: 1 << 20))
        head = try records.next()?.fields ?? []
        for column in needed where !head.contains(column) {
            throw .unusable(
                file: name,
                line: 1,
                reason: "no column \"\(column)\" in the head",
                accepted: "a CSV head with " + needed.joined(separator: ", ")
            )
        }
    }

    /// Whether the file has a column.
    package func has(_ column: String) -> Bool { head.contains(column) }

    /// Gives the next row; `nil` at the end.
    ///
    /// - Throws: ``ImportError/unusable(file:line:reason:accepted:)`` for a row of another form.
    package func next() throws(ImportError) -> Row? {
        guard let record = try records.next() else { return nil }
        guard record.fault == nil, record.fields.count == head.count else {
            throw .unusable(
                file: name,
                line: record.line,
                reason: record.fault.map { "\($0)" } ?? "\(record.fields.count) cells",
                accepted: "\(head.count) cells of UTF-8 text"
            )
        }
        let cells = Dictionary(zip(head, record.fields)) { first, _ in first }
        return Row(line: record.line, file: name, cells: cells)
    }
}
