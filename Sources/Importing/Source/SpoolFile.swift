import Foundation

/// A nameless copy of a compressed stream on the disk.
///
/// With it the stream can be read to its end before the first of its rows is used. It goes away with the
/// process, however that ends.
final class SpoolFile {
    private let name: String
    private let file: FileHandle
    private let limitBytes: Int
    private var byteCount = 0

    /// Makes an empty copy of the stream `name` in the system's folder for temporary files.
    init(of name: String, limitBytes: Int) throws(ImportError) {
        self.name = name
        self.limitBytes = limitBytes
        let files = FileManager.default
        // Only this user may enter the folder, so that nobody else opens the file before it is nameless.
        let folder = files.temporaryDirectory.appending(path: "cairn-\(UUID().uuidString)")
        do {
            try files.createDirectory(
                at: folder,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
            defer { try? files.removeItem(at: folder) }
            let place = folder.appending(path: "stream")
            try Data().write(to: place)
            file = try FileHandle(forUpdating: place)
        } catch {
            throw .cannotWrite(file: folder.path, reason: SystemReason.text(of: error))
        }
    }

    /// Adds the next piece of the stream.
    ///
    /// - Throws: ``ImportError/tooLargeToSpool(file:limitBytes:)``; ``ImportError/cannotWrite(file:reason:)``.
    func append(_ piece: Data) throws(ImportError) {
        byteCount += piece.count
        guard byteCount <= limitBytes else {
            throw .tooLargeToSpool(file: name, limitBytes: limitBytes)
        }
        do {
            try file.write(contentsOf: piece)
        } catch {
            let folder = FileManager.default.temporaryDirectory.path
            throw .cannotWrite(file: folder, reason: SystemReason.text(of: error))
        }
    }

    /// The copy, to be read from its beginning.
    func stored() throws(ImportError) -> StoredBytes {
        do {
            try file.seek(toOffset: 0)
        } catch {
            throw .cannotRead(file: name, reason: SystemReason.text(of: error))
        }
        return try StoredBytes(file, name: name)
    }
}
