import EventLog
import EventModel
import Synchronization

/// A clock that shows what the test sets and can make its reader wait.
final class GateClock: LedgerClock {
    private struct State {
        var millis: Int64
        var isOpen = true
        var isAsked = false
    }

    private let state: Mutex<State>

    init(_ millis: Int64) { state = Mutex(State(millis: millis)) }

    var millis: Int64 { state.withLock { $0.millis } }

    func set(_ millis: Int64) { state.withLock { $0.millis = millis } }

    func now() -> Instant {
        state.withLock { $0.isAsked = true }
        Spin.until { self.state.withLock { $0.isOpen } }
        return Instant(millisecondsSince1970: millis)
    }

    /// From now on whoever asks for the time waits.
    func close() {
        state.withLock { state in
            state.isOpen = false
            state.isAsked = false
        }
    }

    func open() { state.withLock { $0.isOpen = true } }

    /// Whether somebody asked since it was closed.
    var isAsked: Bool { state.withLock { $0.isAsked } }
}
