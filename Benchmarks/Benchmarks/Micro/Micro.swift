import Benchmark
import Workloads
import Foundation

/// Small workloads, repeated, with percentiles: what one step costs.
///
/// Everything that takes minutes or needs a cold process is run by `cairn-bench` instead.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .cpuUser, .throughput],
        warmupIterations: 3,
        scalingFactor: .one,
        maxDuration: .seconds(2),
        maxIterations: 1_000
    )
}
