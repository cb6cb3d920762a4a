internal import CLMDB
internal import Synchronization

extension Environment {
    /// Opens a table by its name; when the environment is opened for writing, makes it if missing.
    ///
    /// Call it once per table after opening, before transactions that use the table begin. Opening
    /// a table again gives an equal handle.
    ///
    /// - Parameters:
    ///   - name: Name within the environment; kept in the file.
    ///   - keys: The type of the keys, for example `UInt64.self`.
    /// - Returns: Nil if the table is not there and the environment is opened for reading only.
    /// - Throws: ``LMDBError/incompatible`` if the table was made with another kind of key;
    ///   ``LMDBError/tablesFull`` beyond ``EnvironmentOptions/tableCountMax``.
    /// - SeeAlso: `mdb_dbi_open` in `lmdb.h`.
    package func table<Key: TableKey>(
        named name: String,
        keys: Key.Type
    ) throws(LMDBError) -> Table<Key>? {
        if let table = try existingTable(named: name, keys: keys) { return table }
        guard !options.readOnly else { return nil }
        return try tableOpening.withLock { _ throws(LMDBError) -> Table<Key>? in
            let id = try openHandle(named: name, kind: Key.kind, creating: true)
            return id.map { id in Table(name: name, id: id, faults: findings.tables[name]) }
        }
    }

    /// Opens a table by its name, without ever making it.
    ///
    /// - Returns: Nil if the table is not there.
    /// - Throws: As ``table(named:keys:)``.
    package func existingTable<Key: TableKey>(
        named name: String,
        keys _: Key.Type
    ) throws(LMDBError) -> Table<Key>? {
        requireNotWriting()
        // The engine allows one transaction at a time to open handles.
        return try tableOpening.withLock { _ throws(LMDBError) -> Table<Key>? in
            let id = try openHandle(named: name, kind: Key.kind, creating: false)
            return id.map { id in Table(name: name, id: id, faults: findings.tables[name]) }
        }
    }

    /// Opens a table that the environment, opened for writing, must hold afterwards.
    ///
    /// - Returns: The table, made if it was missing.
    /// - Throws: ``LMDBError/missing`` if it is not there and the environment is opened for reading
    ///   only; else as ``table(named:keys:)``.
    package func requiredTable<Key: TableKey>(
        named name: String,
        keys: Key.Type
    ) throws(LMDBError) -> Table<Key> {
        guard let table = try table(named: name, keys: keys) else { throw .missing }
        return table
    }

    private func openHandle(
        named name: String,
        kind: TableKeyKind,
        creating: Bool
    ) throws(LMDBError) -> MDB_dbi? {
        let transaction = try beginHandle(flags: creating ? 0 : UInt32(MDB_RDONLY))
        let id: MDB_dbi?
        do throws(LMDBError) {
            id = try findHandle(named: name, kind: kind, creating: creating, in: transaction)
        } catch {
            unsafe mdb_txn_abort(transaction.pointer)
            throw error
        }
        // Committing, also a transaction that only read, keeps the handle for the environment.
        try check(unsafe mdb_txn_commit(transaction.pointer))
        return id
    }

    private func findHandle(
        named name: String,
        kind: TableKeyKind,
        creating: Bool,
        in transaction: TransactionHandle
    ) throws(LMDBError) -> MDB_dbi? {
        var id: MDB_dbi = 0
        let flags = kind.flags | (creating ? UInt32(MDB_CREATE) : 0)
        let code = unsafe mdb_dbi_open(transaction.pointer, name, flags, &id)
        if code == MDB_NOTFOUND { return nil }
        try check(code)
        let faults = findings.tables[name]
        // Nothing will be read of it.
        guard faults?.isUnusable != true else { return id }
        // The engine takes the flags of a table from the file and does not compare them.
        var storedFlags: UInt32 = 0
        try check(unsafe mdb_dbi_flags(transaction.pointer, id, &storedFlags))
        guard storedFlags & UInt32(MDB_INTEGERKEY) == kind.flags else { throw .incompatible }
        guard let byteCount = kind.byteCount, faults?.hidesFirst != true else { return id }
        let storedByteCount = try firstKeyByteCount(of: id, in: transaction)
        guard storedByteCount == nil || storedByteCount == byteCount else { throw .incompatible }
        return id
    }

    private func firstKeyByteCount(
        of id: MDB_dbi,
        in transaction: TransactionHandle
    ) throws(LMDBError) -> Int? {
        var opened: OpaquePointer?
        try check(unsafe mdb_cursor_open(transaction.pointer, id, &opened))
        guard let cursor = unsafe opened else { throw .badTransaction }
        defer { unsafe mdb_cursor_close(cursor) }
        var key = unsafe MDB_val()
        var value = unsafe MDB_val()
        let code = unsafe mdb_cursor_get(cursor, &key, &value, MDB_FIRST)
        if code == MDB_NOTFOUND { return nil }
        try check(code)
        return unsafe key.mv_size
    }
}
