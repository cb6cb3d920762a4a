import EventLog
import EventModel
import LMDB
import Testing

@Suite("Damaged bytes in the log's file")
struct DamageTests {
    private static let options = LogOptions(mapSizeBytes: 1 << 30, sealedBlockEvents: 16)

    /// Two sealed blocks, a tail of two values, voids; closed.
    private func makeLedger(at path: String) throws {
        try TestLedger.create(at: path, Self.options)
        let log = try TestLedger.open(path)
        defer { log.close() }
        var events = (0..<34).map { SampleEvents.scan("\($0)", parcel: "P\($0 % 5)") }
        events[7] = SampleEvents.void("v1", of: events[3].reference)
        events[20] = SampleEvents.note("n1", source: "/test/b", author: "author")
        try log.record(events)
        try log.record([
            SampleEvents.note("n2", corrects: nil),
            SampleEvents.void("v2", of: events[5].reference),
        ])
    }

    /// A row of the log's file.
    private struct Row: Sendable {
        let table: String
        let key: UInt64
        let byteCount: Int
    }

    /// Every row of a table with number keys.
    private func rows<Key: TableKey & BinaryInteger>(
        _ table: String,
        keys: Key.Type,
        in environment: Environment
    ) throws -> [Row] {
        let opened = try environment.requiredTable(named: table, keys: keys)
        return try environment.reading { transaction throws(LMDBError) -> [Row] in
            var rows: [Row] = []
            var cursor = try transaction.cursor(over: opened)
            while try cursor.next() {
                let key = UInt64(try cursor.key())
                rows.append(Row(table: table, key: key, byteCount: cursor.value.byteCount))
            }
            return rows
        }
    }

    /// Changes one byte of a stored value.
    private func flip<Key: TableKey>(
        _ table: String,
        _ key: Key,
        at offset: Int,
        with mask: UInt8,
        in path: String
    ) throws {
        try StoredValues.change(table, key, in: path) { $0[offset] ^= mask }
    }

    private func flip(_ row: Row, at offset: Int, with mask: UInt8, in path: String) throws {
        switch row.table {
        case "names", "sources", "types":
            try flip(row.table, UInt32(row.key), at: offset, with: mask, in: path)
        case "meta": try flip(row.table, Array("ledger".utf8), at: offset, with: mask, in: path)
        default: try flip(row.table, row.key, at: offset, with: mask, in: path)
        }
    }

    private func allRows(in path: String) throws -> [Row] {
        let environment = try Environment(
            opening: path + "/log",
            options: EnvironmentOptions(readOnly: true)
        )
        var all: [Row] = []
        for table in ["hot", "streams", "cold", "tail", "voids"] {
            all += try rows(table, keys: UInt64.self, in: environment)
        }
        for table in ["names", "sources", "types"] {
            all += try rows(table, keys: UInt32.self, in: environment)
        }
        return all + [Row(table: "meta", key: 0, byteCount: 28)]
    }

    /// Reads everything and gives the damage met, at opening or later.
    private func damageMet(readingFrom path: String) throws -> DamageError? {
        try damageMet {
            let log = try TestLedger.open(path, .reading)
            defer { log.close() }
            _ = try log.allEvents()
            try log.withSnapshot { snapshot in
                _ = try snapshot.voidedPositions(upTo: snapshot.eventCount)
            }
        }
    }

    private func damageMet(_ body: () throws -> Void) throws -> DamageError? {
        do {
            try body()
            return nil
        } catch let error as LogError {
            guard case .damaged(let damage) = error else { throw error }
            return damage
        }
    }

    @Test("A flipped byte in any value is named by its table and position, when read and by verify")
    func everyValue() throws {
        try withTemporaryPath { path in
            try makeLedger(at: path)
            #expect(try damageMet(readingFrom: path) == nil)
            let rows = try allRows(in: path)
            let tables = Set(rows.map(\.table))
            #expect(tables.count == 9)
            for row in rows {
                let offsets = [0, 5, 9, row.byteCount / 2, row.byteCount - 1]
                for offset in Set(offsets).sorted() where offset < row.byteCount {
                    let trace: Comment = "\(row.table) \(row.key) byte \(offset)"
                    try flip(row, at: offset, with: 0x41, in: path)
                    let met = try damageMet(readingFrom: path)
                    #expect(met?.part == row.table, trace)
                    #expect(met?.position == row.key, trace)
                    #expect(met?.detail.isEmpty == false, trace)
                    // What can be opened is verified: the report names the same place.
                    let isAtEnd = ["names", "sources", "types", "meta", "tail"].contains(row.table)
                    if !isAtEnd {
                        let log = try TestLedger.open(path, .reading)
                        let report = try log.withSnapshot { try $0.verify() }
                        log.close()
                        #expect(!report.isSound, trace)
                        #expect(report.problems.first?.part == row.table, trace)
                        #expect(report.problems.first?.position == row.key, trace)
                    }
                    try flip(row, at: offset, with: 0x41, in: path)
                }
            }
            #expect(try damageMet(readingFrom: path) == nil)
        }
    }

