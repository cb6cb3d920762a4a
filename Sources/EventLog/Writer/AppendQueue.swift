internal import Dispatch
internal import EventModel
internal import Synchronization

/// The requests that wait for the writer's thread, in order of arrival.
///
/// Bounded in events and in requests: a caller that may block waits for room in events, but is refused as
/// overloaded beyond ``LogOptions/queuedRequestsMax``; any other is refused beyond either limit.
final class AppendQueue: Sendable {
    /// A request and who is told what became of it.
    struct Entry: Sendable {
        let request: AppendRequest
        let complete: @Sendable (Result<AppendReceipt, AppendError>) -> Void
    }

    private struct State {
        var entries: [Entry] = []
        var eventCount = 0
        /// Set once: later entries are refused with it.
        var refusal: AppendError?
        /// Callers that wait for room.
        var waiters: [DispatchSemaphore] = []
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)
    private let options: LogOptions

    init(options: LogOptions) { self.options = options }

    /// Number of requests that wait; the one being served is not among them.
    var waitingCount: Int { state.withLock { $0.entries.count } }

    /// Whether every later request is refused.
    var isRefusing: Bool { state.withLock { $0.refusal != nil } }

    /// Queues a request; its completion is called exactly once, perhaps at once.
    ///
    /// With `waitsForRoom` it blocks this thread while too many events wait; too many requests are refused.
    func add(_ entry: Entry, waitsForRoom: Bool) {
        while true {
            switch tryToAdd(entry, waitsForRoom: waitsForRoom) {
            case .added(let isFirst):
                if isFirst { arrivals.signal() }
                return
            case .refused(let refusal):
                entry.complete(.failure(refusal))
                return
            case .full(let room): room.wait()
            }
        }
    }

    private enum Attempt {
        case added(isFirst: Bool)
        case refused(AppendError)
        case full(DispatchSemaphore)
    }

    private func tryToAdd(_ entry: Entry, waitsForRoom: Bool) -> Attempt {
        state.withLock { state in
            if let refusal = state.refusal { return .refused(refusal) }
            if waitsForRoom, state.eventCount >= options.queuedEventsMax {
                let room = DispatchSemaphore(value: 0)
                state.waiters.append(room)
                return .full(room)
            }
            guard state.entries.count < options.queuedRequestsMax,
                state.eventCount < options.queuedEventsMax
            else { return .refused(.overloaded) }
            state.entries.append(entry)
            state.eventCount += entry.request.count
            return .added(isFirst: state.entries.count == 1)
        }
    }

    /// Waits for requests and takes what one commit may hold; `nil` once the queue is closed and
    /// empty.
    func take() -> [Entry]? {
        arrivals.wait()
        return state.withLock { state in
            var count = 0
            var events = 0
            while count < state.entries.count, count == 0 || events < options.commitEventsMax {
                events += state.entries[count].request.count
                count += 1
            }
            var taken: [Entry] = []
            if count == state.entries.count {
                swap(&taken, &state.entries)
            } else {
                taken = Array(state.entries[..<count])
                state.entries.removeFirst(count)
            }
            state.eventCount -= events
            for waiter in state.waiters { waiter.signal() }
            state.waiters = []
            // Only an entry that found the queue empty has signalled.
            if !state.entries.isEmpty { arrivals.signal() }
            return taken.isEmpty && state.refusal != nil ? nil : taken
        }
    }

    /// Refuses all later requests; those that wait already are still served.
    func close(refusing refusal: AppendError) {
        state.withLock { state in
            if state.refusal == nil || refusal == .closed { state.refusal = refusal }
            for waiter in state.waiters { waiter.signal() }
            state.waiters = []
        }
        arrivals.signal()
    }
}
