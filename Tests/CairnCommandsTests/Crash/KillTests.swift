import CairnTestSupport
import EventModel
import Foundation
import Glibc
import Testing

/// A history to import, and what the ledger is once all of it is in.
private struct KillScene {
    /// Folder of the ledger before the import; copied for each round.
    let base: String
    /// Events that the base holds already.
    let heldCount: Int
    /// Lines to import.
    let lines: [String]
    let file: String
    /// Status after an import that nobody disturbs.
    let finalState: String
    /// How long that took.
    let duration: Duration

    static let batch = 25

    /// Prepares a scene in a folder of its own below the place.
    init(_ name: String, in place: Workplace, held: Int, more: Int) throws {
        let folder = "\(place.folder)/\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let simulated = try place.run("simulate", "--events", "\(held + more)", "--seed", "5")
        let all = simulated.outputLines
        base = folder + "/base"
        heldCount = held
        lines = Array(all.dropFirst(held))
        file = try place.write(lines.joined(separator: "\n") + "\n", to: folder + "/rest.ndjson")
        try #require(try place.run("init", "--ledger", base).status == 0)
        let before = all.prefix(held).joined(separator: "\n")
        let filled = try place.run(
            "import",
            "--restore-recorded-time",
            "-",
            "--ledger",
            base,
            input: Array(before.utf8)
        )
        try #require(filled.status == 0, filled.told)
        let calm = Workplace(folder: folder)
        try FileManager.default.copyItem(atPath: base, toPath: calm.ledger)
        let start = ContinuousClock.now
        let run = try calm.run(Self.words(file))
        duration = ContinuousClock.now - start
        try #require(run.status == 0, run.told)
        finalState = try calm.state()
    }

    static func words(_ file: String) -> [String] {
        ["import", "--restore-recorded-time", file, "--batch", "\(batch)", "--json"]
    }
}

/// What the rounds of killing found.
private struct KillTally {
    var rounds = 0
    var kills = 0
    /// Imports that ended before they were killed.
    var finished = 0
    var acknowledgedEvents: Int64 = 0
    /// Events of batches that were written but whose acknowledgement did not get out.
    var unheardEvents: Int64 = 0
}

@Suite("kill -9 during an import")
struct KillTests {
    private static let rounds =
        ProcessInfo.processInfo.environment["CAIRN_CRASH_ROUNDS"].flatMap { Int($0) } ?? 10

    @Test(
        "Whenever it is killed, every acknowledged batch is whole, nothing else is there, and the rest can follow"
    )
    func kill() throws {
        try withWorkplace(ledger: false) { place in
            // The second one seals a block in the middle of the import.
            let scenes = [
                try KillScene("small", in: place, held: 0, more: 900),
                try KillScene("sealing", in: place, held: 16_200, more: 400),
            ]
            var tally = KillTally()
            for round in 0..<Self.rounds {
                var random = SplitMix64(seed: UInt64(round))
                let scene = scenes[round % 3 == 1 ? 1 : 0]
                let here = Workplace(folder: "\(place.folder)/round-\(round)")
                try FileManager.default.createDirectory(
                    atPath: here.folder,
                    withIntermediateDirectories: true
                )
                try FileManager.default.copyItem(atPath: scene.base, toPath: here.ledger)
                // One round in three is killed twice before the import may end.
                for _ in 0...(round % 3 == 2 ? 1 : 0) {
                    try killOnce(scene, here, &random, &tally, round)
                }
                let rest = try here.run(KillScene.words(scene.file))
                try #require(rest.status == 0, "round \(round): \(rest.told)")
                let state = try here.state()
                try #require(state == scene.finalState, "round \(round)")
                try FileManager.default.removeItem(atPath: here.folder)
                tally.rounds += 1
            }
            #expect(tally.kills > 0)
            print(
                "kill -9: \(tally.rounds) rounds, \(tally.kills) killed, \(tally.finished) ended before, "
                    + "\(tally.acknowledgedEvents) events acknowledged, \(tally.unheardEvents) more written "
                    + "in whole batches whose acknowledgement was not heard"
            )
        }
    }

    private func killOnce(
        _ scene: KillScene,
        _ here: Workplace,
        _ random: inout SplitMix64,
        _ tally: inout KillTally,
        _ round: Int
    ) throws {
        let pipe = try ChildPipe()
        defer { pipe.closeReading() }
        let share = Double(random.next() % 950) / 1000
        let child = try here.start(
            KillScene.words(scene.file),
            output: .nothing,
            errors: .descriptor(pipe.writing)
        )
        pipe.closeWriting()
        let deadline = ContinuousClock.now + scene.duration * share
        var heard = LineCollector(pipe.reading)
        heard.collect(until: deadline)
        child.send(SIGKILL)
        let end = child.wait()
        heard.collect(until: nil)
        let acknowledged = try heard.lines.compactMap {
            try JSONValue(parsing: $0)["eventCount"]?.integerValue
        }.last
        let verified = try here.run("verify", "--json")
        try #require(verified.status == 0, "round \(round): \(verified.told)")
        let size = try #require(try verified.json()["treeSize"]?.integerValue)
        let newCount = Int(size) - scene.heldCount
        try #require(
            size >= acknowledged ?? Int64(scene.heldCount),
            "round \(round): a batch is lost"
        )
        try #require(
            newCount >= 0 && (newCount % KillScene.batch == 0 || newCount == scene.lines.count),
            "round \(round): \(newCount) new events are no whole batches"
        )
        let events = try here.run("events", "--json", "--from-position", "\(scene.heldCount)")
        let isPrefix = events.outputLines == Array(scene.lines.prefix(newCount))
        try #require(
            isPrefix,
            "round \(round): the events are not the first \(newCount) of the file"
        )
        if end.signal == SIGKILL { tally.kills += 1 } else { tally.finished += 1 }
        tally.acknowledgedEvents += acknowledged.map { $0 - Int64(scene.heldCount) } ?? 0
        tally.unheardEvents += size - (acknowledged ?? Int64(scene.heldCount))
    }
}

/// Reads lines from a descriptor until a moment or until its end.
private struct LineCollector {
    private let descriptor: Int32
    private var bytes: [UInt8] = []
    private(set) var lines: [String] = []

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Collects until the deadline; without one, until the writers are gone.
    mutating func collect(until deadline: ContinuousClock.Instant?) {
        while true {
            var wait: Int32 = -1
            if let deadline {
                let left = deadline - ContinuousClock.now
                guard left > .zero else { return }
                wait =
                    Int32(left.components.attoseconds / 1_000_000_000_000_000)
                    + Int32(left.components.seconds) * 1000
            }
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let count = unsafe poll(&ready, 1, wait)
            if count < 0, errno == EINTR { continue }
            // Below a millisecond there is nothing to wait for any more.
            guard count > 0 else { return }
            var piece = [UInt8](repeating: 0, count: 4096)
            let got = unsafe read(descriptor, &piece, piece.count)
            guard got > 0 else { return }
            bytes += piece.prefix(got)
            while let end = bytes.firstIndex(of: 0x0A) {
                lines.append(String(decoding: bytes[..<end], as: UTF8.self))
                bytes.removeSubrange(...end)
            }
        }
    }
}
