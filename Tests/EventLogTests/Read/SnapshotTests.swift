import EventLog
import EventModel
import Testing

@Suite("Snapshots")
struct SnapshotTests {
    @Test("A snapshot that moved on to a newer state of the file still shows only its own events")
    func renewedSnapshot() throws {
        let options = LogOptions(mapSizeBytes: 1 << 30, sealedBlockEvents: 2)
        try TestLedger.withLog(options: options) { log in
            func scans(_ range: Range<Int>) -> [Event] {
                range.map { SampleEvents.scan("\($0)", parcel: "P\($0 % 3)") }
            }
            try log.record(scans(0..<301))
            let expected = try log.allEvents().map { EventWriter.json(of: $0) }
            try log.withSnapshot { snapshot in
                let root = try snapshot.rootHash(of: 301)
                var blockCount = 0
                var seenCount = 0
                try snapshot.forEachBlock(upTo: .max) { block in
                    blockCount += 1
                    seenCount += block.eventCount
                    // Seals the block in whose middle the snapshot ends, and many behind it.
                    if blockCount == 10 { try log.record(scans(301..<400)) }
                }
                #expect(blockCount == 151)
                #expect(seenCount == 301)
                var lines: [[UInt8]] = []
                try snapshot.events(matching: EventFilter()) { recorded in
                    lines.append(EventWriter.json(of: recorded))
                    return true
                }
                #expect(lines == expected)
                #expect(snapshot.eventCount == 301)
                #expect(try snapshot.event(at: 301) == nil)
                #expect(try snapshot.eventCount(ofStream: "parcel/P0") == 101)
                #expect(try snapshot.eventCount(ofStream: "parcel/P1") == 100)
                #expect(try snapshot.position(of: scans(350..<351)[0].reference) == nil)
                #expect(try snapshot.rootHash(of: 301) == root)
                let far = Instant(millisecondsSince1970: 9_000_000_000_000)
                #expect(try snapshot.eventCount(knownAt: far) == 301)
                let status = try snapshot.status()
                #expect(status.eventCount == 301)
                #expect(status.types.map(\.eventCount) == [301])
                let report = try snapshot.verify()
                #expect(report.isSound, "\(report.problems)")
                #expect(report.rootHash == root)
            }
            #expect(try log.allEvents().count == 400)
        }
    }

    @Test(
        "A long read lets the writer use old pages again; one that stands still makes the file grow"
    )
    func longReadsAreRenewed() throws {
        func pageBytes(moving: Bool) throws -> UInt64 {
            let options = LogOptions(mapSizeBytes: 1 << 30, sealedBlockEvents: 2)
            return try TestLedger.withLog(options: options) { log in
                try log.record((0..<1_600).map { SampleEvents.scan("\($0)") })
                let before = try log.withSnapshot { try $0.status().fileBytes }
                var next = 1_600
                func commit() throws {
                    try log.record([SampleEvents.scan("\(next)")])
                    next += 1
                }
                try log.withSnapshot { snapshot in
                    guard moving else {
                        for _ in 0..<800 { try commit() }
                        return
                    }
                    try snapshot.forEachBlock(upTo: .max) { _ in try commit() }
                }
                #expect(next == 2_400)
                return try log.withSnapshot { try $0.status().fileBytes } - before
            }
        }
        let held = try pageBytes(moving: false)
        let renewed = try pageBytes(moving: true)
        #expect(held > 3 * renewed, "held \(held), renewed \(renewed)")
    }

    @Test("A read that stops early reads no further, and its error comes through")
    func stopping() throws {
        struct Enough: Error {}
        try TestLedger.withLog { log in
            try log.record((0..<200).map { SampleEvents.scan("\($0)") })
            try log.withSnapshot { snapshot in
                var ids: [String] = []
                try snapshot.events(matching: EventFilter()) { recorded in
                    ids.append(recorded.event.id)
                    return ids.count < 3
                }
                #expect(ids == ["0", "1", "2"])
                #expect(throws: Enough.self) {
                    try snapshot.events(matching: EventFilter()) { _ in throw Enough() }
                }
                var blockCount = 0
                #expect(throws: Enough.self) {
                    try snapshot.forEachBlock(upTo: .max) { _ in
                        blockCount += 1
                        throw Enough()
                    }
                }
                #expect(blockCount == 1)
            }
        }
    }

    @Test("An empty log answers every question")
    func emptyLog() throws {
        try TestLedger.withLog { log in
            try log.withSnapshot { snapshot in
                #expect(snapshot.eventCount == 0)
                #expect(try snapshot.lastRecordedAt == nil)
                #expect(try snapshot.event(at: 0) == nil)
                #expect(try snapshot.rootHash(of: 0) == SHA256Digest.hash([]))
                #expect(try snapshot.voidedPositions(upTo: .max).isEmpty)
                let far = Instant(millisecondsSince1970: 9_000_000_000_000)
                #expect(try snapshot.eventCount(knownAt: far) == 0)
                let report = try snapshot.verify()
                #expect(report.isSound)
                #expect(report.rootHash == SHA256Digest.hash([]))
                #expect(try snapshot.status().types.isEmpty)
                var blockCount = 0
                try snapshot.forEachBlock(upTo: .max) { _ in blockCount += 1 }
                #expect(blockCount == 0)
            }
        }
    }
}
