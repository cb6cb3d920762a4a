internal import Glibc

/// The right of one process to write a folder: a lock on the file `writer.lock` in it.
///
/// The engine would let a second process open the folder and then block without end in its first
/// write. This lock is taken first and refuses at once. It belongs to the open file, so the kernel
/// releases it when the holder dies, also by `SIGKILL`; the process id in the file is a hint for
/// people and is never trusted.
///
/// The file also notes the newest commit (``CommitNote``), after that commit is on the disk: a data file that
/// shows an older state than the note has lost acknowledged commits (see ``MetaPages``).
///
/// The lock is released by `deinit`, also where a child that is about to be another program still holds
/// the file open. A child made by `fork` without `exec` would share it.
///
/// - SeeAlso: `flock(2)`.
package final class WriterLock: Sendable {
    /// Name of the locked file in the folder.
    package static let fileName = "writer.lock"

    private let file: FileDescriptor

    /// Takes the lock for writing, or refuses at once.
    ///
    /// - Parameters:
    ///   - folder: Path of an existing folder that this user may write.
    ///   - fileMode: Permission bits of a new lock file.
    /// - Throws: ``EnvironmentOpenError/lockedByOtherProcess(processID:)`` while another holder
    ///   lives (it may be another ``WriterLock`` of this process);
    ///   ``EnvironmentOpenError/engine(_:)`` if the file cannot be made.
    package init(
        acquiringIn folder: String,
        fileMode: UInt32 = 0o640
    ) throws(EnvironmentOpenError) {
        let path = folder + "/" + WriterLock.fileName
        do throws(LMDBError) {
            file = try FileDescriptor(opening: path, flags: O_RDWR | O_CREAT, mode: fileMode)
        } catch { throw .engine(error) }
        try WriterLock.lock(file, mode: LOCK_EX)
        WriterLock.writeProcessID(to: file)
    }

    /// Takes the lock for a reader that cannot register with the engine.
    ///
    /// Any number of such readers may hold it together; while one does, nobody can write.
    ///
    /// - Returns: Nil if there is no lock file, so that no writer of this kind was ever here.
    /// - Throws: ``EnvironmentOpenError/lockedByOtherProcess(processID:)`` while a writer lives.
    static func sharing(folder: String) throws(EnvironmentOpenError) -> WriterLock? {
        let path = folder + "/" + fileName
        let file: FileDescriptor
        do throws(LMDBError) {
            file = try FileDescriptor(opening: path, flags: O_RDONLY)
        } catch {
            guard error == .missing else { throw .engine(error) }
            return nil
        }
        try lock(file, mode: LOCK_SH)
        return WriterLock(holding: file)
    }

    private init(holding file: FileDescriptor) { self.file = file }

    deinit { release() }

    /// Lets go of the lock before the last owner lets go of the object.
    func release() { flock(file.number, LOCK_UN) }

    private static func lock(
        _ file: FileDescriptor,
        mode: Int32
    ) throws(EnvironmentOpenError) {
        guard flock(file.number, mode | LOCK_NB) != 0 else { return }
        guard errno == EWOULDBLOCK else { throw .engine(.lastSystemError) }
        throw .lockedByOtherProcess(processID: processID(in: file))
    }

    private static func processID(in file: FileDescriptor) -> Int32? {
        var text: [UInt8] = Array(repeating: 0, count: 16)
        let readCount = unsafe pread(file.number, &text, text.count, 0)
        guard readCount > 0 else { return nil }
        let digits = text[..<readCount].prefix {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
        return Int32(String(decoding: digits, as: UTF8.self))
    }

    private static func writeProcessID(to file: FileDescriptor) {
        var text = Array("\(getpid())\n".utf8)
        text += repeatElement(UInt8(ascii: " "), count: CommitNote.offset - text.count)
        // A failure (full disk) only costs the hint, so it does not refuse the lock.
        _ = unsafe pwrite(file.number, text, text.count, 0)
    }

    /// Makes the file of a folder that nobody has opened yet, with a note and no process id.
    static func writeNote(
        _ note: CommitNote,
        in folder: String,
        mode: UInt32
    ) throws(LMDBError) {
        let path = folder + "/" + fileName
        let file = try FileDescriptor(opening: path, flags: O_WRONLY | O_CREAT, mode: mode)
        let blanks = repeatElement(UInt8(ascii: " "), count: CommitNote.offset - 1)
        let text = blanks + [UInt8(ascii: "\n")] + note.text
        let count = unsafe pwrite(file.number, text, text.count, 0)
        guard count == text.count else {
            throw count < 0 ? .lastSystemError : .diskFull
        }
    }

    /// Takes the note away: what it spoke of is gone.
    func eraseNote() { ftruncate(file.number, off_t(CommitNote.offset)) }

    /// Notes a state that is on the disk.
    func note(_ note: CommitNote) {
        let text = note.text
        // A note that is not written leaves an older one, which is true as well.
        _ = unsafe pwrite(file.number, text, text.count, off_t(CommitNote.offset))
    }
}
