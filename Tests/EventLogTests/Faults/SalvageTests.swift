import EventLog
import EventModel
import Foundation
import LMDB
import Testing

/// What can be read of a damaged ledger: everything that the damage does not touch, and nothing else.
@Suite("Reading what damage leaves")
struct SalvageTests {
    private static let options = LogOptions(mapSizeBytes: 1 << 30, sealedBlockEvents: 16)
    private static let eventCount: UInt64 = 40 * 16 + 9

    /// Forty sealed blocks and a tail of three commits; closed.
    private func makeLedger(at path: String) throws {
        try TestLedger.create(at: path, Self.options)
        let log = try TestLedger.open(path)
        defer { log.close() }
        for start in stride(from: 0, to: Int(Self.eventCount), by: 3) {
            try log.record(
                (start..<min(start + 3, Int(Self.eventCount))).map { number in
                    SampleEvents.scan(
                        "\(number)",
                        source: number < 160 ? "/test/a" : "/test/b",
                        parcel: "P\(number % 7)",
                        village: "village \(number / 40)"
                    )
                }
            )
        }
    }

    private func log(_ path: String) throws -> EventLog {
        try TestLedger.open(path, .reading, salvaging: true)
    }

    /// Positions that can be read one by one, each with the right event; the others are named as damage.
    private func readablePositions(in path: String) throws -> Set<UInt64> {
        let log = try log(path)
        defer { log.close() }
        var readable: Set<UInt64> = []
        for position in 0..<Self.eventCount {
            var filter = EventFilter()
            filter.positions = position..<(position + 1)
            var ids: [String] = []
            do {
                try log.withSnapshot { snapshot in
                    try snapshot.events(matching: filter) { recorded in
                        ids.append(recorded.event.id)
                        return true
                    }
                }
                #expect(ids == ["\(position)"])
                readable.insert(position)
            } catch let error as LogError {
                guard case .damaged = error else { throw error }
                #expect(ids.isEmpty)
            }
        }
        return readable
    }

    private func problems(in path: String) throws -> [DamageError] {
        let log = try log(path)
        defer { log.close() }
        return try log.withSnapshot { try $0.verify().problems }
    }

    /// Changes a byte of every leaf page of which a value is a row, free pages with older copies among them.
    private func damagePages(holding value: [UInt8], in path: String) throws {
        let file = URL(filePath: path + "/log/" + Environment.dataFileName)
        var bytes = Array(try Data(contentsOf: file))
        for page in stride(from: 2 * 4_096, to: bytes.count, by: 4_096)
        where Self.rows(ofLeaf: bytes[page..<(page + 4_096)]).contains(value[...]) {
            bytes[page + 13] ^= 0x08
        }
        try Data(bytes).write(to: file)
    }

    /// The values that stand on a leaf page themselves: what is left of an older use of the page is none.
    private static func rows(ofLeaf page: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        func number(_ offset: Int) -> Int {
            Int(page[page.startIndex + offset]) | Int(page[page.startIndex + offset + 1]) << 8
        }
        guard number(10) == 2, (16...page.count).contains(number(12)) else { return [] }
        return stride(from: 16, to: number(12), by: 2).map { index in
            // Length of the value in two halves, flags, length of the key, key, value.
            let node = number(index)
            guard node + 8 < page.count, number(node + 4) == 0 else { return [] }
            let first = page.startIndex + node + 8 + number(node + 6)
            return page[first...].prefix(number(node))
        }
    }

    @Test(
        "A damaged page hides the blocks on it: verify names them, all other events are read",
        arguments: ["hot", "streams", "cold"]
    )
    func onePage(table: String) throws {
        try withTemporaryPath { path in
            try makeLedger(at: path)
            let value = try StoredValues.bytes(of: table, UInt64(160), in: path)
            try damagePages(holding: value, in: path)
            let found = try problems(in: path)
            let page = try #require(found.first)
            #expect(found.map(\.part) == [table])
            #expect(page.page?.hidesValues == true)
            let hidden = page.position..<(page.page?.endPosition ?? Self.eventCount / 16 * 16)
            #expect(hidden.contains(160) && hidden.count % 16 == 0)
            // All details of the cold part fit on one page.
            #expect(table == "cold" || UInt64(hidden.count) < Self.eventCount / 2 + 32)
            let readable = try readablePositions(in: path)
            #expect(readable == Set(0..<Self.eventCount).subtracting(hidden))
            // Whoever needs all events is refused, whoever writes is kept out.
            let log = try TestLedger.open(path, .reading)
            #expect(throws: LogError.self) { try log.allEvents() }
            log.close()
            #expect(throws: LogError.self) { try TestLedger.open(path, .writing) }
        }
    }

