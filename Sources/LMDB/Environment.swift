internal import CLMDB
internal import Glibc
internal import Synchronization

/// One LMDB environment: a folder with `data.mdb`, `lock.mdb` and `writer.lock`, mapped into memory.
///
/// One process writes, any number read at the same time. Within the process, any thread may open
/// read transactions; write transactions queue behind each other and each stays on its thread.
/// The environment is closed when the last reference to it is gone; transactions hold one, so the
/// map is never taken away under a reader.
///
/// Rules the wrapper cannot enforce:
/// - do not use an environment in a child made by `fork` without `exec`;
/// - do not open and close `data.mdb` or `lock.mdb` by other means in this process while it is
///   open: closing them drops the engine's file locks. Use ``copy(to:compact:)`` for backups;
/// - keep the folder on a local file system.
///
/// - SeeAlso: `lmdb.h`, "Restrictions/caveats".
// SAFETY: `MDB_env` is made for use by many threads; the stored properties never change after
// `init`, and which thread writes is kept in a mutex.
@safe package final class Environment: @unchecked Sendable {
    /// The path it was opened with.
    package let path: String
    /// The options it was opened with.
    package let options: EnvironmentOptions
    /// True if it is read without registering with writers, see ``init(opening:options:)``.
    package let readsWithoutLockFile: Bool
    /// Damage of pages that was found in opening; empty if opened for writing.
    ///
    /// What the damage hides is refused when it is asked for, everything else can be read.
    package var pageDamage: [PageDamage] { findings.damages }
    let findings: PageFindings

    let pointer: OpaquePointer
    private let identity: FolderIdentity
    // Held open so that the file system cannot give the identity to another folder meanwhile.
    private let folder: FileDescriptor
    var folderDescriptor: Int32 { folder.number }
    private let writerLock: WriterLock?
    // Closed after the engine is: closing it earlier would drop the engine's locks on the file.
    private let lockFile: FileDescriptor?
    private let pageSizeBytes: Int
    private let writingThread = Mutex<pthread_t?>(nil)
    let tableOpening = Mutex<Void>(())

    /// Opens the environment in a folder; for writing, the folder and its files are made if missing.
    ///
    /// Reader slots left behind by dead processes are cleared.
    ///
    /// *Reading without write permission.* Readers register in `lock.mdb`, so they must be able to
    /// write it. If it cannot be written because of permissions or a read-only medium, the
    /// environment is read without registering, provided that no writer lives: the reader shares
    /// the writer lock while it is open, which also keeps writers out until it closes. Only where
    /// no `writer.lock` exists (a copy on a read-only medium) nothing can be locked.
    ///
    /// *Damaged pages.* Before anything is read through the engine, all pages that lead to values are checked
    /// (``PageCheck``). With damage a file is not written. For reading it is opened unless no table can be
    /// found any more: what the damage hides is refused as ``LMDBError/corrupted`` when it is asked for.
    ///
    /// - Parameters:
    ///   - path: Folder; absolute, or relative to the working directory. Its parent must exist.
    ///   - options: See ``EnvironmentOptions``.
    /// - Throws: ``EnvironmentOpenError``, cases in order of precedence.
    /// - Complexity: O(pages of trees), about a hundredth of a file of long values.
    /// - SeeAlso: `mdb_env_open` in `lmdb.h`.
    package init(
        opening path: String,
        options: EnvironmentOptions = EnvironmentOptions()
    ) throws(EnvironmentOpenError) {
        let folder: FileDescriptor
        let identity: FolderIdentity
        do throws(LMDBError) {
            folder = try Environment.openFolder(path, options: options)
            identity = try FolderIdentity(of: folder)
        } catch { throw .engine(error) }
        guard OpenFolders.insert(identity) else { throw .alreadyOpen(path: path) }
        var lock: WriterLock?
        let lockFile: FileDescriptor?
        var withoutLockFile = false
        do throws(EnvironmentOpenError) {
            if !options.readOnly {
                lock = try WriterLock(acquiringIn: path, fileMode: options.fileMode)
            } else if !Environment.canRegisterReaders(in: path) {
                lock = try WriterLock.sharing(folder: path)
                withoutLockFile = true
            }
            unsafe (pointer, lockFile, findings) = try unsafe Environment.openEngine(
                path,
                options: options,
                withoutLockFile: withoutLockFile
            )
        } catch {
            OpenFolders.remove(identity)
            throw error
        }
        self.path = path
        self.options = options
        self.identity = identity
        self.folder = folder
        writerLock = lock
        self.lockFile = lockFile
        readsWithoutLockFile = withoutLockFile
        var counts = MDB_stat()
        pageSizeBytes = unsafe mdb_env_stat(pointer, &counts) == 0 ? Int(counts.ms_psize) : 0
        // A writer may have died between its commit and its note, even before the commit was on the disk.
        noteCommit(syncing: true)
    }

    deinit {
        unsafe mdb_env_close(pointer)
        // Before the folder may be opened again in this process.
        writerLock?.release()
        OpenFolders.remove(identity)
    }

    /// Notes the newest commit, which is on the disk, beside the file.
    ///
    /// - Parameter syncing: Whether it may not be on the disk yet; then it is brought there first.
    func noteCommit(syncing: Bool = false) {
        // Without the last flush the state may be lost, and the note would call that damage.
        guard let writerLock, !options.readOnly, !options.noMetaSync else { return }
        var descriptor: Int32 = -1
        guard unsafe mdb_env_get_fd(pointer, &descriptor) == 0,
            let pages = MetaPages.read(descriptor: descriptor, pageSize: pageSizeBytes)
        else { return }
        let note = CommitNote(of: pages)
        if syncing {
            guard note != CommitNote(in: path), unsafe mdb_env_sync(pointer, 1) == 0 else { return }
        }
        writerLock.note(note)
    }

    /// Begins to read the newest committed state.
    ///
    /// - Throws: ``LMDBError/readersFull`` when all reader slots of all processes are taken;
    ///   ``LMDBError/mapResized`` when another process wrote beyond this process's map.
    /// - Complexity: O(1); takes a reader slot under a mutex shared by all processes.
    package func beginReading() throws(LMDBError) -> ReadTransaction {
        try ReadTransaction(of: self)
    }

    /// Begins the one write transaction; blocks while another thread has it.
    ///
    /// Beginning a second one on the same thread is a mistake and traps: it would wait for itself.
    ///
    /// - Throws: ``LMDBError/readOnlyMedium`` if opened for reading only; ``LMDBError/panic`` after
    ///   a failed write of the engine's head page.
    package func beginWriting() throws(LMDBError) -> WriteTransaction {
        try WriteTransaction(of: self)
    }

    func beginHandle(flags: UInt32) throws(LMDBError) -> TransactionHandle {
        var transaction: OpaquePointer?
        try check(unsafe mdb_txn_begin(pointer, nil, flags, &transaction))
        guard let transaction = unsafe transaction else { throw .badTransaction }
        return unsafe TransactionHandle(transaction)
    }

    func beginWriteHandle() throws(LMDBError) -> TransactionHandle {
        guard !options.readOnly else { throw .readOnlyMedium }
        requireNotWriting()
        let handle = try beginHandle(flags: 0)
        writingThread.withLock { $0 = pthread_self() }
        return handle
    }

    /// Notes that the write lock is about to be released, so must come before its release.
    func endWriting() { writingThread.withLock { $0 = nil } }

    /// Traps if this thread has the write transaction: what follows would wait for itself.
    func requireNotWriting() {
        let thread = writingThread.withLock { $0 }
        guard let thread else { return }
        precondition(
            pthread_equal(thread, pthread_self()) == 0,
            "this thread has the write transaction open already"
        )
    }
}
