import Testing

@testable import LMDB

@Suite("Dedicated thread")
struct DedicatedThreadTests {
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
