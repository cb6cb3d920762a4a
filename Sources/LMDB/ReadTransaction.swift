internal import CLMDB

/// A consistent state of the environment, as it was when the transaction began; ended by `deinit`.
///
/// **Keep it short or renew it.** While it is open, no page of its state is used again, so a held
/// reader makes the file grow with every commit of the writer. A long scan calls ``renew()`` every
/// so many pages and keeps its own end position.
///
/// A transaction may be passed between threads but is used by one at a time, which ownership
/// ensures; a thread may hold several.
///
/// - SeeAlso: `mdb_txn_begin` in `lmdb.h`.
@safe package struct ReadTransaction: ReadableTransaction, ~Copyable {
    /// The engine's handle.
    package let handle: TransactionHandle
    // Keeps the memory map in place for as long as spans into it may be used.
    private let environment: Environment

    init(of environment: Environment) throws(LMDBError) {
        self.environment = environment
        handle = try environment.beginHandle(flags: UInt32(MDB_RDONLY))
    }

    deinit { unsafe mdb_txn_abort(handle.pointer) }

    /// Moves on to the newest committed state and lets the writer use the old pages again.
    ///
    /// Keeps the reader slot. After a failure the transaction knows no table any more: every further
    /// use throws ``LMDBError/badTable`` or ``LMDBError/badTransaction``; begin another one.
    ///
    /// - Throws: ``LMDBError/mapResized`` if another process wrote beyond this process's map.
    /// - SeeAlso: `mdb_txn_reset`, `mdb_txn_renew` in `lmdb.h`.
    package mutating func renew() throws(LMDBError) {
        unsafe mdb_txn_reset(handle.pointer)
        try check(unsafe mdb_txn_renew(handle.pointer))
    }

    /// Number of the newest commit that this state contains; rises by one with each commit.
    package var transactionID: UInt64 { UInt64(unsafe mdb_txn_id(handle.pointer)) }
}
