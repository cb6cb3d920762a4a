import CairnTestSupport
import EventLog
import EventModel
import Projections
import Testing

@Suite("Folding")
struct FoldTests {
    private static let seeds: Range<UInt64> = 0..<4

    private func folded(_ log: EventLog, upTo count: UInt64 = .max) throws -> WeighingProjection {
        try log.withSnapshot { snapshot in
            try ProjectionRunner.fold(WeighingProjection.self, in: snapshot, upTo: count)
        }
    }

    @Test(
        "A fold sees every event that counts once and in order, with its values",
        arguments: seeds
    )
    func everyLiveEvent(seed: UInt64) throws {
        let history = WeighedHistory(seed: seed, count: 300)
        try history.withLog(blockEvents: 16) { log in
            let state = try folded(log)
            #expect(state.rows.map(\.position) == history.livePositions(below: 300))
            #expect(state.rows.count < 300)
            for row in state.rows {
                let place = log.tables.name(at: row.place)
                let event = history.events[Int(row.position)]
                #expect(row.occurredAt == event.time.instant.millisecondsSince1970)
                #expect(event.data[0] == .text(place))
                let parcel: FieldValue = row.parcel.map { .text($0) } ?? .absent
                let weight: FieldValue = row.weight.map { .integer($0) } ?? .absent
                #expect(event.data[1] == parcel)
                #expect(event.data[2] == weight)
            }
            let sum = state.rows.compactMap(\.weight).reduce(0, +)
            #expect(state.weightByPlace.reduce(0, +) == sum)
            let liveVoidCount = history.targets.indices.filter {
                history.targets[$0] != nil && history.isLive($0, below: 300)
            }.count
            #expect(state.voidCount == liveVoidCount)
        }
    }

    @Test("The size of blocks and of requests changes nothing", arguments: seeds)
    func anyBlockSize(seed: UInt64) throws {
        let history = WeighedHistory(seed: seed, count: 200)
        let expected = try history.withLog(blockEvents: 16_384) { log in try folded(log) }
        #expect(!expected.rows.isEmpty)
        for (blockEvents, requestSize) in [(2, 200), (8, 1), (32, 33), (64, 7), (256, 50)] {
            let state = try history.withLog(blockEvents: blockEvents, requestSize: requestSize) {
                log in try folded(log)
            }
            #expect(state == expected, "blocks of \(blockEvents), requests of \(requestSize)")
        }
    }

    @Test(
        "Partitions folded apart and merged in order give the state of one fold",
        arguments: seeds
    )
    func merging(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let history = WeighedHistory(seed: seed, count: 300)
        try history.withLog(blockEvents: 16) { log in
            let expected = try folded(log)
            for _ in 0..<6 {
                let partCount = Int.random(in: 2...7, using: &random)
                let cuts = (1..<partCount).map { _ in UInt64.random(in: 0...300, using: &random) }
                    .sorted()
                var parts = [WeighingProjection](repeating: WeighingProjection(), count: partCount)
                try log.withSnapshot { snapshot in
                    let voided = try snapshot.voidedPositions(upTo: .max)
                    try snapshot.forEachBlock(upTo: .max, excluding: voided) { block in
                        let part = cuts.filter { $0 <= block.firstPosition }.count
                        try parts[part].fold(block)
                    }
                }
                var merged = WeighingProjection()
                for part in parts { merged.merge(part) }
                #expect(merged == expected, "seed \(seed) cuts \(cuts)")
                // Neither does it matter which neighbours are merged first.
                var fromTheEnd = WeighingProjection()
                for part in parts.reversed() {
                    var earlier = part
                    earlier.merge(fromTheEnd)
                    fromTheEnd = earlier
                }
                #expect(fromTheEnd == expected, "seed \(seed) cuts \(cuts)")
            }
        }
    }

    @Test("A fold to a cut is the fold of the log as it was then", arguments: seeds)
    func cuts(seed: UInt64) throws {
        let history = WeighedHistory(seed: seed, count: 150)
        try history.withLog(blockEvents: 16) { log in
            for cut in stride(from: 0, through: 150, by: 25) {
                let state = try folded(log, upTo: UInt64(cut))
                #expect(state.rows.map(\.position) == history.livePositions(below: cut))
                // The same seed begins with the same events.
                let shorter = WeighedHistory(seed: seed, count: cut)
                let then = try shorter.withLog(blockEvents: 16) { log in try folded(log) }
                #expect(state == then, "seed \(seed) cut \(cut)")
            }
            let whole = try folded(log)
            #expect(try folded(log, upTo: 150) == whole)
        }
    }

    @Test("A voided event is as if it had never been recorded")
    func voidedEvent() throws {
        let history = WeighedHistory(seed: 3, count: 60)
        let target = try #require(
            history.targets.compactMap { $0 }.first { target in
                history.targets[target] == nil && !history.isLive(target, below: 60)
            }
        )
        try history.withLog(blockEvents: 16) { log in
            let state = try folded(log)
            #expect(!state.rows.contains { $0.position == UInt64(target) })
            let before = try folded(log, upTo: UInt64(target + 1))
            #expect(before.rows.last?.position == UInt64(target))
        }
    }

    @Test("The fold of an empty log, and to position 0, is the state before the first event")
    func nothing() throws {
        let history = WeighedHistory(seed: 1, count: 20)
        let empty = WeighedHistory(seed: 1, count: 0)
        let none = try empty.withLog(blockEvents: 16) { log in try folded(log) }
        #expect(none == WeighingProjection())
        try history.withLog(blockEvents: 16) { log in
            let start = try folded(log, upTo: 0)
            let whole = try folded(log)
            #expect(start == WeighingProjection())
            #expect(!whole.rows.isEmpty)
        }
    }
}
