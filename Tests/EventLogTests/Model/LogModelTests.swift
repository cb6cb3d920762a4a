import CairnTestSupport
import EventLog
import EventModel
import Foundation
import Testing

@Suite("The log against its model")
struct LogModelTests {
    /// 24 histories, or as many as `CAIRN_SEEDS` says.
    static let seeds: Range<UInt64> = {
        let wanted = ProcessInfo.processInfo.environment["CAIRN_SEEDS"].flatMap { UInt64($0) }
        return 0..<max(24, wanted ?? 24)
    }()

    private static let stepCount = 50

    @Test(
        "Any history of requests leaves log and model equal",
        .timeLimit(.minutes(20)),
        arguments: seeds
    )
    func logMatchesModel(seed: UInt64) throws {
        try withTemporaryPath { path in
            var run = ModelRun(seed: seed)
            var options = TestLedger.options
            options.sealedBlockEvents = [8, 16, 64][Int(seed % 3)]
            options.requestEventsMax = 150
            options.commitEventsMax = [1, 40, 65_536][Int(seed / 3 % 3)]
            run.model.requestEventsMax = options.requestEventsMax
            let log = try LogUnderTest(path: path, options: options, clock: run.clock)
            defer { log.log.close() }
            for step in 0..<Self.stepCount { try run.step(step, log) }
            try run.compare(log, step: Self.stepCount)
            try run.verify(log)
            try log.reopen(.reading)
            try run.compare(log, step: Self.stepCount + 1)
        }
    }

    @Test("Together the histories meet every answer that the log can give")
    func historiesAreRich() {
        var met: Set<RefusalName> = []
        var acceptedCount = 0
        var duplicateCount = 0
        var refusedCount = 0
        for seed in 0..<10 as Range<UInt64> {
            var run = ModelRun(seed: seed)
            run.model.requestEventsMax = 150
            for _ in 0..<Self.stepCount {
                for request in run.nextRequests() {
                    switch run.model.append(request, now: run.clock.millis) {
                    case .accepted(let outcomes, _):
                        acceptedCount += 1
                        duplicateCount +=
                            outcomes.filter {
                                if case .duplicate = $0 { true } else { false }
                            }.count
                    case .refused(_, let name):
                        refusedCount += 1
                        met.insert(name)
                    case .failed(let text): Issue.record("\(text)")
                    }
                }
                run.moveClock()
            }
        }
        let expected: Set<RefusalName> = [
            .idConflict, .unknownTarget, .alreadyVoided, .otherSubject, .recordedTime, .sequence,
            .revisionConflict, .conditionFailed, .tooLarge,
        ]
        #expect(met == expected)
        #expect(acceptedCount > refusedCount)
        #expect(duplicateCount > 100)
    }
}

/// One history under way.
private struct ModelRun {
    let seed: UInt64
    let clock = GateClock(1_560_000_000_000)
    var model = ModelLog()
    var history: RandomHistory

    init(seed: UInt64) {
        self.seed = seed
        history = RandomHistory(seed: seed)
    }

    /// One request, or several that arrive at the same time.
    mutating func nextRequests() -> [ModelLog.Request] {
        let largest = history.chance(20) ? 60 : 12
        guard !history.chance(2) else {
            var request = ModelLog.Request()
            for _ in 0..<30 where request.events.count <= 150 {
                request.events +=
                    history.request(for: model, now: clock.millis, largest: 30).events
            }
            return [request]
        }
        // All are made for the same state: what one of them changes, the next one does not know.
        return (0..<(history.chance(30) ? history.number(2...6) : 1)).map { _ in
            history.request(for: model, now: clock.millis, largest: largest)
        }
    }

    mutating func moveClock() {
        let step = history.chance(15) ? -history.number(0...60_000) : history.number(0...20_000)
        clock.set(clock.millis + Int64(step))
    }

    mutating func step(_ step: Int, _ log: LogUnderTest) throws {
        let requests = nextRequests()
        let answers =
            requests.count == 1 ? [try log.append(requests[0])] : try log.appendTogether(requests)
        for (request, answer) in zip(requests, answers) {
            let expected = model.append(request, now: clock.millis)
            try #require(answer == expected, "seed \(seed) step \(step)")
        }
        try #require(answers.count == requests.count, "seed \(seed) step \(step)")
        moveClock()
        if history.chance(6) { try log.reopen() }
        if history.chance(12) { try compare(log, step: step) }
        if history.chance(8) { try checkIsolation(log, step: step) }
    }

    mutating func compare(_ log: LogUnderTest, step: Int) throws {
        let comparison = LogComparison(
            log: log.log,
            model: model,
            trace: "seed \(seed) step \(step)"
        )
        try comparison.requireEqual(using: &history)
    }

    /// What is appended while a snapshot is open does not show in it.
    private mutating func checkIsolation(_ log: LogUnderTest, step: Int) throws {
        let trace: Comment = "seed \(seed) step \(step), snapshot"
        let before = model
        let request = history.request(for: model, now: clock.millis, largest: 30)
        let answer = try log.log.withSnapshot { snapshot in
            let answer = try log.append(request)
            try #require(snapshot.eventCount == UInt64(before.entries.count), trace)
            var lines: [String] = []
            try snapshot.events(matching: EventFilter()) { recorded in
                lines.append(String(decoding: EventWriter.json(of: recorded), as: UTF8.self))
                return true
            }
            try #require(lines == (0..<snapshot.eventCount).map { before.line(at: $0) }, trace)
            let root = try snapshot.rootHash(of: snapshot.eventCount)
            try #require(root == before.rootHash(of: snapshot.eventCount), trace)
            return answer
        }
        try #require(answer == model.append(request, now: clock.millis), trace)
    }

    func verify(_ log: LogUnderTest) throws {
        let report = try log.log.withSnapshot { try $0.verify() }
        try #require(report.problems.isEmpty, "seed \(seed): \(report.problems)")
        let count = UInt64(model.entries.count)
        try #require(report.eventCount == count, "seed \(seed)")
        try #require(report.rootHash == model.rootHash(of: count), "seed \(seed)")
        let status = try log.log.withSnapshot { try $0.status() }
        try #require(status.eventCount == count, "seed \(seed)")
        for type in status.types {
            let expected = model.positions { $0.event.type == type.type }
            try #require(type.eventCount == UInt64(expected.count), "seed \(seed) \(type.type)")
        }
        let voided = model.voidedPositions(upTo: count)
        try #require(status.voidedCount == UInt64(voided.count), "seed \(seed)")
    }
}
