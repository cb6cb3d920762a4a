import Answers
import ArgumentParser
import EventLog
import Evidence
import Foundation

/// `cairn init`: makes an empty ledger.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "init",
        Phrase(zh: "新建一个空账本。", en: "Create an empty ledger."),
        examples: [
            ("cairn init", Phrase(zh: "在 ./cairn.ledger 新建", en: "in ./cairn.ledger")),
            (
                "cairn init --ledger /srv/shigatse.ledger --origin shigatse.example/ecommerce",
                Phrase(
                    zh: "在指定文件夹新建,检查点用此名称",
                    en: "in a folder of its own, with a name for checkpoints"
                )
            ),
        ]
    )

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    @Flag(
        name: .long,
        help: HelpTexts.help(
            zh: "标记为合成数据(演示、测试)",
            en: "Mark the ledger as holding synthetic data (demonstrations, tests)."
        )
    )
    var synthetic = false

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "账本在检查点里的名称,如网址(默认由编号生成)",
            en: "The ledger's name in its checkpoints, like a URL (default: from its id).",
            value: "name"
        )
    )
    var origin: String?

    /// Name in checkpoints of a ledger that was given none.
    static func origin(ofLedger id: String) -> String { "cairn.local/\(id)" }

    func run() throws {
        var logOptions = try LedgerOptions.logOptions()
        logOptions.isSynthetic = synthetic
        let id = UUID().uuidString.lowercased()
        let name = origin ?? Self.origin(ofLedger: id)
        let key: SigningKey
        do throws(NoteError) {
            key = try SigningKey(name: name, kind: .log)
        } catch {
            throw CommandFailure(.usage, EvidenceMessages.badKey(name, error))
        }
        // What is wrong with the deployment's files shows before anything is made.
        _ = try options.declaredIndicators()
        _ = try options.registry()
        do throws(LogError) {
            try EventLog.create(
                at: options.path,
                options: logOptions,
                clock: SystemClock(),
                ledgerID: id,
                signingKey: key
            )
        } catch {
            throw CommandFailure(error, ledger: options.path)
        }
        if let folder = options.deploymentFolder {
            try DeploymentSchemas.copy(from: folder, into: options.path)
        }
        if options.output.json {
            try Output.print([
                JSONText.object([
                    ("ledger", JSONText.string(options.path)), ("ledgerId", JSONText.string(id)),
                    ("key", JSONText.string("\(key.verifierKey)")),
                ])
            ])
        } else {
            try Output.print([
                Phrase(
                    zh: "已新建账本 \(options.path)(编号 \(id))",
                    en: "Created the ledger \(options.path) (id \(id))"
                ).spoken,
                Phrase(
                    zh: "公钥(核对检查点用):\(key.verifierKey)",
                    en: "Public key, to check its checkpoints with: \(key.verifierKey)"
                ).spoken,
            ])
            Terminal.note(
                Phrase(
                    zh: "签名密钥在 \(options.path)/keys/,请另行备份并保管好",
                    en:
                        "The signing key is in \(options.path)/keys/: back it up apart and keep it safe"
                ).spoken
            )
            Terminal.note(
                Phrase(
                    zh: "下一步:cairn import --ledger \(options.path) 文件…",
                    en: "Next: cairn import --ledger \(options.path) FILE…"
                ).spoken
            )
        }
    }
}
