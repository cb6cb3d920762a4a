import Benchmark
import Foundation
import Workloads

/// Steps that take milliseconds, repeated, with percentiles, on a ledger of 200,000 events.
///
/// Everything that takes longer, or needs a cold process, is run by `cairn-bench` instead.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .cpuUser, .throughput],
        warmupIterations: 3,
        maxDuration: .seconds(3),
        maxIterations: 1_000
    )
    let folder = FileManager.default.temporaryDirectory.path + "/cairn-micro-\(UUID().uuidString)"
    let ledger = SimulatedLedger(path: folder)
    for kind in ReplayWorkload.Kind.allCases {
        Benchmark("replay 200k, \(kind.rawValue)") { benchmark in
            try await prepare(ledger)
            let workload = try ReplayWorkload(ledger)
            benchmark.startMeasurement()
            for _ in benchmark.scaledIterations {
                blackHole(try await workload.run(kind, threadCount: 1))
            }
            benchmark.stopMeasurement()
        }
    }
    for (title, read) in reads {
        Benchmark("100 × \(title) of 200k") { benchmark in
            try await prepare(ledger)
            let workload = try PointReadWorkload(ledger, count: 100, seed: 7)
            benchmark.startMeasurement()
            for _ in benchmark.scaledIterations { blackHole(try read(workload)) }
            benchmark.stopMeasurement()
        }
    }
    Benchmark("9 as-of questions of 200k") { benchmark in
        try await prepare(ledger)
        let workload = try QuestionWorkload(ledger)
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(try workload.ask(count: 9, seed: 7)) }
        benchmark.stopMeasurement()
    }
}

private let reads: [(String, @Sendable (PointReadWorkload) throws -> PointReadWorkload.Reads)] = [
    ("a parcel's history", { try $0.histories() }), ("an event by its id", { try $0.events() }),
]

/// Makes the ledger for the first benchmark of this process.
private func prepare(_ ledger: SimulatedLedger) async throws {
    guard !FileManager.default.fileExists(atPath: ledger.path) else { return }
    try await ledger.make(eventCount: 200_000)
}
