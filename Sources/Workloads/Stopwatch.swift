/// Measures how long a body took.
enum Stopwatch {
    /// Nanoseconds that a body took by the monotonic clock.
    static func nanoseconds(_ body: () throws -> Void) rethrows -> UInt64 {
        let clock = ContinuousClock()
        return nanoseconds(of: try clock.measure(body))
    }

    /// Nanoseconds of a duration.
    static func nanoseconds(of duration: Duration) -> UInt64 {
        let (seconds, attoseconds) = duration.components
        return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    }
}
