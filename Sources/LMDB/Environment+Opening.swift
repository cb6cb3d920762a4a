internal import CLMDB
internal import Glibc

extension Environment {
    /// Name of the file that holds all tables.
    package static let dataFileName = "data.mdb"
    /// Name of the file in which readers and writers of all processes meet.
    package static let lockFileName = "lock.mdb"

    static func openFolder(
        _ path: String,
        options: EnvironmentOptions
    ) throws(LMDBError) -> FileDescriptor {
        if !options.readOnly {
            // Whoever may read the files must be able to enter the folder.
            let mode = options.fileMode | ((options.fileMode & 0o444) >> 2)
            guard unsafe mkdir(path, mode) == 0 || errno == EEXIST else { throw .lastSystemError }
        } else if unsafe access(path + "/" + dataFileName, F_OK) != 0 {
            // The engine would leave a stray lock file behind before it notices.
            throw .lastSystemError
        }
        return try FileDescriptor(opening: path, flags: O_RDONLY | O_DIRECTORY)
    }

    /// Tells whether this process may write the lock file, or make it.
    ///
    /// Asks without opening: closing the file could drop the engine's locks on it.
    static func canRegisterReaders(in path: String) -> Bool {
        let lockFile = path + "/" + lockFileName
        if unsafe faccessat(AT_FDCWD, lockFile, F_OK, AT_EACCESS) == 0 {
            return unsafe faccessat(AT_FDCWD, lockFile, R_OK | W_OK, AT_EACCESS) == 0
        }
        return unsafe faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) == 0
    }

    static func openEngine(
        _ path: String,
        options: EnvironmentOptions,
        withoutLockFile: Bool
    ) throws(EnvironmentOpenError) -> (OpaquePointer, FileDescriptor?, PageFindings) {
        precondition(options.mapSizeBytes > 0 && options.readerCountMax > 0)
        precondition(options.tableCountMax > 0)
        var opened: OpaquePointer?
        try MetaPages.check(in: path, mapSizeBytes: options.mapSizeBytes)
        do throws(LMDBError) {
            try check(unsafe mdb_env_create(&opened))
        } catch { throw .engine(error) }
        guard let environment = unsafe opened else { throw .engine(.outOfMemory) }
        do throws(EnvironmentOpenError) {
            let findings: PageFindings
            do throws(LMDBError) {
                try unsafe open(environment, path, options, withoutLockFile: withoutLockFile)
                findings = try unsafe checkPages(of: environment) { name in
                    !options.readOnly && !options.tablesWithoutRemovals.contains(name)
                }
            } catch { throw .engine(error) }
            guard findings.damages.isEmpty || options.readOnly && !findings.hidesTables else {
                throw .damaged(findings.damages)
            }
            do throws(LMDBError) {
                if !options.readOnly { try unsafe coverAllPages(of: environment) }
                let lockFile = withoutLockFile ? nil : try reserveLockFile(in: path)
                return unsafe (environment, lockFile, findings)
            } catch { throw .engine(error) }
        } catch {
            unsafe mdb_env_close(environment)
            throw error
        }
    }

    private static func open(
        _ environment: OpaquePointer,
        _ path: String,
        _ options: EnvironmentOptions,
        withoutLockFile: Bool
    ) throws(LMDBError) {
        try unsafe EngineAssertion.watch(environment)
        try check(unsafe mdb_env_set_mapsize(environment, options.mapSizeBytes))
        try check(unsafe mdb_env_set_maxreaders(environment, UInt32(options.readerCountMax)))
        try check(unsafe mdb_env_set_maxdbs(environment, MDB_dbi(options.tableCountMax)))
        let flags = options.engineFlags | (withoutLockFile ? UInt32(MDB_NOLOCK) : 0)
        try check(unsafe mdb_env_open(environment, path, flags, options.fileMode))
        if !withoutLockFile { try check(unsafe mdb_reader_check(environment, nil)) }
    }

    /// Gives the lock file all its blocks on the disk.
    ///
    /// The engine makes it sparse and writes it through a map; on a full disk the first use of a
    /// reader slot would otherwise kill the process (`SIGBUS`).
    ///
    /// - Returns: The open file, to be closed after the engine only.
    private static func reserveLockFile(in path: String) throws(LMDBError) -> FileDescriptor {
        let file = try FileDescriptor(opening: path + "/" + lockFileName, flags: O_RDWR)
        var status = stat()
        guard unsafe fstat(file.number, &status) == 0 else { throw .lastSystemError }
        guard status.st_blocks * 512 < status.st_size else { return file }
        let code = posix_fallocate(file.number, 0, status.st_size)
        // A file system that cannot reserve is left as it is.
        guard code == 0 || code == EOPNOTSUPP || code == EINVAL else {
            throw LMDBError(code: code)
        }
        return file
    }

    /// Makes the file as long as its newest state says it is.
    ///
    /// Touching a mapped page beyond the end of a file that was cut off kills the process
    /// (`SIGBUS`). A page of zeros is instead reported by the engine as damage. The file may also
    /// be shorter than its last page number for a sound reason: a page that a transaction took
    /// and gave back is never written.
    private static func coverAllPages(
        of environment: OpaquePointer
    ) throws(LMDBError) {
        var info = unsafe MDB_envinfo()
        var counts = MDB_stat()
        try check(unsafe mdb_env_info(environment, &info))
        try check(unsafe mdb_env_stat(environment, &counts))
        let (pageCount, isBeyond) = unsafe info.me_last_pgno.addingReportingOverflow(1)
        let (neededBytes, overflow) = pageCount.multipliedReportingOverflow(
            by: Int(counts.ms_psize)
        )
        var dataFile: Int32 = -1
        try check(unsafe mdb_env_get_fd(environment, &dataFile))
        var status = stat()
        guard unsafe fstat(dataFile, &status) == 0 else { throw .lastSystemError }
        guard !isBeyond, !overflow, pageCount >= 0, unsafe neededBytes <= info.me_mapsize else {
            throw .corrupted
        }
        guard status.st_size < neededBytes else { return }
        guard ftruncate(dataFile, neededBytes) == 0 else { throw .lastSystemError }
    }
}

extension EnvironmentOptions {
    fileprivate var engineFlags: UInt32 {
        var flags = UInt32(MDB_NOTLS)
        if readOnly { flags |= UInt32(MDB_RDONLY) }
        if noMetaSync { flags |= UInt32(MDB_NOMETASYNC) }
        if !readsAhead { flags |= UInt32(MDB_NORDAHEAD) }
        return flags
    }
}
