import Dispatch
import EventLog
import EventModel
import LMDB
import Synchronization
import Testing

/// An event with text that does not compress.
private func bulky(_ number: Int) -> Event {
    let text = SHA256Digest.hash(Array("\(number)".utf8)).description
    return SampleEvents.note("\(number)", note: text + String(text.reversed()))
}

/// Appends batches until one fails; gives the number of acknowledged events and the failure.
private func fill(_ log: EventLog, from first: Int = 0) -> (count: Int, failure: AppendError?) {
    var count = first
    while count < first + 100_000 {
        let events = (count..<count + 50).map { number in
            bulky(number)
        }
        do throws(AppendError) {
            let request = AppendRequest(events: events.map { IncomingEvent($0) })
            let receipt = try log.appendAndWait(request)
            count += 50
            #expect(receipt.eventCount == UInt64(count))
        } catch {
            return (count, error)
        }
    }
    return (count, nil)
}

/// Expects the failed writer to refuse everything, and what was acknowledged to be read.
private func expectPoisoned(_ log: EventLog, holding count: Int) throws {
    for _ in 0..<2 {
        #expect(throws: AppendError.poisoned) { try log.record([SampleEvents.scan("later")]) }
    }
    #expect(try log.allEvents().map(\.event.id) == (0..<count).map(String.init))
}

@Suite("Full disks and maps")
struct FullDiskTests {
    private static let options = LogOptions(
        mapSizeBytes: 1 << 30,
        readerCountMax: 64,
        sealedBlockEvents: 256
    )

    @Test(
        "On a full disk an append fails by name, the writer stops, and what was acknowledged stays",
        .enabled(if: SmallDisk.isAvailable, "needs the right to mount")
    )
    func diskFull() throws {
        try SmallDisk.with(sizeBytes: 1 << 20) { disk in
            let path = disk + "/ledger"
            try TestLedger.create(at: path, Self.options)
            var log = try TestLedger.open(path, options: Self.options)
            let (count, failure) = fill(log)
            // A write that is cut short is reported by the engine as EIO.
            #expect(failure == .full || failure == .storage(.storage(.inputOutput)))
            #expect(count > 500)
            try expectPoisoned(log, holding: count)
            log.close()
            // Still full: it opens, shows everything, and refuses by name again.
            log = try TestLedger.open(path, options: Self.options)
            #expect(try log.allEvents().count == count)
            log.close()
            try #require(SmallDisk.resize(disk, toBytes: 4 << 20))
            log = try TestLedger.open(path, options: Self.options)
            defer { log.close() }
            #expect(try log.allEvents().map(\.event.id) == (0..<count).map(String.init))
            #expect(try log.record([SampleEvents.scan("later")]).eventCount == UInt64(count + 1))
            #expect(try log.withSnapshot { try $0.verify() }.isSound)
        }
    }

    @Test(
        "Once there is room again one new writer is made, however many ask, and goes on where the old one was",
        .enabled(if: SmallDisk.isAvailable, "needs the right to mount")
    )
    func recovery() throws {
        try SmallDisk.with(sizeBytes: 1 << 20) { disk in
            let path = disk + "/ledger"
            try TestLedger.create(at: path, Self.options)
            let log = try TestLedger.open(path, options: Self.options)
            defer { log.close() }
            let (count, _) = fill(log)
            // Still full: the new writer fails as the old one did.
            guard case .failure(let failure) = recovering(log, (0..<400).map { bulky(-1 - $0) })
            else {
                Issue.record("it was written to a full disk")
                return
            }
            #expect(failure != .poisoned && failure != .closed)
            #expect(try log.allEvents().count == count)
            try #require(SmallDisk.resize(disk, toBytes: 8 << 20))
            try log.withSnapshot { snapshot in
                let end = ContinuousClock.now + .seconds(20)
                while ContinuousClock.now < end {
                    if case .success = recovering(log, [SampleEvents.scan("first")]) { break }
                }
                let results = Mutex<[Result<AppendReceipt, AppendError>]>([])
                DispatchQueue.concurrentPerform(iterations: 8) { number in
                    let result = recovering(log, [SampleEvents.scan("later \(number)")])
                    results.withLock { $0.append(result) }
                }
                let failures = results.withLock { results in
                    results.filter { if case .failure = $0 { true } else { false } }
                }
                #expect(failures.isEmpty)
                #expect(snapshot.eventCount == UInt64(count))
            }
            #expect(try log.allEvents().count == count + 9)
            #expect(try log.withSnapshot { try $0.verify() }.isSound)
        }
    }

