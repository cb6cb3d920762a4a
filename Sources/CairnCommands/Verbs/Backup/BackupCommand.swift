import Answers
import ArgumentParser
import EventLog
import EventModel
import Messages

/// `cairn backup`: copies a ledger while it is in use, and rehearses bringing it back.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "backup",
        Phrase(zh: "备份账本(使用中也可以),或演练恢复。", en: "Back up a ledger in use, or rehearse its restore."),
        examples: [
            (
                "cairn backup --output /backup/2026-11-27",
                Phrase(zh: "新的文件夹,不含密钥", en: "a new folder, without keys")
            ),
            (
                "cairn backup drill --output certificate.txt",
                Phrase(zh: "备份、恢复、核对、比对答案", en: "back up, restore, verify, compare answers")
            ),
        ],
        subcommands: [MakeBackupCommand.self, BackupDrillCommand.self],
        defaultSubcommand: MakeBackupCommand.self
    )
}

/// `cairn backup --output DIR`.
struct MakeBackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "make",
        Phrase(zh: "把账本复制到新的文件夹。", en: "Copy a ledger into a new folder."),
        discussion: Phrase(
            zh: "备份是某一刻的完整状态,记录和查询不受影响;写完才有正式名称。",
            en: """
                The copy is one consistent state; recording and reading go on meanwhile. It gets its name when it is
                whole.
                """
        ),
        examples: [
            (
                "cairn backup make --output /backup/2026-11-27 --with-keys",
                Phrase(zh: "含密钥,请妥善保管", en: "with the keys; keep it safe")
            )
        ]
    )

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "备份的文件夹(新建)",
            en: "Folder of the backup (new).",
            value: "folder"
        ),
        completion: .directory
    )
    var output: String

    @Flag(
        name: .long,
        help: HelpTexts.help(
            zh: "连同 keys/ 一起备份",
            en: "Copy keys/ too."
        )
    )
    var withKeys = false

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func validate() throws { try OutputPath.refuseEmpty(output) }

    func run() throws {
        let manifest = try options.withLog(.reading) { log in
            try LedgerBackup.make(
                of: log,
                to: output,
                withKeys: withKeys,
                options: try LedgerOptions.logOptions(),
                clock: SystemClock()
            )
        }
        guard !options.output.json else {
            return try Output.print([manifest.json(["backup": output])])
        }
        try Output.print(BackupMessages.made(manifest, path: output).map(\.spoken))
    }
}

extension BackupManifest {
    /// The manifest as one JSON object on a line, with further members first.
    func json(_ more: KeyValuePairs<String, String>) -> String {
        var members = more.map { (name: $0.key, value: JSONText.string($0.value)) }
        members += [
            ("ledger", JSONText.string(ledgerID)), ("eventCount", String(eventCount)),
            ("rootHash", "\"\(rootHash)\""), ("created", "\"\(createdAt.utcDescription)\""),
            ("keys", holdsKeys ? "true" : "false"),
            ("accessCount", accessCount.map { String($0) } ?? "null"),
        ]
        return JSONText.object(members)
    }
}
