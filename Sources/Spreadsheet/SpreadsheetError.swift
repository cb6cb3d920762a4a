internal import CXLSXWriter

/// Why a workbook could not be written.
package enum SpreadsheetError: Error, Hashable, Sendable {
    /// A text is longer than a cell takes. Shorten it, and say where the whole of it stands.
    case textTooLong(unitCount: Int, limit: Int)
    /// A row or column lies beyond what a sheet has. Go on with another sheet.
    case outsideSheet(row: Int, column: Int)
    /// A cell was written in a row above one that is written already: rows are written downwards.
    case rowAlreadyWritten(row: Int)
    /// A sheet's name is empty, too long, taken, or holds one of `[]:*?/\`. Choose another.
    case badSheetName(String)
    /// The file or the temporary files behind it could not be written. Make room, check permissions, write it
    /// anew.
    case cannotWrite(path: String)
    /// Memory ran out.
    case outOfMemory
    /// Any other code of the library; see `xlsxwriter/common.h`.
    case library(code: UInt32)
}

extension SpreadsheetError: CustomStringConvertible {
    /// What happened and what to do about it, in one sentence.
    package var description: String {
        switch self {
        case .textTooLong(let unitCount, let limit):
            "a text of \(unitCount) characters does not fit into a cell, which takes \(limit)"
        case .outsideSheet(let row, let column):
            "a sheet has no cell at row \(row + 1), column \(column + 1); go on with another sheet"
        case .rowAlreadyWritten(let row):
            "row \(row + 1) stands above one that is written already"
        case .badSheetName(let name): "\"\(name)\" is no name for a sheet, or is taken"
        case .cannotWrite(let path):
            "\(path) could not be written; check the disk and the permissions"
        case .outOfMemory: "memory ran out"
        case .library(let code): "libxlsxwriter error \(code)"
        }
    }
}

extension SpreadsheetError {
    /// The error that a code of the library stands for; `nil` for success.
    init?(_ code: lxw_error, path: String) {
        switch code {
        case LXW_NO_ERROR: return nil
        case LXW_ERROR_MEMORY_MALLOC_FAILED: self = .outOfMemory
        case LXW_ERROR_CREATING_XLSX_FILE, LXW_ERROR_CREATING_TMPFILE, LXW_ERROR_READING_TMPFILE,
            LXW_ERROR_ZIP_FILE_OPERATION, LXW_ERROR_ZIP_FILE_ADD, LXW_ERROR_ZIP_CLOSE:
            self = .cannotWrite(path: path)
        default: self = .library(code: code.rawValue)
        }
    }
}
