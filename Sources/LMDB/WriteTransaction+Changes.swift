internal import CLMDB

extension WriteTransaction {
    /// Stores a value, in place of an older one of the same key.
    ///
    /// - Parameters:
    ///   - value: Any bytes, also none.
    ///   - key: For byte keys 1 to 511 bytes.
    ///   - table: Of this transaction's environment.
    /// - Throws: ``LMDBError/mapFull`` when the map size is reached; ``LMDBError/badValueSize`` for
    ///   a key of a wrong length, after which the transaction is still usable.
    /// - Complexity: O(log *n*) pages, each copied at most once in the transaction.
    /// - SeeAlso: `mdb_put` in `lmdb.h`.
    package mutating func put<Key: TableKey>(
        _ value: RawSpan,
        for key: Key,
        in table: Table<Key>
    ) throws(LMDBError) {
        try check(store(value, for: key, in: table, flags: 0))
    }

    /// Stores a value, in place of an older one of the same key.
    ///
    /// - Throws: As for a span.
    package mutating func put<Key: TableKey>(
        _ value: [UInt8],
        for key: Key,
        in table: Table<Key>
    ) throws(LMDBError) {
        try check(unsafe store(value.span.bytes, for: key, in: table, flags: 0))
    }

    /// Stores a value unless the key is there already.
    ///
    /// - Returns: False if the key was there; its value is unchanged.
    /// - Throws: As ``put(_:for:in:)``.
    package mutating func insert<Key: TableKey>(
        _ value: [UInt8],
        for key: Key,
        in table: Table<Key>
    ) throws(LMDBError) -> Bool {
        let code = unsafe store(
            value.span.bytes,
            for: key,
            in: table,
            flags: UInt32(MDB_NOOVERWRITE)
        )
        if code == MDB_KEYEXIST { return false }
        try check(code)
        return true
    }

    /// Stores a value under a key above all keys of the table; fills pages to the brim.
    ///
    /// - Throws: ``LMDBError/keyExists`` if the key is not above the last one, after which the
    ///   transaction is still usable; else as ``put(_:for:in:)``.
    /// - SeeAlso: `MDB_APPEND` in `lmdb.h`.
    package mutating func append<Key: TableKey>(
        _ value: RawSpan,
        for key: Key,
        in table: Table<Key>
    ) throws(LMDBError) {
        try check(store(value, for: key, in: table, flags: UInt32(MDB_APPEND)))
    }

    /// Stores a value under a key above all keys of the table; fills pages to the brim.
    ///
    /// - Throws: As for a span.
    package mutating func append<Key: TableKey>(
        _ value: [UInt8],
        for key: Key,
        in table: Table<Key>
    ) throws(LMDBError) {
        try check(unsafe store(value.span.bytes, for: key, in: table, flags: UInt32(MDB_APPEND)))
    }

    /// Makes room for a value and lets the caller write it in place, without a buffer of its own.
    ///
    /// - Parameters:
    ///   - byteCount: Size of the value.
    ///   - key: As for ``put(_:for:in:)``; an older value is replaced.
    ///   - table: Of this transaction's environment.
    ///   - appending: The key is above all keys of the table.
    ///   - fill: Gets exactly `byteCount` bytes, all 0, and writes the value.
    /// - Throws: As ``put(_:for:in:)`` and ``append(_:for:in:)``.
    /// - Complexity: As ``put(_:for:in:)``, plus one pass over the value.
    /// - SeeAlso: `MDB_RESERVE` in `lmdb.h`.
    package mutating func reserve<Key: TableKey>(
        byteCount: Int,
        for key: Key,
        in table: Table<Key>,
        appending: Bool = false,
        fill: (inout MutableRawSpan) -> Void
    ) throws(LMDBError) {
        precondition(byteCount >= 0, "a size is not negative")
        let flags = UInt32(MDB_RESERVE) | (appending ? UInt32(MDB_APPEND) : 0)
        let transaction = unsafe handle.pointer
        let tableID = table.id
        var room = unsafe MDB_val(mv_size: byteCount, mv_data: nil)
        let code = key.withKeyBytes { bytes in
            unsafe bytes.withUnsafeBytes { buffer in
                var stored = unsafe MDB_val(buffer)
                return unsafe mdb_put(transaction, tableID, &stored, &room, flags)
            }
        }
        try check(code)
        let buffer = unsafe UnsafeMutableRawBufferPointer(start: room.mv_data, count: byteCount)
        // The page may hold bytes of deleted records; a value must never depend on them.
        _ = unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0)
        var span = unsafe MutableRawSpan(_unsafeBytes: buffer)
        fill(&span)
    }

    /// Removes a key.
    ///
    /// - Returns: False if the key was not there.
    /// - Throws: ``LMDBError/mapFull`` when the copied pages do not fit; ``LMDBError/corrupted`` or
    ///   ``LMDBError/pageNotFound`` for a damaged file; ``LMDBError/badValueSize`` for an empty key. The caller
    ///   gives up the transaction.
    /// - Complexity: O(log *n*) pages.
    /// - SeeAlso: `mdb_del` in `lmdb.h`.
    package mutating func delete<Key: TableKey>(
        _ key: Key,
        in table: Table<Key>
    ) throws(LMDBError) -> Bool {
        let transaction = unsafe handle.pointer
        let tableID = table.id
        let code = key.withKeyBytes { bytes in
            unsafe bytes.withUnsafeBytes { buffer in
                var wanted = unsafe MDB_val(buffer)
                return unsafe mdb_del(transaction, tableID, &wanted, nil)
            }
        }
        if code == MDB_NOTFOUND { return false }
        try check(code)
        return true
    }

    /// Removes every key in a range.
    ///
    /// - Parameters:
    ///   - first: The first key to remove; nil begins with the first of the table.
    ///   - limit: The first key to keep; nil goes on to the end of the table.
    ///   - table: Of this transaction's environment.
    /// - Returns: Number of removed entries.
    /// - Throws: ``LMDBError`` as ``delete(_:in:)``.
    /// - Complexity: O(*removed* + log *n*).
    package mutating func deleteAll<Key: TableKey & Comparable>(
        from first: Key?,
        upTo limit: Key?,
        in table: Table<Key>
    ) throws(LMDBError) -> Int {
        var cursor = try self.cursor(over: table)
        var found = if let first { try cursor.seek(atOrAfter: first) } else { try cursor.first() }
        var removedCount = 0
        while found {
            if let limit, try cursor.key() >= limit { break }
            found = try cursor.deleteAndAdvance()
            removedCount += 1
        }
        return removedCount
    }

    /// Removes all entries of a table; the table stays.
    ///
    /// - Throws: ``LMDBError`` for a damaged file, no memory, or an unusable transaction; the caller gives up
    ///   the transaction.
    /// - Complexity: O(pages of the table).
    /// - SeeAlso: `mdb_drop` in `lmdb.h`.
    package mutating func removeAll<Key: TableKey>(in table: Table<Key>) throws(LMDBError) {
        try check(unsafe mdb_drop(handle.pointer, table.id, 0))
    }

    private func store<Key: TableKey>(
        _ value: RawSpan,
        for key: Key,
        in table: Table<Key>,
        flags: UInt32
    ) -> Int32 {
        let transaction = unsafe handle.pointer
        let tableID = table.id
        return unsafe value.withUnsafeBytes { content in
            key.withKeyBytes { bytes in
                unsafe bytes.withUnsafeBytes { buffer in
                    var stored = unsafe MDB_val(buffer)
                    var data = unsafe MDB_val(content)
                    return unsafe mdb_put(transaction, tableID, &stored, &data, flags)
                }
            }
        }
    }
}
