internal import Glibc
internal import LMDB

/// The few system calls that a ledger's folder needs besides the storage engine.
enum FolderFiles {
    /// A file is longer than it can be (`EFBIG`).
    static let tooLong = LMDBError(code: EFBIG)

    /// Makes a folder.
    ///
    /// - Returns: False if something of that name is there already.
    static func makeFolder(_ path: String, mode: mode_t = 0o750) throws(LMDBError) -> Bool {
        if unsafe mkdir(path, mode) == 0 { return true }
        guard errno == EEXIST else { throw lastError }
        return false
    }

    /// Whether anything stands at the path.
    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Whether nothing can be said of the path because a folder above it is closed to the user.
    static func isHidden(_ path: String) -> Bool {
        unsafe access(path, F_OK) != 0 && errno == EACCES
    }

    /// Length of a file in bytes; 0 if there is none.
    static func byteCount(of path: String) -> Int {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Names of what a folder holds, unsorted; `nil` if it cannot be listed.
    static func names(in path: String) -> [String]? {
        guard let folder = unsafe opendir(path) else { return nil }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Names of what a folder holds, sorted.
    ///
    /// - Throws: Why it cannot be listed.
    static func list(_ path: String) throws(LMDBError) -> [String] {
        guard let names = names(in: path) else { throw lastError }
        return names.sorted()
    }

    /// Reads a whole file of at most `limitBytes`.
    ///
    /// - Throws: ``LMDBError/missing`` if there is none; ``tooLong`` if it is longer.
    static func read(_ path: String, limitBytes: Int) throws(LMDBError) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw lastError }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: limitBytes + 1)
        var count = 0
        while count < bytes.count {
            var piece = [UInt8](repeating: 0, count: bytes.count - count)
            let read = unsafe Glibc.read(file, &piece, piece.count)
            guard read >= 0 else {
                if errno == EINTR { continue }
                throw lastError
            }
            if read == 0 { break }
            bytes.replaceSubrange(count..<(count + read), with: piece[..<read])
            count += read
        }
        guard count <= limitBytes else { throw tooLong }
        return Array(bytes[..<count])
    }

    /// Writes a file whole or not at all: beside it, flushed, renamed, folder flushed.
    ///
    /// Whoever does the same at the same time writes a file of his own; the last one stays.
    static func replace(
        _ name: String,
        in folder: String,
        with bytes: [UInt8],
        mode: mode_t = 0o640
    ) throws(LMDBError) {
        let temporary = try writeTemporary(bytes, besides: name, in: folder, mode: mode)
        guard unsafe Glibc.rename(temporary, "\(folder)/\(name)") == 0 else {
            let error = lastError
            unsafe unlink(temporary)
            throw error
        }
        try flushFolder(folder)
    }

    /// Writes a file whole, unless one of that name is there.
    ///
    /// - Returns: False if one is there; it is as it was.
    static func create(
        _ name: String,
        in folder: String,
        with bytes: [UInt8],
        mode: mode_t = 0o640
    ) throws(LMDBError) -> Bool {
        let temporary = try writeTemporary(bytes, besides: name, in: folder, mode: mode)
        defer { unsafe unlink(temporary) }
        guard unsafe link(temporary, "\(folder)/\(name)") == 0 else {
            guard errno == EEXIST else { throw lastError }
            return false
        }
        try flushFolder(folder)
        return true
    }

    private static let temporaryEnding = ".new"
    private static func prefix(ofTemporary name: String) -> String { ".\(name)." }

    /// Whether a crash left the file behind while one of some name was written.
    static func isTemporary(_ found: String, of name: String) -> Bool {
        found.hasPrefix(prefix(ofTemporary: name)) && found.hasSuffix(temporaryEnding)
    }

    /// Removes what crashes left behind while a file was written; nobody may be writing it.
    static func removeTemporaries(of name: String, in folder: String) throws(LMDBError) {
        for found in names(in: folder) ?? [] where isTemporary(found, of: name) {
            try remove(found, in: folder)
        }
    }

    /// Writes a flushed file under a name that nobody else uses.
    private static func writeTemporary(
        _ bytes: [UInt8],
        besides name: String,
        in folder: String,
        mode: mode_t
    ) throws(LMDBError) -> String {
        let unique = String(UInt64.random(in: .min ... .max), radix: 36)
        let temporary = "\(folder)/\(prefix(ofTemporary: name))\(unique)\(temporaryEnding)"
        let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw lastError }
        do throws(LMDBError) {
            defer { close(file) }
            try writeAll(bytes[...], to: file)
            guard fsync(file) == 0 else { throw lastError }
        } catch {
            unsafe unlink(temporary)
            throw error
        }
        return temporary
    }

    /// Runs a body that nobody else runs with the same file, which is made if there is none.
    ///
    /// - Parameters:
    ///   - path: A file that stays.
    ///   - mode: Its mode if it is made.
    ///   - failing: Wraps the failure to open or lock it.
    ///   - body: Reads, changes and replaces other files.
    /// - Returns: What the body gives.
    /// - Throws: What `failing` makes, and what the body throws.
    static func withLock<Result>(
        _ path: String,
        mode: mode_t = 0o640,
        failing: (LMDBError) -> LogError,
        _ body: () throws(LogError) -> Result
    ) throws(LogError) -> Result {
        let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode)
        guard file >= 0 else { throw failing(lastError) }
        defer { close(file) }
        while flock(file, LOCK_EX) != 0 {
            guard errno == EINTR else { throw failing(lastError) }
        }
        return try body()
    }

    /// Overwrites a file with zeros, flushes it and removes it.
    ///
    /// - Returns: Whether there was one.
    static func destroy(_ name: String, in folder: String) throws(LMDBError) -> Bool {
        let path = "\(folder)/\(name)"
        let file = unsafe open(path, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else {
            guard errno == ENOENT else { throw lastError }
            return false
        }
        do {
            defer { close(file) }
            let zeros = [UInt8](repeating: 0, count: byteCount(of: path))
            var rest = zeros[...]
            while !rest.isEmpty {
                let piece = Array(rest)
                let written = unsafe write(file, piece, piece.count)
                guard written >= 0 else {
                    if errno == EINTR { continue }
                    throw lastError
                }
                rest = rest.dropFirst(written)
            }
            guard fsync(file) == 0 else { throw lastError }
        }
        guard unsafe unlink(path) == 0 else { throw lastError }
        try flushFolder(folder)
        return true
    }

    /// Removes a file; nothing happens if it is not there.
    static func remove(_ name: String, in folder: String) throws(LMDBError) {
        guard unsafe unlink("\(folder)/\(name)") == 0 || errno == ENOENT else { throw lastError }
        try flushFolder(folder)
    }

    /// Makes the names in a folder durable.
    static func flushFolder(_ path: String) throws(LMDBError) {
        let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw lastError }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw lastError }
    }

    private static func writeAll(_ bytes: ArraySlice<UInt8>, to file: Int32) throws(LMDBError) {
        var rest = bytes
        while !rest.isEmpty {
            let piece = Array(rest)
            let written = unsafe write(file, piece, piece.count)
            guard written >= 0 else {
                if errno == EINTR { continue }
                throw lastError
            }
            rest = rest.dropFirst(written)
        }
    }

    private static var lastError: LMDBError { LMDBError(code: errno == 0 ? EIO : errno) }
}

