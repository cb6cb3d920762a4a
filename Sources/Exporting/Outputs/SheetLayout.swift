import Spreadsheet

/// Which columns of a report stand where on a sheet: what people read first, details and fen folded away behind.
struct SheetLayout {
    /// One column of the sheet.
    struct Cell {
        /// Column of the report.
        let source: Int
        /// Column of the sheet.
        let place: Int
        /// Whether money is shown in yuan here.
        let isYuan: Bool
    }

    /// Title, question, sums and heads.
    static let headRowCount = 4
    /// The row with the sums.
    static let sumRow = 2
    /// The row with the heads.
    static let headRow = 3

    let cells: [Cell]
    /// Number of columns that are not folded.
    let openCount: Int

    init(_ columns: [ReportColumn]) {
        var cells: [Cell] = []
        for index in columns.indices where !columns[index].isDetail {
            let isYuan = columns[index].kind == .money
            cells.append(Cell(source: index, place: cells.count, isYuan: isYuan))
        }
        openCount = cells.count
        for index in columns.indices {
            if columns[index].isDetail, columns[index].kind != .money {
                cells.append(Cell(source: index, place: cells.count, isYuan: false))
            }
        }
        for index in columns.indices where columns[index].kind == .money {
            cells.append(Cell(source: index, place: cells.count, isYuan: false))
        }
        self.cells = cells
    }

    /// Width of the columns that are not folded, in characters.
    func openWidth(_ columns: [ReportColumn]) -> Double {
        cells.prefix(openCount).reduce(0) { $0 + columns[$1.source].width }
    }

    /// Where the fen of a column of the report stand.
    func fenPlace(of source: Int) -> Int? {
        cells.first { $0.source == source && !$0.isYuan }?.place
    }

    /// Name of a column as spreadsheets have it: from A to Z, then AA.
    static func letters(of place: Int) -> String {
        var letters: [UInt8] = []
        var rest = place
        repeat {
            letters.append(UInt8(ascii: "A") + UInt8(rest % 26))
            rest = rest / 26 - 1
        } while rest >= 0
        return String(decoding: letters.reversed(), as: UTF8.self)
    }
}
