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
    private let head: CSVHead

    private static let lineBytes = 1 << 20

    /// Reads the head.
    ///
    /// - Throws: ``ImportError/unusable(file:line:reason:accepted:)`` if a needed column is missing, or if
    ///   two columns have one name: which of them is meant nobody can tell.
    package init(_ source: any ByteSource, needed: [String]) throws(ImportError) {
        name = source.name
        records = CSVReader(LineReader(source, limitBytes: Self.lineBytes))
        head = try CSVHead(records, file: source.name, limitBytes: Self.lineBytes)
        for column in needed + head.columns.filter({ !$0.isEmpty }) { try head.require(column) }
    }

    /// Whether the file has a column.
    package func has(_ column: String) -> Bool { head.index(of: column) != nil }

    /// Gives the next row; `nil` at the end.
    ///
    /// - Throws: ``ImportError/unusable(file:line:reason:accepted:)`` for a row of another form.
    package func next() throws(ImportError) -> Row? {
        guard let record = try records.next() else { return nil }
        if let fault = record.fault {
            throw .unusable(
                file: name,
                line: record.line,
                reason: (fault.field.map { head.name(ofField: $0) + ": " } ?? "") + fault.found,
                accepted: fault.accepted(limitBytes: Self.lineBytes)
            )
        }
        guard record.fields.count == head.columns.count else {
            throw .unusable(
                file: name,
                line: record.line,
                reason: "\(record.fields.count) cells",
                accepted: "\(head.columns.count) cells, one per column of the head"
            )
        }
        let cells = Dictionary(zip(head.columns, record.fields)) { first, _ in first }
        return Row(line: record.line, file: name, cells: cells)
    }
}
