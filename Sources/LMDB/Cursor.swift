internal import CLMDB

/// A place in a table, moved forwards and backwards in the order of the keys.
///
/// It cannot outlive its transaction, and a write transaction cannot change anything while it is in
/// use: both do not compile. Key and value stay readable until the next move.
///
/// - SeeAlso: `mdb_cursor_get` in `lmdb.h`.
@safe package struct Cursor<Key: TableKey>: ~Copyable, ~Escapable {
    private let pointer: OpaquePointer
    private var currentKey: MDB_val
    private var currentValue: MDB_val
    /// True while the cursor stands on an entry.
    package private(set) var isOnEntry: Bool
    private let faults: TableFaults?

    @_lifetime(immortal)
    init(
        taking pointer: OpaquePointer,
        within transaction: TransactionHandle,
        faults: TableFaults?
    ) {
        unsafe self.pointer = unsafe pointer
        self.faults = faults
        unsafe currentKey = unsafe MDB_val()
        unsafe currentValue = unsafe MDB_val()
        isOnEntry = false
    }

    deinit { unsafe mdb_cursor_close(pointer) }

    /// Moves to the first entry; false if the table is empty.
    ///
    /// - Throws: ``LMDBError/corrupted`` or ``LMDBError/pageNotFound`` when a damaged page may hide the entry:
    ///   stop writing and restore a backup; ``LMDBError/badTransaction`` when the transaction cannot go on: begin another.
    /// - Complexity: O(log *n*) pages.
    @_lifetime(self: copy self)
    package mutating func first() throws(LMDBError) -> Bool {
        guard faults?.hidesFirst != true else { throw .corrupted }
        return try move(MDB_FIRST)
    }

    /// Moves to the last entry; false if the table is empty.
    ///
    /// - Throws: As ``first()``.
    /// - Complexity: O(log *n*) pages.
    @_lifetime(self: copy self)
    package mutating func last() throws(LMDBError) -> Bool {
        guard faults?.hidesLast != true else { throw .corrupted }
        return try move(MDB_LAST)
    }

    /// Moves to the entry behind, from a new cursor to the first; false at the end.
    ///
    /// - Throws: As ``first()``.
    /// - Complexity: O(1) pages, amortised.
    @_lifetime(self: copy self)
    package mutating func next() throws(LMDBError) -> Bool {
        if let faults {
            guard isOnEntry else { return try first() }
            guard !faults.hidesRow(after: keyBytes) else { throw .corrupted }
        }
        return try move(MDB_NEXT)
    }

    /// Moves to the entry before, from a new cursor to the last; false at the beginning.
    ///
    /// - Throws: As ``first()``.
    /// - Complexity: O(1) pages, amortised.
    @_lifetime(self: copy self)
    package mutating func previous() throws(LMDBError) -> Bool {
        if let faults {
            guard isOnEntry else { return try last() }
            guard !faults.hidesRow(before: keyBytes) else { throw .corrupted }
        }
        return try move(MDB_PREV)
    }

    /// Moves to the first entry whose key is the wanted one or above; false if there is none.
    ///
    /// - Throws: As ``first()``; ``LMDBError/badValueSize`` for an empty key.
    /// - Complexity: O(log *n*) pages.
    @_lifetime(self: copy self)
    package mutating func seek(atOrAfter key: Key) throws(LMDBError) -> Bool {
        if let faults {
            guard !key.withKeyBytes({ faults.hidesSuccessor(of: $0) }) else { throw .corrupted }
        }
        return try move(MDB_SET_RANGE, to: key)
    }

    /// Moves to the last entry whose key is the wanted one or below; false if there is none.
    ///
    /// - Throws: As ``first()``; ``LMDBError/badValueSize`` for an empty key.
    /// - Complexity: O(log *n*) pages.
    @_lifetime(self: copy self)
    package mutating func seek(atOrBefore key: Key) throws(LMDBError) -> Bool {
        guard try seek(atOrAfter: key) else { return try last() }
        if holds(key) { return true }
        return try previous()
    }

    /// Moves to the entry of exactly this key; false if there is none.
    ///
    /// - Throws: As ``first()``; ``LMDBError/badValueSize`` for an empty key.
    /// - Complexity: O(log *n*) pages.
    @_lifetime(self: copy self)
    package mutating func seek(exactly key: Key) throws(LMDBError) -> Bool {
        if let faults {
            guard !key.withKeyBytes({ faults.hides($0) }) else { throw .corrupted }
        }
        return try move(MDB_SET_KEY, to: key)
    }

    /// The key under the cursor, which must stand on an entry.
    ///
    /// - Throws: ``LMDBError/corrupted`` if the stored key has a length that its kind cannot have.
    package func key() throws(LMDBError) -> Key {
        precondition(isOnEntry, "the cursor stands on no entry")
        guard let key = Key(keyBytes: unsafe RawSpan(_unsafeBytes: currentKey.buffer)) else {
            throw .corrupted
        }
        return key
    }

    /// The bytes of the key under the cursor, which must stand on an entry; at any alignment.
    package var keyBytes: RawSpan {
        @_lifetime(borrow self)
        get {
            precondition(isOnEntry, "the cursor stands on no entry")
            let span = unsafe RawSpan(_unsafeBytes: currentKey.buffer)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// The value under the cursor, which must stand on an entry; in the map, at any alignment.
    package var value: RawSpan {
        @_lifetime(borrow self)
        get {
            precondition(isOnEntry, "the cursor stands on no entry")
            let span = unsafe RawSpan(_unsafeBytes: currentValue.buffer)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Removes the entry under the cursor and moves to the one behind it; false at the end.
    @_lifetime(self: copy self)
    mutating func deleteAndAdvance() throws(LMDBError) -> Bool {
        precondition(isOnEntry, "the cursor stands on no entry")
        try check(unsafe mdb_cursor_del(pointer, 0))
        // After a deletion the engine already stands on the entry behind; NEXT knows that.
        return try move(MDB_NEXT)
    }

    private func holds(_ key: Key) -> Bool {
        key.withKeyBytes { wanted in
            unsafe wanted.withUnsafeBytes { bytes in
                unsafe bytes.elementsEqual(currentKey.buffer)
            }
        }
    }

    @_lifetime(self: copy self)
    private mutating func move(_ operation: MDB_cursor_op) throws(LMDBError) -> Bool {
        var foundKey = unsafe MDB_val()
        var foundValue = unsafe MDB_val()
        let code = unsafe mdb_cursor_get(pointer, &foundKey, &foundValue, operation)
        unsafe currentKey = unsafe foundKey
        unsafe currentValue = unsafe foundValue
        return try arrive(code)
    }

    @_lifetime(self: copy self)
    private mutating func move(
        _ operation: MDB_cursor_op,
        to key: Key
    ) throws(LMDBError) -> Bool {
        let cursor = unsafe pointer
        var foundKey = unsafe MDB_val()
        var foundValue = unsafe MDB_val()
        let code = key.withKeyBytes { wanted in
            unsafe wanted.withUnsafeBytes { bytes in
                unsafe foundKey = unsafe MDB_val(bytes)
                return unsafe mdb_cursor_get(cursor, &foundKey, &foundValue, operation)
            }
        }
        unsafe currentKey = unsafe foundKey
        unsafe currentValue = unsafe foundValue
        return try arrive(code)
    }

    @_lifetime(self: copy self)
    private mutating func arrive(_ code: Int32) throws(LMDBError) -> Bool {
        isOnEntry = code == 0
        if code == MDB_NOTFOUND {
            // Rows may be missing anywhere.
            guard faults?.hidesAbsence != true else { throw .corrupted }
            return false
        }
        try check(code)
        return true
    }
}
