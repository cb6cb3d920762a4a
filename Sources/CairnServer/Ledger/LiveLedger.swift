internal import Answers
internal import Dispatch
internal import EventLog
internal import EventModel
internal import Foundation
internal import Projections
internal import Synchronization

/// Follows the log: keeps the projections at its newest position, and says how far behind they are.
///
/// One thread waits for commits. After each it wakes who follows the feed, then brings the headline projections up to
/// the log's end and publishes that position: questions without `knownAt` are answered there, without a replay. A pause
/// after each round, of some times what the round took, leaves the processor to writers and readers; the lag is at most
/// that pause and one round.
final class LiveLedger: Sendable {
    /// The state of the log at which current questions are answered.
    struct Published: Hashable, Sendable {
        /// Number of events.
        var eventCount: UInt64
        /// Recorded time of the last of them; `nil` if there is none.
        var lastRecordedAt: Instant?
    }

    /// How a round went.
    struct Round: Hashable, Sendable {
        /// Rounds so far.
        var count: UInt64 = 0
        /// Microseconds of the last one.
        var lastMicroseconds: Int = 0
        /// Microseconds of all.
        var totalMicroseconds: Int = 0
        /// Rounds that failed.
        var failureCount: UInt64 = 0
    }

    /// The log's end.
    let watch: HeadWatch
    /// The position of current answers.
    private let answers: HeadWatch
    private let ledger: ServedLedger
    private let published: Mutex<Published>
    private let rounds = Mutex(Round())
    private let isStopped = Atomic(false)
    private let stopped = DispatchSemaphore(value: 0)

    /// Longest wait for a commit before the log is looked at again, in milliseconds.
    private static let pollMilliseconds = 500
    /// Pause after the log could not be read, in milliseconds.
    private static let failurePause = 100
    /// Shortest pause between two rounds, in milliseconds.
    private static let shortestPause = 20
    /// The pause as a multiple of what the round took.
    private static let pauseFactor = 9

    /// Folds what is there, then follows.
    ///
    /// - Throws: ``LogError`` when the log cannot be read.
    init(_ ledger: ServedLedger) throws {
        self.ledger = ledger
        let first = try Self.publish(ledger)
        published = Mutex(first)
        watch = HeadWatch(count: first.eventCount)
        answers = HeadWatch(count: first.eventCount)
        let thread = Thread { [self] in follow() }
        thread.name = "cairn-follow"
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// The state at which current questions are answered.
    var current: Published { published.withLock { $0 } }

    /// Whether nothing can be recorded any more that was known at an instant: something later was recorded already.
    func isPast(_ knownAt: Instant?) -> Bool {
        guard let knownAt, let last = current.lastRecordedAt else { return false }
        return knownAt < last
    }

    /// How the following goes.
    var round: Round { rounds.withLock { $0 } }

    /// Events of the log that current answers do not see yet.
    var lag: UInt64 {
        let seen = current.eventCount
        let count = watch.count
        return count > seen ? count - seen : 0
    }

    /// Waits until current answers see so many events, or for so long.
    ///
    /// - Returns: Whether they do.
    func waitForAnswers(seeing count: UInt64, for duration: Duration) async -> Bool {
        guard count > 0 else { return true }
        return await answers.wait(beyond: count - 1, for: duration) >= count
    }

    /// Ends the following.
    func stop() {
        isStopped.store(true, ordering: .relaxed)
        stopped.signal()
        watch.stop()
        answers.stop()
    }

    private func follow() {
        var known = current.eventCount
        while !isStopped.load(ordering: .relaxed) {
            // A closed log ends the wait; the service is stopping then.
            guard
                let count = try? ledger.log.waitForEvents(
                    beyond: known,
                    timeoutMilliseconds: Self.pollMilliseconds
                )
            else {
                if isStopped.load(ordering: .relaxed) { return }
                _ = stopped.wait(timeout: .now() + .milliseconds(Self.failurePause))
                continue
            }
            watch.advance(to: count)
            guard count > known else { continue }
            let start = DispatchTime.now()
            let new = try? Self.publish(ledger)
            if let new {
                published.withLock { $0 = new }
                answers.advance(to: new.eventCount)
                known = new.eventCount
            }
            let nanoseconds = DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds
            let microseconds = Int(clamping: nanoseconds / 1_000)
            rounds.withLock { rounds in
                rounds.count += 1
                rounds.lastMicroseconds = microseconds
                rounds.totalMicroseconds += microseconds
                if new == nil { rounds.failureCount += 1 }
            }
            let rest = new == nil ? Self.failurePause : Self.shortestPause
            pause(max(rest, Self.pauseFactor * microseconds / 1_000), known)
        }
    }

    /// Leaves the projections where they are for a while; those who follow the feed are still woken.
    private func pause(_ milliseconds: Int, _ known: UInt64) {
        let end = DispatchTime.now() + .milliseconds(milliseconds)
        var seen = known
        while !isStopped.load(ordering: .relaxed) {
            let now = DispatchTime.now()
            guard now < end else { return }
            let rest = Int((end.uptimeNanoseconds - now.uptimeNanoseconds) / 1_000_000) + 1
            let count = try? ledger.log.waitForEvents(beyond: seen, timeoutMilliseconds: rest)
            guard let count else { return }
            if count > seen {
                seen = count
                watch.advance(to: count)
                // A waking for every commit would cost more than it gives.
                _ = stopped.wait(timeout: .now() + .milliseconds(1))
            }
        }
    }

    /// Brings the projections to the log's end.
    private static func publish(_ ledger: ServedLedger) throws -> Published {
        try ledger.log.withSnapshot { snapshot in
            let count = snapshot.eventCount
            for indicator in Indicator.headline {
                try indicator.keepReady(in: ledger.store, snapshot, tables: ledger.log.tables)
            }
            return Published(
                eventCount: count,
                lastRecordedAt: try snapshot.lastRecordedAt
            )
        }
    }
}
