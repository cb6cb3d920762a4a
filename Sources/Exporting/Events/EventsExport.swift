package import EventLog
package import Privacy
import Foundation
import SQLiteFile
import Spreadsheet
import Zstd

/// Writes the events that are known at a cut into a file of their own.
package struct EventsExport {
    /// Names of places that a person has looked at.
    package let reviewed: [String]

    /// Plans an export.
    package init(reviewed: [String] = []) { self.reviewed = reviewed }

    /// What an export gave.
    package struct Result: Sendable {
        /// What was written.
        package let extent: EventsFile.Extent
        /// Reviewed places that let something pass.
        package let passed: [String]
    }

    /// Writes a new file, whole or not at all; a name that ends in `.zst` makes it compressed.
    ///
    /// - Parameters:
    ///   - snapshot: A state of the log.
    ///   - count: Number of events.
    ///   - path: Where nothing stands yet.
    ///   - progress: Called now and then.
    /// - Returns: What was written.
    /// - Throws: ``ExportError``.
    /// - Complexity: O(events), in constant memory.
    package func write(
        _ snapshot: LogSnapshot,
        upTo count: UInt64,
        to path: String,
        progress: EventsFile.Progress = { _ in }
    ) throws(ExportError) -> Result {
        var check = PersonalDataCheck(passing: ReviewedPlaces(reviewed))
        let unfinished = "\(path).part-\(ProcessInfo.processInfo.processIdentifier)"
        guard !FileManager.default.fileExists(atPath: path) else { throw .exists(path: path) }
        let file = try OutputFile(creating: unfinished)
        defer { try? FileManager.default.removeItem(atPath: unfinished) }
        do {
            let extent = try EventsFile.write(
                snapshot,
                upTo: count,
                isCompressed: path.hasSuffix(".zst"),
                checking: &check,
                progress: progress
            ) { piece in try file.write(piece) }
            try file.close()
            guard check.isClean else {
                throw ExportError.personalData(check.findings, count: check.findingCount)
            }
            try FileManager.default.moveItem(atPath: unfinished, toPath: path)
            return Result(extent: extent, passed: check.passed)
        } catch let error as CocoaError where error.code == .fileWriteFileExists {
            throw .exists(path: path)
        } catch {
            throw ExportError(error, path: path)
        }
    }

    /// Looks through the events without writing them.
    ///
    /// - Returns: The check with what it found.
    /// - Throws: ``ExportError/ledger(_:)`` when the log cannot be read.
    package func check(
        _ snapshot: LogSnapshot,
        upTo count: UInt64,
        progress: EventsFile.Progress = { _ in }
    ) throws(ExportError) -> PersonalDataCheck {
        var check = PersonalDataCheck(passing: ReviewedPlaces(reviewed))
        do {
            _ = try EventsFile.write(
                snapshot,
                upTo: count,
                isCompressed: false,
                checking: &check,
                progress: progress
            ) { _ in }
        } catch {
            throw ExportError(error, path: "")
        }
        return check
    }
}

extension ExportError {
    /// The export's error that another one stands for.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as ExportError: self = error
        case let error as LogError: self = .ledger(error)
        case let error as SQLiteError:
            self = .cannotWrite(path: error.path, reason: error.description)
        case let error as SpreadsheetError:
            self = .cannotWrite(path: path, reason: error.description)
        case let error as ZstdError: self = .cannotWrite(path: path, reason: error.description)
        default: self = .cannotWrite(path: path, reason: OutputFile.reason(of: error))
        }
    }
}
