import CairnTestSupport
import EventLog
import EventModel
import Testing

@Suite("Reading in packed form")
struct PackedReadTests {
    private static let options = LogOptions(mapSizeBytes: 1 << 30, sealedBlockEvents: 64)

    private func makeLog(at path: String, seed: UInt64) throws -> EventLog {
        var random = SplitMix64(seed: seed)
        try TestLedger.create(at: path, Self.options)
        let log = try TestLedger.open(path)
        for batch in 0..<10 {
            try log.record(
                (0..<Int.random(in: 10...60, using: &random)).map { index in
                    let id = "\(batch * 100 + index)"
                    return Bool.random(using: &random)
                        ? SampleEvents.scan(
                            id,
                            parcel: "P\(index % 9)",
                            county: SampleEvents.counties.randomElement(using: &random) ?? "",
                            village: index % 3 == 0 ? "乡\"\(index)\"" : nil,
                            at: 1_559_000_000_000
                                + Int64.random(in: 0...900_000_000, using: &random)
                        )
                        : SampleEvents.note(
                            id,
                            source: "/test/b",
                            subject: "station/\(index % 5)",
                            note: ["plain", "tab\there", "引号 \"x\" \\"][index % 3]
                        )
                }
            )
        }
        return log
    }

    private func filters(_ random: inout SplitMix64) -> [EventFilter] {
        var filters = [EventFilter](repeating: EventFilter(), count: 8)
        let first = UInt64.random(in: 0..<300, using: &random)
        filters[1].positions = first..<(first + UInt64.random(in: 0...200, using: &random))
        filters[2].types = ["test.noted"]
        filters[3].stream = "parcel/P3"
        filters[4].streamPrefix = "parcel/P"
        filters[5].region = RegionScope(code: "540222")
        filters[6].occurredFrom = BusinessDate(year: 2019, month: 6, day: 1)
        filters[7].types = ["test.scanned"]
        filters[7].occurredThrough = BusinessDate(year: 2019, month: 6, day: 3)
        return filters
            + filters.map { filter in
                var backwards = filter
                backwards.direction = .backwards
                return backwards
            }
    }

    @Test("Lines and packed events are those of the events read singly", arguments: [1, 2, 3])
    func sameEvents(seed: UInt64) throws {
        try withTemporaryPath { path in
            let log = try makeLog(at: path, seed: seed)
            defer { log.close() }
            var random = SplitMix64(seed: seed)
            try log.withSnapshot { snapshot in
                for (number, filter) in filters(&random).enumerated() {
                    var expected: [String] = []
                    try snapshot.events(matching: filter) { recorded in
                        expected.append(
                            String(decoding: EventWriter.json(of: recorded), as: UTF8.self)
                        )
                        return true
                    }
                    var lines: [String] = []
                    try snapshot.lines(matching: filter) { line in
                        lines.append(String(copyingUTF8: line))
                        return true
                    }
                    #expect(lines == expected, "seed \(seed) filter \(number)")
                    var packed: [String] = []
                    try snapshot.packedEvents(matching: filter) { events, indices in
                        for index in indices {
                            let json = EventWriter.json(of: events.event(at: index))
                            packed.append(String(decoding: json, as: UTF8.self))
                        }
                        return true
                    }
                    #expect(packed == expected, "seed \(seed) filter \(number)")
                }
            }
        }
    }

    @Test("A body that has enough ends the reading, and its error comes out")
    func enough() throws {
        struct Enough: Error {}
        try withTemporaryPath { path in
            let log = try makeLog(at: path, seed: 4)
            defer { log.close() }
            try log.withSnapshot { snapshot in
                for wanted in [1, 63, 64, 65, Int(snapshot.eventCount)] {
                    var count = 0
                    try snapshot.lines(matching: EventFilter()) { _ in
                        count += 1
                        return count < wanted
                    }
                    #expect(count == wanted)
                }
                #expect(throws: Enough.self) {
                    try snapshot.packedEvents(matching: EventFilter()) { _, _ in throw Enough() }
                }
            }
        }
    }

    @Test(
        "A root inside a block is that of the events there, and verify agrees on any number of threads"
    )
    func rootsAndReports() throws {
        try withTemporaryPath { path in
            let log = try makeLog(at: path, seed: 5)
            defer { log.close() }
            try log.withSnapshot { snapshot in
                let one = try snapshot.verify(threadCount: 1)
                #expect(one.isSound)
                let root = try snapshot.rootHash(of: snapshot.eventCount)
                #expect(one.rootHash == root)
                for threadCount in 2...4 {
                    var checked: [UInt64] = []
                    let report = try snapshot.verify(threadCount: threadCount) { count, _ in
                        checked.append(count)
                    }
                    #expect(report.rootHash == one.rootHash)
                    #expect(report.problems == one.problems)
                    #expect(checked == checked.sorted())
                }
            }
        }
    }
}
