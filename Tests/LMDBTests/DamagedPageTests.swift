import Foundation
import Testing

@testable import LMDB

/// A file of two tables: one of several levels, one with long values.
private struct DamagedFile {
    let path: String
    static let shortCount: UInt64 = 3_000
    static let longCount: UInt64 = 12

    static func short(_ key: UInt64) -> [UInt8] { Array("value of \(key)".utf8) }
    static func long(_ key: UInt64) -> [UInt8] {
        [UInt8](repeating: UInt8(key), count: 4_000 + 1_000 * Int(key))
    }

    init(in path: String) throws {
        self.path = path
        let environment = try Environment(opening: path)
        let short = try environment.requiredTable(named: "short", keys: UInt64.self)
        let long = try environment.requiredTable(named: "long", keys: UInt32.self)
        try environment.writing { transaction throws(LMDBError) in
            for key in 0..<Self.shortCount {
                try transaction.append(Self.short(key), for: 2 * key, in: short)
            }
        }
        try environment.writing { transaction throws(LMDBError) in
            for key in 0..<Self.longCount {
                try transaction.append(Self.long(key), for: UInt32(key), in: long)
            }
        }
        try environment.writing { transaction throws(LMDBError) in
            _ = try transaction.delete(UInt32(Self.longCount - 1), in: long)
        }
    }

    private var dataFile: URL { URL(filePath: path + "/data.mdb") }

