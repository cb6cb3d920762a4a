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

    /// Names of the tables from which nothing is ever removed or replaced.
    static let tablesWithoutRemovals: Set = ["hot", "streams", "cold", "names", "types", "voids"]

    /// Opens the tables, or makes them for a new log.
    ///
    /// - Throws: ``LogError/damaged(_:)`` if one is not there and none may be made, or is of another kind.
    init(_ environment: Environment, creating: Bool) throws(LogError) {
        func table<Key: TableKey>(_ name: String, _: Key.Type) throws(LogError) -> Table<Key> {
            do throws(LMDBError) {
                if creating { return try environment.requiredTable(named: name, keys: Key.self) }
                guard let table = try environment.existingTable(named: name, keys: Key.self) else {
                    throw .missing
                }
                return table
            } catch {
                guard error == .missing || error == .incompatible else { throw LogError(error) }
                throw .damaged(
                    DamageError(
                        part: name,
                        position: 0,
                        detail: "the table is missing or of another kind"
                    )
                )
            }
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
            throw LogError(error, reading: table, near: key)
        }
    }

    /// The greatest key of a table, or `nil` if it is empty.
    func lastKey<Key: TableKey>(of table: Table<Key>) throws(LogError) -> Key? {
        do throws(LMDBError) {
            var cursor = try cursor(over: table)
            return try cursor.last() ? try cursor.key() : nil
        } catch {
            throw LogError(error, reading: table)
        }
    }

    /// The greatest key of a table that is not above another; `nil` if there is none.
    func lastKey<Key: TableKey>(
        of table: Table<Key>,
        atOrBelow key: Key
    ) throws(LogError) -> Key? {
        do throws(LMDBError) {
            var cursor = try cursor(over: table)
            return try cursor.seek(atOrBefore: key) ? try cursor.key() : nil
        } catch {
            throw LogError(error, reading: table, near: key)
        }
    }

    /// Number of rows of a table.
    func rowCount<Key: TableKey>(of table: Table<Key>) throws(LogError) -> UInt64 {
        do throws(LMDBError) {
            return try entryCount(of: table)
        } catch {
            throw LogError(error, reading: table)
        }
    }

    /// Hands over the rows with keys from `first` on, in ascending order, while the body says so.
    func forEachRow<Key: TableKey>(
        of table: Table<Key>,
        from first: Key,
        _ body: (Key, RawSpan) throws(LogError) -> Bool
    ) throws(LogError) {
        var cursor = try rowCursor(over: table)
        var last = first
        do throws(LMDBError) {
            guard try cursor.seek(atOrAfter: first) else { return }
        } catch {
            throw LogError(error, reading: table, near: first)
        }
        while true {
            do throws(LMDBError) {
                last = try cursor.key()
            } catch {
                throw LogError(error, reading: table, near: last)
            }
            guard try body(last, cursor.value) else { return }
            do throws(LMDBError) {
                guard try cursor.next() else { return }
            } catch {
                throw LogError(error, reading: table, near: last)
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
