import EventLog
import EventModel
import Evidence
import Foundation
import Testing

@Suite("Checkpoints and keys of a ledger")
struct CheckpointTests {
    private static func key() throws -> SigningKey {
        try SigningKey(
            name: "cairn.example/test",
            kind: .log,
            seed: [UInt8](repeating: 4, count: 32)
        )
    }

    /// Runs a body with a new ledger that has a key, open for writing.
    private func withLog(_ body: (EventLog, String) throws -> Void) throws {
        try withTemporaryPath { path in
            try EventLog.create(
                at: path,
                options: TestLedger.options,
                clock: ManualClock(),
                ledgerID: "test ledger",
                signingKey: try Self.key()
            )
            let log = try TestLedger.open(path)
            defer { log.close() }
            try body(log, path)
        }
    }

    private func grow(_ log: EventLog, to count: Int) throws {
        let now = try log.withSnapshot { Int($0.eventCount) }
        try log.record((now..<count).map { SampleEvents.scan("\($0)") })
    }

    private func sign(_ log: EventLog) throws -> SignedCheckpoint {
        try log.withSnapshot { try $0.signCheckpoint() }
    }

    private func verify(_ log: EventLog) throws -> CheckpointReport {
        try log.withSnapshot { try KeptCheckpoints(of: log.folder).verify(against: $0) }
    }

