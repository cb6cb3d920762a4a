import EventLog
import EventModel
import Foundation
import Testing

@Suite("Golden ledgers")
struct GoldenLedgerTests {
    // Once, however many tests begin at the same time.
    private static let recording = Result { for golden in GoldenLedger.all { try golden.record() } }

    init() throws {
        guard ProcessInfo.processInfo.environment["CAIRN_RECORD"] == "1" else { return }
        try Self.recording.get()
    }

    private func lines(of log: EventLog) throws -> [String] {
        try log.allEvents().map { String(decoding: EventWriter.json(of: $0), as: UTF8.self) }
    }

    @Test(
        "An old ledger opens and gives back every byte, by its own definitions alone",
        arguments: GoldenLedger.all
    )
    func everyByteComesBack(golden: GoldenLedger) throws {
        let expected = try golden.expected()
        try golden.withCopy { path in
            // This program knows none of the types: the ledger carries them.
            let log = try TestLedger.open(path, .reading, registry: SchemaRegistry([]))
            defer { log.close() }
            let expectedLines = try golden.lines()
            #expect(try lines(of: log) == expectedLines)
            try log.withSnapshot { snapshot in
                let count = UInt64(expectedLines.count)
                #expect(snapshot.eventCount == count)
                #expect(try snapshot.rootHash(of: count).description == expected.rootHash)
                for (index, root) in expected.rootHashOfBlocks.enumerated() {
                    let end = UInt64((index + 1) * expected.blockEvents)
                    #expect(try snapshot.rootHash(of: end).description == root)
                }
                #expect(try snapshot.voidedPositions(upTo: count) == expected.voided)
                let status = try snapshot.status()
                #expect(status.blockCount == UInt64(expected.rootHashOfBlocks.count))
                #expect(status.tailEventCount > 0)
                #expect(status.manifest.isSynthetic)
                #expect(status.manifest.format == golden.format)
                let tail = status.tables.first { $0.name == "tail" }
                #expect(tail?.rowCount == 2)
                let report = try snapshot.verify()
                #expect(report.isSound, "\(report.problems)")
                #expect(report.rootHash?.description == expected.rootHash)
            }
        }
    }

    @Test("An old ledger knows every event again", arguments: GoldenLedger.all)
    func duplicatesAreFound(golden: GoldenLedger) throws {
        try golden.withCopy { path in
            let log = try TestLedger.open(path, registry: try golden.registry())
            defer { log.close() }
            let events = try golden.events()
            let request = AppendRequest(events: events, restoresRecordedTime: true)
            let receipt = try log.appendAndWait(request)
            let expected = events.enumerated().map { index, event in
                AppendOutcome.duplicate(of: UInt64(index), digest: event.digest)
            }
            #expect(receipt.outcomes == expected)
            #expect(receipt.eventCount == UInt64(events.count))
        }
    }

    @Test("An old ledger is written on, and what it held stays", arguments: GoldenLedger.all)
    func writingGoesOn(golden: GoldenLedger) throws {
        let expected = try golden.expected()
        try golden.withCopy { path in
            let before = try golden.lines()
            let registry = try golden.registry().adding([SampleEvents.scanned])
            let log = try TestLedger.open(path, registry: registry)
            defer { log.close() }
            let voided = try #require(try golden.events().last?.event.reference)
            var events = (0..<40).map { SampleEvents.scan("new-\($0)") }
            events.append(SampleEvents.void("new-void", of: voided))
            let receipt = try log.record(events)
            #expect(receipt.eventCount == UInt64(before.count + events.count))
            #expect(Array(try lines(of: log).prefix(before.count)) == before)
            try log.withSnapshot { snapshot in
                let count = UInt64(before.count)
                #expect(try snapshot.rootHash(of: count).description == expected.rootHash)
                #expect(try snapshot.voidedPositions(upTo: count) == expected.voided)
                let now = try snapshot.voidedPositions(upTo: snapshot.eventCount)
                #expect(now == expected.voided + [count - 1])
                #expect(try snapshot.status().blockCount == 4)
                let report = try snapshot.verify()
                #expect(report.isSound, "\(report.problems)")
            }
        }
    }

    @Test("A golden ledger is small and holds no more than it must", arguments: GoldenLedger.all)
    func filesAreSmall(golden: GoldenLedger) throws {
        let manager = FileManager.default
        let files = try manager.subpathsOfDirectory(atPath: golden.ledger.path).sorted()
        #expect(files == ["cairn.json", "log", "log/data.mdb"])
        let file = golden.ledger.appending(path: "log/data.mdb").path
        let size = try manager.attributesOfItem(atPath: file)[.size] as? Int
        #expect(try #require(size) < 150_000)
    }
}
