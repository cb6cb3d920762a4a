import EventModel
import Foundation
import Testing

@testable import EventLog

@Suite("Ledger folders that cannot be used")
struct FolderFaultTests {
    private func rewrite(_ path: String, _ change: (String) -> String) throws {
        let file = URL(filePath: path + "/cairn.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data(change(text).utf8).write(to: file)
    }

    /// The error with which both ways of opening fail.
    private func failure(opening path: String) -> LogError? {
        var failures: [LogError] = []
        for mode in [LogMode.reading, .writing] {
            do {
                try TestLedger.open(path, mode).close()
            } catch let error as LogError {
                failures.append(error)
            } catch {
                Issue.record("\(error)")
            }
        }
        #expect(failures.isEmpty || failures.count == 2 && failures[0] == failures[1])
        return failures.first
    }

    @Test("A ledger of a newer format is refused by its version, whatever else it holds")
    func newerFormat() throws {
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            try rewrite(path) { $0.replacing("\"format\": 2", with: "\"format\": 3") }
            #expect(failure(opening: path) == .newerFormat(path: path, found: 3, supported: 2))
            try rewrite(path) { _ in "{\"format\": 7, \"else\": [true]}" }
            #expect(failure(opening: path) == .newerFormat(path: path, found: 7, supported: 2))
        }
    }

