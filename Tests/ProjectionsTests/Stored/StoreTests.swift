import CairnTestSupport
import EventLog
import EventModel
import Foundation
@testable import Projections
import Testing

@Suite("Kept states")
struct StoreTests {
    private static let seeds: Range<UInt64> = 0..<4
    private static let disk = ProjectionStore.Keeping.onDisk(mapSizeBytes: 1 << 30)

    private func state(
        _ store: ProjectionStore,
        _ snapshot: LogSnapshot,
        _ count: UInt64
    ) throws -> WeighingProjection {
        let view = try store.view(of: WeighingProjection.self, in: snapshot, upTo: count)
        return view.index.state(seenBy: view.cut, behind: view.rest)
    }

    /// Expects the state at every position to be that of a fold from the first event.
    private func expectAll(_ store: ProjectionStore, _ log: EventLog, _ note: String) throws {
        try log.withSnapshot { snapshot in
            for count in stride(from: snapshot.eventCount, through: 0, by: -7) {
                let folded = try ProjectionRunner.fold(
                    WeighingProjection.self,
                    in: snapshot,
                    upTo: count
                )
                #expect(try state(store, snapshot, count) == folded, "\(note), cut \(count)")
            }
        }
    }

    /// The stored values by first position.
    private func stored(_ log: EventLog, _ origins: [StoredState.Origin]) -> [[UInt8]?] {
        var values: [[UInt8]?] = []
        StateFolder(path: log.folder.viewsPath, mapSizeBytes: 1 << 30).read(
            WeighingProjection.id,
            starts: origins.map(\.positions.lowerBound)
        ) { _, value in
            if let value {
                values.append(value.copy(0..<value.byteCount))
            } else {
                values.append(nil)
            }
            return true
        }
        return values
    }

    private func write(_ values: [[UInt8]], of origins: [StoredState.Origin], in log: EventLog) {
        let entries = zip(origins, values).map { origin, value in
            StateFolder.Entry(
                projection: WeighingProjection.id,
                start: origin.positions.lowerBound,
                value: value
            )
        }
        let folder = StateFolder(path: log.folder.viewsPath, mapSizeBytes: 1 << 30)
        #expect(folder.write(entries) == .kept)
    }

    @Test("At any cut the state is that of a fold, first computed, then kept", arguments: seeds)
    func everyCut(seed: UInt64) throws {
        let history = WeighedHistory(seed: seed, count: 330)
        for (blockEvents, blocksOfPart, threads) in [(8, 1, 1), (4, 4, 2), (16, 2, 3), (512, 1, 2)]
        {
            try history.withLog(blockEvents: blockEvents) { log in
                for round in ["computed", "kept"] {
                    let store = ProjectionStore(
                        of: log,
                        keeping: Self.disk,
                        threads: threads,
                        blocksOfPart: blocksOfPart
                    )
                    try expectAll(store, log, "\(round), blocks of \(blockEvents)")
                }
            }
        }
    }

    @Test("A store goes with its log as it grows, voids of kept events included", arguments: seeds)
    func growth(seed: UInt64) throws {
        let history = WeighedHistory(seed: seed, count: 300)
        try history.withLog(blockEvents: 8, upTo: 100) { log in
            let store = ProjectionStore(of: log, keeping: Self.disk, blocksOfPart: 2)
            for count in stride(from: 100, through: 300, by: 40) {
                try history.append(upTo: count, to: log)
                try expectAll(store, log, "seed \(seed), \(count) events")
            }
        }
    }

    @Test("Whatever is wrong with a kept state, it is replaced and the answer is the same")
    func damaged() throws {
        let history = WeighedHistory(seed: 5, count: 120)
        try history.withLog(blockEvents: 8) { log in
            let first = ProjectionStore(of: log, keeping: Self.disk, blocksOfPart: 2)
            try expectAll(first, log, "first")
            let origins = try log.withSnapshot { snapshot in
                try first.origins(of: WeighingProjection.self, in: snapshot)
            }
            let sound = stored(log, origins).compactMap { $0 }
            #expect(sound.count == 7)
            // Cut short, empty, exchanged, of another kind.
            let others: [[[UInt8]]] = [
                sound.map { Array($0.dropLast()) }, sound.map { _ in [] }, sound.reversed(),
                sound.map { $0 + [0] }, sound.map { _ in Array("no state".utf8) },
            ]
            for values in others {
                write(values, of: origins, in: log)
                let store = ProjectionStore(of: log, keeping: Self.disk, blocksOfPart: 2)
                try expectAll(store, log, "damaged")
                #expect(stored(log, origins) == sound.map { $0 })
            }
            try FileManager.default.removeItem(atPath: log.folder.viewsPath)
            let store = ProjectionStore(of: log, keeping: Self.disk, blocksOfPart: 2)
            try expectAll(store, log, "deleted")
            #expect(stored(log, origins) == sound.map { $0 })
        }
    }

