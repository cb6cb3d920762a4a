import EventLog
import EventModel
import Glibc
import LMDB
import Synchronization
import Testing

@Suite("Writers and readers at the same time")
struct ConcurrencyTests {
    @Test("A second opening in this process is refused by name, and the first goes on")
    func secondInThisProcess() throws {
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            let log = try TestLedger.open(path)
            for mode in [LogMode.writing, .reading] {
                #expect(throws: LogError.openInThisProcess(path: path)) {
                    try TestLedger.open(path, mode)
                }
            }
            #expect(try log.record([SampleEvents.scan("1")]).eventCount == 1)
            log.close()
            try TestLedger.open(path).close()
        }
    }

    @Test(
        "Of many creations of one folder at the same time one makes the ledger, the others fail by name"
    )
    func creationsRace() throws {
        for _ in 0..<20 {
            try withTemporaryPath { path in
                let successCount = Mutex(0)
                let threads = try (0..<4).map { _ in
                    try DedicatedThread {
                        do {
                            try TestLedger.create(at: path)
                            successCount.withLock { $0 += 1 }
                        } catch let error as LogError {
                            let isExpected =
                                error == .alreadyExists(path: path)
                                || error == .openInThisProcess(path: path)
                            #expect(isExpected, "\(error)")
                        } catch { Issue.record("\(error)") }
                    }
                }
                for thread in threads { thread.join() }
                #expect(successCount.withLock { $0 } == 1)
                let log = try TestLedger.open(path)
                #expect(try log.record([SampleEvents.scan("1")]).eventCount == 1)
                log.close()
            }
        }
    }

    @Test("A second writing process is refused by name; a second reading one is not")
    func secondProcess() async throws {
        try await withTemporaryPath { path in
            try TestLedger.create(at: path)
            let log = try TestLedger.open(path)
            try log.record([SampleEvents.scan("1")])
            let holder = getpid()
            await #expect(processExitsWith: .exitCode(42)) {
                [path = path as String, holder = holder as Int32] in
                do {
                    _ = try TestLedger.open(path)
                    exit(1)
                } catch let error as LogError {
                    exit(error == .lockedByOtherProcess(path: path, processID: holder) ? 42 : 43)
                }
            }
            await #expect(processExitsWith: .exitCode(42)) { [path = path as String] in
                let reader = try TestLedger.open(path, .reading)
                exit(try reader.allEvents().count == 1 ? 42 : 43)
            }
            #expect(try log.record([SampleEvents.scan("2")]).eventCount == 2)
            log.close()
        }
    }

    @Test("A process that is killed inside a request leaves the acknowledged ones and nothing else")
    func killedInside() async throws {
        try await withTemporaryPath { path in
            try TestLedger.create(at: path)
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
                let clock = DeadlyClock(harmlessCount: 3)
                let log = try EventLog(
                    opening: path,
                    mode: .writing,
                    registry: TestLedger.registry,
                    options: TestLedger.options,
                    clock: clock
                )
                for batch in 0..<10 {
                    try log.record((0..<50).map { SampleEvents.scan("\(batch * 50 + $0)") })
                }
            }
            let log = try TestLedger.open(path)
            #expect(try log.allEvents().map(\.event.id) == (0..<150).map(String.init))
            #expect(try log.withSnapshot { try $0.verify() }.isSound)
            #expect(try log.record([SampleEvents.scan("1000")]).eventCount == 151)
            log.close()
        }
    }

    @Test(
        "A user who may not write is told so, and may read",
        .enabled(if: geteuid() == 0, "needs the right to become another user")
    )
    func otherUser() async throws {
        try await withTemporaryPath { path in
            try TestLedger.create(at: path)
            let log = try TestLedger.open(path)
            try log.record([SampleEvents.scan("1")])
            log.close()
            for file in ["", "/log"] { #expect(unsafe chmod(path + file, 0o755) == 0) }
            for file in ["/cairn.json", "/log/data.mdb", "/log/lock.mdb", "/log/writer.lock"] {
                #expect(unsafe chmod(path + file, 0o644) == 0)
            }
            await #expect(processExitsWith: .exitCode(42)) { [path = path as String] in
                guard setuid(65_534) == 0 else { exit(44) }
                do {
                    _ = try TestLedger.open(path)
                    exit(1)
                } catch let error as LogError {
                    guard error == .readOnlyFolder(path: path) else { exit(45) }
                }
                let reader = try TestLedger.open(path, .reading)
                exit(try reader.allEvents().count == 1 ? 42 : 43)
            }
        }
    }

    @Test("Readers beside a writer see whole requests, in order, and never less than before")
    func readersBesideWriter() throws {
        try TestLedger.withLog { log in
            let isDone = Mutex(false)
            var readers: [DedicatedThread] = []
            for _ in 0..<2 {
                readers.append(
                    try DedicatedThread {
                        do {
                            var lastCount: UInt64 = 0
                            while !isDone.withLock({ $0 }) || lastCount < 1_400 {
                                lastCount = try Self.checkedCount(of: log, after: lastCount)
                            }
                        } catch { Issue.record("\(error)") }
                    }
                )
            }
            for batch in 0..<200 {
                try log.record((0..<7).map { SampleEvents.scan("\(batch * 7 + $0)") })
            }
            isDone.withLock { $0 = true }
            for reader in readers { reader.join() }
        }
    }

    private static func checkedCount(of log: EventLog, after last: UInt64) throws -> UInt64 {
        try log.withSnapshot { snapshot in
            let count = snapshot.eventCount
            #expect(count >= last && count % 7 == 0)
            var next = last
            var filter = EventFilter()
            filter.positions = last..<UInt64.max
            try snapshot.events(matching: filter) { recorded in
                #expect(recorded.position == next && recorded.event.id == "\(next)")
                next += 1
                return true
            }
            #expect(next == count)
            return count
        }
    }

    @Test("A reading process follows the events that another one appends")
    func followingProcess() async throws {
        try await withTemporaryPath { path in
            try TestLedger.create(at: path)
            let log = try TestLedger.open(path)
            let writer = try DedicatedThread {
                do {
                    for number in 0..<150 { try log.record([SampleEvents.scan("\(number)")]) }
                } catch { Issue.record("\(error)") }
            }
            await #expect(processExitsWith: .exitCode(42)) { [path = path as String] in
                let reader = try TestLedger.open(path, .reading)
                var count: UInt64 = 0
                var waitCount = 0
                while count < 150, waitCount < 100 {
                    count = try reader.waitForEvents(beyond: count, timeoutMilliseconds: 1_000)
                    waitCount += 1
                }
                let ids = try reader.allEvents().map(\.event.id)
                exit(ids == (0..<150).map(String.init) ? 42 : 43)
            }
            writer.join()
            log.close()
        }
    }

    @Test("Waiting ends with the next event, or when its time is over")
    func waiting() throws {
        try TestLedger.withLog { log in
            #expect(try log.waitForEvents(beyond: 0, timeoutMilliseconds: 1) == 0)
            let writer = try DedicatedThread {
                do { try log.record([SampleEvents.scan("1")]) } catch { Issue.record("\(error)") }
            }
            #expect(try log.waitForEvents(beyond: 0, timeoutMilliseconds: 60_000) == 1)
            #expect(try log.waitForEvents(beyond: 0, timeoutMilliseconds: 0) == 1)
            writer.join()
        }
    }

    @Test("A closed log refuses everything by name; what waited before is still written")
    func closed() throws {
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            let log = try TestLedger.open(path)
            try log.record([SampleEvents.scan("1")])
            log.close()
            log.close()
            #expect(throws: AppendError.closed) { try log.record([SampleEvents.scan("2")]) }
            #expect(throws: LogError.closed) { try log.allEvents() }
            #expect(throws: LogError.closed) {
                try log.waitForEvents(beyond: 0, timeoutMilliseconds: 1)
            }
            let reader = try TestLedger.open(path, .reading)
            #expect(throws: AppendError.readOnly) { try reader.record([SampleEvents.scan("2")]) }
            reader.close()
        }
    }
}

/// A clock that kills its process when it is asked once too often.
private final class DeadlyClock: LedgerClock {
    private let restCount: Mutex<Int>

    init(harmlessCount: Int) { restCount = Mutex(harmlessCount) }

    func now() -> Instant {
        let rest = restCount.withLock { rest in
            rest -= 1
            return rest
        }
        if rest < 0 { kill(getpid(), SIGKILL) }
        return Instant(millisecondsSince1970: 1_560_000_000_000)
    }
}
