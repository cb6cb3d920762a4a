internal import Dispatch
internal import Synchronization

/// What the service counts about requests and feeds, for Prometheus.
final class ServiceMetrics: Sendable {
    /// Upper bounds of the buckets of request times, in microseconds.
    static let bounds = [
        100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000,
        10_000_000,
    ]

    struct RequestKey: Hashable, Sendable {
        let method: String
        let route: String
        let status: Int
    }

    struct Histogram: Hashable, Sendable {
        var buckets = [UInt64](repeating: 0, count: bounds.count + 1)
        var microseconds: UInt64 = 0
        var count: UInt64 = 0
    }

    private struct State {
        var requests: [RequestKey: UInt64] = [:]
        var times: [String: Histogram] = [:]
    }

    private let state = Mutex(State())
    private let underWay = Atomic<Int>(0)
    private let feedClients = Atomic<Int>(0)
    private let fedEvents = Atomic<UInt64>(0)

    /// Starts the watch of a request.
    func begin() -> DispatchTime {
        underWay.add(1, ordering: .relaxed)
        return DispatchTime.now()
    }

    /// Counts a request that was answered, and gives the seconds that it took.
    func end(_ start: DispatchTime, _ method: String, _ route: String, _ status: Int) -> Double {
        underWay.subtract(1, ordering: .relaxed)
        let nanoseconds = DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds
        let microseconds = Int(clamping: nanoseconds / 1_000)
        let bucket = Self.bounds.firstIndex { microseconds <= $0 } ?? Self.bounds.count
        let key = RequestKey(method: Self.known(method), route: route, status: status)
        state.withLock { state in
            state.requests[key, default: 0] += 1
            state.times[route, default: Histogram()].buckets[bucket] += 1
            state.times[route, default: Histogram()].microseconds += UInt64(microseconds)
            state.times[route, default: Histogram()].count += 1
        }
        return Double(nanoseconds) / 1e9
    }

    /// A method as it is counted and logged: a client may send any word.
    static func known(_ method: String) -> String {
        ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"].contains(method)
            ? method : "other"
    }

    /// A receiver of a feed came.
    func feedBegan() { feedClients.add(1, ordering: .relaxed) }

    /// A receiver of a feed went.
    func feedEnded() { feedClients.subtract(1, ordering: .relaxed) }

    /// Events were handed to a receiver.
    func fed(_ count: Int) { fedEvents.add(UInt64(count), ordering: .relaxed) }

    /// Requests by method, route and status; times by route; all sorted.
    var requests: (counts: [(RequestKey, UInt64)], times: [(String, Histogram)]) {
        state.withLock { state in
            (
                state.requests.sorted {
                    ($0.key.route, $0.key.method, $0.key.status)
                        < ($1.key.route, $1.key.method, $1.key.status)
                }.map { ($0.key, $0.value) },
                state.times.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            )
        }
    }

    /// Requests that are being answered.
    var underWayCount: Int { underWay.load(ordering: .relaxed) }
    /// Receivers that follow a feed.
    var feedClientCount: Int { feedClients.load(ordering: .relaxed) }
    /// Events that were handed to receivers.
    var fedEventCount: UInt64 { fedEvents.load(ordering: .relaxed) }
}
