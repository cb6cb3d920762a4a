import Answers

/// Reports as CSV files: UTF-8 with a byte order mark, names as heads, CRLF (RFC 4180).
///
/// Money has two columns, fen and yuan. A text that a spreadsheet would take for a formula gets an apostrophe in
/// front, as spreadsheets write it; the number of such cells is counted.
final class CSVOutput: ReportOutput {
    private let folder: PackageFolder
    private var columns: [ReportColumn] = []
    private var file: OutputFile?
    private var name = ""
    /// Cells that got an apostrophe.
    private(set) var guardedCount: UInt64 = 0

    init(_ folder: PackageFolder) { self.folder = folder }

    func begin(_ report: Report) throws {
        columns = report.table.columns
        name = "csv/\(report.table.name).csv"
        let file = try OutputFile(creating: try folder.path(forNew: name))
        try file.write(CSVText.byteOrderMark)
        let heads = columns.flatMap { $0.kind == .money ? [$0.name, $0.yuanName] : [$0.name] }
        try file.write(CSVText.record(heads))
        self.file = file
    }

    func add(_ row: [ReportValue]) throws {
        var fields: [String] = []
        for (column, value) in zip(columns, row) {
            switch value {
            case .integer(let fen) where column.kind == .money:
                fields += [String(fen), ReportText.yuan(fen)]
            case .absent where column.kind == .money: fields += ["", ""]
            case .text, .texts: fields.append(harmless(ReportText.plain(value)))
            case .absent, .integer, .day, .instant, .boolean:
                fields.append(ReportText.plain(value))
            }
        }
        try file?.write(CSVText.record(fields))
    }

    func end() throws {
        try file?.close()
        file = nil
        try folder.add(name, isCompressed: true)
    }

    private func harmless(_ text: String) -> String {
        guard Self.isFormula(text) else { return text }
        guardedCount += 1
        return "'" + text
    }

    /// Whether a spreadsheet might compute a text: it begins like a formula and is no plain number.
    static func isFormula(_ text: String) -> Bool {
        guard let first = text.utf8.first, "=+-@\t\r".utf8.contains(first) else { return false }
        let rest = text.utf8.dropFirst()
        let isNumber =
            (first == UInt8(ascii: "-") || first == UInt8(ascii: "+")) && !rest.isEmpty
            && rest.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
            }
        return !isNumber
    }
}
