internal import Glibc

/// An open file that is closed when the last owner lets go; never inherited by other programs.
final class FileDescriptor: Sendable {
    let number: Int32

    /// Opens a path.
    ///
    /// - Parameters:
    ///   - path: Absolute, or relative to the working directory.
    ///   - flags: Flags of `open(2)`; `O_CLOEXEC` is added.
    ///   - mode: Permission bits if the file is created.
    /// - Throws: The code of `errno`.
    init(opening path: String, flags: Int32, mode: UInt32 = 0) throws(LMDBError) {
        number = unsafe open(path, flags | O_CLOEXEC, mode)
        guard number >= 0 else { throw .lastSystemError }
    }

    deinit { close(number) }
}
