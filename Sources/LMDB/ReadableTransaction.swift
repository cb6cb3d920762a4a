internal import CLMDB
internal import Glibc

/// The engine's handle of an open transaction; its content is not for the layers above.
@safe package struct TransactionHandle {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { unsafe self.pointer = unsafe pointer }
}

/// One consistent state of an environment: what ``ReadTransaction`` and ``WriteTransaction`` share.
///
/// Values are lent as spans into the memory map. A span cannot outlive the transaction, nor, in a
/// write transaction, stay in use across a change: both do not compile.
package protocol ReadableTransaction: ~Copyable {
    /// The engine's handle while the transaction is open.
    var handle: TransactionHandle { get }
}

extension ReadableTransaction where Self: ~Copyable {
    /// Looks up the value of a key.
    ///
    /// - Returns: The bytes in the memory map, at any alignment; nil if the key is not there.
    /// - Throws: ``LMDBError/corrupted`` if a damaged page may hide the key; ``LMDBError`` for an unusable
    ///   transaction; ``LMDBError/badTable`` if the table was opened after the transaction began; an empty
    ///   key is ``LMDBError/badValueSize``.
    /// - Complexity: O(log *n*) pages; no copy.
    /// - SeeAlso: `mdb_get` in `lmdb.h`.
    @_lifetime(borrow self)
    package func value<Key: TableKey>(
        for key: Key,
        in table: Table<Key>
    ) throws(LMDBError) -> RawSpan? {
        let transaction = unsafe handle.pointer
        let tableID = table.id
        if let faults = table.faults {
            guard !key.withKeyBytes({ faults.hides($0) }) else { throw .corrupted }
        }
        var found = unsafe MDB_val()
        let code = key.withKeyBytes { bytes in
            unsafe bytes.withUnsafeBytes { buffer in
                var wanted = unsafe MDB_val(buffer)
                return unsafe mdb_get(transaction, tableID, &wanted, &found)
            }
        }
        if code == MDB_NOTFOUND {
            guard table.faults?.hidesAbsence != true else { throw .corrupted }
            return nil
        }
        try checkUse(code)
        let span = unsafe RawSpan(_unsafeBytes: found.buffer)
        return unsafe _overrideLifetime(span, borrowing: self)
    }

    /// Tells whether a key is there.
    ///
    /// - Throws: As ``value(for:in:)``.
    package func contains<Key: TableKey>(
        _ key: Key,
        in table: Table<Key>
    ) throws(LMDBError) -> Bool {
        try value(for: key, in: table) != nil
    }

    /// Opens a cursor before the first entry of a table.
    ///
    /// - Throws: ``LMDBError/badTable`` if the table was opened after the transaction began;
    ///   ``LMDBError/corrupted`` if damaged pages hide all of it.
    /// - SeeAlso: `mdb_cursor_open` in `lmdb.h`.
    @_lifetime(borrow self)
    package func cursor<Key: TableKey>(
        over table: Table<Key>
    ) throws(LMDBError) -> Cursor<Key> {
        guard table.faults?.isUnusable != true else { throw .corrupted }
        var opened: OpaquePointer?
        try checkUse(unsafe mdb_cursor_open(handle.pointer, table.id, &opened))
        guard let opened = unsafe opened else { throw .badTransaction }
        let cursor = unsafe Cursor<Key>(taking: opened, within: handle, faults: table.faults)
        return unsafe _overrideLifetime(cursor, borrowing: self)
    }

    /// Counts entries and pages of a table.
    ///
    /// - Throws: ``LMDBError/badTable`` if the table was opened after the transaction began;
    ///   ``LMDBError/badTransaction`` when the transaction cannot go on: begin another;
    ///   ``LMDBError/corrupted`` if pages of the table are damaged.
    /// - Complexity: O(1); the engine keeps the counts.
    /// - SeeAlso: `mdb_stat` in `lmdb.h`.
    package func statistics<Key: TableKey>(
        of table: Table<Key>
    ) throws(LMDBError) -> TableStatistics {
        guard table.faults == nil else { throw .corrupted }
        return try storedStatistics(of: table)
    }

    private func storedStatistics<Key: TableKey>(
        of table: Table<Key>
    ) throws(LMDBError) -> TableStatistics {
        var counts = MDB_stat()
        try checkUse(unsafe mdb_stat(handle.pointer, table.id, &counts))
        return TableStatistics(counts)
    }

    /// Number of entries in a table, those that damaged pages hide included.
    ///
    /// - Throws: As ``statistics(of:)``, but ``LMDBError/corrupted`` only if the number itself is in doubt.
    /// - Complexity: O(1).
    package func entryCount<Key: TableKey>(
        of table: Table<Key>
    ) throws(LMDBError) -> UInt64 {
        guard table.faults?.hidesAbsence != true else { throw .corrupted }
        return try storedStatistics(of: table).entryCount
    }
}

/// As ``check(_:)`` for the use of a table in a transaction: the engine says `EINVAL` of one that
/// the transaction does not know.
private func checkUse(_ code: Int32) throws(LMDBError) {
    guard code != EINVAL else { throw .badTable }
    try check(code)
}

extension MDB_val {
    /// Points at bytes that stay in place during the call they are passed to.
    init(_ bytes: UnsafeRawBufferPointer) {
        unsafe self.init(
            mv_size: bytes.count,
            mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress)
        )
    }

    /// The bytes that the engine lent.
    var buffer: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: mv_data, count: mv_size)
    }
}
