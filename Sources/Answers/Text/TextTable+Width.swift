extension TextTable {
    /// Columns of the terminal that the table takes with nothing cut.
    var wholeWidth: Int {
        // The rule under the heads is as wide as the table.
        DisplayWidth.columns(of: lines(colour: false)[1])
    }

    /// The first of several tables that a terminal holds with nothing cut, else the last.
    ///
    /// - Parameters:
    ///   - tables: At least one, the fullest first.
    ///   - limit: Columns of the terminal; `nil` holds everything.
    /// - Returns: One of the tables.
    static func firstFitting(_ tables: [TextTable], into limit: Int?) -> TextTable {
        guard let limit else { return tables[0] }
        return tables.first { $0.wholeWidth <= limit } ?? tables[tables.count - 1]
    }
}
