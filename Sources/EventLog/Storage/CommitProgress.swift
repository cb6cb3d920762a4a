internal import Dispatch
internal import EventModel
internal import Synchronization

/// Wakes readers of this process that wait for the next commit.
final class CommitProgress: Sendable {
    private let waiters = Mutex<[UInt64: DispatchSemaphore]>([:])
    private let nextWaiter = Mutex<UInt64>(0)

    /// Wakes everybody who waits.
    func announce() {
        let waiting = waiters.withLock { waiters in
            defer { waiters = [:] }
            return waiters
        }
        for semaphore in waiting.values { semaphore.signal() }
    }

    /// Blocks this thread until the next announcement, at most so many milliseconds.
    func wait(milliseconds: Int) {
        let number = nextWaiter.withLock { next in
            next += 1
            return next
        }
        let semaphore = DispatchSemaphore(value: 0)
        waiters.withLock { $0[number] = semaphore }
        _ = semaphore.wait(timeout: .now() + .milliseconds(milliseconds))
        waiters.withLock { _ = $0.removeValue(forKey: number) }
    }
}

/// Roots of the Merkle tree by size: a log of a given size has one root for ever.
final class RootCache: Sendable {
    private static let keptCount = 256
    private let roots = Mutex<[UInt64: SHA256Digest]>([:])

    func root(of count: UInt64) -> SHA256Digest? { roots.withLock { $0[count] } }

    func insert(_ root: SHA256Digest, of count: UInt64) {
        roots.withLock { roots in
            if roots.count >= Self.keptCount { roots = [:] }
            roots[count] = root
        }
    }

    func removeAll() { roots.withLock { $0 = [:] } }
}
