import CairnTestSupport
import Testing

@testable import LMDB

@Suite("Tables")
struct TableTests {
    @Test("Number keys sort as numbers, byte keys as bytes")
    func keyOrder() async throws {
        try await withTemporaryFolder { path in
            let environment = try Environment(opening: path)
            let wide = try environment.requiredTable(named: "wide", keys: UInt64.self)
            let narrow = try environment.requiredTable(named: "narrow", keys: UInt32.self)
            let bytes = try environment.requiredTable(named: "bytes", keys: [UInt8].self)
            try environment.writing { transaction throws(LMDBError) in
                for key in [256, 1, UInt64.max, 255, 0] {
                    try transaction.put([], for: key, in: wide)
                }
                for key in [256, 1, UInt32.max, 255, 0] {
                    try transaction.put([], for: key, in: narrow)
                }
                for key in [[2], [1, 0], [1], [255], [1, 0, 0]] as [[UInt8]] {
                    try transaction.put([], for: key, in: bytes)
                }
            }
            let transaction = try environment.beginReading()
            #expect(try keys(of: wide, in: transaction) == [0, 1, 255, 256, .max])
            #expect(try keys(of: narrow, in: transaction) == [0, 1, 255, 256, .max])
            #expect(
                try keys(of: bytes, in: transaction) == [[1], [1, 0], [1, 0, 0], [2], [255]]
            )
        }
    }

    @Test("Keys have 1 to 511 bytes; others are a typed error that leaves the transaction usable")
    func keySize() async throws {
        try await withTemporaryFolder { path in
            let environment = try Environment(opening: path)
            let table = try environment.requiredTable(named: "t", keys: [UInt8].self)
            let longest = [UInt8](repeating: 1, count: 511)
            var transaction = try environment.beginWriting()
            for key in [longest + [1], []] {
                var failure: LMDBError?
                do throws(LMDBError) {
                    try transaction.put([1], for: key, in: table)
                } catch { failure = error }
                #expect(failure == .badValueSize, "\(key.count) bytes")
            }
            try transaction.put([1], for: longest, in: table)
            try transaction.put([2], for: [9], in: table)
            try transaction.commit()
            let reader = try environment.beginReading()
            #expect(try reader.copy(of: longest, in: table) == [1])
            #expect(try reader.copy(of: longest + [1], in: table) == nil)
            #expect(try reader.copy(of: [9], in: table) == [2])
        }
    }

    @Test("An appended key must be above the last; the refusal leaves the transaction usable")
    func appendOrder() async throws {
        try await withTemporaryFolder { path in
            let environment = try Environment(opening: path)
            let table = try environment.requiredTable(named: "t", keys: UInt64.self)
            var transaction = try environment.beginWriting()
            try transaction.append([1], for: 10, in: table)
            for key in [10, 9] as [UInt64] {
                var failure: LMDBError?
                do throws(LMDBError) {
                    try transaction.append([2], for: key, in: table)
                } catch { failure = error }
                #expect(failure == .keyExists)
            }
            try transaction.append([3], for: 11, in: table)
            try transaction.commit()
            let reader = try environment.beginReading()
            #expect(try keys(of: table, in: reader) == [10, 11])
        }
    }

    @Test(
        "Any sequence of changes leaves table and model equal",
        arguments: 0..<12 as Range<UInt64>
    )
    func tableMatchesModel(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        try await withTemporaryFolder { path in
            let options = EnvironmentOptions(noMetaSync: true)
            let environment = try Environment(opening: path, options: options)
            let table = try environment.requiredTable(named: "t", keys: UInt64.self)
            var committed = Model()
            for round in 0..<6 {
                var model = committed
                var transaction = try environment.beginWriting()
                for _ in 0..<80 { try change(&transaction, &model, table, using: &random) }
                try requireEqual(transaction, model, table, using: &random, "\(seed) \(round)")
                if Bool.random(using: &random) {
                    try transaction.commit()
                    committed = model
                } else {
                    transaction.abort()
                }
                let reader = try environment.beginReading()
                try requireEqual(reader, committed, table, using: &random, "\(seed) \(round)")
            }
        }
    }
}

