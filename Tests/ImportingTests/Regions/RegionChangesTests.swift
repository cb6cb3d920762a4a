import CairnTestSupport
import EventLog
import EventModel
import Foundation
import Programme
import Testing

@testable import Importing

/// A ledger of division lists in a temporary folder.
private struct DivisionLedger {
    let log: EventLog
    private let reader: EventReader

    struct FixedClock: LedgerClock {
        func now() -> Instant { Instant(millisecondsSince1970: 1_700_000_000_000) }
    }

    init(at path: String) throws {
        let registry = SchemaRegistry(programmeSchemas)
        let options = LogOptions(mapSizeBytes: 1 << 30, sealedBlockEvents: 16)
        try EventLog.create(
            at: path,
            options: options,
            clock: FixedClock(),
            ledgerID: "divisions"
        )
        log = try EventLog(
            opening: path,
            mode: .writing,
            registry: registry,
            options: options,
            clock: FixedClock()
        )
        reader = EventReader(registry: registry)
    }

    /// Imports a list and gives what changed and how many events are new.
    @discardableResult
    func add(
        _ list: [ListedRegion],
        _ day: String,
        name: String? = nil,
        additional: [ListedRegion] = []
    ) throws -> (changes: RegionChanges, newCount: UInt64) {
        let changes = RegionChanges(
            list,
            history: try log.withSnapshot { try RegionHistory(in: $0) },
            from: try #require(BusinessDate(parsing: day)),
            listName: name,
            additional: additional
        )
        let before = try log.withSnapshot { $0.eventCount }
        let events = try changes.events.map { try reader.read($0.event) }
        let receipt = try log.appendAndWait(AppendRequest(events: events))
        return (changes, receipt.eventCount - before)
    }

    func void(_ reference: EventReference) throws {
        let text = """
            {"specversion":"1.0","id":"v-\(reference.id)","source":"/t","type":"event.voided",\
            "subject":"ledger","time":"2024-01-01T00:00:00Z","data":{"source":"\(reference.source)",\
            "id":"\(reference.id)","reason":"wrong","authority":"office"}}
            """
        let event = try reader.read(Array(text.utf8))
        _ = try log.appendAndWait(AppendRequest(events: [event]))
    }

    func state(_ day: String) throws -> KnownRegions {
        let day = try #require(BusinessDate(parsing: day))
        return try log.withSnapshot { try KnownRegions(on: day, in: $0) }
    }

    /// Names of the townships valid on a day, by code.
    func townships(_ day: String) throws -> [String: String] {
        try state(day).regions.values.filter { $0.level == .township }
            .reduce(into: [:]) { $0[$1.code] = $1.name }
    }
}

private func withLedger(_ body: (DivisionLedger) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("cairn-divisions-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let ledger = try DivisionLedger(at: folder.appendingPathComponent("ledger").path)
    defer { ledger.log.close() }
    try body(ledger)
}

private func township(_ number: Int, _ name: String? = nil) -> ListedRegion {
    let code = "540222\(100 + number)000"
    return ListedRegion(
        code: code,
        name: name ?? "第\(number)镇",
        level: .township,
        parent: "540222000000",
        line: number
    )
}

@Suite("Division lists")
struct RegionChangesTests {
    private static let county = ListedRegion(
        code: "540222000000",
        name: "江孜县",
        level: .county,
        parent: "540200000000",
        line: 1
    )

    @Test("Importing a list twice changes nothing, whatever the programme's counties add")
    func twice() throws {
        try withLedger { ledger in
            let list = [Self.county, township(1), township(2)]
            let additional = DemonstrationClasses.shigatse2018.regions
            let first = try ledger.add(list, "2018-01-01", additional: additional)
            #expect(first.newCount == UInt64(first.changes.events.count))
            #expect(first.changes.declaredCount == 10)
            for day in ["2018-01-01", "2019-01-01", "2019-01-01"] {
                let again = try ledger.add(list, day, additional: additional)
                #expect(again.changes.retiredCount == 0 && again.changes.declaredCount == 0)
            }
            let last = try ledger.add(list, "2019-01-01", additional: additional)
            #expect(last.newCount == 0)
            #expect(try ledger.state("2020-01-01").regions.count == 10)
        }
    }

    @Test("What went, came back or was voided can be said again for the same day")
    func sameDay() throws {
        try withLedger { ledger in
            let day = "2018-01-01"
            try ledger.add([township(1), township(2)], day)
            try ledger.add([township(1)], day)
            #expect(try ledger.townships(day).count == 1)
            let back = try ledger.add([township(1), township(2)], day)
            #expect(back.newCount == UInt64(back.changes.events.count))
            #expect(try ledger.townships(day).count == 2)
            for name in ["甲镇", "乙镇", "第1镇"] {
                try ledger.add([township(1, name), township(2)], day)
                #expect(try ledger.townships(day)["540222101000"] == name)
            }
        }
    }

    @Test("A voided declaration comes back with the next import")
    func voidedDeclaration() throws {
        try withLedger { ledger in
            let day = "2018-01-01"
            let first = try ledger.add([township(1), township(2)], day)
            let id = try #require(first.changes.events.last?.event["id"]?.stringValue)
            try ledger.void(EventReference(source: "/division-lists/\(day)", id: id))
            #expect(try ledger.townships(day).count == 1)
            try ledger.add([township(1), township(2)], day)
            #expect(try ledger.townships(day).count == 2)
        }
    }

    @Test("Townships keep their county when their list comes before the county's")
    func parentsBeforeCounties() throws {
        try withLedger { ledger in
            try ledger.add([township(1)], "2018-01-01")
            #expect(
                try ledger.state("2018-01-01").regions["540222101000"]?.parent == "540222000000"
            )
            let city = ListedRegion(
                code: "540200000000",
                name: "日喀则市",
                level: .city,
                parent: "540000000000",
                line: 1
            )
            try ledger.add([city, Self.county], "2018-01-01", name: "counties")
            #expect(try ledger.state("2018-01-01").regions["540200000000"]?.parent == "")
            #expect(
                try ledger.state("2018-01-01").regions["540222000000"]?.parent == "540200000000"
            )
        }
    }

    @Test("A list of townships leaves villages alone, also behind an older list of villages")
    func levels() throws {
        try withLedger { ledger in
            let village = ListedRegion(
                code: "540222101201",
                name: "村",
                level: .village,
                parent: "540222101000",
                line: 9
            )
            try ledger.add([township(1)], "2020-01-01", name: "townships")
            try ledger.add([township(1), village], "2018-01-01", name: "all")
            #expect(try ledger.state("2018-06-01").regions[village.code] != nil)
            #expect(try ledger.state("2021-01-01").regions[village.code] != nil)
        }
    }

    @Test(
        "Yearly lists give the same divisions in whatever order they are imported",
        arguments: 0..<40 as Range<UInt64>
    )
    func anyOrder(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let days = ["2016-07-31", "2018-10-31", "2019-10-31", "2021-10-31", "2023-06-30"]
        let lists = days.map { _ in
            (1...5).filter { _ in Bool.random(using: &random) }.map { number in
                township(number, Bool.random(using: &random) ? "旧\(number)镇" : "新\(number)镇")
            } + [township(9)]
        }
        try withLedger { ledger in
            for index in days.indices.shuffled(using: &random) {
                try ledger.add(lists[index], days[index])
            }
            for (day, list) in zip(days, lists) {
                let expected = list.reduce(into: [:]) { $0[$1.code] = $1.name }
                try #require(try ledger.townships(day) == expected, "seed \(seed) day \(day)")
            }
        }
    }
}
