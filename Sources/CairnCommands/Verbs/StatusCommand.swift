import Answers
import ArgumentParser
import EventLog
import EventModel
import Foundation

/// `cairn status`: what a ledger holds.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "status",
        Phrase(zh: "显示账本的规模、最后记录时间和根哈希。", en: "Show a ledger's size, last record and root hash."),
        examples: [
            ("cairn status", Phrase(zh: "默认账本", en: "the default ledger")),
            ("cairn status --json", Phrase(zh: "供程序使用", en: "for programs")),
        ]
    )

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func run() throws {
        let status = try options.withLog(.reading) { log in
            try log.withSnapshot { snapshot in
                Status(
                    folder: log.folder,
                    eventCount: snapshot.eventCount,
                    lastRecordedAt: try snapshot.lastRecordedAt,
                    rootHash: try snapshot.rootHash(of: snapshot.eventCount),
                    typeCount: Int(log.tables.typeCount),
                    sourceCount: Int(log.tables.sourceCount)
                )
            }
        }
        try Output.print(options.output.json ? [status.json] : status.lines)
    }

    /// What is shown.
    private struct Status {
        let folder: LedgerFolder
        let eventCount: UInt64
        let lastRecordedAt: Instant?
        let rootHash: SHA256Digest
        let typeCount: Int
        let sourceCount: Int

        var storedByteCount: Int { FolderSize.bytes(of: folder.logPath) }

        var json: String {
            JSONText.object([
                ("ledger", JSONText.string(folder.path)),
                ("ledgerId", JSONText.string(folder.manifest.ledgerID)),
                ("formatVersion", String(LedgerManifest.formatVersion)),
                ("synthetic", folder.manifest.isSynthetic ? "true" : "false"),
                ("createdAt", JSONText.string(folder.manifest.createdAt.utcDescription)),
                ("treeSize", String(eventCount)),
                (
                    "lastRecordedAt",
                    lastRecordedAt.map { JSONText.string($0.utcDescription) } ?? "null"
                ),
                ("rootHash", JSONText.string("\(rootHash)")),
                ("types", String(typeCount)), ("sources", String(sourceCount)),
                ("storedBytes", String(storedByteCount)),
            ])
        }

        var lines: [String] {
            let perEvent =
                eventCount == 0
                ? ""
                : " (\(UInt64(storedByteCount) / eventCount) B/\(Phrase(zh: "条", en: "event").spoken))"
            let synthetic =
                folder.manifest.isSynthetic
                ? Phrase(zh: ",合成数据", en: ", synthetic data").spoken : ""
            var table = TextTable(columns: [
                .init(Phrase(zh: "账本", en: "ledger").spoken), .init(folder.path + synthetic),
            ])
            func row(_ title: Phrase, _ value: String) {
                table.append([.init(title.spoken), .init(value)])
            }
            row(Phrase(zh: "编号", en: "id"), folder.manifest.ledgerID)
            row(Phrase(zh: "格式版本", en: "format version"), "\(LedgerManifest.formatVersion)")
            row(Phrase(zh: "创建于", en: "created"), folder.manifest.createdAt.utcDescription)
            row(Phrase(zh: "事件", en: "events"), Terminal.grouped(eventCount))
            row(Phrase(zh: "最后记录", en: "last recorded"), lastRecordedAt?.utcDescription ?? "—")
            row(Phrase(zh: "根哈希", en: "root hash"), "\(rootHash)")
            row(Phrase(zh: "类型", en: "types"), "\(typeCount)")
            row(Phrase(zh: "来源", en: "sources"), Terminal.grouped(sourceCount))
            row(Phrase(zh: "占用", en: "stored"), "\(Terminal.grouped(storedByteCount)) B\(perEvent)")
            return table.lines(colour: Terminal.allowsColour)
        }
    }
}

/// Size of what a folder holds.
enum FolderSize {
    /// Bytes of the files directly in a folder, as they stand on the disk.
    static func bytes(of folder: String) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
        }
    }
}
