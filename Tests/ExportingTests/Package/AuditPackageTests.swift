import Answers
import CairnTestSupport
import EventLog
import EventModel
import Foundation
import Privacy
import Testing

@testable import Exporting

@Suite("Audit packages")
struct AuditPackageTests {
    private static let golden = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Golden")

    /// Names of a folder's files, sorted.
    private func names(in folder: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
        return names.filter { name in
            let found = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            return found?[.type] as? FileAttributeType == .typeRegular
        }.sorted()
    }

    /// Files whose bytes depend neither on versions of libraries nor on the looks of the page; answers are recorded
    /// in `Replay/`, and one dictionary says it all.
    private func isRecorded(_ name: String, withDictionary: Bool) -> Bool {
        let isDictionary = ["data_dictionary", "event_types", "code_list"].contains {
            name == "csv/\($0).csv"
        }
        return ["csv", "txt"].contains { name.hasSuffix(".\($0)") }
            && (withDictionary || !isDictionary)
    }

    @Test(
        "The files of small packages are those recorded in Golden; CAIRN_RECORD=1 writes them anew",
        arguments: [
            ("annex-1", "2019-07-31", nil, nil),
            ("late-and-corrected", "2019-08-31", "2019-02-02", "2019-10-04"),
        ] as [(String, String, String?, String?)]
    )
    func goldenFiles(name: String, asOf: String, from: String?, knownAt: String?) async throws {
        try await withExportFolder { folder in
            let file = Histories.file("\(name)/events.ndjson")
            let ledger = try await ExportLedger.create(at: folder + "/ledger", file: file)
            defer { ledger.log.close() }
            try ledger.use { ledger in
                try AuditPackage(asOf, from: from, knownAt: knownAt)
                    .writeFiles(to: folder + "/files", from: ledger)
            }
            let found = names(in: folder + "/files").filter {
                isRecorded($0, withDictionary: name == "annex-1")
            }
            let place = Self.golden.appending(path: name)
            if ProcessInfo.processInfo.environment["CAIRN_RECORD"] == "1" {
                try? FileManager.default.removeItem(at: place)
                for name in found {
                    let target = place.appending(path: name)
                    try FileManager.default.createDirectory(
                        at: target.deletingLastPathComponent(),
                        withIntermediateDirectories: true
                    )
                    try FileManager.default.copyItem(
                        at: URL(fileURLWithPath: "\(folder)/files/\(name)"),
                        to: target
                    )
                }
            }
            #expect(names(in: place.path) == found)
            for name in found {
                let recorded = try String(contentsOf: place.appending(path: name), encoding: .utf8)
                let text = try String(contentsOfFile: "\(folder)/files/\(name)", encoding: .utf8)
                for (number, pair) in zip(lines(recorded), lines(text)).enumerated()
                where pair.0 != pair.1 {
                    Issue.record("\(name):\(number + 1)\n- \(pair.0)\n+ \(pair.1)")
                }
                #expect(lines(recorded).count == lines(text).count, "\(name)")
            }
        }
    }

