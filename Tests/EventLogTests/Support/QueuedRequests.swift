import EventLog
import LMDB
import Synchronization

/// Requests that reach the writer in a known order, all but the first in one commit.
enum QueuedRequests {
    /// Queues the requests while the writer stands still in the first; answers in their order.
    static func run(
        _ requests: [AppendRequest],
        on log: EventLog,
        clock: GateClock
    ) throws -> [Result<AppendReceipt, AppendError>] {
        let answers = Mutex<[Int: Result<AppendReceipt, AppendError>]>([:])
        var threads: [DedicatedThread] = []
        clock.close()
        for (index, request) in requests.enumerated() {
            threads.append(
                try DedicatedThread {
                    let answer = Result { () throws(AppendError) -> AppendReceipt in
                        try log.appendAndWait(request)
                    }
                    answers.withLock { $0[index] = answer }
                }
            )
            if index == 0 {
                Spin.until { clock.isAsked || answers.withLock { !$0.isEmpty } }
            } else {
                Spin.until { log.waitingRequestCount == index || answers.withLock { !$0.isEmpty } }
            }
        }
        clock.open()
        for thread in threads { thread.join() }
        return requests.indices.compactMap { index in answers.withLock { $0[index] } }
    }
}
