import Foundation

/// The file that gets refused rows as they stood in their sources, one a line (`--skip-bad`).
///
/// One for all sources of a command. It is made at the first refused row, and never from a file that is
/// there already: that may be what is being imported, or the refused rows of another day.
package final class RefusedRowsFile {
    private let path: String
    private var file: FileHandle?
    private var head: [UInt8] = []

    /// Plans the file; nothing is written yet.
    ///
    /// - Throws: ``ImportError/exists(file:)``; ``ImportError/cannotWrite(file:reason:)``. Devices and pipes are taken, since nothing in them is lost.
    package init(path: String) throws(ImportError) {
        self.path = path
        let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: place) else {
            try Self.checkFolder(of: path)
            return
        }
        let type = attributes[.type] as? FileAttributeType
        guard type == .typeCharacterSpecial || type == .typeBlockSpecial || type == .typeUnknown
        else { throw .exists(file: path) }
        do {
            file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        } catch {
            throw .cannotWrite(file: path, reason: SystemReason.text(of: error))
        }
    }

    /// Adds a row and a line end.
    ///
    /// - Parameters:
    ///   - row: The row without its line end.
    ///   - head: What must stand above the row for it to be read again; it is written whenever it changes.
    /// - Throws: ``ImportError/exists(file:)`` if the file came to be since; ``ImportError/cannotWrite(file:reason:)``.
    func append(_ row: [UInt8], below head: [UInt8]) throws(ImportError) {
        let file = try opened()
        var bytes: [UInt8] = []
        if head != self.head {
            bytes += head + [0x0A]
            self.head = head
        }
        bytes += row + [0x0A]
        do {
            try file.write(contentsOf: bytes)
        } catch {
            throw .cannotWrite(file: path, reason: SystemReason.text(of: error))
        }
    }

    /// Finds out that no file can be made before any row is imported, not at the first refused one.
    private static func checkFolder(of path: String) throws(ImportError) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let files = FileManager.default
        let isThere = files.fileExists(atPath: folder)
        guard isThere, files.isWritableFile(atPath: folder) else {
            let reason = SystemReason.text(of: POSIXError(isThere ? .EACCES : .ENOENT))
            throw .cannotWrite(file: path, reason: reason)
        }
    }

    private func opened() throws(ImportError) -> FileHandle {
        if let file { return file }
        do {
            let place = URL(fileURLWithPath: path)
            // Fails if the file came to be meanwhile.
            try Data().write(to: place, options: .withoutOverwriting)
            let opened = try FileHandle(forWritingTo: place)
            file = opened
            return opened
        } catch let error as CocoaError where error.code == .fileWriteFileExists {
            throw .exists(file: path)
        } catch {
            throw .cannotWrite(file: path, reason: SystemReason.text(of: error))
        }
    }
}
