import CairnTestSupport
import EventLog
import EventModel
import Evidence
import Testing

@Suite("Roots of any size")
struct RootTests {
    @Test(
        "The root at any position is the one over the entries themselves",
        arguments: [StoredFormat.first, .second]
    )
    func anySize(format: StoredFormat) throws {
        let options = LogOptions(mapSizeBytes: 1 << 30, sealedBlockEvents: 1_024, format: format)
        try TestLedger.withLog(options: options) { log in
            let count = 2_700
            for start in stride(from: 0, to: count, by: 150) {
                try log.record((start..<(start + 150)).map { SampleEvents.scan("\($0)") })
            }
            let leaves = try log.allEvents().map { recorded in
                MerkleTree.leafHash(
                    position: recorded.position,
                    recordedAt: recorded.recordedAt,
                    digest: EventWriter.digest(of: recorded.event)
                )
            }
            var random = SplitMix64(seed: 1)
            var sizes = (0..<60).map { _ in Int.random(in: 0...count, using: &random) }
            for border in [128, 256, 1_024, 1_280, 2_048, 2_304] {
                sizes += [border - 1, border, border + 1]
            }
            try log.withSnapshot { snapshot in
                for size in sizes + [0, 1, count] {
                    let expected = MerkleTree.root(of: leaves[..<size])
                    let root = try snapshot.rootHash(of: UInt64(size))
                    #expect(root == expected, "\(size)")
                }
            }
        }
    }

    @Test("Recorded times come back whatever their steps", arguments: 0..<12 as Range<UInt64>)
    func recordedTimes(seed: UInt64) throws {
        // From none at all to more than 32 bits, within a block and from one to the next.
        let largest: Int64 = [0, 1, 3, 255, 6_000, 40_000, 1 << 31, 1 << 33, 1 << 36][Int(seed % 9)]
        let options = LogOptions(mapSizeBytes: 1 << 30, sealedBlockEvents: 512)
        try TestLedger.withLog(options: options) { log in
            var random = SplitMix64(seed: seed)
            var recordedAt: Int64 = 1_560_000_000_000
            var expected: [Instant] = []
            var events: [IncomingEvent] = []
            for index in 0..<1_100 {
                if seed % 2 == 0 || index % 90 == 0 {
                    recordedAt += Int64.random(in: 0...largest, using: &random)
                }
                let instant = Instant(millisecondsSince1970: recordedAt)
                expected.append(instant)
                let event = SampleEvents.scan("\(index)")
                events.append(
                    IncomingEvent(
                        event: event,
                        digest: EventWriter.digest(of: event),
                        recordedAt: instant,
                        sequence: UInt64(index)
                    )
                )
            }
            _ = try log.appendAndWait(AppendRequest(events: events, restoresRecordedTime: true))
            #expect(try log.allEvents().map(\.recordedAt) == expected)
            try log.withSnapshot { snapshot in
                for position in stride(from: 0, to: 1_100, by: 37) {
                    let at = expected[position]
                    let recorded = try snapshot.recordedAt(position: UInt64(position))
                    #expect(recorded == at)
                    let known = try snapshot.eventCount(knownAt: at)
                    #expect(known == UInt64(expected.count { $0 <= at }))
                }
                let report = try snapshot.verify()
                #expect(report.isSound, "\(report.problems)")
            }
        }
    }
}
