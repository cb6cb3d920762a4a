import EventModel
import LMDB
import Testing

@testable import EventLog

@Suite("Refused appends")
struct AppendRefusalTests {
    private func refusal(_ body: () throws -> Void) throws -> Refusal? {
        do {
            try body()
            return nil
        } catch let error as AppendError {
            guard case .refused(_, let refusal) = error else { throw error }
            return refusal
        }
    }

    @Test(
        "A type that the ledger was not opened with is refused, a known one with another form too"
    )
    func unknownTypes() throws {
        try TestLedger.withLog { log in
            let strange = EventSchema(
                "test.strange",
                chinese: "x",
                summary: "x",
                source: "test",
                fields: []
            )
            let changed = EventSchema(
                "test.scanned",
                chinese: "x",
                summary: "x",
                source: "test",
                fields: [SchemaField("other", .boolean, chinese: "x", summary: "x")]
            )
            for (schema, data) in [(strange, []), (changed, [FieldValue.integer(1)])] {
                let event = Event(
                    id: "1",
                    source: "/test/a",
                    schema: schema,
                    subject: "s",
                    time: OccurredAt(instant: Instant(millisecondsSince1970: 0), offsetMinutes: 0),
                    data: data
                )
                let refusal = try refusal { try log.record([SampleEvents.scan("0"), event]) }
                #expect(refusal?.name == .schema)
                #expect(refusal?.accepted.isEmpty == false)
            }
            #expect(try log.allEvents().isEmpty)
        }
    }

    @Test("A ledger whose type has another form than the program's is refused at opening")
    func schemaDiffers() throws {
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            let log = try TestLedger.open(path)
            try log.record([SampleEvents.scan("1")])
            log.close()
            let changed = EventSchema(
                "test.scanned",
                chinese: "x",
                summary: "x",
                source: "test",
                fields: []
            )
            for mode in [LogMode.reading, .writing] {
                #expect(throws: LogError.schemaDiffers(type: "test.scanned", version: 1)) {
                    try TestLedger.open(path, mode, registry: SchemaRegistry([changed]))
                }
            }
        }
    }

    @Test("A refused request leaves no trace: names, sources, voids, streams and bytes stay")
    func noTrace() throws {
        try TestLedger.withLog { log in
            try log.record([SampleEvents.scan("1"), SampleEvents.scan("5", parcel: "SF2")])
            let before = try log.withSnapshot { try $0.status() }
            let unknown = EventReference(source: "/test/a", id: "unknown")
            let first = EventReference(source: "/test/a", id: "1")
            let last = SampleEvents.void("9", of: unknown)
            for _ in 0..<3 {
                let refusal = try refusal {
                    try log.record([
                        SampleEvents.scan("x", source: "/test/new", village: "new name"),
                        SampleEvents.note("y", subject: "new/stream"),
                        SampleEvents.void("z", of: first), last,
                    ])
                }
                #expect(refusal?.name == .unknownTarget)
            }
            let after = try log.withSnapshot { try $0.status() }
            #expect(after.tables == before.tables)
            #expect(after.eventCount == 2)
            #expect(after.voidedCount == 0)
            #expect(log.tables.sourceOrdinal(of: "/test/new") == nil)
            #expect(log.tables.nameOrdinal(of: "new name") == nil)
            // What the refused request would have voided, created and named is as free as before.
            let free = StreamExpectation(stream: "new/stream", expected: .noStream)
            let events = [
                SampleEvents.void("z", of: first), SampleEvents.note("y", subject: "new/stream"),
            ]
            #expect(try log.record(events, expecting: [free]).eventCount == 4)
            #expect(try log.withSnapshot { try $0.voidedPositions(upTo: .max) } == [0])
        }
    }

    @Test("In one commit a refused request changes nothing for the accepted ones around it")
    func groupIsolation() throws {
        let clock = GateClock(1_560_000_000_000)
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            let log = try EventLog(
                opening: path,
                mode: .writing,
                registry: TestLedger.registry,
                options: TestLedger.options,
                clock: clock
            )
            defer { log.close() }
            let target = SampleEvents.scan("10")
            let unknown = EventReference(source: "/test/a", id: "unknown")
            func at(_ revision: ExpectedRevision) -> [StreamExpectation] {
                [StreamExpectation(stream: "station/9", expected: revision)]
            }
            func note(_ id: String) -> Event { SampleEvents.note(id, subject: "station/9") }
            let requests: [([Event], [StreamExpectation])] = [
                ([target], []), ([note("20")], at(.noStream)), ([note("21")], at(.noStream)),
                (
                    [
                        SampleEvents.void("30", of: target.reference),
                        SampleEvents.void("31", of: unknown),
                    ], []
                ),
                ([SampleEvents.void("32", of: target.reference)], []),
                ([SampleEvents.void("33", of: target.reference)], []),
                ([note("22")], at(.exactly(0))), ([note("20")], at(.noStream)),
            ]
            let answers = try QueuedRequests.run(
                requests.map { events, expectations in
                    AppendRequest(
                        events: events.map { IncomingEvent($0) },
                        expectations: expectations
                    )
                },
                on: log,
                clock: clock
            )
            let names = answers.map { answer -> String in
                switch answer {
                case .success(let receipt): "\(receipt.eventCount)"
                case .failure(let error): error.refusal?.name.rawValue ?? "\(error)"
                }
            }
            #expect(
                names == [
                    "1", "2", "revisionConflict", "unknownTarget", "3", "alreadyVoided", "4", "4",
                ]
            )
            #expect(try log.allEvents().map(\.event.id) == ["10", "20", "32", "22"])
            // One value for the first request, one for all the others.
            let status = try log.withSnapshot { try $0.status() }
            #expect(status.tables.first { $0.name == "tail" }?.rowCount == 2)
            #expect(try log.withSnapshot { try $0.verify() }.isSound)
        }
    }

    @Test("A request without events may still check where streams stand, and writes nothing")
    func emptyRequest() throws {
        try TestLedger.withLog { log in
            try log.record([SampleEvents.note("1", subject: "station/9")])
            let holds = StreamExpectation(stream: "station/9", expected: .exactly(0))
            let misses = StreamExpectation(stream: "station/9", expected: .exactly(1))
            #expect(try log.record([], expecting: [holds]).eventCount == 1)
            let refusal = try refusal { try log.record([], expecting: [misses]) }
            #expect(refusal?.name == .revisionConflict)
            #expect(refusal?.field == "station/9")
            #expect(refusal?.found == "revision 0")
            #expect(refusal?.accepted == "1")
        }
    }

    @Test("A writer that nobody reads from keeps no sealed event in memory")
    func memoryStaysFlat() throws {
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            let store = try LogStore(Environment(opening: path + "/log"), creating: false)
            let parts = LogParts(
                folder: try LedgerFolder(opening: path),
                store: store,
                registry: TestLedger.registry,
                options: TestLedger.options,
                clock: ManualClock()
            )
            let writer = try LogWriter(parts)
            for round in 0..<60 {
                let events = (0..<25).map { SampleEvents.scan("\(round * 25 + $0)") }
                let request = AppendRequest(events: events.map { IncomingEvent($0) })
                let results = try writer.commit([AppendQueue.Entry(request: request) { _ in }])
                guard case .success = results[0] else {
                    Issue.record("\(results[0])")
                    return
                }
                #expect(parts.tail.heldEventCount <= TestLedger.options.sealedBlockEvents)
                #expect(writer.recent.count < TestLedger.options.sealedBlockEvents)
            }
        }
    }
}
