import Answers
import EventModel
import SQLiteFile
import Spreadsheet
import ZipArchive

/// `manifest.json`: what a package answers, what it stands on, and the digests of all of its files.
struct PackageManifest {
    let facts: PackageFacts
    let events: EventsFile.Extent
    /// Whether the database and the viewer hold all events or those that the tables name.
    let holdsAllEvents: Bool
    /// Digests of the definitions that computed the figures, by name.
    let definitions: [PackageDefinition]
    let tables: [ReportTable]
    /// Places that a person has looked at and let pass.
    let reviewed: [String]
    /// Cells of CSV files that got an apostrophe.
    let guardedCellCount: UInt64
    let members: [PackageFolder.Member]

    static let name = "manifest.json"
    /// Raised whenever a reader of packages must know of a change.
    private static let version = 1

    /// The manifest's bytes; the same package gives the same bytes.
    var bytes: [UInt8] {
        let question = JSONText.object([
            ("asOf", "\"\(facts.asOf)\""), ("from", facts.from.map { "\"\($0)\"" } ?? "null"),
            ("knownAt", facts.knownAt.map { "\"\($0.utcDescription)\"" } ?? "null"),
        ])
        let ledger = JSONText.object([
            ("id", JSONText.string(facts.ledgerID)),
            ("synthetic", facts.isSynthetic ? "true" : "false"),
        ])
        let history = JSONText.object([
            ("count", String(events.eventCount)), ("lineBytes", String(events.lineByteCount)),
            ("inTables", holdsAllEvents ? "\"all\"" : "\"named\""),
        ])
        let members: [(String, String)] = [
            ("package", "\"cairn-audit-package\""), ("version", String(Self.version)),
            ("program", JSONText.string("cairn \(facts.programVersion)")),
            ("libraries", JSONText.array(Self.libraries.map(JSONText.string))),
            ("ledger", ledger), ("question", question), ("treeSize", String(facts.treeSize)),
            ("rootHash", "\"\(facts.rootHash)\""), ("events", history),
            ("definitions", Self.lines(allDefinitions.map(Self.definition))),
            ("notPersonal", Self.lines(reviewed.map(JSONText.string))),
            ("guardedCells", String(guardedCellCount)),
            ("files", Self.lines(self.members.map(Self.file))),
        ]
        let body = members.map { "  \(JSONText.string($0.0)): \($0.1)" }.joined(separator: ",\n")
        return Array("{\n\(body)\n}\n".utf8)
    }

    private var allDefinitions: [PackageDefinition] {
        definitions + tables.map { PackageDefinition(name: "table:\($0.name)", digest: $0.digest) }
    }

    /// Versions that the bytes of compressed files depend on.
    private static let libraries = [ZipWriter.library, Workbook.library, SQLiteFile.library]

    private static func definition(_ definition: PackageDefinition) -> String {
        JSONText.object([
            ("name", JSONText.string(definition.name)), ("sha256", "\"\(definition.digest)\""),
        ])
    }

    private static func file(_ member: PackageFolder.Member) -> String {
        JSONText.object([
            ("name", JSONText.string(member.name)), ("bytes", String(member.byteCount)),
            ("sha256", "\"\(member.sha256)\""), ("sm3", "\"\(member.sm3)\""),
        ])
    }

    private static func lines(_ items: [String]) -> String {
        guard !items.isEmpty else { return "[]" }
        return "[\n" + items.map { "    " + $0 }.joined(separator: ",\n") + "\n  ]"
    }
}

/// The digest of a definition that something in a package was computed by.
struct PackageDefinition {
    /// What is defined, such as `funds`.
    let name: String
    /// Its digest.
    let digest: SHA256Digest
}

extension ReportTable {
    /// SHA-256 of everything that the description says.
    var digest: SHA256Digest {
        var parts = [name, title.zh, title.en, summary.zh, summary.en]
        for column in columns {
            parts += [
                column.name, "\(column.kind)", column.title.zh, column.title.en, column.meaning.zh,
                column.meaning.en, column.origin, column.isSummed ? "summed" : "",
                column.isDetail ? "detail" : "",
            ]
            let terms = column.terms.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            for term in terms { parts += [term.key, term.value.zh, term.value.en] }
        }
        return SHA256Digest.hash(Array(JSONText.array(parts.map(JSONText.string)).utf8))
    }
}
