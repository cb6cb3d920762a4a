import EventLog
import EventModel
import Foundation
import LMDB
import Testing

/// A committed ledger of one format version, with what it must give back.
struct GoldenLedger: CustomTestStringConvertible, Sendable {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()

    /// The folders `format-1`, …; each format version has one.
    static let all = [StoredFormat.first, .second].map(GoldenLedger.init)

    let format: StoredFormat
    var folder: URL { Self.root.appending(path: "format-\(format.rawValue)") }
    var testDescription: String { folder.lastPathComponent }

    var ledger: URL { folder.appending(path: "ledger") }

    func text(of name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    func lines() throws -> [String] {
        try text(of: "events.ndjson").split(separator: "\n").map(String.init)
    }

    func expected() throws -> Expected {
        let data = try Data(contentsOf: folder.appending(path: "expected.json"))
        return try JSONDecoder().decode(Expected.self, from: data)
    }

    struct Expected: Decodable {
        let blockEvents: Int
        let commits: [Int]
        let voided: [UInt64]
        let rootHash: String
        let rootHashOfBlocks: [String]
    }

    /// Gives a body the path of a copy.
    func withCopy<Result>(_ body: (String) throws -> Result) throws -> Result {
        try withTemporaryPath { path in
            try FileManager.default.copyItem(at: ledger, to: URL(filePath: path))
            return try body(path)
        }
    }

    /// The types as a deployment would give them.
    func registry() throws -> SchemaRegistry {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: folder.appending(path: "schemas").path
        )
        return SchemaRegistry(
            try names.sorted().map { name in
                let text = try text(of: "schemas/\(name)")
                return try SchemaRegistry.schema(fromJSONSchema: Array(text.utf8))
            }
        )
    }

    /// The events as a restoring import carries them.
    func events() throws -> [IncomingEvent] {
        let reader = EventReader(registry: try registry())
        return try lines().map { try reader.read(Array($0.utf8)) }
    }

    /// Makes the ledger from its lines, unless there is one.
    func record() throws {
        guard !FileManager.default.fileExists(atPath: ledger.path) else { return }
        let expected = try expected()
        try withTemporaryPath { path in
            let options = LogOptions(
                isSynthetic: true,
                sealedBlockEvents: expected.blockEvents,
                format: format
            )
            let clock = ManualClock(1_561_800_000_000)
            let registry = try registry()
            try EventLog.create(
                at: path,
                options: options,
                clock: clock,
                ledgerID: "golden \(folder.lastPathComponent) (synthetic)"
            )
            let log = try TestLedger.open(path, registry: registry, options: options, clock: clock)
            var rest = try events()
            for count in expected.commits {
                let request = AppendRequest(
                    events: Array(rest.prefix(count)),
                    restoresRecordedTime: true
                )
                _ = try log.appendAndWait(request)
                rest.removeFirst(count)
            }
            log.close()
            try FileManager.default.createDirectory(at: ledger, withIntermediateDirectories: false)
            let environment = try Environment(
                opening: path + "/log",
                options: EnvironmentOptions(readOnly: true)
            )
            try environment.copy(to: ledger.appending(path: "log").path, compact: true)
            try FileManager.default.copyItem(
                at: URL(filePath: path + "/cairn.json"),
                to: ledger.appending(path: "cairn.json")
            )
        }
    }
}
