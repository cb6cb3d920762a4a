internal import Dispatch
internal import LMDB
internal import Synchronization

/// Hands sealed blocks out to the threads of a verification, and their findings back in the order of the
/// blocks, so that a report does not depend on the threads.
final class BlockFindingsQueue: Sendable {
    private struct State {
        /// First position of the next block to be handed out.
        var next: UInt64
        /// Findings that were not asked for yet, by their block.
        var findings: [UInt64: BlockFindings] = [:]
    }

    private let state = Mutex(State(next: 0))
    private let end: UInt64
    private let step: UInt64
    private let claimed: ClaimedTargets
    /// Signalled by helpers for each of their findings.
    private let progress = DispatchSemaphore(value: 0)

    /// Queues the blocks of `step` events each below `end`.
    init(upTo end: UInt64, step: UInt64, _ claimed: ClaimedTargets) {
        self.claimed = claimed
        self.end = end
        self.step = step
    }

    /// Starts threads that check blocks until there are none left or ``stop()`` is called.
    ///
    /// A thread that cannot be started, or that cannot read, leaves its work to the others.
    func startHelpers(_ count: Int, _ parts: LogParts) -> [DedicatedThread] {
        var threads: [DedicatedThread] = []
        for _ in 0..<max(0, count) {
            do throws(LMDBError) {
                threads.append(try DedicatedThread { self.help(parts) })
            } catch {
                break
            }
        }
        return threads
    }

    /// Hands out no further blocks.
    func stop() { state.withLock { $0.next = end } }

    /// The findings of a block; each is asked for once, in order.
    ///
    /// `verifier` helps to come by them: it checks blocks as long as there are any, then waits for the helpers.
    func findings(
        ofBlock key: UInt64,
        helping verifier: inout BlockVerifier
    ) -> BlockFindings {
        while true {
            if let found = state.withLock({ $0.findings.removeValue(forKey: key) }) { return found }
            guard let next = take() else {
                progress.wait()
                continue
            }
            let found = verifier.findings(ofBlock: next)
            if next == key { return found }
            put(found, next)
        }
    }

    private func take() -> UInt64? {
        state.withLock { state in
            guard state.next < end else { return nil }
            defer { state.next += step }
            return state.next
        }
    }

    private func put(_ findings: BlockFindings, _ key: UInt64) {
        state.withLock { $0.findings[key] = findings }
    }

    private func help(_ parts: LogParts) {
        let snapshot: LogSnapshot
        do throws(LogError) { snapshot = try LogSnapshot(parts) } catch { return }
        var verifier = BlockVerifier(snapshot, claimed)
        var count: UInt64 = 0
        while let key = take() {
            var found = verifier.findings(ofBlock: key)
            count += 1
            do throws(LogError) {
                try snapshot.renewIfDue(after: count * step)
            } catch {
                found.failure = found.failure ?? error
            }
            put(found, key)
            progress.signal()
        }
    }
}
