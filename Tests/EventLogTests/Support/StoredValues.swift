import LMDB

/// Changes values in a closed ledger's file, as a failing disk or a careless hand would.
enum StoredValues {
    /// Lets a body change the bytes of a value.
    static func change<Key: TableKey>(
        _ table: String,
        _ key: Key,
        in path: String,
        _ change: (inout [UInt8]) -> Void
    ) throws {
        let environment = try Environment(opening: path + "/log")
        let opened = try environment.requiredTable(named: table, keys: Key.self)
        let found = try environment.reading { transaction throws(LMDBError) -> [UInt8]? in
            guard let span = try transaction.value(for: key, in: opened) else { return nil }
            return unsafe span.withUnsafeBytes { bytes in unsafe Array(bytes) }
        }
        guard var bytes = found else { throw LMDBError.missing }
        change(&bytes)
        try environment.writing { transaction throws(LMDBError) in
            try transaction.put(bytes, for: key, in: opened)
        }
    }

    /// Removes a value.
    static func remove(_ table: String, _ key: UInt64, in path: String) throws {
        let environment = try Environment(opening: path + "/log")
        let opened = try environment.requiredTable(named: table, keys: UInt64.self)
        try environment.writing { transaction throws(LMDBError) in
            guard try transaction.delete(key, in: opened) else { throw .missing }
        }
    }
}
