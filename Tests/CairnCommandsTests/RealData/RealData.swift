import Foundation
import Importing

/// The folder of real data that stands outside the repository.
enum RealData {
    /// `CAIRN_DATA`, else `../shared/data` beside the package; `nil` if neither is there.
    static let folder: String? = {
        let package = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let given = ProcessInfo.processInfo.environment["CAIRN_DATA"]
        let path = given ?? package.appending(path: "../shared/data").standardized.path
        return FileManager.default.fileExists(atPath: path + "/divisions-5402.csv") ? path : nil
    }()

    static var isThere: Bool { folder != nil }

    static func path(_ name: String) -> String { "\(folder ?? "")/\(name)" }
}

/// A CSV file's records as they stand, for sums that are made apart from the import.
struct PlainRecords {
    let head: [String]
    let rows: [[String]]

    init(_ bytes: [UInt8]) throws {
        let reader = CSVReader(LineReader(BytesInMemory(bytes, name: "rows"), limitBytes: 1 << 20))
        var records: [[String]] = []
        while let record = try reader.next() { records.append(record.fields) }
        head = records.first ?? []
        rows = Array(records.dropFirst())
    }

    /// Cells of a column.
    func cells(_ column: String) -> [String] {
        guard let index = head.firstIndex(of: column) else { return [] }
        return rows.map { $0[index] }
    }

    /// Sum of a column in decimal arithmetic.
    func sum(_ column: String) -> Decimal {
        cells(column).reduce(Decimal(0)) { sum, cell in
            sum + (Decimal(string: cell.replacing(",", with: "")) ?? .nan)
        }
    }
}
