import EventLog
import EventModel
import Foundation
import Testing

@Suite("Backups")
struct BackupTests {
    private func events(_ count: Int, from first: Int = 0) -> [Event] {
        (first..<first + count).map { SampleEvents.scan("\($0)", parcel: "SF\($0 % 7)") }
    }

    private func restore(
        _ backup: String,
        to path: String,
        verifying: Bool = true
    ) throws -> LedgerRestore.Report {
        try LedgerRestore.restore(
            backup,
            to: path,
            verifying: verifying,
            registry: TestLedger.registry,
            options: TestLedger.options,
            clock: ManualClock()
        )
    }

    private func backup(_ log: EventLog, to path: String) throws -> BackupManifest {
        try LedgerBackup.make(
            of: log,
            to: path,
            withKeys: false,
            options: TestLedger.options,
            clock: ManualClock()
        )
    }

    @Test("A backup restores to the same events and root, in a new epoch")
    func roundTrip() throws {
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            let log = try TestLedger.open(path)
            defer { log.close() }
            try log.record(events(300))
            let manifest = try backup(log, to: path + "-backup")
            try log.record(events(50, from: 300))
            #expect(manifest.eventCount == 300)
            let report = try restore(path + "-backup", to: path + "-restored")
            #expect(report.check?.rootHash == manifest.rootHash)
            let restored = try TestLedger.open(path + "-restored")
            defer { restored.close() }
            let found = try restored.allEvents().map { EventWriter.json(of: $0) }
            #expect(found == (try log.allEvents().prefix(300).map { EventWriter.json(of: $0) }))
            #expect(try LedgerEpoch(of: restored.folder) != LedgerEpoch(of: log.folder))
            try restored.record(events(1, from: 900))
        }
    }

    @Test("Nothing is overwritten, and a failure leaves nothing")
    func refused() throws {
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            let log = try TestLedger.open(path)
            defer { log.close() }
            try log.record(events(10))
            _ = try backup(log, to: path + "-backup")
            #expect(throws: LogError.alreadyExists(path: path + "-backup")) {
                try backup(log, to: path + "-backup")
            }
            #expect(throws: LogError.alreadyExists(path: path)) {
                try restore(path + "-backup", to: path)
            }
            #expect(throws: LogError.self) { try backup(log, to: path + "/none/backup") }
            let manifest = path + "-backup/backup.json"
            let text = try String(contentsOfFile: manifest, encoding: .utf8)
            for (old, new) in [
                ("\"eventCount\": 10", "\"eventCount\": 11"),
                ("\"rootHash\": \"", "\"rootHash\": \"0"),
            ] {
                try text.replacing(old, with: new).write(
                    toFile: manifest,
                    atomically: true,
                    encoding: .utf8
                )
                #expect(throws: LogError.self) {
                    try restore(path + "-backup", to: path + "-restored", verifying: false)
                }
                #expect(!FileManager.default.fileExists(atPath: path + "-restored"))
                #expect(!FileManager.default.fileExists(atPath: path + "-restored.unfinished"))
            }
        }
    }
}

@Suite("Tried requests and restarted writers")
struct TrialTests {
    @Test("A tried request says what would happen and leaves no trace, voids included")
    func trial() throws {
        try TestLedger.withLog { log in
            try log.record([SampleEvents.scan("a"), SampleEvents.scan("b")])
            let target = SampleEvents.scan("a").reference
            for _ in 0..<3 {
                let request = AppendRequest(
                    events: [
                        IncomingEvent(SampleEvents.scan("a")),
                        IncomingEvent(SampleEvents.scan("c")),
                        IncomingEvent(SampleEvents.void("v", of: target)),
                    ],
                    isTrial: true
                )
                let receipt = try log.appendAndWait(request)
                #expect(receipt.eventCount == 2)
                guard case .duplicate(of: 0, _) = receipt.outcomes[0],
                    case .recorded(position: 2, _, _) = receipt.outcomes[1],
                    case .recorded(position: 3, _, _) = receipt.outcomes[2]
                else {
                    Issue.record("\(receipt)")
                    return
                }
            }
            #expect(try log.allEvents().count == 2)
            #expect(try log.withSnapshot { try $0.voidedPositions(upTo: 9) }.isEmpty)
            try log.record([SampleEvents.void("v", of: target)])
            #expect(throws: AppendError.self) {
                try log.appendAndWait(
                    AppendRequest(
                        events: [IncomingEvent(SampleEvents.void("w", of: target))],
                        isTrial: true
                    )
                )
            }
        }
    }
}
