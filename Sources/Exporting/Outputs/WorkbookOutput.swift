import Answers
import EventModel
import Spreadsheet

/// Reports as sheets of one workbook, behind a sheet that says what they are.
final class WorkbookOutput: ReportOutput {
    private let folder: PackageFolder
    private let name: String
    private let facts: PackageFacts
    private let workbook: Workbook
    private let rowsOfSheetMax: Int
    private var report: Report?
    private var layout = SheetLayout([])
    private var sums: [Int: Int128] = [:]
    private var sheet: Sheet?
    private var sheetCount = 0
    private var row = 0

    /// Rows of data on a sheet; further ones stand on the next.
    static let rowsOfSheetUsual = 1_000_000

    /// Begins a workbook of the package in which the reports of these tables will be written.
    init(
        _ name: String,
        in folder: PackageFolder,
        title: Phrase,
        tables: [ReportTable],
        facts: PackageFacts,
        rowsOfSheetMax: Int = WorkbookOutput.rowsOfSheetUsual
    ) throws {
        self.folder = folder
        self.name = name
        self.facts = facts
        self.rowsOfSheetMax = rowsOfSheetMax
        // Seconds count from 1, since the library takes 0 for the present.
        let created = max(1, (facts.knownAt?.millisecondsSince1970 ?? 0) / 1_000)
        workbook = try Workbook(
            writingTo: try folder.path(forNew: name),
            temporaryFolder: folder.path,
            properties: Workbook.Properties(
                title: "\(title.zh) \(title.en)",
                subject: facts.line.zh,
                author: "Cairn \(facts.programVersion)",
                comment: facts.isSynthetic ? PackageFacts.syntheticNote.zh : facts.line.en,
                createdSeconds: created
            )
        )
        let about = try workbook.addSheet(named: "说明 About")
        try WorkbookAbout(title: title, tables: tables, facts: facts).write(to: about)
    }

    func begin(_ report: Report) throws {
        self.report = report
        layout = SheetLayout(report.table.columns)
        sheetCount = 0
        sums = [:]
        let summed = report.table.columns.indices.filter { report.table.columns[$0].isSummed }
        if !summed.isEmpty {
            try report.forEachRow { values in
                for index in summed {
                    if case .integer(let number) = values[index] {
                        sums[index, default: 0] += number
                    }
                }
            }
        }
        try beginSheet()
    }

    func add(_ values: [ReportValue]) throws {
        if row - SheetLayout.headRowCount == rowsOfSheetMax { try beginSheet() }
        guard let sheet, let report else { return }
        let isFaint = report.table.isFaint(values)
        let cells = layout.cells.map { cell in
            SheetCell(
                value: values[cell.source],
                column: report.table.columns[cell.source],
                isYuan: cell.isYuan,
                isFaint: isFaint,
                file: "csv/\(report.table.name).csv"
            )
        }
        let lineCount = cells.prefix(layout.openCount).map(\.lineCount).max() ?? 1
        if lineCount > 1 {
            try sheet.setHeight(ofRow: row, points: RowHeight.points(lines: lineCount))
        }
        for (cell, place) in zip(cells, layout.cells) {
            try cell.write(to: sheet, row: row, column: place.place)
        }
        row += 1
    }

    func end() throws {
        report = nil
        sheet = nil
    }

    /// Writes the file.
    func finish() throws {
        try workbook.close()
        // A workbook is a compressed container itself.
        try folder.add(name, isCompressed: false)
    }

    private func beginSheet() throws {
        guard let report else { return }
        sheetCount += 1
        let suffix = sheetCount == 1 ? "" : " (\(sheetCount))"
        let title = report.table.title.zh
        let sheet = try workbook.addSheet(
            named: String(title.prefix(Workbook.sheetNameUnitCountMax - suffix.count)) + suffix
        )
        let first = (sheetCount - 1) * rowsOfSheetMax
        let dataCount = min(rowsOfSheetMax, report.rowCount - first)
        let head = SheetHead(
            table: report.table,
            layout: layout,
            facts: facts,
            sums: sums,
            lastRow: SheetLayout.headRowCount + max(dataCount, 1) - 1,
            isWhole: report.rowCount <= rowsOfSheetMax
        )
        try head.write(to: sheet)
        self.sheet = sheet
        row = SheetLayout.headRowCount
    }
}