/// What a table should hold, in the plainest form.
private struct Model {
    var entries: [UInt64: [UInt8]] = [:]
    var keys: [UInt64] { entries.keys.sorted() }
}

private func keys<Key: TableKey>(
    of table: Table<Key>,
    in transaction: borrowing some ReadableTransaction & ~Copyable
) throws(LMDBError) -> [Key] {
    var cursor = try transaction.cursor(over: table)
    var keys: [Key] = []
    while try cursor.next() { keys.append(try cursor.key()) }
    return keys
}

private func change(
    _ transaction: inout WriteTransaction,
    _ model: inout Model,
    _ table: Table<UInt64>,
    using random: inout SplitMix64
) throws {
    let key = UInt64.random(in: 0..<60, using: &random)
    let byteCount = Int.random(in: 0...9, using: &random) == 0 ? 9_000 : 5
    let value = [UInt8](repeating: UInt8.random(in: 0...255, using: &random), count: byteCount)
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<45:
        try transaction.put(value, for: key, in: table)
        model.entries[key] = value
    case 45..<55:
        let isNew = try transaction.insert(value, for: key, in: table)
        try #require(isNew == (model.entries[key] == nil))
        if isNew { model.entries[key] = value }
    case 55..<85:
        let wasThere = try transaction.delete(key, in: table)
        try #require(wasThere == (model.entries.removeValue(forKey: key) != nil))
    case 85..<92:
        let last = (model.keys.last ?? 0) + 1
        try transaction.append(value, for: last, in: table)
        model.entries[last] = value
    case 92..<99:
        let limit = Bool.random(using: &random) ? key + 10 : nil
        let first = Bool.random(using: &random) ? key : nil
        let removed = model.keys.filter { $0 >= (first ?? 0) && $0 < (limit ?? .max) }
        let removedCount = try transaction.deleteAll(from: first, upTo: limit, in: table)
        try #require(removedCount == removed.count)
        for key in removed { model.entries[key] = nil }
    default:
        try transaction.removeAll(in: table)
        model.entries = [:]
    }
}

private func requireEqual(
    _ transaction: borrowing some ReadableTransaction & ~Copyable,
    _ model: Model,
    _ table: Table<UInt64>,
    using random: inout SplitMix64,
    _ trace: String
) throws {
    let expected = model.keys
    let forwards = try keys(of: table, in: transaction)
    try #require(forwards == expected, "\(trace)")
    let count = try transaction.entryCount(of: table)
    try #require(count == UInt64(expected.count), "\(trace)")
    var cursor = try transaction.cursor(over: table)
    var backwards: [UInt64] = []
    while try cursor.previous() {
        let key = try cursor.key()
        let value = unsafe cursor.value.withUnsafeBytes { bytes in unsafe Array(bytes) }
        try #require(value == model.entries[key], "\(trace)")
        backwards.append(key)
    }
    try #require(backwards == expected.reversed(), "\(trace)")
    for _ in 0..<20 {
        let wanted = UInt64.random(in: 0..<80, using: &random)
        let above = try cursor.seek(atOrAfter: wanted) ? try cursor.key() : nil
        try #require(above == expected.first { $0 >= wanted }, "\(trace)")
        let below = try cursor.seek(atOrBefore: wanted) ? try cursor.key() : nil
        try #require(below == expected.last { $0 <= wanted }, "\(trace)")
        let exact = try cursor.seek(exactly: wanted)
        try #require(exact == expected.contains(wanted), "\(trace)")
    }
    let first = try cursor.first() ? try cursor.key() : nil
    let last = try cursor.last() ? try cursor.key() : nil
    try #require(first == expected.first && last == expected.last, "\(trace)")
}
