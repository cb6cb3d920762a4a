import Glibc

/// Waits for what another thread is about to do.
enum Spin {
    /// Gives the processor away until the condition holds.
    static func until(_ condition: () -> Bool) {
        while !condition() { _ = sched_yield() }
    }
}
