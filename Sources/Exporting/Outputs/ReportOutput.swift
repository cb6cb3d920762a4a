import Privacy

/// A form in which reports are written; all of them get the rows of a report at once.
protocol ReportOutput: AnyObject {
    /// Begins a report.
    func begin(_ report: Report) throws
    /// Adds a row.
    func add(_ row: [ReportValue]) throws
    /// Ends the report.
    func end() throws
}

extension Report {
    /// Writes the report in several forms in one pass over its rows, each cell looked through for personal data.
    ///
    /// - Parameters:
    ///   - outputs: The forms.
    ///   - file: The file that findings name.
    ///   - check: Gets the cells.
    /// - Throws: What an output throws.
    func write(
        to outputs: [any ReportOutput],
        file: String,
        checking check: inout PersonalDataCheck
    ) throws {
        for output in outputs { try output.begin(self) }
        var number = 1
        try forEachRow { row in
            number += 1
            for (column, value) in zip(table.columns, row) {
                switch value {
                case .text(let text):
                    check.check(cell: text, file: file, row: number, column: column.name)
                case .texts(let list):
                    for text in list {
                        check.check(cell: text, file: file, row: number, column: column.name)
                    }
                case .absent, .integer, .day, .instant, .boolean: break
                }
            }
            for output in outputs { try output.add(row) }
        }
        for output in outputs { try output.end() }
    }
}
