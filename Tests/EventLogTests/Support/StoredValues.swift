import Foundation
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

    /// Keys of a table with number keys, ascending.
    static func keys(of table: String, in path: String) throws -> [UInt64] {
        let environment = try Environment(opening: path + "/log")
        let opened = try environment.requiredTable(named: table, keys: UInt64.self)
        return try environment.reading { transaction throws(LMDBError) -> [UInt64] in
            var keys: [UInt64] = []
            var cursor = try transaction.cursor(over: opened)
            while try cursor.next() { keys.append(try cursor.key()) }
            return keys
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

    /// Takes the last row off every leaf page that holds a value, while the engine's own count of rows
    /// stays: what a page of an older moment would look like.
    ///
    /// - Returns: Number of pages changed.
    static func cutLastRow(ofPagesHolding value: [UInt8], in path: String) throws -> Int {
        let file = URL(filePath: path + "/log/" + Environment.dataFileName)
        var bytes = Array(try Data(contentsOf: file))
        var count = 0
        for page in stride(from: 2 * 4_096, to: bytes.count, by: 4_096) {
            // Page number (8 bytes), padding, flags, then where the list of row offsets ends.
            let isLeaf = bytes[page + 10] & 2 != 0 && bytes[page + 10] & 4 == 0
            let lower = Int(bytes[page + 12]) | Int(bytes[page + 13]) << 8
            let holdsValue = Data(bytes[page..<page + 4_096]).range(of: Data(value)) != nil
            guard isLeaf, lower >= 16 + 4, holdsValue else { continue }
            bytes[page + 12] = UInt8(truncatingIfNeeded: lower - 2)
            bytes[page + 13] = UInt8(truncatingIfNeeded: (lower - 2) >> 8)
            count += 1
        }
        try Data(bytes).write(to: file)
        return count
    }

    /// A stored value.
    static func bytes<Key: TableKey>(
        of table: String,
        _ key: Key,
        in path: String
    ) throws -> [UInt8] {
        var found: [UInt8] = []
        try change(table, key, in: path) { found = $0 }
        return found
    }
}
