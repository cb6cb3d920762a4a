internal import EventLog
internal import Synchronization

/// Tells who waits that the log has grown: one thread waits for the log, any number of tasks for it.
final class HeadWatch: Sendable {
    private struct Waiter {
        let beyond: UInt64
        let continuation: CheckedContinuation<UInt64, Never>
        let timer: Task<Void, Never>

        func resume(_ count: UInt64) {
            timer.cancel()
            continuation.resume(returning: count)
        }
    }

    private struct State {
        var count: UInt64
        var waiters: [UInt64: Waiter] = [:]
        var nextID: UInt64 = 0
        var isStopped = false
    }

    private let state: Mutex<State>
    private let clock: any Clock<Duration>

    /// Starts at a number of events.
    init(count: UInt64, clock: any Clock<Duration> = ContinuousClock()) {
        state = Mutex(State(count: count))
        self.clock = clock
    }

    /// Number of events that the log held when it was last looked at.
    var count: UInt64 { state.withLock { $0.count } }

    /// Number of tasks that wait.
    var waiterCount: Int { state.withLock { $0.waiters.count } }

    /// Whether nothing more will come because the service stops.
    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Takes in that the log holds so many events.
    func advance(to count: UInt64) {
        let ready = state.withLock { state -> [Waiter] in
            guard count > state.count else { return [] }
            state.count = count
            let ready = state.waiters.filter { $0.value.beyond < count }
            for id in ready.keys { state.waiters[id] = nil }
            return Array(ready.values)
        }
        for waiter in ready { waiter.resume(count) }
    }

    /// Sends everybody away who waits, and whoever comes later.
    func stop() {
        let all = state.withLock { state -> [Waiter] in
            state.isStopped = true
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        let count = count
        for waiter in all { waiter.resume(count) }
    }

    /// Waits until the log holds more than so many events, or for so long, or until the service stops.
    ///
    /// - Returns: Number of events then.
    func wait(beyond count: UInt64, for duration: Duration) async -> UInt64 {
        let id = state.withLock { state -> UInt64? in
            guard state.count <= count, !state.isStopped else { return nil }
            state.nextID += 1
            return state.nextID
        }
        guard let id else { return self.count }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now = state.withLock { state -> UInt64? in
                    guard state.count <= count, !state.isStopped, !Task.isCancelled else {
                        return state.count
                    }
                    // Made under the lock, so that it cannot end before the waiter is there.
                    let timer = Task {
                        try? await clock.sleep(for: duration)
                        wake(id)
                    }
                    state.waiters[id] = Waiter(
                        beyond: count,
                        continuation: continuation,
                        timer: timer
                    )
                    return nil
                }
                if let now { continuation.resume(returning: now) }
            }
        } onCancel: {
            wake(id)
        }
    }

    private func wake(_ id: UInt64) {
        let (waiter, count) = state.withLock { ($0.waiters.removeValue(forKey: id), $0.count) }
        waiter?.resume(count)
    }
}