    func bytes() throws -> [UInt8] { Array(try Data(contentsOf: dataFile)) }
    func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: dataFile) }

    /// Numbers of the pages of a kind (1 branch, 2 leaf, 4 long value), free ones among them.
    func pages(ofKind kind: UInt8) throws -> [Int] {
        let bytes = try bytes()
        return (2..<(bytes.count / 4_096)).filter { bytes[$0 * 4_096 + 10] == kind }
    }

    func open(readOnly: Bool = true) throws(EnvironmentOpenError) -> Environment {
        try Environment(opening: path, options: EnvironmentOptions(readOnly: readOnly))
    }

    func canBeWritten() -> Bool { (try? open(readOnly: false)) != nil }

    /// Keys of the table `short` that can be read, each with the right value.
    func readableKeys() throws -> Set<UInt64> {
        let environment = try open()
        let table = try environment.requiredTable(named: "short", keys: UInt64.self)
        let reader = try environment.beginReading()
        var keys: Set<UInt64> = []
        for key in 0..<Self.shortCount {
            do throws(LMDBError) {
                let value = try reader.copy(of: 2 * key, in: table)
                #expect(value == Self.short(key), "key \(2 * key)")
                keys.insert(key)
                // A key between two others may be missing in earnest.
                #expect(try reader.copy(of: 2 * key + 1, in: table) == nil)
            } catch { #expect(error == .corrupted) }
        }
        return keys
    }

    /// Steps from one end to the other and gives the keys met before damage stopped it.
    func keysMet(backwards: Bool) throws -> [UInt64] {
        let environment = try open()
        let table = try environment.requiredTable(named: "short", keys: UInt64.self)
        let reader = try environment.beginReading()
        var cursor = try reader.cursor(over: table)
        var keys: [UInt64] = []
        do throws(LMDBError) {
            while try backwards ? cursor.previous() : cursor.next() {
                keys.append(try cursor.key() / 2)
            }
        } catch { #expect(error == .corrupted) }
        return keys
    }
}

@Suite("Damaged pages")
struct DamagedPageTests {
    @Test("A damaged leaf hides its own keys, from every way of reading, and no others")
    func oneLeaf() async throws {
        try await withTemporaryFolder { path in
            let file = try DamagedFile(in: path)
            let sound = try file.bytes()
            let all = Set(0..<DamagedFile.shortCount)
            #expect(try file.readableKeys() == all)
            var hiddenCount = 0
            for page in try file.pages(ofKind: 2) {
                var bytes = sound
                bytes[page * 4_096 + 13] ^= 0x10
                try file.write(bytes)
                let damage: [PageDamage]
                do throws(EnvironmentOpenError) {
                    damage = try file.open().pageDamage
                } catch {
                    // The list of tables is a leaf as well.
                    guard case .damaged(let found) = error else { throw error }
                    #expect(found.contains { $0.part == .tables })
                    continue
                }
                guard let found = damage.first, found.part == .table("short") else { continue }
                #expect(damage.count == 1 && found.page == UInt64(page) && found.hidesRows)
                let readable = try file.readableKeys()
                let hidden = all.subtracting(readable).sorted()
                hiddenCount += hidden.count
                let (first, last) = (hidden[0], hidden[hidden.count - 1])
                #expect(hidden == Array(first...last))
                let before = Array(0..<first)
                let after = Array((last + 1)..<DamagedFile.shortCount)
                #expect(try file.keysMet(backwards: false) == before)
                #expect(try file.keysMet(backwards: true) == after.reversed())
                try checkSeeks(in: file, hidden: 2 * first...2 * last)
                #expect(!file.canBeWritten())
            }
            #expect(hiddenCount == all.count)
        }
    }

    private func checkSeeks(in file: DamagedFile, hidden: ClosedRange<UInt64>) throws {
        let environment = try file.open()
        let table = try environment.requiredTable(named: "short", keys: UInt64.self)
        let reader = try environment.beginReading()
        var cursor = try reader.cursor(over: table)
        for key in [hidden.lowerBound, hidden.upperBound] {
            #expect(throws: LMDBError.corrupted) { _ = try cursor.seek(exactly: key) }
            #expect(throws: LMDBError.corrupted) { _ = try cursor.seek(atOrAfter: key) }
            #expect(throws: LMDBError.corrupted) { _ = try cursor.seek(atOrBefore: key) }
        }
        if hidden.lowerBound > 0 {
            let key = hidden.lowerBound - 1
            // Between the last reachable key and the gap: what comes next is hidden.
            #expect(throws: LMDBError.corrupted) { _ = try cursor.seek(atOrAfter: key) }
            let before = hidden.lowerBound - 2
            #expect(try cursor.seek(atOrAfter: before) && cursor.key() == before)
            #expect(try cursor.seek(atOrBefore: before) && cursor.key() == before)
        } else {
            #expect(throws: LMDBError.corrupted) { _ = try cursor.first() }
        }
        let end = hidden.upperBound + 2
        if end < 2 * DamagedFile.shortCount {
            #expect(try cursor.seek(atOrAfter: end) && cursor.key() == end)
            #expect(try cursor.seek(atOrBefore: end) && cursor.key() == end)
            #expect(try cursor.last() && cursor.key() == 2 * (DamagedFile.shortCount - 1))
        } else {
            #expect(throws: LMDBError.corrupted) { _ = try cursor.last() }
        }
        // The number of rows is still that of the record, pages are not counted over damage.
        #expect(try reader.entryCount(of: table) == DamagedFile.shortCount)
        #expect(throws: LMDBError.corrupted) { _ = try reader.statistics(of: table) }
    }

    @Test("A damaged branch at the root hides the table, and the other one can be read")
    func rootBranch() async throws {
        try await withTemporaryFolder { path in
            let file = try DamagedFile(in: path)
            let sound = try file.bytes()
            var hasHiddenTable = false
            for page in try file.pages(ofKind: 1) {
                var bytes = sound
                bytes[page * 4_096] ^= 1
                try file.write(bytes)
                let environment = try file.open()
                guard !environment.pageDamage.isEmpty else { continue }
                hasHiddenTable = true
                #expect(environment.pageDamage.map(\.part) == [.table("short")])
                let short = try environment.requiredTable(named: "short", keys: UInt64.self)
                let long = try environment.requiredTable(named: "long", keys: UInt32.self)
                let reader = try environment.beginReading()
                #expect(throws: LMDBError.corrupted) { try reader.copy(of: 4, in: short) }
                #expect(throws: LMDBError.corrupted) { try reader.entryCount(of: short) }
                #expect(throws: LMDBError.corrupted) {
                    _ = try reader.cursor(over: short).isOnEntry
                }
                #expect(try reader.copy(of: 3, in: long) == DamagedFile.long(3))
            }
            #expect(hasHiddenTable)
        }
    }

    @Test("A file that ends early hides the values behind its end and reads the others")
    func cutFile() async throws {
        try await withTemporaryFolder { path in
            let file = try DamagedFile(in: path)
            let sound = try file.bytes()
            var counts: Set<Int> = []
            for length in stride(from: sound.count - 4_096, to: sound.count / 2, by: -4_096) {
                try file.write(Array(sound[..<length]))
                guard let environment = try? file.open(),
                    let long = try? environment.requiredTable(named: "long", keys: UInt32.self)
                else { continue }
                let reader = try environment.beginReading()
                var count = 0
                for key in 0..<(DamagedFile.longCount - 1) {
                    guard let value = try? reader.copy(of: UInt32(key), in: long) else { continue }
                    #expect(value == DamagedFile.long(key))
                    count += 1
                }
                counts.insert(count)
                #expect(count == Int(DamagedFile.longCount) - 1 || !environment.pageDamage.isEmpty)
            }
            #expect(counts.count > 3)
        }
    }

    @Test(
        "The head before a long value matters to writers, unless nothing is removed from its table"
    )
    func valueHeads() async throws {
        try await withTemporaryFolder { path in
            let file = try DamagedFile(in: path)
            let sound = try file.bytes()
            var damagedCount = 0
            for page in try file.pages(ofKind: 4) {
                for offset in [0, 10, 12, 13] {
                    var bytes = sound
                    bytes[page * 4_096 + offset] ^= 2
                    try file.write(bytes)
                    let environment = try file.open()
                    #expect(environment.pageDamage.isEmpty)
                    // Free pages and the middles of values look like heads, too.
                    guard try !environment.verifyPages().isEmpty else { continue }
                    damagedCount += 1
                }
            }
            #expect(damagedCount >= 4 * (Int(DamagedFile.longCount) - 1))
            try file.write(sound)
            let page = try #require(try file.pages(ofKind: 4).first)
            var bytes = sound
            bytes[page * 4_096 + 12] ^= 2
            try file.write(bytes)
            let isUsed = try !file.open().verifyPages().isEmpty
            #expect(file.canBeWritten() != isUsed)
            var options = EnvironmentOptions()
            options.tablesWithoutRemovals = ["long"]
            _ = try Environment(opening: path, options: options)
        }
    }

    @Test("A damaged list of free pages keeps writers out and readers not")
    func freePages() async throws {
        try await withTemporaryFolder { path in
            let file = try DamagedFile(in: path)
            #expect(try file.open().freePageCount() > 0)
            let sound = try file.bytes()
            let meta =
                sound.stored(UInt64.self, at: 144) > sound.stored(UInt64.self, at: 4_240)
                ? 0 : 4_096
            let root = Int(sound.stored(UInt64.self, at: meta + 80)) * 4_096
            for offset in [0, 11, 12, 14, 16] {
                var bytes = sound
                bytes[root + offset] ^= 1
                try file.write(bytes)
                try checkReader(of: file)
                #expect(try file.readableKeys().count == Int(DamagedFile.shortCount))
                #expect(!file.canBeWritten())
            }
        }
    }

    private func checkReader(of file: DamagedFile) throws {
        let reader = try file.open()
        #expect(reader.pageDamage.allSatisfy { $0.part == .freePages })
        #expect(!reader.pageDamage.isEmpty)
        #expect(throws: LMDBError.corrupted) { try reader.freePageCount() }
        #expect(throws: LMDBError.corrupted) {
            try reader.copy(to: file.path + "/copy", compact: true)
        }
    }
}