// MARK: - Copies

extension FolderFiles {
    private static let pieceByteCount = 1 << 20

    /// Copies a file to where none is, and flushes it.
    static func copy(_ source: String, to target: String, mode: mode_t) throws(LMDBError) {
        let input = unsafe open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw lastError }
        defer { close(input) }
        let output = unsafe open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard output >= 0 else { throw lastError }
        defer { close(output) }
        var piece = [UInt8](repeating: 0, count: pieceByteCount)
        while true {
            let count = unsafe Glibc.read(input, &piece, piece.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw lastError
            }
            if count == 0 { break }
            try writeAll(piece[..<count], to: output)
        }
        guard fsync(output) == 0 else { throw lastError }
    }

    /// Sets who may do what with a file or folder.
    static func setMode(of path: String, to mode: mode_t) throws(LMDBError) {
        guard unsafe chmod(path, mode) == 0 else { throw lastError }
    }

    /// Whether a path is a plain file, not a folder, link or device.
    static func isFile(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Whether a path is a folder, not a link to one.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// A path without the slashes at its end.
    static func trimmed(_ path: String) -> String {
        var path = path[...]
        while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        return String(path)
    }

    /// Gives a folder another name, where nothing bears it; the name is on the disk afterwards.
    static func rename(folder old: String, to new: String) throws(LMDBError) {
        guard unsafe Glibc.rename(old, new) == 0 else { throw lastError }
        let parent = new.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        try flushFolder(parent.isEmpty ? "." : parent.joined(separator: "/") + "/")
    }

    /// Removes a folder with all that is in it.
    static func removeTree(_ path: String) {
        for name in names(in: path) ?? [] {
            let inner = "\(path)/\(name)"
            var status = stat()
            guard unsafe lstat(inner, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                removeTree(inner)
            } else {
                unsafe unlink(inner)
            }
        }
        unsafe rmdir(path)
    }
}