    @Test("One damaged block hides neither its neighbours nor further damage")
    func neighboursStay() throws {
        try withTemporaryPath { path in
            try makeLedger(at: path)
            try flip("cold", UInt64(0), at: 40, with: 1, in: path)
            try flip("hot", UInt64(16), at: 150, with: 1, in: path)
            let log = try TestLedger.open(path)
            defer { log.close() }
            try log.withSnapshot { snapshot in
                #expect(try snapshot.event(at: 33)?.event.id == "33")
                #expect(throws: LogError.self) { try snapshot.event(at: 3) }
                #expect(throws: LogError.self) { try snapshot.event(at: 17) }
                let report = try snapshot.verify()
                #expect(report.problems.map(\.part) == ["cold", "hot"])
                #expect(report.problems.map(\.position) == [0, 16])
                #expect(report.rootHash == nil)
            }
            // An id that only a damaged block can hold is not guessed about; the writer goes on.
            let duplicate = SampleEvents.scan("2", parcel: "P2")
            #expect(throws: AppendError.self) { try log.record([duplicate]) }
            #expect(try log.record([SampleEvents.scan("99999")]).eventCount == 37)
        }
    }

    @Test("A value that is gone is damage, and verify finds a log whose end was cut off")
    func missingValues() throws {
        for table in ["hot", "streams", "cold"] {
            try withTemporaryPath { path in
                try makeLedger(at: path)
                try StoredValues.remove(table, 0, in: path)
                let damage = try damageMet(readingFrom: path)
                #expect(damage?.part == table)
                #expect(damage?.position == 0)
            }
        }
        try withTemporaryPath { path in
            try makeLedger(at: path)
            try StoredValues.remove("tail", 32, in: path)
            let damage = try damageMet(readingFrom: path)
            #expect(damage?.part == "tail")
            #expect(damage?.position == 32)
        }
        // The sources count one commit more than is there.
        try withTemporaryPath { path in
            try makeLedger(at: path)
            try StoredValues.remove("tail", 34, in: path)
            try expectLostEnd(part: "tail", position: 34, in: path)
        }
    }

    @Test("A lost end that took all events of a source with it is found")
    func lostSource() throws {
        try withTemporaryPath { path in
            try makeLedger(at: path)
            let log = try TestLedger.open(path)
            try log.record([SampleEvents.scan("1", source: "/test/late")])
            log.close()
            try StoredValues.remove("tail", 36, in: path)
            try expectLostEnd(part: "tail", position: 36, in: path)
        }
    }

    /// A ledger that lost its newest events is not opened; read for what is left, it does not end quietly.
    private func expectLostEnd(part: String, position: UInt64, in path: String) throws {
        for mode in [LogMode.reading, .writing] {
            let damage = try damageMet { try TestLedger.open(path, mode).close() }
            #expect(damage?.part == part)
            #expect(damage?.position == position)
        }
        let log = try TestLedger.open(path, .reading, salvaging: true)
        defer { log.close() }
        #expect(log.openingDamage.map(\.part) == [part])
        let report = try log.withSnapshot { try $0.verify() }
        #expect(
            report.problems.contains { $0.part == part && $0.position == position },
            "\(report.problems)"
        )
        var positions: [UInt64] = []
        let damage = try damageMet {
            try log.withSnapshot { snapshot in
                try snapshot.events(matching: EventFilter()) { recorded in
                    positions.append(recorded.position)
                    return true
                }
            }
        }
        #expect(damage?.part == part)
        #expect(positions == Array(0..<position))
    }

    @Test("A void's row that is gone or says something else is found by verify")
    func lostVoid() throws {
        try withTemporaryPath { path in
            try makeLedger(at: path)
            try StoredValues.remove("voids", 7, in: path)
            let log = try TestLedger.open(path, .reading)
            defer { log.close() }
            let report = try log.withSnapshot { try $0.verify() }
            #expect(report.problems.map(\.part) == ["voids"])
            #expect(report.problems.map(\.position) == [7])
        }
    }

    @Test("A page that lost its last void is damage, and no question is answered over it")
    func lostVoidRow() throws {
        try withTemporaryPath { path in
            try makeLedger(at: path)
            let last = try #require(try allRows(in: path).last { $0.table == "voids" })
            let value = try StoredValues.bytes(of: "voids", last.key, in: path)
            #expect(try StoredValues.cutLastRow(ofPagesHolding: value, in: path) > 0)
            let log = try TestLedger.open(path, .reading)
            defer { log.close() }
            do {
                _ = try log.withSnapshot { try $0.voidedPositions(upTo: .max) }
                Issue.record("a voided event counts again")
            } catch let error as LogError {
                guard case .damaged(let damage) = error else { throw error }
                #expect(damage.part == "voids")
            }
        }
    }

    @Test("A page that lost its last name is damage when the ledger is opened, never a trap")
    func lostNameRow() throws {
        try withTemporaryPath { path in
            try makeLedger(at: path)
            let last = try #require(try allRows(in: path).last { $0.table == "names" })
            let value = try StoredValues.bytes(of: "names", UInt32(last.key), in: path)
            #expect(try StoredValues.cutLastRow(ofPagesHolding: value, in: path) > 0)
            do {
                try TestLedger.open(path, .reading).close()
                Issue.record("a lost name was not noticed")
            } catch let error as LogError {
                guard case .damaged(let damage) = error else { throw error }
                #expect(damage.part == "names")
            }
        }
    }
}