    @Test("No byte of a stored state can change unnoticed, nor what it was made from")
    func everyByte() throws {
        let history = WeighedHistory(seed: 6, count: 60)
        try history.withLog(blockEvents: 8) { log in
            let store = ProjectionStore(of: log, keeping: Self.disk, blocksOfPart: 2)
            let origin = try log.withSnapshot { snapshot in
                _ = try state(store, snapshot, 60)
                return try #require(
                    try store.origins(of: WeighingProjection.self, in: snapshot).first
                )
            }
            let value = try #require(stored(log, [origin]).first ?? nil)
            func isAccepted(_ bytes: [UInt8], _ origin: StoredState.Origin) -> Bool {
                StoredState.decode(
                    bytes.rawSpan,
                    as: WeighingProjection.self,
                    from: origin,
                    nameCount: log.tables.nameCount
                ) != nil
            }
            #expect(isAccepted(value, origin))
            for index in value.indices {
                for bit in 0..<8 {
                    var changed = value
                    changed[index] ^= 1 << UInt8(bit)
                    #expect(!isAccepted(changed, origin), "byte \(index), bit \(bit)")
                }
                #expect(!isAccepted(Array(value[..<index]), origin), "cut at \(index)")
            }
            let other = SHA256Digest.hash([1])
            for foreign in [
                StoredState.Origin(
                    definition: other,
                    ledger: origin.ledger,
                    positions: origin.positions,
                    root: origin.root
                ),
                StoredState.Origin(
                    definition: origin.definition,
                    ledger: other,
                    positions: origin.positions,
                    root: origin.root
                ),
                StoredState.Origin(
                    definition: origin.definition,
                    ledger: origin.ledger,
                    positions: 16..<32,
                    root: origin.root
                ),
                StoredState.Origin(
                    definition: origin.definition,
                    ledger: origin.ledger,
                    positions: origin.positions,
                    root: other
                ),
            ] {
                #expect(!isAccepted(value, foreign))
            }
        }
    }

    @Test("States of another log in the same folder are passed over")
    func stale() throws {
        let history = WeighedHistory(seed: 7, count: 100)
        let other = WeighedHistory(seed: 8, count: 100)
        try history.withLog(blockEvents: 8) { log in
            let store = ProjectionStore(of: log, keeping: Self.disk, blocksOfPart: 2)
            try expectAll(store, log, "own")
            try other.withLog(blockEvents: 8) { second in
                try FileManager.default.removeItem(atPath: second.folder.viewsPath)
                try FileManager.default.copyItem(
                    atPath: log.folder.viewsPath,
                    toPath: second.folder.viewsPath
                )
                let store = ProjectionStore(of: second, keeping: Self.disk, blocksOfPart: 2)
                try expectAll(store, second, "with states of another log")
            }
        }
    }

    @Test("Nothing is kept where views/ cannot be written, and the answer is the same")
    func unwritable() throws {
        let history = WeighedHistory(seed: 9, count: 100)
        try history.withLog(blockEvents: 8) { log in
            try FileManager.default.removeItem(atPath: log.folder.viewsPath)
            // A file where the folder should be refuses every user.
            try Data().write(to: URL(filePath: log.folder.viewsPath))
            let store = ProjectionStore(of: log, keeping: Self.disk, blocksOfPart: 2)
            try expectAll(store, log, "unwritable")
            #expect(throws: StatesNotKept.self) {
                try log.withSnapshot { snapshot in
                    _ = try store.rebuild(WeighingProjection.self, in: snapshot, replaces: true)
                }
            }
        }
    }

    @Test("A rebuild tells what was kept and keeps what it computed")
    func rebuilding() throws {
        let history = WeighedHistory(seed: 10, count: 100)
        try history.withLog(blockEvents: 8) { log in
            let store = ProjectionStore(of: log, keeping: Self.disk, threads: 2, blocksOfPart: 2)
            func rebuild(replaces: Bool) throws -> ProjectionStore.Comparison {
                try log.withSnapshot { snapshot in
                    try store.rebuild(WeighingProjection.self, in: snapshot, replaces: replaces)
                }
            }
            let none = try rebuild(replaces: false)
            #expect(none.partCount == 6 && none.missingCount == 6)
            #expect(try rebuild(replaces: true).missingCount == 6)
            #expect(try rebuild(replaces: false).sameCount == 6)
            let origins = try log.withSnapshot { snapshot in
                try store.origins(of: WeighingProjection.self, in: snapshot)
            }
            write([[1, 2, 3]], of: [origins[4]], in: log)
            let damaged = try rebuild(replaces: true)
            #expect(damaged.sameCount == 5 && damaged.differentCount == 1)
            #expect(try rebuild(replaces: false).sameCount == 6)
        }
    }

    @Test("Any number of threads folds the same state", arguments: seeds)
    func threads(seed: UInt64) throws {
        let history = WeighedHistory(seed: seed, count: 250)
        for blockEvents in [4, 32, 512] {
            try history.withLog(blockEvents: blockEvents) { log in
                for count: UInt64 in [0, 1, 99, 128, 250, .max] {
                    let expected = try log.withSnapshot { snapshot in
                        try ProjectionRunner.fold(
                            WeighingProjection.self,
                            in: snapshot,
                            upTo: count
                        )
                    }
                    for threads in 1...5 {
                        let pair = try ProjectionRunner.fold(
                            ProjectionPair<WeighingProjection, WeighingProjection>.self,
                            in: log,
                            upTo: count,
                            threads: threads
                        )
                        #expect(pair.first == expected && pair.second == expected)
                    }
                }
            }
        }
    }
}
