import EventLog
import EventModel
import Foundation
import Importing
import Programme

/// A folder of a test's own with a ledger in it, open for writing.
struct ImportPlace {
    let folder: String
    let log: EventLog

    /// The door for the programme's types.
    static let reader = EventReader(registry: programmeRegistry)

    /// Writes a file and gives its path.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(of: name)))
        return path(of: name)
    }

    func path(of name: String) -> String { folder + "/" + name }

    /// A file's text; `nil` if there is no such file.
    func text(of name: String) -> String? {
        (try? Data(contentsOf: URL(fileURLWithPath: path(of: name)))).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// Imports rows and gives the report.
    func run(
        _ rows: any EventRows,
        options: ImportOptions = ImportOptions(),
        refusedRows: RefusedRowsFile? = nil
    ) async throws -> ImportReport {
        var events = EventImport(into: log, options: options, refusedRows: refusedRows)
        return try await events.run(rows)
    }

    /// Ids of the events in the ledger, in their order.
    func recordedIDs() throws -> [String] {
        try log.withSnapshot { snapshot in
            var ids: [String] = []
            try snapshot.events(matching: EventFilter()) { recorded in
                ids.append(recorded.event.id)
                return true
            }
            return ids
        }
    }
}

/// Runs a body with a new ledger; the folder around it is removed.
func withImportPlace<Result>(
    _ body: (ImportPlace) async throws -> Result
) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "cairn-importing-tests-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let ledger = folder + "/ledger"
    let options = LogOptions(mapSizeBytes: 1 << 30)
    try EventLog.create(
        at: ledger,
        options: options,
        clock: SystemClock(),
        ledgerID: "importing tests"
    )
    let log = try EventLog(
        opening: ledger,
        mode: .writing,
        registry: programmeRegistry,
        options: options,
        clock: SystemClock()
    )
    defer { log.close() }
    return try await body(ImportPlace(folder: folder, log: log))
}

/// Invented lines of event files.
enum SampleLines {
    /// A valid event of a synthetic station.
    static func suspended(
        _ id: Int,
        subject: String = "station/synthetic-1",
        reason: String = "none"
    ) -> String {
        """
        {"specversion":"1.0","id":"\(id)","source":"/synthetic","type":"station.suspended",\
        "subject":"\(subject)","time":"2019-07-01T10:00:00+08:00",\
        "data":{"station":"synthetic-1","reason":"\(reason)"}}
        """
    }

    /// The lines of a file.
    static func file(_ lines: [String]) -> [UInt8] {
        Array(lines.map { $0 + "\n" }.joined().utf8)
    }

    /// The rows of a file in memory.
    static func rows(_ lines: [String], keepsText: Bool = false) -> NDJSONRows {
        NDJSONRows(
            BytesInMemory(file(lines), name: "synthetic.ndjson"),
            reader: ImportPlace.reader,
            keepsText: keepsText
        )
    }
}
