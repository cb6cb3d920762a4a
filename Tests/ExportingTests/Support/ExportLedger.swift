import CairnTestSupport
import EventLog
import EventModel
import Exporting
import Foundation
import Importing
import Programme
import Projections

/// A ledger of a test's own, made of lines that carry their recorded times.
struct ExportLedger {
    let log: EventLog

    /// Imports the lines into a new ledger at a path.
    static func create(
        at path: String,
        lines: [String],
        id: String = "export tests",
        blockEvents: Int = 16_384,
        batch: Int? = nil
    ) async throws -> ExportLedger {
        let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
        return try await create(
            at: path,
            source: BytesInMemory(bytes, name: "synthetic.ndjson"),
            id: id,
            blockEvents: blockEvents,
            batch: batch
        )
    }

    /// Imports a file, plain or compressed, into a new ledger at a path.
    static func create(
        at path: String,
        file: String,
        id: String = "export tests",
        blockEvents: Int = 16_384,
        batch: Int? = nil
    ) async throws -> ExportLedger {
        try await create(
            at: path,
            source: try FileSource(path: file),
            id: id,
            blockEvents: blockEvents,
            batch: batch
        )
    }

    private static func create(
        at path: String,
        source: any ByteSource,
        id: String,
        blockEvents: Int,
        batch: Int?
    ) async throws -> ExportLedger {
        var options = LogOptions(mapSizeBytes: 1 << 30)
        options.isSynthetic = true
        options.sealedBlockEvents = blockEvents
        try EventLog.create(at: path, options: options, clock: SystemClock(), ledgerID: id)
        let log = try EventLog(
            opening: path,
            mode: .writing,
            registry: programmeRegistry,
            options: options,
            clock: SystemClock()
        )
        var settings = ImportOptions()
        settings.restoresRecordedTime = true
        if let batch { settings.batchRowCount = batch }
        var events = EventImport(into: log, options: settings)
        let report = try await events.run(
            NDJSONRows(source, reader: EventReader(registry: programmeRegistry))
        )
        guard report.problems.isEmpty else { throw Refused(problems: "\(report.problems)") }
        return ExportLedger(log: log)
    }

    struct Refused: Error { let problems: String }

    /// Runs a body on the ledger as packages take it.
    func use<Result>(_ body: (AuditPackage.Ledger) throws -> Result) throws -> Result {
        let store = ProjectionStore(of: log, keeping: .inMemory)
        return try log.withSnapshot { snapshot in
            try body(
                AuditPackage.Ledger(log: log, snapshot: snapshot, store: store) {
                    try KnownRegions(on: $0, in: snapshot, knownTo: $1).names
                }
            )
        }
    }
}

/// Runs a body with a new folder, which is removed afterwards.
func withExportFolder<Result>(
    _ body: (String) async throws -> Result
) async throws -> Result {
    let path = FileManager.default.temporaryDirectory.path + "/cairn-export-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}

/// The recorded histories of the package.
enum Histories {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Replay")

    static func file(_ name: String) -> String { root.appending(path: name).path }
}

extension AuditPackage {
    /// A package of a day.
    init(
        _ asOf: String,
        from: String? = nil,
        knownAt: String? = nil,
        reviewed: [String] = [],
        evidence: PackageEvidence = .none
    ) {
        self.init(
            asOf: BusinessDate(parsing: asOf) ?? BusinessDate(daysSince1970: 0),
            from: from.flatMap(BusinessDate.init(parsing:)),
            knownAt: knownAt.flatMap(BusinessDate.init(parsing:))?.lastInstant,
            reviewed: reviewed,
            evidence: evidence,
            programVersion: "0.0.0-test"
        )
    }
}
