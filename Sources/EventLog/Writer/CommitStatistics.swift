internal import Dispatch
internal import Synchronization

/// What the writer has done since the log was opened, for whoever watches a service.
package struct CommitStatistics: Hashable, Sendable {
    /// Upper bounds of the buckets of ``durations``, in microseconds; the last bucket has none.
    package static let durationBounds: [Int] = [
        100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000,
    ]
    /// Upper bounds of the buckets of ``groups``, in requests; the last bucket has none.
    package static let groupBounds: [Int] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024]

    /// Commits that were on the disk when they were counted.
    package internal(set) var commitCount: UInt64 = 0
    /// Events of those commits.
    package internal(set) var eventCount: UInt64 = 0
    /// Requests that were acknowledged or refused.
    package internal(set) var requestCount: UInt64 = 0
    /// Commits that failed.
    package internal(set) var failureCount: UInt64 = 0
    /// Number of commits by how long they took, from the checks to the flush.
    package internal(set) var durations = [UInt64](repeating: 0, count: durationBounds.count + 1)
    /// Microseconds of all commits together.
    package internal(set) var durationSum: UInt64 = 0
    /// Number of commits by how many requests they held.
    package internal(set) var groups = [UInt64](repeating: 0, count: groupBounds.count + 1)

    mutating func note(requests: Int, events: Int, microseconds: Int) {
        requestCount += UInt64(requests)
        guard events > 0 else { return }
        commitCount += 1
        eventCount += UInt64(events)
        durationSum += UInt64(microseconds)
        durations[Self.bucket(of: microseconds, Self.durationBounds)] += 1
        groups[Self.bucket(of: requests, Self.groupBounds)] += 1
    }

    private static func bucket(of value: Int, _ bounds: [Int]) -> Int {
        bounds.firstIndex { value <= $0 } ?? bounds.count
    }
}

/// The statistics as writer and watchers share them.
final class CommitCounter: Sendable {
    private let statistics = Mutex(CommitStatistics())

    var current: CommitStatistics { statistics.withLock { $0 } }

    func note(requests: Int, events: Int, since start: DispatchTime) {
        let nanoseconds = DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds
        let microseconds = Int(clamping: nanoseconds / 1_000)
        statistics.withLock {
            $0.note(requests: requests, events: events, microseconds: microseconds)
        }
    }

    func noteFailure() { statistics.withLock { $0.failureCount += 1 } }
}
