import EventModel
import Foundation

/// A new file that is written in large pieces.
final class OutputFile {
    let path: String
    private let file: FileHandle
    private var pending: [UInt8] = []
    private(set) var byteCount: UInt64 = 0

    private static let pieceBytes = 1 << 18

    /// Makes the file.
    ///
    /// - Throws: ``ExportError/exists(path:)``; ``ExportError/cannotWrite(path:reason:)``.
    init(creating path: String) throws(ExportError) {
        self.path = path
        do {
            let place = URL(fileURLWithPath: path)
            try Data().write(to: place, options: .withoutOverwriting)
            file = try FileHandle(forWritingTo: place)
        } catch let error as CocoaError where error.code == .fileWriteFileExists {
            throw .exists(path: path)
        } catch {
            throw .cannotWrite(path: path, reason: Self.reason(of: error))
        }
    }

    func write(_ text: String) throws(ExportError) { try write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) throws(ExportError) {
        pending += bytes
        if pending.count >= Self.pieceBytes { try flush() }
    }

    func write(_ bytes: Span<UInt8>) throws(ExportError) {
        pending.append(addingCapacity: bytes.count) { output in
            output.append(copying: bytes)
        }
        if pending.count >= Self.pieceBytes { try flush() }
    }

    /// Writes what is left and closes the file.
    func close() throws(ExportError) {
        try flush()
        do {
            try file.close()
        } catch {
            throw .cannotWrite(path: path, reason: Self.reason(of: error))
        }
    }

    private func flush() throws(ExportError) {
        guard !pending.isEmpty else { return }
        do {
            try file.write(contentsOf: pending)
        } catch {
            throw .cannotWrite(path: path, reason: Self.reason(of: error))
        }
        byteCount += UInt64(pending.count)
        pending.removeAll(keepingCapacity: true)
    }

    /// What Foundation says in words of its own, of which people know the system's better.
    private static let posixCodes: [CocoaError.Code: POSIXErrorCode] = [
        .fileNoSuchFile: .ENOENT, .fileReadNoSuchFile: .ENOENT,
        .fileWriteNoPermission: .EACCES, .fileReadNoPermission: .EACCES,
        .fileWriteOutOfSpace: .ENOSPC, .fileWriteVolumeReadOnly: .EROFS,
    ]

    /// The system's words for why a file could not be used.
    static func reason(of error: any Error) -> String {
        if let words = (error as? CocoaError).flatMap({ posixCodes[$0.code] }) {
            return reason(of: POSIXError(words))
        }
        let outer = error as NSError
        if let inner = outer.userInfo[NSUnderlyingErrorKey] as? NSError { return reason(of: inner) }
        if outer.domain == NSPOSIXErrorDomain,
            let code = POSIXErrorCode(rawValue: Int32(outer.code))
        {
            let text = POSIXError(code).localizedDescription
            // Foundation puts a sentence without content before the system's words.
            return text.replacing("The operation could not be completed. ", with: "")
        }
        return outer.localizedDescription
    }
}
