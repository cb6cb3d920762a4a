internal import CLMDB
internal import Glibc

extension Environment {
    /// Copies the newest committed state into another folder, while others read and write.
    ///
    /// The copy is on disk when this returns. The read it makes holds pages of its state, so a long
    /// copy beside many commits makes this environment's file grow.
    ///
    /// - Parameters:
    ///   - target: Path of an empty folder; made if missing. Gets the files `data.mdb` and `writer.lock`.
    ///   - compact: Leaves free pages out and numbers the pages anew; slower, smaller.
    /// - Throws: ``LMDBError/corrupted`` if opening found damaged pages (copy the file itself as evidence);
    ///   ``LMDBError/targetExists`` if the folder holds an environment, which stays as it
    ///   is; ``LMDBError/diskFull`` or ``LMDBError/inputOutput`` if it cannot be written, after
    ///   which no partial file is left.
    /// - Complexity: O(pages); two passes of I/O.
    /// - SeeAlso: `mdb_env_copy2` in `lmdb.h`.
    package func copy(to target: String, compact: Bool) throws(LMDBError) {
        requireNotWriting()
        guard findings.damages.isEmpty else { throw .corrupted }
        let mode = options.fileMode | ((options.fileMode & 0o444) >> 2)
        guard unsafe mkdir(target, mode) == 0 || errno == EEXIST else { throw .lastSystemError }
        let dataFile = target + "/" + Environment.dataFileName
        guard unsafe access(dataFile, F_OK) != 0 else { throw .targetExists }
        do throws(LMDBError) {
            try check(unsafe mdb_env_copy2(pointer, target, compact ? UInt32(MDB_CP_COMPACT) : 0))
            // The engine leaves the flush to the kernel; a backup must be on the disk.
            try flush(dataFile, flags: O_RDONLY)
            try note(copy: dataFile, in: target)
            try flush(target, flags: O_RDONLY | O_DIRECTORY)
        } catch {
            if error != .targetExists {
                unsafe unlink(dataFile)
                unsafe unlink(target + "/" + WriterLock.fileName)
            }
            throw error
        }
    }

    /// Notes the copy's state beside it, as a writer would, so that an older state does not pass for it.
    private func note(copy dataFile: String, in target: String) throws(LMDBError) {
        let file = try FileDescriptor(opening: dataFile, flags: O_RDONLY)
        guard let pages = try? MetaPages.read(file) else { throw .corrupted }
        try WriterLock.writeNote(CommitNote(of: pages), in: target, mode: options.fileMode)
        try flush(target + "/" + WriterLock.fileName, flags: O_RDONLY)
    }

    private func flush(_ path: String, flags: Int32) throws(LMDBError) {
        let file = try FileDescriptor(opening: path, flags: flags)
        guard fsync(file.number) == 0 else { throw .lastSystemError }
    }
}
