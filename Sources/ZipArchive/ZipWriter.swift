internal import CArchive
internal import Glibc

/// Writes a ZIP archive member by member, in little memory, of any size (Zip64).
///
/// The same members give the same bytes with the same versions of libarchive and zlib: no member carries a time
/// (readers show 1980-01-01), an owner or other rights than reading. ``finish()`` completes the archive.
/// Not `Sendable`; use it from one thread at a time.
///
/// - SeeAlso: libarchive, `archive_write(3)`; PKWARE APPNOTE.TXT 6.3.
@safe package final class ZipWriter {
    private let path: String
    private let archive: OpaquePointer
    private let descriptor: Int32
    private var names: Set<String> = []
    private var isOpen = true

    /// The library and its version, which the bytes of an archive depend on; zlib's among them.
    package static var library: String {
        guard let details = unsafe archive_version_details() else { return "libarchive" }
        return unsafe String(cString: details)
    }

    /// Makes a new file.
    ///
    /// - Parameter path: Where nothing stands yet.
    /// - Throws: ``ZipError/exists(path:)``; ``ZipError/cannotWrite(path:reason:)``; ``ZipError/outOfMemory``.
    package init(creating path: String) throws(ZipError) {
        self.path = path
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let code = errno
            throw code == EEXIST
                ? .exists(path: path)
                : .cannotWrite(path: path, reason: unsafe String(cString: strerror(code)))
        }
        guard let archive = unsafe archive_write_new() else {
            close(descriptor)
            throw .outOfMemory
        }
        unsafe self.archive = unsafe archive
        unsafe archive_write_set_format_zip(archive)
        // Nothing is added behind the archive's end to fill a block.
        unsafe archive_write_set_bytes_in_last_block(archive, 1)
        try check(unsafe archive_write_open_fd(archive, descriptor))
    }

    deinit {
        unsafe archive_write_free(archive)
        if isOpen { close(descriptor) }
    }

    /// Adds a member.
    ///
    /// - Parameters:
    ///   - name: ASCII, `/` between folders, not used yet.
    ///   - byteCount: Length of the content.
    ///   - isCompressed: Whether to deflate it; what is compressed already is stored as it is.
    ///   - content: Gives the content's pieces in order through the function that it gets.
    /// - Throws: ``ZipError``, or what `content` throws; the archive is of no more use.
    package func add(
        _ name: String,
        byteCount: Int64,
        isCompressed: Bool,
        content: (_ write: ([UInt8]) throws(ZipError) -> Void) throws -> Void
    ) throws {
        guard Self.isName(name), names.insert(name).inserted else { throw ZipError.badName(name) }
        guard let entry = unsafe archive_entry_new() else { throw ZipError.outOfMemory }
        defer { unsafe archive_entry_free(entry) }
        unsafe archive_entry_set_pathname(entry, name)
        unsafe archive_entry_set_filetype(entry, Self.regularFile)
        unsafe archive_entry_set_perm(entry, 0o644)
        unsafe archive_entry_set_size(entry, byteCount)
        try check(
            unsafe isCompressed
                ? archive_write_zip_set_compression_deflate(archive)
                : archive_write_zip_set_compression_store(archive)
        )
        try check(unsafe archive_write_header(archive, entry))
        var given: Int64 = 0
        try content { piece throws(ZipError) in
            given += Int64(piece.count)
            guard given <= byteCount else {
                throw .otherLength(name: name, said: byteCount, given: given)
            }
            unsafe try self.write(piece.span.bytes)
        }
        guard given == byteCount else {
            throw ZipError.otherLength(name: name, said: byteCount, given: given)
        }
        try check(unsafe archive_write_finish_entry(archive))
    }

    /// Adds a member that is in memory.
    ///
    /// - Throws: ``ZipError``; the archive is of no more use.
    package func add(_ name: String, bytes: [UInt8], isCompressed: Bool) throws {
        try add(name, byteCount: Int64(bytes.count), isCompressed: isCompressed) { write in
            try write(bytes)
        }
    }

    /// Completes the archive, flushes it to the disk and closes the file.
    ///
    /// - Throws: ``ZipError/cannotWrite(path:reason:)``; the caller removes the file.
    package func finish() throws(ZipError) {
        try check(unsafe archive_write_close(archive))
        // A file system that keeps nothing for good, such as a pipe's, refuses flushing.
        let isFlushed = fsync(descriptor) == 0 || errno == EINVAL || errno == ENOSYS
        let code = errno
        isOpen = false
        guard close(descriptor) == 0, isFlushed else {
            throw .cannotWrite(path: path, reason: unsafe String(cString: strerror(code)))
        }
    }

    private func write(_ piece: RawSpan) throws(ZipError) {
        var writtenCount = 0
        while writtenCount < piece.byteCount {
            let rest = piece.extracting(droppingFirst: writtenCount)
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe archive_write_data(archive, bytes.baseAddress, bytes.count)
            }
            guard count > 0 else { throw failure }
            writtenCount += count
        }
    }

    /// `AE_IFREG` of libarchive.
    private static let regularFile: UInt32 = 0o100_000

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("/") && !name.contains("\\")
            && name.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
            && !name.split(separator: "/", omittingEmptySubsequences: false).contains {
                $0.isEmpty || $0 == "." || $0 == ".."
            }
    }

    private func check(_ code: Int32) throws(ZipError) {
        guard code == ARCHIVE_OK else { throw failure }
    }

    private var failure: ZipError {
        let reason = unsafe archive_error_string(archive)
        return .cannotWrite(
            path: path,
            reason: unsafe reason.map { unsafe String(cString: $0) } ?? "no reason given"
        )
    }
}