    @Test("A log of a newer format beside an old cairn.json is refused by its version")
    func newerLog() throws {
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            let row = TableRow.encode(.meta, key: 0) { writer in
                writer.append(UInt32(3))
                writer.append(UInt32(64))
                writer.append("test ledger")
            }
            try StoredValues.change("meta", Array("ledger".utf8), in: path) { $0 = row }
            #expect(failure(opening: path) == .newerFormat(path: path, found: 3, supported: 2))
        }
    }

    @Test(
        "A value of a newer format is refused by its version, one under another version by its checksum",
        arguments: [1, 3] as [UInt8]
    )
    func otherVersion(version: UInt8) throws {
        let options = LogOptions(mapSizeBytes: 1 << 30, sealedBlockEvents: 16)
        for table in ["hot", "streams", "cold", "tail"] {
            try withTemporaryPath { path in
                try TestLedger.create(at: path, options)
                let log = try TestLedger.open(path)
                try log.record((0..<20).map { SampleEvents.scan("\($0)") })
                log.close()
                // The version stands before the bytes that the checksum covers.
                try StoredValues.change(table, UInt64(table == "tail" ? 16 : 0), in: path) {
                    bytes in
                    bytes[4] = version
                }
                var failure: LogError?
                do {
                    let log = try TestLedger.open(path, .reading)
                    defer { log.close() }
                    _ = try log.allEvents()
                } catch let error as LogError { failure = error }
                guard case .damaged(let damage) = failure else {
                    Issue.record("\(table): \(String(describing: failure))")
                    return
                }
                #expect(damage.part == table)
                let reason = version == 3 ? "format version 3" : "its checksum does not match"
                #expect(damage.detail.contains(reason))
            }
        }
    }

    @Test(
        "Garbage in cairn.json is named",
        arguments: [
            "", "{", "[]", "garbage", "{}", "{\"format\":\"1\"}", "{\"format\":0}",
            "{\"format\":1}", "{\"format\":1,\"ledger\":\"\"}",
            "{\"format\":1,\"ledger\":\"test ledger\",\"created\":\"yesterday\"}",
            String(repeating: " ", count: 70_000),
        ]
    )
    func garbage(text: String) throws {
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            try rewrite(path) { _ in text }
            guard case .manifestDamaged(path, let detail) = failure(opening: path) else {
                Issue.record("\(text.prefix(60)): \(String(describing: failure(opening: path)))")
                return
            }
            #expect(!detail.isEmpty)
        }
    }

    @Test("A wrong block size or another ledger's cairn.json is named")
    func foreignManifest() throws {
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            let changes: [(String, String)] = [
                ("\"format\": 2", "\"format\": 1"),
                ("\"format\": 1", "\"format\": 2"),
                ("\"blockEvents\": 64", "\"blockEvents\": 63"),
                ("\"blockEvents\": 63", "\"blockEvents\": 128"),
                ("\"blockEvents\": 128", "\"blockEvents\": 64"),
                ("\"synthetic\": false", "\"synthetic\": true"),
                ("\"synthetic\": true", "\"synthetic\": false"),
                ("\"created\": \"20", "\"created\": \"21"),
                ("\"created\": \"21", "\"created\": \"20"),
                ("test ledger", "other ledger"),
            ]
            let isSound = [
                "\"format\": 2", "\"blockEvents\": 64", "\"synthetic\": false", "\"created\": \"20",
            ]
            for (old, new) in changes {
                try rewrite(path) { $0.replacing(old, with: new) }
                if isSound.contains(new) {
                    #expect(failure(opening: path) == nil)
                    continue
                }
                guard case .manifestDamaged = failure(opening: path) else {
                    Issue.record("\(new): \(String(describing: failure(opening: path)))")
                    continue
                }
            }
        }
    }

    @Test("Missing files are named, and opening makes nothing in their place")
    func missingFiles() throws {
        let manager = FileManager.default
        try withTemporaryPath { path in
            #expect(failure(opening: path) == .notALedger(path: path))
            #expect(!manager.fileExists(atPath: path))
            try TestLedger.create(at: path)
            for file in ["log/data.mdb", "log"] {
                try manager.removeItem(atPath: "\(path)/\(file)")
                guard case .damaged(let damage) = failure(opening: path) else {
                    Issue.record("\(file): \(String(describing: failure(opening: path)))")
                    continue
                }
                #expect(damage.part == "log")
                #expect(!manager.fileExists(atPath: "\(path)/\(file)"))
            }
            try manager.removeItem(atPath: path + "/cairn.json")
            #expect(failure(opening: path) == .notALedger(path: path))
        }
    }

    @Test("Lock files, views and keys may be missing")
    func missingLocks() throws {
        let manager = FileManager.default
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            let log = try TestLedger.open(path)
            try log.record([SampleEvents.scan("1")])
            log.close()
            for file in ["log/lock.mdb", "log/writer.lock", "views", "keys"] {
                try manager.removeItem(atPath: "\(path)/\(file)")
            }
            for mode in [LogMode.reading, .writing] {
                let log = try TestLedger.open(path, mode)
                #expect(try log.allEvents().count == 1)
                log.close()
            }
        }
    }

    @Test("A creation that was cut off is no ledger yet, and is simply done again")
    func halfCreated() throws {
        let manager = FileManager.default
        let leftovers: [[String]] = [
            [], ["cairn.json"], ["cairn.json", "keys"], ["cairn.json", "keys", "views"],
            ["cairn.json", "keys", "views", "log/data.mdb"],
            ["cairn.json", "log", "keys", "views"],
        ]
        for missing in leftovers.dropFirst() {
            try withTemporaryPath { path in
                try TestLedger.create(at: path)
                for file in missing { try manager.removeItem(atPath: "\(path)/\(file)") }
                let leftover = path + "/.cairn.json.1a2b3c.new"
                try Data("{".utf8).write(to: URL(filePath: leftover))
                #expect(failure(opening: path) == .notALedger(path: path))
                try TestLedger.create(at: path)
                #expect(!manager.fileExists(atPath: leftover))
                let log = try TestLedger.open(path)
                #expect(try log.record([SampleEvents.scan("1")]).eventCount == 1)
                log.close()
            }
        }
    }

    @Test("Nothing is created over a ledger, over its events alone, or over other files")
    func nothingIsOverwritten() throws {
        let manager = FileManager.default
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            #expect(throws: LogError.alreadyExists(path: path)) { try TestLedger.create(at: path) }
            let log = try TestLedger.open(path)
            try log.record([SampleEvents.scan("1")])
            log.close()
            try manager.removeItem(atPath: path + "/cairn.json")
            #expect(throws: LogError.alreadyExists(path: path)) { try TestLedger.create(at: path) }
        }
        for file in ["other.txt", "keys/signing.key", "log/app.log"] {
            try withTemporaryPath { path in
                for folder in ["keys", "log"] {
                    try manager.createDirectory(
                        atPath: "\(path)/\(folder)",
                        withIntermediateDirectories: true
                    )
                }
                try Data("x".utf8).write(to: URL(filePath: "\(path)/\(file)"))
                #expect(throws: LogError.alreadyExists(path: path)) {
                    try TestLedger.create(at: path)
                }
                #expect(manager.fileExists(atPath: "\(path)/\(file)"))
            }
        }
    }

    @Test("What no ledger can have is refused before anything is made")
    func unsuitableOptions() throws {
        func failure(
            at path: String,
            blockEvents: Int = 64,
            ledgerID: String = "test"
        ) -> LogError? {
            do throws(LogError) {
                try EventLog.create(
                    at: path,
                    options: LogOptions(sealedBlockEvents: blockEvents),
                    clock: ManualClock(),
                    ledgerID: ledgerID
                )
                return nil
            } catch {
                return error
            }
        }
        try withTemporaryPath { path in
            var failures = [0, 1, 3, 32_768, -16].map { failure(at: path, blockEvents: $0) }
            failures.append(failure(at: path, ledgerID: ""))
            failures.append(failure(at: path, ledgerID: String(repeating: "x", count: 129)))
            failures.append(failure(at: path + "/no/such/parent"))
            for failure in failures {
                guard case .unsuitableOption(let detail) = failure else {
                    Issue.record("\(String(describing: failure))")
                    continue
                }
                #expect(!detail.isEmpty)
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }
}
