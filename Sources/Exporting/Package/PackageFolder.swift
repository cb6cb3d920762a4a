import Foundation
import MessageDigests
import ZipArchive

/// The folder in which a package's files are made before they go into the archive.
final class PackageFolder {
    /// A file of the package.
    struct Member: Sendable {
        /// Name in the package.
        let name: String
        let byteCount: Int64
        /// 64 hex digits.
        let sha256: String
        /// 64 hex digits (GB/T 32905).
        let sm3: String
        /// Whether the archive deflates it.
        let isCompressed: Bool
    }

    let path: String
    /// The files in the order in which they were added.
    private(set) var members: [Member] = []

    private static let pieceBytes = 1 << 20

    /// Makes a new folder.
    ///
    /// - Throws: ``ExportError/cannotWrite(path:reason:)``.
    init(creating path: String) throws(ExportError) {
        self.path = path
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: false
            )
        } catch {
            throw .cannotWrite(path: path, reason: OutputFile.reason(of: error))
        }
    }

    /// Where a file of the package is to be made; its folder is there afterwards.
    ///
    /// - Throws: ``ExportError/cannotWrite(path:reason:)``.
    func path(forNew name: String) throws(ExportError) -> String {
        let file = "\(path)/\(name)"
        do {
            try FileManager.default.createDirectory(
                at: URL(fileURLWithPath: file).deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
        } catch {
            throw .cannotWrite(path: file, reason: OutputFile.reason(of: error))
        }
        return file
    }

    /// Takes a file that is made into the package.
    ///
    /// - Parameters:
    ///   - name: Its name, as given to ``path(forNew:)``.
    ///   - isCompressed: Whether the archive deflates it.
    /// - Throws: ``ExportError``.
    func add(_ name: String, isCompressed: Bool) throws(ExportError) {
        let found = try Self.digest(of: "\(path)/\(name)")
        members.append(
            Member(
                name: name,
                byteCount: found.byteCount,
                sha256: found.sha256,
                sm3: found.sm3,
                isCompressed: isCompressed
            )
        )
    }

    /// Length and digests of a file.
    ///
    /// - Throws: ``ExportError``.
    static func digest(
        of path: String
    ) throws(ExportError) -> (byteCount: Int64, sha256: String, sm3: String) {
        do {
            let sha256 = try MessageDigest(.sha256)
            let sm3 = try MessageDigest(.sm3)
            var byteCount: Int64 = 0
            try forEachPiece(of: path) { piece in
                byteCount += Int64(piece.count)
                sha256.update(piece)
                sm3.update(piece)
            }
            return (byteCount, sha256.finish(), sm3.finish())
        } catch let error as MessageDigestError {
            throw .noDigest(reason: error.description)
        } catch {
            throw .cannotWrite(path: path, reason: OutputFile.reason(of: error))
        }
    }

    /// Makes a file and takes it into the package.
    ///
    /// - Throws: ``ExportError``.
    func add(_ name: String, _ bytes: [UInt8]) throws(ExportError) {
        let file = try OutputFile(creating: try path(forNew: name))
        try file.write(bytes)
        try file.close()
        try add(name, isCompressed: true)
    }

    /// Writes all files into a new archive, which appears under its name when it is whole.
    ///
    /// - Returns: Length and SHA-256 of the archive.
    /// - Throws: ``ExportError``.
    func archive(
        as archivePath: String
    ) throws(ExportError) -> (byteCount: Int64, sha256: String) {
        let unfinished = "\(path)/.archive"
        do {
            let archive = try ZipWriter(creating: unfinished)
            for member in members {
                try archive.add(
                    member.name,
                    byteCount: member.byteCount,
                    isCompressed: member.isCompressed
                ) { write in
                    try Self.forEachPiece(of: "\(path)/\(member.name)") { try write($0) }
                }
            }
            try archive.finish()
            let found = try Self.digest(of: unfinished)
            // Refuses to replace a file that came to be meanwhile.
            try FileManager.default.moveItem(atPath: unfinished, toPath: archivePath)
            return (found.byteCount, found.sha256)
        } catch let error as ExportError {
            throw error
        } catch let error as CocoaError where error.code == .fileWriteFileExists {
            throw .exists(path: archivePath)
        } catch ZipError.cannotWrite(_, let reason) {
            throw .cannotWrite(path: archivePath, reason: reason)
        } catch let error as ZipError {
            throw .cannotWrite(path: archivePath, reason: error.description)
        } catch {
            throw .cannotWrite(path: archivePath, reason: OutputFile.reason(of: error))
        }
    }

    /// Removes the folder with everything in it.
    func remove() { try? FileManager.default.removeItem(atPath: path) }

    private static func forEachPiece(
        of path: String,
        _ body: ([UInt8]) throws -> Void
    ) throws {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        while let piece = try file.read(upToCount: Self.pieceBytes), !piece.isEmpty {
            try body(Array(piece))
        }
    }
}
