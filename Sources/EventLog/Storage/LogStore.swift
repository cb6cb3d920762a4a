internal import LMDB

/// The tables of a log's environment.
struct LogStore: Sendable {
    let environment: Environment
    /// First position → the events of one commit that no block holds yet.
    let tail: Table<UInt64>
    /// First position → hot columns of a block.
    let hot: Table<UInt64>
    /// First position → streams, keys and sources of a block.
    let streams: Table<UInt64>
    /// First position → compressed rest of a block.
    let cold: Table<UInt64>
    /// Ordinal → name.
    let names: Table<UInt32>
    /// Ordinal → source, with its event count and greatest id.
    let sources: Table<UInt32>
    /// Ordinal → type, version and definition.
    let types: Table<UInt32>
    /// Position of a voiding or correcting event → what it voids or corrects.
    let voids: Table<UInt64>
    /// Facts about the log itself, by name.
    let meta: Table<[UInt8]>

    /// Opens the tables, or makes them for a new log.
    ///
    /// - Throws: ``LMDBError/missing`` if one is not there and none may be made.
    init(_ environment: Environment, creating: Bool) throws(LMDBError) {
        func table<Key: TableKey>(_ name: String, _: Key.Type) throws(LMDBError) -> Table<Key> {
            if creating { return try environment.requiredTable(named: name, keys: Key.self) }
            guard let table = try environment.existingTable(named: name, keys: Key.self) else {
                throw .missing
            }
            return table
        }
        self.environment = environment
        tail = try table("tail", UInt64.self)
        hot = try table("hot", UInt64.self)
        streams = try table("streams", UInt64.self)
        cold = try table("cold", UInt64.self)
        names = try table("names", UInt32.self)
        sources = try table("sources", UInt32.self)
        types = try table("types", UInt32.self)
        voids = try table("voids", UInt64.self)
        meta = try table("meta", [UInt8].self)
    }

    /// Whether no event was ever recorded.
    func isEmpty() throws(LogError) -> Bool {
        try environment.reading { transaction throws(LogError) -> Bool in
            let blockCount = try transaction.rowCount(of: hot)
            let commitCount = try transaction.rowCount(of: tail)
            return blockCount == 0 && commitCount == 0
        }
    }
}

extension ReadableTransaction where Self: ~Copyable {
    /// The stored bytes of a key, or `nil`.
    @_lifetime(borrow self)
    func bytes<Key: TableKey>(for key: Key, in table: Table<Key>) throws(LogError) -> RawSpan? {
        do throws(LMDBError) {
            return try value(for: key, in: table)
        } catch {
            throw LogError(error)
        }
    }

    /// The greatest key of a table, or `nil` if it is empty.
    func lastKey<Key: TableKey>(of table: Table<Key>) throws(LogError) -> Key? {
        do throws(LMDBError) {
            var cursor = try cursor(over: table)
            return try cursor.last() ? try cursor.key() : nil
        } catch {
            throw LogError(error)
        }
    }

    /// Number of rows of a table.
    func rowCount<Key: TableKey>(of table: Table<Key>) throws(LogError) -> UInt64 {
        do throws(LMDBError) {
            return try entryCount(of: table)
        } catch {
            throw LogError(error)
        }
    }

    /// Hands over the rows with keys from `first` on, in ascending order, while the body says so.
    func forEachRow<Key: TableKey>(
        of table: Table<Key>,
        from first: Key,
        _ body: (Key, RawSpan) throws(LogError) -> Bool
    ) throws(LogError) {
        var cursor = try rowCursor(over: table)
        var isFound: Bool
        do throws(LMDBError) {
            isFound = try cursor.seek(atOrAfter: first)
        } catch {
            throw LogError(error)
        }
        while isFound {
            let key: Key
            do throws(LMDBError) {
                key = try cursor.key()
            } catch {
                throw LogError(error)
            }
            guard try body(key, cursor.value) else { return }
            do throws(LMDBError) {
                isFound = try cursor.next()
            } catch {
                throw LogError(error)
            }
        }
    }

    @_lifetime(borrow self)
    private func rowCursor<Key: TableKey>(over table: Table<Key>) throws(LogError) -> Cursor<Key> {
        do throws(LMDBError) {
            return try cursor(over: table)
        } catch {
            throw LogError(error)
        }
    }
}
