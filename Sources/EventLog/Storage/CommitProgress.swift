internal import Dispatch
internal import EventModel
internal import Evidence
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
    private let vouched = Mutex<[SHA256Digest]>([])
    private let blocks = Mutex<(count: Int, subtrees: PerfectSubtrees)?>(nil)
    private let tail = Mutex<(positions: Range<UInt64>, subtrees: PerfectSubtrees)?>(nil)

    /// Roots of the first blocks, for which somebody who had checked them has vouched.
    var vouchedBlocks: [SHA256Digest] { vouched.withLock { $0 } }

    /// Subtrees over the first blocks, a block a leaf; `nil` if nobody asked for so many.
    func subtrees(overBlocks count: Int) -> PerfectSubtrees? {
        blocks.withLock { known in known.flatMap { $0.count >= count ? $0.subtrees : nil } }
    }

    /// Keeps the subtrees over so many blocks.
    func keep(_ subtrees: PerfectSubtrees, overBlocks count: Int) {
        blocks.withLock { if ($0?.count ?? 0) < count { $0 = (count, subtrees) } }
    }

    /// Subtrees over the entries of a range that begins with the tail or before it; `nil` if nobody asked for them.
    func subtrees(over positions: Range<UInt64>) -> PerfectSubtrees? {
        tail.withLock { known in
            known.flatMap { known in
                let holdsAll =
                    known.positions.lowerBound <= positions.lowerBound
                    && known.positions.upperBound >= positions.upperBound
                return holdsAll ? known.subtrees : nil
            }
        }
    }

    /// Keeps the subtrees over a tail; entries never change.
    func keep(_ subtrees: PerfectSubtrees, over positions: Range<UInt64>) {
        tail.withLock { $0 = (positions, subtrees) }
    }

    /// Takes in that these are the roots of the first blocks.
    func vouch(for roots: [SHA256Digest]) {
        vouched.withLock { if $0.count < roots.count { $0 = roots } }
    }

    func root(of count: UInt64) -> SHA256Digest? { roots.withLock { $0[count] } }

    func insert(_ root: SHA256Digest, of count: UInt64) {
        roots.withLock { roots in
            if roots.count >= Self.keptCount { roots = [:] }
            roots[count] = root
        }
    }

    func removeAll() {
        roots.withLock { $0 = [:] }
        vouched.withLock { $0 = [] }
        blocks.withLock { $0 = nil }
        tail.withLock { $0 = nil }
    }
}

/// Names of events by position: what stands behind answers is asked for again and again.
final class ReferenceCache: Sendable {
    private static let keptCount = 1 << 17
    private let references = Mutex<[UInt64: EventReference]>([:])

    /// The names that are known, in the order of the positions.
    func references(at positions: [UInt64]) -> [EventReference?] {
        references.withLock { known in positions.map { known[$0] } }
    }

    func insert(_ found: [(position: UInt64, reference: EventReference)]) {
        references.withLock { known in
            if known.count + found.count > Self.keptCount { known = [:] }
            for (position, reference) in found { known[position] = reference }
        }
    }

    func removeAll() { references.withLock { $0 = [:] } }
}