    @Test("A damaged name hides the blocks that need it, and no question is put over it")
    func oneName() throws {
        try withTemporaryPath { path in
            try makeLedger(at: path)
            let key = try #require(try ordinal(of: "village 3", in: path))
            try StoredValues.change("names", key, in: path) { $0[9] ^= 1 }
            let using = Set<UInt64>((0..<Self.eventCount).filter { $0 / 40 == 3 })
            let blocks = Set(using.map { $0 / 16 })
            let readable = try readablePositions(in: path)
            #expect(readable == Set((0..<Self.eventCount).filter { !blocks.contains($0 / 16) }))
            let found = try problems(in: path)
            #expect(found.first?.part == "names" && found.first?.position == UInt64(key))
            #expect(Set(found.dropFirst().map { $0.position / 16 }) == blocks)
            #expect(throws: LogError.self) { try TestLedger.open(path, .reading) }
            // A name may be what is asked for.
            let log = try log(path)
            defer { log.close() }
            var filter = EventFilter()
            filter.streamPrefix = "parcel/"
            #expect(throws: LogError.self) {
                try log.withSnapshot { try $0.events(matching: filter) { _ in true } }
            }
        }
    }

    private func ordinal(of name: String, in path: String) throws -> UInt32? {
        let log = try TestLedger.open(path, .reading)
        defer { log.close() }
        return log.tables.nameOrdinal(of: name)
    }

    @Test("A damaged source or type hides what needs it")
    func sourceAndType() throws {
        for (table, expected) in [("sources", 160), ("types", 0)] {
            try withTemporaryPath { path in
                try makeLedger(at: path)
                let key = UInt32(table == "sources" ? 1 : 0)
                try StoredValues.change(table, key, in: path) { $0[9] ^= 1 }
                #expect(try readablePositions(in: path).count == expected)
                let found = try problems(in: path)
                #expect(found.contains { $0.part == table && $0.position == UInt64(key) })
            }
        }
    }

    @Test("A damaged commit of the tail hides its own events")
    func oneCommit() throws {
        try withTemporaryPath { path in
            try makeLedger(at: path)
            let keys = try StoredValues.keys(of: "tail", in: path)
            #expect(keys.count >= 3)
            for (index, key) in keys.enumerated() {
                let end = index + 1 < keys.count ? keys[index + 1] : Self.eventCount
                try StoredValues.change("tail", key, in: path) { $0[30] ^= 1 }
                let readable = try readablePositions(in: path)
                #expect(readable == Set(0..<Self.eventCount).subtracting(key..<end))
                #expect(try problems(in: path).contains { $0.part == "tail" && $0.position == key })
                try StoredValues.change("tail", key, in: path) { $0[30] ^= 1 }
            }
        }
    }

    @Test("Without the log's own note of what it is, events are read and nothing is answered")
    func noIdentity() throws {
        try withTemporaryPath { path in
            try makeLedger(at: path)
            try StoredValues.change("meta", Array("ledger".utf8), in: path) { $0[12] ^= 1 }
            #expect(try readablePositions(in: path).count == Int(Self.eventCount))
            #expect(try problems(in: path).map(\.part) == ["meta"])
            #expect(throws: LogError.self) { try TestLedger.open(path, .reading) }
        }
    }

    @Test("A page of an older moment that counts fewer events is found out by what it lacks")
    func staleSources() throws {
        try withTemporaryPath { path in
            try makeLedger(at: path)
            let row = try StoredValues.bytes(of: "sources", UInt32(1), in: path)
            let log = try TestLedger.open(path)
            try log.record([SampleEvents.scan("late", source: "/test/b")])
            log.close()
            // The row as it was, whole, with its checksum.
            try StoredValues.change("sources", UInt32(1), in: path) { $0 = row }
            for mode in [LogMode.reading, .writing] {
                #expect(throws: LogError.self) { try TestLedger.open(path, mode) }
            }
            let found = try problems(in: path)
            #expect(found.contains { $0.part == "tail" || $0.part == "sources" })
        }
    }

    @Test("A log without damage that is read for what damage leaves is read as any other")
    func sound() throws {
        try withTemporaryPath { path in
            try makeLedger(at: path)
            let log = try log(path)
            defer { log.close() }
            #expect(log.openingDamage.isEmpty)
            #expect(try log.allEvents().count == Int(Self.eventCount))
            #expect(try log.withSnapshot { try $0.verify().isSound })
            var filter = EventFilter()
            filter.stream = "parcel/P3"
            var count: UInt64 = 0
            try log.withSnapshot { snapshot in
                try snapshot.events(matching: filter) { _ in
                    count += 1
                    return true
                }
                #expect(try snapshot.eventCount(ofStream: "parcel/P3") == count)
            }
            #expect(count > 40)
        }
    }
}
