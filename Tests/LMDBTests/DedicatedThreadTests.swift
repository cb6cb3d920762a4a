import Glibc
import Synchronization
import Testing

@testable import LMDB

@Suite("Dedicated thread and its queue")
struct DedicatedThreadTests {
    @Test("Everything pushed by many threads arrives once, each pusher's in its order")
    func everythingArrives() async throws {
        let queue = WorkQueue<Int>()
        let arrived = Mutex<[Int]>([])
        try await withCheckedThrowingContinuation { continuation in
            do {
                let taker = try DedicatedThread {
                    while let elements = queue.takeAll() {
                        arrived.withLock { $0 += elements }
                    }
                }
                let pushers = try (0..<4).map { pusher in
                    try DedicatedThread {
                        for step in 0..<500 { _ = queue.push(pusher * 1_000 + step) }
                    }
                }
                for pusher in pushers { pusher.join() }
                queue.close()
                taker.join()
                continuation.resume()
            } catch { continuation.resume(throwing: error) }
        }
        let all = arrived.withLock { $0 }
        #expect(all.count == 2_000)
        for pusher in 0..<4 {
            let own = all.filter { $0 / 1_000 == pusher }
            #expect(own == Array(pusher * 1_000..<pusher * 1_000 + 500))
        }
    }

    @Test("A full queue and a closed queue refuse; what waits can still be taken")
    func refusals() {
        let queue = WorkQueue<Int>()
        #expect(queue.push(1, countMax: 2))
        #expect(queue.push(2, countMax: 2))
        #expect(!queue.push(3, countMax: 2))
        #expect(queue.count == 2)
        queue.close()
        #expect(!queue.push(4))
        #expect(queue.takeAll() == [1, 2])
        #expect(queue.takeAll() == nil)
    }

    @Test("Write transactions on a dedicated thread are durable when it was joined")
    func writingThread() async throws {
        try await withTemporaryFolder { path in
            let environment = try Environment(opening: path)
            let table = try environment.requiredTable(named: "t", keys: UInt64.self)
            let thread = try DedicatedThread {
                do {
                    try environment.writing { transaction throws(LMDBError) in
                        try transaction.put([1], for: 1, in: table)
                    }
                } catch { Issue.record("\(error)") }
            }
            thread.join()
            let transaction = try environment.beginReading()
            #expect(try transaction.copy(of: 1, in: table) == [1])
        }
    }
}
