internal import CLMDB
internal import Glibc

/// The one open change of an environment; `deinit` throws it away, only ``commit()`` keeps it.
///
/// **One thread.** The engine's write lock belongs to the thread that began the transaction. A
/// commit on another thread would report success and leave the lock taken for ever, so every call
/// here checks the thread and traps on a mistake. Begin and end it in one synchronous scope
/// (``Environment/writing(_:)``), on a thread that may block: a commit flushes the disk.
///
/// After a call threw, other than ``LMDBError/keyExists`` and ``LMDBError/badValueSize``, the
/// transaction is lost; let it go and begin another.
///
/// - SeeAlso: `mdb_txn_begin`, `mdb_put` in `lmdb.h`.
@safe package struct WriteTransaction: ReadableTransaction, ~Copyable {
    private let environment: Environment
    private let thread: pthread_t
    // Nil after commit, which frees the engine's transaction even when it fails.
    private var openHandle: TransactionHandle?

    init(of environment: Environment) throws(LMDBError) {
        self.environment = environment
        thread = pthread_self()
        openHandle = try environment.beginWriteHandle()
    }

    deinit {
        guard let handle = openHandle else { return }
        requireOwnThread()
        environment.endWriting()
        unsafe mdb_txn_abort(handle.pointer)
    }

    /// The engine's handle while the transaction is open.
    package var handle: TransactionHandle {
        requireOwnThread()
        guard let openHandle else { preconditionFailure("the transaction was committed") }
        return openHandle
    }

    /// Makes the changes durable and ends the transaction.
    ///
    /// When it returns, the changes are on disk (with ``EnvironmentOptions/noMetaSync``: all but
    /// the page that makes them current). A transaction without changes does no I/O.
    ///
    /// - Throws: ``LMDBError/diskFull`` or ``LMDBError/inputOutput`` when the changes could not be
    ///   written: the old state stays, but whether the kernel kept parts of the new pages is
    ///   unknown, so the caller stops writing and opens the environment again.
    /// - Complexity: Writes every changed page; two flushes, one with `noMetaSync`.
    /// - SeeAlso: `mdb_txn_commit` in `lmdb.h`.
    package consuming func commit() throws(LMDBError) {
        let committing = handle
        openHandle = nil
        environment.endWriting()
        try check(unsafe mdb_txn_commit(committing.pointer))
        environment.noteCommit()
    }

    /// Throws the changes away now; letting the transaction go does the same.
    package consuming func abort() {}

    /// Number of this transaction: one above the newest commit.
    package var transactionID: UInt64 { UInt64(unsafe mdb_txn_id(handle.pointer)) }

    private func requireOwnThread() {
        precondition(
            pthread_equal(thread, pthread_self()) != 0,
            "a write transaction must stay on the thread that began it"
        )
    }
}