    private func lines(_ text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    @Test(
        "The same question gives the same bytes: again, from a restored copy, and beside later events"
    )
    func sameBytes() async throws {
        try await withExportFolder { folder in
            let file = Histories.file("late-and-corrected/events.ndjson")
            let original = try await ExportLedger.create(at: folder + "/a", file: file)
            defer { original.log.close() }
            let package = AuditPackage("2019-08-31", knownAt: "2019-10-04")
            for name in ["1.zip", "2.zip"] {
                _ = try original.use { try package.write(to: "\(folder)/\(name)", from: $0) }
            }
            let first = try fileBytes(folder + "/1.zip")
            #expect(first == (try fileBytes(folder + "/2.zip")))
            // The events of the package alone, in other batches and blocks.
            let archive = folder + "/files"
            try original.use { try package.writeFiles(to: archive, from: $0) }
            let copy = try await ExportLedger.create(
                at: folder + "/b",
                file: archive + "/events.ndjson.zst",
                blockEvents: 16,
                batch: 7
            )
            defer { copy.log.close() }
            let result = try copy.use { try package.write(to: folder + "/3.zip", from: $0) }
            #expect(first == (try fileBytes(folder + "/3.zip")))
            let size = try original.use { $0.snapshot.eventCount }
            #expect(result.facts.treeSize < size, "the question leaves events out")
            let left = names(in: folder).filter { $0.contains(".parts") }
            #expect(left.isEmpty)
        }
    }

    @Test(
        "The events of a package restore the ledger to the same root, whatever the cut",
        arguments: [
            "2019-03-31", "2019-10-04", "2030-01-01",
        ]
    )
    func restore(knownAt: String) async throws {
        try await withExportFolder { folder in
            let file = Histories.file("late-and-corrected/events.ndjson")
            let original = try await ExportLedger.create(at: folder + "/a", file: file)
            defer { original.log.close() }
            let package = AuditPackage("2019-12-31", knownAt: knownAt)
            try original.use { try package.writeFiles(to: folder + "/files", from: $0) }
            let copy = try await ExportLedger.create(
                at: folder + "/b",
                file: folder + "/files/events.ndjson.zst",
                id: "copy"
            )
            defer { copy.log.close() }
            let restored = try copy.use { ledger in
                try ledger.snapshot.rootHash(of: ledger.snapshot.eventCount)
            }
            let manifest = try JSONValue(parsing: fileBytes(folder + "/files/manifest.json"))
            #expect(manifest["rootHash"]?.stringValue == restored.description)
            let count = try copy.use { $0.snapshot.eventCount }
            #expect(manifest["treeSize"]?.integerValue == Int64(count))
        }
    }

    @Test("The manifest names every file with its length and both digests, and nothing else")
    func manifest() async throws {
        try await withExportFolder { folder in
            let ledger = try await ExportLedger.create(
                at: folder + "/ledger",
                file: Histories.file("annex-1/events.ndjson")
            )
            defer { ledger.log.close() }
            let evidence = PackageEvidence(
                files: { size, positions in
                    [
                        PackageFile("checkpoint.txt", Array("synthetic \(size)\n".utf8)),
                        PackageFile("proofs/1.txt", Array("\(positions.count)\n".utf8)),
                    ]
                },
                signatures: { [PackageFile("manifest.note", Array("\($0) \($1.count)\n".utf8))] }
            )
            try ledger.use { ledger in
                try AuditPackage("2019-07-31", evidence: evidence)
                    .writeFiles(to: folder + "/files", from: ledger)
            }
            let all = Set(names(in: folder + "/files"))
            let bytes = try fileBytes(folder + "/files/manifest.json")
            let manifest = try JSONValue(parsing: bytes)
            let files = try #require(manifest["files"]?.arrayValue)
            let named = Set(files.compactMap { $0["name"]?.stringValue })
            #expect(all.subtracting(named) == ["manifest.json", "manifest.note", "SHA256SUMS"])
            #expect(named.subtracting(all).isEmpty)
            #expect(named.isSuperset(of: ["checkpoint.txt", "proofs/1.txt"]))
            for file in files {
                let name = try #require(file["name"]?.stringValue)
                let content = try fileBytes("\(folder)/files/\(name)")
                #expect(file["bytes"]?.integerValue == Int64(content.count))
                #expect(file["sha256"]?.stringValue == SHA256Digest.hash(content).description)
            }
            #expect(
                try String(contentsOfFile: folder + "/files/manifest.note", encoding: .utf8)
                    == "30 \(bytes.count)\n"
            )
            #expect(manifest["ledger"]?["synthetic"]?.booleanValue == true)
            #expect(manifest["question"]?["asOf"]?.stringValue == "2019-07-31")
        }
    }

