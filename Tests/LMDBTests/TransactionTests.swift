import Glibc
import Testing

@testable import LMDB

@Suite("Transactions")
struct TransactionTests {
    @Test("What was committed is there after opening again")
    func commitIsKept() async throws {
        try await withTemporaryFolder { path in
            do {
                let environment = try Environment(opening: path)
                let table = try environment.requiredTable(named: "t", keys: UInt64.self)
                try environment.writing { transaction throws(LMDBError) in
                    try transaction.put([1, 2], for: 7, in: table)
                    try transaction.put([], for: 8, in: table)
                }
            }
            let environment = try Environment(opening: path)
            let table = try environment.requiredTable(named: "t", keys: UInt64.self)
            let transaction = try environment.beginReading()
            #expect(try transaction.copy(of: 7, in: table) == [1, 2])
            #expect(try transaction.copy(of: 8, in: table) == [])
            #expect(try transaction.copy(of: 9, in: table) == nil)
            #expect(try transaction.entryCount(of: table) == 2)
        }
    }

    @Test("A write transaction that is let go changes nothing")
    func abortIsTheDefault() async throws {
        try await withTemporaryFolder { path in
            let environment = try Environment(opening: path)
            let table = try environment.requiredTable(named: "t", keys: UInt64.self)
            do {
                var transaction = try environment.beginWriting()
                try transaction.put([1], for: 1, in: table)
            }
            #expect(throws: LMDBError.keyExists) {
                try environment.writing { transaction throws(LMDBError) in
                    try transaction.put([1], for: 2, in: table)
                    throw LMDBError.keyExists
                }
            }
            let transaction = try environment.beginReading()
            #expect(try transaction.entryCount(of: table) == 0)
        }
    }

    @Test("Many read transactions live on one thread at the same time, beside a writer")
    func severalReadersOnOneThread() async throws {
        try await withTemporaryFolder { path in
            let environment = try Environment(opening: path)
            let table = try environment.requiredTable(named: "t", keys: UInt64.self)
            let before = try environment.beginReading()
            let also = try environment.beginReading()
            try environment.writing { transaction throws(LMDBError) in
                try transaction.put([1], for: 1, in: table)
            }
            let after = try environment.beginReading()
            #expect(try before.copy(of: 1, in: table) == nil)
            #expect(try also.copy(of: 1, in: table) == nil)
            #expect(try after.copy(of: 1, in: table) == [1])
            #expect(before.transactionID < after.transactionID)
        }
    }

    @Test("A read transaction is used and ended on another thread, and its slot is free again")
    func readerChangesThread() async throws {
        // SAFETY: Handed over whole; the thread is joined before anything else uses it.
        final class Parcel: @unchecked Sendable {
            var transaction: ReadTransaction?
            init(_ transaction: consuming ReadTransaction) {
                self.transaction = consume transaction
            }
        }
        try await withTemporaryFolder { path in
            let options = EnvironmentOptions(readerCountMax: 2)
            let environment = try Environment(opening: path, options: options)
            let table = try environment.requiredTable(named: "t", keys: UInt64.self)
            try environment.writing { transaction throws(LMDBError) in
                try transaction.put([5], for: 1, in: table)
            }
            for _ in 0..<5 {
                let parcel = Parcel(try environment.beginReading())
                let other = try environment.beginReading()
                let thread = try DedicatedThread {
                    guard let transaction = parcel.transaction.take() else { return }
                    do throws(LMDBError) {
                        let value = try transaction.copy(of: 1, in: table)
                        #expect(value == [5])
                    } catch { Issue.record("\(error)") }
                }
                thread.join()
                #expect(try other.copy(of: 1, in: table) == [5])
            }
        }
    }

    @Test("A transaction does not know a table that was opened after it began")
    func lateTable() async throws {
        try await withTemporaryFolder { path in
            let environment = try Environment(opening: path)
            let before = try environment.beginReading()
            let table = try environment.requiredTable(named: "late", keys: UInt64.self)
            #expect(throws: LMDBError.badTable) { try before.copy(of: 1, in: table) }
            #expect(throws: LMDBError.badTable) { try before.entryCount(of: table) }
            #expect(throws: LMDBError.badTable) {
                var cursor = try before.cursor(over: table)
                _ = try cursor.next()
            }
        }
    }

    @Test("1,024 readers fit, the next one gets a typed error, and one that ends makes room")
    func readerSlots() async throws {
        try await withTemporaryFolder { path in
            let environment = try Environment(opening: path)
            var holders: [Holder] = []
            for _ in 0..<1_024 { holders.append(Holder(try environment.beginReading())) }
            #expect(throws: LMDBError.readersFull) { Holder(try environment.beginReading()) }
            holders.removeLast()
            holders.append(Holder(try environment.beginReading()))
            #expect(try environment.info().usedReaderCount == 1_024)
        }
    }

    @Test("A held reader makes the file grow, a renewed one does not and sees the newest state")
    func renewal() async throws {
        func pagesAfterCommits(renewing: Bool) async throws -> UInt64 {
            try await withTemporaryFolder { path in
                let options = EnvironmentOptions(noMetaSync: true)
                let environment = try Environment(opening: path, options: options)
                let table = try environment.requiredTable(named: "t", keys: UInt64.self)
                var reader = try environment.beginReading()
                for round in 0..<60 as Range<UInt8> {
                    try environment.writing { transaction throws(LMDBError) in
                        let value = [UInt8](repeating: round, count: 40_000)
                        try transaction.put(value, for: 1, in: table)
                    }
                    guard renewing else { continue }
                    try reader.renew()
                    #expect(try reader.copy(of: 1, in: table)?.first == round)
                }
                return try environment.info().lastPage
            }
        }
        let held = try await pagesAfterCommits(renewing: false)
        let renewed = try await pagesAfterCommits(renewing: true)
        #expect(held > 600)
        #expect(renewed < 80)
    }

    @Test(
        "A second write transaction on the same thread traps instead of waiting for itself",
        .timeLimit(.minutes(10))
    )
    func nestedWriteTraps() async throws {
        try await withTemporaryFolder { path in
            await #expect(processExitsWith: .failure) { [path = path as String] in
                do {
                    let environment = try Environment(opening: path)
                    let first = try environment.beginWriting()
                    let second = try environment.beginWriting()
                    try first.commit()
                    try second.commit()
                } catch { exit(EXIT_SUCCESS) }
            }
        }
    }

    @Test("A write transaction that changes its thread traps instead of blocking later writers")
    func movedTransactionTraps() async throws {
        // SAFETY: Deliberately wrong, to show that the trap catches it.
        final class Smuggler: @unchecked Sendable {
            var transaction: WriteTransaction?
            init(_ transaction: consuming WriteTransaction) {
                self.transaction = consume transaction
            }
        }
        try await withTemporaryFolder { path in
            await #expect(processExitsWith: .failure) { [path = path as String] in
                do {
                    let environment = try Environment(opening: path)
                    let smuggler = Smuggler(try environment.beginWriting())
                    let thread = try DedicatedThread {
                        do { try smuggler.transaction.take()?.commit() } catch {
                            exit(EXIT_SUCCESS)
                        }
                    }
                    thread.join()
                } catch { exit(EXIT_SUCCESS) }
            }
        }
    }

    @Test("Writers on several threads take turns and lose nothing")
    func writersTakeTurns() async throws {
        try await withTemporaryFolder { path in
            let options = EnvironmentOptions(noMetaSync: true)
            let environment = try Environment(opening: path, options: options)
            let table = try environment.requiredTable(named: "t", keys: UInt64.self)
            await withTaskGroup(of: Void.self) { group in
                for writer in 0..<4 as Range<UInt64> {
                    group.addTask {
                        for step in 0..<5 as Range<UInt64> {
                            do {
                                try environment.writing { transaction throws(LMDBError) in
                                    let count = try transaction.entryCount(of: table)
                                    try transaction.append([UInt8(writer)], for: count, in: table)
                                }
                            } catch { Issue.record("writer \(writer) step \(step): \(error)") }
                        }
                    }
                }
            }
            let transaction = try environment.beginReading()
            #expect(try transaction.entryCount(of: table) == 20)
        }
    }

    @Test("A reserved value is written in place and starts as zeros")
    func reserve() async throws {
        try await withTemporaryFolder { path in
            let environment = try Environment(opening: path)
            let table = try environment.requiredTable(named: "t", keys: UInt64.self)
            try environment.writing { transaction throws(LMDBError) in
                try transaction.put([UInt8](repeating: 9, count: 100), for: 1, in: table)
                _ = try transaction.delete(1, in: table)
                try transaction.reserve(byteCount: 3, for: 1, in: table) { room in
                    room.storeBytes(of: 5, toByteOffset: 1, as: UInt8.self)
                }
                try transaction.reserve(byteCount: 0, for: 2, in: table, appending: true) { _ in }
            }
            let transaction = try environment.beginReading()
            #expect(try transaction.copy(of: 1, in: table) == [0, 5, 0])
            #expect(try transaction.copy(of: 2, in: table) == [])
        }
    }
}