    /// Appends as the service does, and waits for it.
    private func recovering(
        _ log: EventLog,
        _ events: [Event]
    ) -> Result<AppendReceipt, AppendError> {
        let result = Mutex<Result<AppendReceipt, AppendError>>(.failure(.closed))
        let isDone = DispatchSemaphore(value: 0)
        Task.detached {
            let found: Result<AppendReceipt, AppendError>
            do throws(AppendError) {
                let request = AppendRequest(events: events.map { IncomingEvent($0) })
                found = .success(try await log.appendRecovering(request))
            } catch {
                found = .failure(error)
            }
            result.withLock { $0 = found }
            isDone.signal()
        }
        isDone.wait()
        return result.withLock { $0 }
    }

    @Test("When the map is full an append fails by name, and a larger map lets the log go on")
    func mapFull() throws {
        try withTemporaryPath { path in
            var options = Self.options
            options.mapSizeBytes = 600 * 1_024
            try TestLedger.create(at: path, options)
            var log = try TestLedger.open(path, options: options)
            let (count, failure) = fill(log)
            #expect(failure == .full)
            #expect(count > 500)
            try expectPoisoned(log, holding: count)
            log.close()
            options.mapSizeBytes = 4 << 20
            log = try TestLedger.open(path, options: options)
            #expect(try log.allEvents().count == count)
            #expect(try log.record([SampleEvents.scan("later")]).eventCount == UInt64(count + 1))
            #expect(try log.withSnapshot { try $0.verify() }.isSound)
            log.close()
        }
    }

    @Test("A failed commit fails every request in it, and none of them leaves a trace")
    func groupFails() throws {
        try withTemporaryPath { path in
            var options = Self.options
            options.mapSizeBytes = 300 * 1_024
            let clock = GateClock(1_560_000_000_000)
            try TestLedger.create(at: path, options)
            let log = try EventLog(
                opening: path,
                mode: .writing,
                registry: TestLedger.registry,
                options: options,
                clock: clock
            )
            defer { log.close() }
            try log.record([SampleEvents.scan("first")])
            let large = (0..<9_000).map { bulky($0) }
            let requests = [
                [SampleEvents.scan("a")], [SampleEvents.scan("b")], large,
                [SampleEvents.scan("c", source: "/test/new")],
            ].map { AppendRequest(events: $0.map { IncomingEvent($0) }) }
            let answers = try QueuedRequests.run(requests, on: log, clock: clock)
            guard case .success = answers[0] else {
                Issue.record("\(answers[0])")
                return
            }
            #expect(answers.dropFirst().allSatisfy { $0 == .failure(.full) })
            #expect(try log.allEvents().map(\.event.id) == ["first", "a"])
            #expect(log.tables.sourceOrdinal(of: "/test/new") == nil)
        }
    }

    @Test(
        "A read-only medium is read and not written, by name",
        .enabled(if: SmallDisk.isAvailable, "needs the right to mount")
    )
    func readOnlyMedium() throws {
        try SmallDisk.with(sizeBytes: 4 << 20) { disk in
            let path = disk + "/ledger"
            try TestLedger.create(at: path, Self.options)
            var log = try TestLedger.open(path, options: Self.options)
            try log.record([SampleEvents.scan("1")])
            log.close()
            try #require(SmallDisk.makeReadOnly(disk))
            #expect(throws: LogError.readOnlyFolder(path: path)) {
                try TestLedger.open(path, options: Self.options)
            }
            let other = disk + "/other"
            #expect(throws: LogError.readOnlyFolder(path: other)) {
                try TestLedger.create(at: other)
            }
            log = try TestLedger.open(path, .reading, options: Self.options)
            #expect(try log.allEvents().count == 1)
            #expect(throws: AppendError.readOnly) { try log.record([SampleEvents.scan("2")]) }
            log.close()
        }
    }
}