    @Test(
        "Personal data in clear stop a package and leave nothing behind; reviewed places pass and are listed"
    )
    func personalData() async throws {
        try await withExportFolder { folder in
            let lines: [FundLine] = [
                .granted("g", "2019-01-01", 100), .budgeted("A", "2019-01-01", 100),
                .paid("p", "2019-01-02", "A", 10, payee: "11010519491231002X"),
                .paid("q", "2019-01-03", "A", 10, payee: "电话 138 1234 5678"),
            ]
            let ledger = try await ExportLedger.create(
                at: folder + "/ledger",
                lines: lines.recorded
            )
            defer { ledger.log.close() }
            let error = #expect(throws: ExportError.self) {
                try ledger.use {
                    try AuditPackage("2019-12-31").write(to: folder + "/a.zip", from: $0)
                }
            }
            guard case .personalData(let findings, let count)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(count == 2)
            #expect(
                findings.map { "\($0.place) \($0.kind) \($0.masked)" } == [
                    "/synthetic/finance#p:data.payee identityNumber 1101**********002X",
                    "/synthetic/finance#q:data.payee mobileNumber 138****5678",
                ]
            )
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["ledger"])
            // One reviewed place is not enough.
            let places = findings.map(\.place.description)
            #expect(throws: ExportError.self) {
                let package = AuditPackage("2019-12-31", reviewed: [places[1]])
                _ = try ledger.use { try package.write(to: folder + "/a.zip", from: $0) }
            }
            let package = AuditPackage("2019-12-31", reviewed: places)
            let result = try ledger.use { try package.write(to: folder + "/a.zip", from: $0) }
            #expect(result.passed == places)
            try ledger.use { try package.writeFiles(to: folder + "/files", from: $0) }
            let manifest = try JSONValue(parsing: fileBytes(folder + "/files/manifest.json"))
            #expect(manifest["notPersonal"]?.arrayValue?.compactMap(\.stringValue) == places)
            // Before the payments were known there is nothing to stop at.
            var early = AuditPackage("2019-12-31")
            early = AuditPackage(
                asOf: early.asOf,
                knownAt: Instant(millisecondsSince1970: 1_600_000_060_000),
                programVersion: "0.0.0-test"
            )
            let before = try ledger.use { try early.write(to: folder + "/b.zip", from: $0) }
            #expect(before.facts.treeSize == 2)
        }
    }

    @Test("Evidence with personal data stops a package too")
    func personalDataInEvidence() async throws {
        try await withExportFolder { folder in
            let ledger = try await ExportLedger.create(at: folder + "/ledger", lines: [])
            defer { ledger.log.close() }
            let evidence = PackageEvidence(files: { _, _ in
                [PackageFile("proofs/x.txt", Array("a\nb 13812345678\n".utf8))]
            })
            let error = #expect(throws: ExportError.self) {
                let package = AuditPackage("2019-12-31", evidence: evidence)
                _ = try ledger.use { try package.write(to: folder + "/a.zip", from: $0) }
            }
            guard case .personalData(let findings, _)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(findings.map(\.place.description) == ["proofs/x.txt:2"])
        }
    }

    @Test(
        "An existing file is not overwritten, a missing folder is named, and an empty ledger has a package"
    )
    func places() async throws {
        try await withExportFolder { folder in
            let ledger = try await ExportLedger.create(at: folder + "/ledger", lines: [])
            defer { ledger.log.close() }
            try Data([1]).write(to: URL(fileURLWithPath: folder + "/a.zip"))
            let package = AuditPackage("2019-12-31")
            let existing = #expect(throws: ExportError.self) {
                _ = try ledger.use { try package.write(to: folder + "/a.zip", from: $0) }
            }
            guard case .exists(let path)? = existing else {
                Issue.record("\(String(describing: existing))")
                return
            }
            #expect(path == folder + "/a.zip")
            #expect(try fileBytes(folder + "/a.zip") == [1])
            let missing = #expect(throws: ExportError.self) {
                _ = try ledger.use { try package.write(to: folder + "/no/a.zip", from: $0) }
            }
            guard case .cannotWrite(_, let reason)? = missing else {
                Issue.record("\(String(describing: missing))")
                return
            }
            #expect(reason.contains("No such file"))
            let result = try ledger.use { try package.write(to: folder + "/b.zip", from: $0) }
            #expect(result.facts.treeSize == 0 && result.facts.knownAt == nil)
        }
    }

    @Test("Amounts beyond 64 bits stay exact in every form")
    func wideAmounts() async throws {
        try await withExportFolder { folder in
            let largest = Int64(1) << 53 - 1
            let lines = (0..<1_100).map { FundLine.granted("g\($0)", "2019-01-01", largest) }
            let ledger = try await ExportLedger.create(
                at: folder + "/ledger",
                lines: lines.recorded
            )
            defer { ledger.log.close() }
            try ledger.use {
                try AuditPackage("2019-12-31").writeFiles(to: folder + "/files", from: $0)
            }
            let sum = Int128(largest) * 1_100
            let csv = try String(
                contentsOfFile: folder + "/files/csv/fund_balances_by_source.csv",
                encoding: .utf8
            )
            #expect(csv.contains("\(sum),\(ReportText.yuan(sum))"))
            let script = """
                import sqlite3, sys, openpyxl
                db = sqlite3.connect(sys.argv[1] + "/audit.sqlite")
                print(db.execute("select balanceFen from fund_balances_by_source").fetchone()[0].decode())
                print(db.execute('select "期末余额(元)" from "资金余额(按来源)"').fetchone()[0])
                book = openpyxl.load_workbook(sys.argv[1] + "/excel/balances.xlsx")
                print([c.value for c in book.worksheets[1][5] if str(c.value).startswith("99")][:1])
                """
            let read = try PythonProgram.run(script, [folder + "/files"])
            let yuan = ReportText.yuan(sum)
            #expect(read == "\(sum)\n\(yuan)\n['\(yuan)']\n")
        }
    }
}
