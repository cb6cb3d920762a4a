/// What a workload did in how long.
public struct Timing: Sendable {
    /// Events, or questions, or bytes: what the workload counts.
    public let count: UInt64
    /// Nanoseconds by the monotonic clock.
    public let nanoseconds: UInt64

    /// Count a second.
    public var perSecond: Double { Double(count) * 1e9 / Double(max(1, nanoseconds)) }

    /// Measures a body that gives its count.
    static func of(_ body: () throws -> UInt64) rethrows -> Timing {
        var count: UInt64 = 0
        let nanoseconds = try Stopwatch.nanoseconds { count = try body() }
        return Timing(count: count, nanoseconds: nanoseconds)
    }

    /// Measures a body that waits.
    static func of(_ body: () async throws -> UInt64) async rethrows -> Timing {
        let clock = ContinuousClock()
        let start = clock.now
        let count = try await body()
        return Timing(
            count: count,
            nanoseconds: Stopwatch.nanoseconds(of: clock.now - start)
        )
    }
}
