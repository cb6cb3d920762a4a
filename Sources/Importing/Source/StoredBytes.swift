import Foundation

/// A file's bytes as they are stored, before any expansion, in pieces.
final class StoredBytes {
    /// What people call the file.
    let name: String
    /// Size in bytes from where reading began; `nil` for a pipe or terminal.
    let byteCount: Int?
    /// Bytes given out since the beginning or the last rewind.
    private(set) var readByteCount = 0
    /// Gets a copy of every piece that is read.
    var copy: SpoolFile?

    private let file: FileHandle
    /// Where reading began: standard input may stand behind what another program has read.
    private let start: UInt64
    private var peeked: Data?

    private static let pieceBytes = 1 << 18

    /// Reads on from where the file stands; a file that has a size can be read again.
    init(_ file: FileHandle, name: String) throws(ImportError) {
        self.file = file
        self.name = name
        guard let start = try? file.offset(), let end = try? file.seekToEnd() else {
            self.start = 0
            byteCount = nil
            return
        }
        self.start = start
        byteCount = Int(clamping: end) - Int(clamping: start)
        try rewind()
    }

    /// Opens a file; `-` is standard input.
    convenience init(path: String) throws(ImportError) {
        guard path != "-" else {
            try self.init(FileHandle.standardInput, name: path)
            return
        }
        let file: FileHandle
        do {
            file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        } catch {
            throw .cannotOpen(file: path, reason: SystemReason.text(of: error))
        }
        try self.init(file, name: path)
    }

    /// Gives the next piece; empty at the end.
    func next() throws(ImportError) -> Data {
        let piece = try peek()
        peeked = nil
        readByteCount += piece.count
        try copy?.append(piece)
        return piece
    }

    /// Gives the next piece without passing over it.
    func peek() throws(ImportError) -> Data {
        if let peeked { return peeked }
        do {
            let piece = try file.read(upToCount: Self.pieceBytes) ?? Data()
            peeked = piece
            return piece
        } catch {
            throw .cannotRead(file: name, reason: SystemReason.text(of: error))
        }
    }

    /// Goes back to where reading began; only for a file that has a size.
    func rewind() throws(ImportError) {
        do {
            try file.seek(toOffset: start)
        } catch {
            throw .cannotRead(file: name, reason: SystemReason.text(of: error))
        }
        peeked = nil
        readByteCount = 0
    }
}
