import Answers
import SQLiteFile

/// Reports as tables of one SQLite file, each with a view that has Chinese heads, words and yuan.
final class SQLiteOutput: ReportOutput {
    private let file: SQLiteFile
    private var columns: [ReportColumn] = []
    private var table: SQLiteTable?
    private var rows: SQLiteRows?

    /// `cair` in ASCII; `file(1)` and others show it.
    private static let applicationID: Int32 = 0x6361_6972

    init(creating path: String) throws {
        file = try SQLiteFile(creating: path, applicationID: Self.applicationID)
    }

    func begin(_ report: Report) throws {
        columns = report.table.columns
        let table = SQLiteTable(
            name: report.table.name,
            comment: "\(report.table.title.zh) \(report.table.title.en)",
            columns: columns.map { column in
                .init(
                    column.name,
                    Self.type(of: column.kind),
                    comment: "\(column.title.zh) \(column.title.en): \(column.meaning.zh)"
                )
            },
            indexed: report.table.indexed
        )
        try file.create(table)
        rows = try file.rows(of: table)
        self.table = table
        try file.execute(Self.view(of: report.table))
    }

    func add(_ row: [ReportValue]) throws { try rows?.append(row.map(Self.value)) }

    func end() throws {
        rows = nil
        if let table { try file.createIndexes(of: table) }
        table = nil
    }

    /// Adds a table of another shape.
    func add(_ table: SQLiteTable, _ body: (SQLiteRows) throws -> Void) throws {
        try file.create(table)
        try fill(table, body)
        try file.createIndexes(of: table)
    }

    /// Completes the file.
    func finish() throws { try file.finish() }

    private func fill(_ table: SQLiteTable, _ body: (SQLiteRows) throws -> Void) throws {
        try body(try file.rows(of: table))
    }

    private static func type(of kind: ReportColumn.Kind) -> SQLiteColumnType {
        switch kind {
        case .integer, .money, .boolean: .integer
        case .text, .identifier, .percent, .date, .instant, .term, .terms, .texts: .text
        }
    }

    private static func value(_ value: ReportValue) -> SQLiteValue {
        switch value {
        case .absent: .null
        case .integer(let number):
            // As bytes, since SQLite would turn the digits of a wider number into a double.
            Int64(exactly: number).map { .integer($0) } ?? .blob(Array(String(number).utf8))
        case .boolean(let flag): .integer(flag ? 1 : 0)
        case .texts(let list): .text(JSONText.array(list.map(JSONText.string)))
        case .text, .day, .instant: .text(ReportText.plain(value))
        }
    }

    /// A view with the heads of the Chinese forms; words instead of codes, yuan instead of fen.
    private static func view(of table: ReportTable) -> String {
        var titles: Set<String> = []
        let columns = table.columns.map { column in
            // Two columns may have the same words; the second keeps its name beside.
            var title = column.title.zh + (column.kind == .money ? "(元)" : "")
            if !titles.insert(title).inserted { title += " \(column.name)" }
            titles.insert(title)
            return "    \(expression(column)) AS \(SQLiteFile.quoted(title))"
        }
        return "CREATE VIEW \(SQLiteFile.quoted(table.title.zh)) AS SELECT\n"
            + columns.joined(separator: ",\n") + "\nFROM \(SQLiteFile.quoted(table.name))"
    }

    private static func expression(_ column: ReportColumn) -> String {
        let name = SQLiteFile.quoted(column.name)
        switch column.kind {
        case .money:
            return "CASE WHEN typeof(\(name)) = 'integer' THEN printf('%s%d.%02d', "
                + "CASE WHEN \(name) < 0 THEN '-' ELSE '' END, abs(\(name)) / 100, "
                + "abs(\(name)) % 100) WHEN typeof(\(name)) = 'blob' THEN "
                + "substr(CAST(\(name) AS TEXT), 1, length(\(name)) - 2) || '.' || "
                + "substr(CAST(\(name) AS TEXT), -2) END"
        case .boolean: return "CASE \(name) WHEN 1 THEN '是' WHEN 0 THEN '否' END"
        case .term where !column.terms.isEmpty:
            let cases = column.terms.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                .map { "WHEN \(literal($0.key)) THEN \(literal($0.value.zh))" }
            return "CASE \(name) \(cases.joined(separator: " ")) ELSE \(name) END"
        case .text, .identifier, .integer, .percent, .date, .instant, .term, .terms, .texts:
            return name
        }
    }

    private static func literal(_ text: String) -> String {
        "'" + text.replacing("'", with: "''") + "'"
    }
}

extension SQLiteOutput {
    private static let factTable = SQLiteTable(
        name: "about",
        comment: "本包说明 what the package answers and stands on",
        columns: [
            .init("zh", .text, comment: "项目 what, in Chinese"),
            .init("en", .text, comment: "what, in English"),
            .init("valueZh", .text, comment: "内容 value in Chinese"),
            .init("valueEn", .text, comment: "value in English"),
        ]
    )

    /// Adds what the package says about itself.
    func addFacts(_ facts: PackageFacts) throws {
        try add(Self.factTable) { rows in
            for fact in facts.lines {
                try rows.append([
                    .text(fact.title.zh), .text(fact.title.en), .text(fact.value.zh),
                    .text(fact.value.en),
                ])
            }
        }
    }
}
