import EventLog
import EventModel
import LMDB
import Synchronization
import Testing

@Suite("The writer's queue")
struct QueueTests {
    private func withGatedLog<Result>(
        _ options: LogOptions,
        _ body: (EventLog, GateClock) async throws -> Result
    ) async throws -> Result {
        try await withTemporaryPath { path in
            try TestLedger.create(at: path)
            let clock = GateClock(1_560_000_000_000)
            let log = try EventLog(
                opening: path,
                mode: .writing,
                registry: TestLedger.registry,
                options: options,
                clock: clock
            )
            defer { log.close() }
            return try await body(log, clock)
        }
    }

    private func request(_ ids: Range<Int>) -> AppendRequest {
        AppendRequest(events: ids.map { IncomingEvent(SampleEvents.scan("\($0)")) })
    }

    /// Starts an append on a thread of its own.
    private func start(
        _ request: AppendRequest,
        on log: EventLog
    ) throws -> DedicatedThread {
        try DedicatedThread {
            do throws(AppendError) {
                _ = try log.appendAndWait(request)
            } catch { Issue.record("\(error)") }
        }
    }

    @Test("Beyond the limit of requests a further one is refused, and those that wait are written")
    func tooManyRequests() async throws {
        var options = TestLedger.options
        options.queuedRequestsMax = 2
        try await withGatedLog(options) { log, clock in
            clock.close()
            var threads = [try start(request(0..<1), on: log)]
            Spin.until { clock.isAsked }
            for number in 1...2 {
                threads.append(try start(request(number..<number + 1), on: log))
                Spin.until { log.waitingRequestCount == number }
            }
            await #expect(throws: AppendError.overloaded) {
                try await log.append(request(3..<4))
            }
            clock.open()
            for thread in threads { thread.join() }
            #expect(try log.allEvents().map(\.event.id) == ["0", "1", "2"])
            #expect(try await log.append(request(3..<4)).eventCount == 4)
        }
    }

    @Test("Beyond the limit of events a caller that may not block is refused, one that may waits")
    func tooManyEvents() async throws {
        var options = TestLedger.options
        options.queuedEventsMax = 10
        try await withGatedLog(options) { log, clock in
            clock.close()
            var threads = [try start(request(0..<1), on: log)]
            Spin.until { clock.isAsked }
            threads.append(try start(request(1..<20), on: log))
            Spin.until { log.waitingRequestCount == 1 }
            await #expect(throws: AppendError.overloaded) {
                try await log.append(request(90..<91))
            }
            threads.append(try start(request(20..<25), on: log))
            // It waits for room outside of the queue.
            #expect(log.waitingRequestCount == 1)
            clock.open()
            for thread in threads { thread.join() }
            #expect(try log.allEvents().map(\.event.id) == (0..<25).map(String.init))
        }
    }

    @Test("Closing writes what waits and refuses what comes later")
    func closing() async throws {
        try await withGatedLog(TestLedger.options) { log, clock in
            clock.close()
            var threads = [try start(request(0..<1), on: log)]
            Spin.until { clock.isAsked }
            threads.append(try start(request(1..<5), on: log))
            Spin.until { log.waitingRequestCount == 1 }
            let closer = try DedicatedThread { log.close() }
            // From the moment of closing on nothing more gets in.
            Spin.until { Self.isClosed(log) }
            clock.open()
            for thread in threads { thread.join() }
            closer.join()
            let path = log.folder.path
            let again = try TestLedger.open(path, .reading)
            #expect(try again.allEvents().count == 5)
            again.close()
        }
    }

    private static func isClosed(_ log: EventLog) -> Bool {
        do {
            _ = try log.withSnapshot { $0.eventCount }
            return false
        } catch {
            return true
        }
    }

    @Test("Many callers at the same time get every position once")
    func manyCallers() async throws {
        try await withTemporaryPath { path in
            try TestLedger.create(at: path)
            let log = try TestLedger.open(path)
            let positions = try await withThrowingTaskGroup(of: UInt64.self) { group in
                for number in 0..<400 {
                    group.addTask {
                        let event = SampleEvents.scan("\(number)", source: "/test/\(number % 7)")
                        let receipt = try await log.append(
                            AppendRequest(events: [IncomingEvent(event)])
                        )
                        guard case .recorded(let position, _, _) = receipt.outcomes[0] else {
                            throw AppendError.closed
                        }
                        return position
                    }
                }
                var all: [UInt64] = []
                for try await position in group { all.append(position) }
                return all
            }
            #expect(positions.sorted() == Array(0..<400))
            #expect(Set(try log.allEvents().map(\.event.id)) == Set((0..<400).map(String.init)))
            #expect(try log.withSnapshot { try $0.verify() }.isSound)
            log.close()
        }
    }
}