    @Test("A checkpoint is signed once for each size, kept, and verifies")
    func signAndKeep() throws {
        try withLog { log, path in
            let empty = try sign(log)
            #expect(empty.checkpoint.treeSize == 0)
            #expect(empty.checkpoint.rootHash == MerkleTree.emptyRoot)
            try grow(log, to: 100)
            let first = try sign(log)
            #expect(try sign(log) == first)
            try grow(log, to: 170)
            _ = try sign(log)
            #expect(try KeptCheckpoints(of: log.folder).sizes == [0, 100, 170])
            let report = try verify(log)
            #expect(report.problems.isEmpty && report.checkpointCount == 3)
            let name = "/checkpoints/00000000000000000100.txt"
            #expect(try String(contentsOfFile: path + name, encoding: .utf8) == first.description)
            let mode = try FileManager.default.attributesOfItem(
                atPath: path + "/keys/" + SigningKeyFile.name
            )[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
    }

    @Test("A log that lost what it signed does not open, except to be looked into")
    func rolledBack() throws {
        try withLog { log, path in
            try grow(log, to: 100)
            log.close()
            let older = path + "-older"
            try FileManager.default.copyItem(atPath: path + "/log", toPath: older)
            let newer = try TestLedger.open(path)
            try grow(newer, to: 130)
            _ = try sign(newer)
            newer.close()
            try FileManager.default.removeItem(atPath: path + "/log")
            try FileManager.default.moveItem(atPath: older, toPath: path + "/log")
            let expected = LogError.rolledBack(path: path, eventCount: 100, checkpointSize: 130)
            for mode in [LogMode.reading, .writing] {
                #expect(throws: expected) { try TestLedger.open(path, mode) }
            }
            var options = TestLedger.options
            options.ignoresCheckpoints = true
            let looked = try TestLedger.open(path, .reading, options: options)
            defer { looked.close() }
            #expect(try verify(looked).problems == [expected])
        }
    }

    @Test("A history that was rewritten under a checkpoint is told, and never signed over")
    func forked() throws {
        try withLog { log, path in
            try grow(log, to: 50)
            let signed = try sign(log)
            log.close()
            // Another history of the same ledger, as somebody would make it who has its key.
            try FileManager.default.removeItem(atPath: path + "/log")
            let twin = path + "-twin"
            try EventLog.create(
                at: twin,
                options: TestLedger.options,
                clock: ManualClock(),
                ledgerID: "test ledger",
                signingKey: try Self.key()
            )
            let other = try TestLedger.open(twin)
            try other.record((0..<60).map { SampleEvents.scan("other-\($0)") })
            other.close()
            try FileManager.default.moveItem(atPath: twin + "/log", toPath: path + "/log")
            let forged = try TestLedger.open(path)
            defer { forged.close() }
            let expected = LogError.forked(path: path, checkpointSize: 50)
            #expect(throws: expected) { try sign(forged) }
            #expect(try verify(forged).problems == [expected])
            let report = try forged.withSnapshot { snapshot in
                KeptCheckpoints(of: forged.folder).verify(signed, by: nil, against: snapshot)
            }
            #expect(report.problems == [expected])
        }
    }

    @Test("A lost, unreadable or foreign key signs nothing and says which it is")
    func keys() throws {
        try withLog { log, path in
            try grow(log, to: 3)
            let file = path + "/keys/" + SigningKeyFile.name
            let text = try String(contentsOfFile: file, encoding: .utf8)
            func fault() -> SigningKeyFault? {
                do {
                    _ = try sign(log)
                    return nil
                } catch let error as LogError {
                    if case .signingKey(_, let fault) = error { return fault }
                } catch { Issue.record(error) }
                return nil
            }
            try "nonsense".write(toFile: file, atomically: true, encoding: .utf8)
            guard case .unreadable = fault() else { Issue.record("not told"); return }
            let foreign = try SigningKey(name: "cairn.example/test", kind: .log)
            try foreign.privateText.write(toFile: file, atomically: true, encoding: .utf8)
            let named = try Self.key().verifierKey
            #expect(fault() == .foreign(expected: "\(named)", found: "\(foreign.verifierKey)"))
            try FileManager.default.removeItem(atPath: file)
            #expect(fault() == .missing)
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            #expect(fault() == nil)
        }
        try TestLedger.withLog { log in
            _ = #expect(throws: LogError.signingKey(path: log.folder.path, .none)) {
                try sign(log)
            }
        }
    }

    @Test("Every bit of a kept checkpoint matters; a file in the wrong place is told")
    func damagedFiles() throws {
        try withLog { log, path in
            try grow(log, to: 20)
            _ = try sign(log)
            let file = path + "/checkpoints/00000000000000000020.txt"
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
            for place in bytes.indices {
                var changed = bytes
                changed[place] ^= 1 << UInt8(place % 8)
                try Data(changed).write(to: URL(fileURLWithPath: file))
                let problems = try verify(log).problems
                #expect(problems.count == 1, "byte \(place)")
            }
            try Data(bytes).write(to: URL(fileURLWithPath: file))
            let moved = path + "/checkpoints/00000000000000000019.txt"
            try FileManager.default.moveItem(atPath: file, toPath: moved)
            #expect(try verify(log).problems.first?.isDamage == true)
        }
    }

    @Test("After a change of the key, old checkpoints keep the old key")
    func newKey() throws {
        try withLog { log, _ in
            try grow(log, to: 10)
            _ = try sign(log)
            let key = try SigningKey(name: "cairn.example/test", kind: .log)
            try log.record([
                Event(
                    id: "key",
                    source: LedgerEvents.source,
                    schema: signingKeyChanged,
                    subject: LedgerEvents.keysSubject,
                    time: OccurredAt(
                        instant: Instant(millisecondsSince1970: 0),
                        offsetMinutes: 480
                    ),
                    data: [.text("\(key.verifierKey)"), .text("office"), .absent]
                )
            ])
            #expect(throws: LogError.self) { try sign(log) }
            try SigningKeyFile.write(key, in: log.folder)
            _ = try sign(log)
            try log.withSnapshot { snapshot in
                let (old, new) = (
                    try snapshot.signingKey(ofTreeSize: 10), try snapshot.signingKey(ofTreeSize: 11)
                )
                let first = try Self.key().verifierKey
                #expect(old == first && new == key.verifierKey)
            }
            let report = try verify(log)
            #expect(report.isSound && report.checkpointCount == 2)
        }
    }
}
