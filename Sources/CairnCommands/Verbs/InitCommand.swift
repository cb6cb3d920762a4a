import Answers
import ArgumentParser
import EventLog
import Foundation

/// `cairn init`: makes an empty ledger.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "init",
        Phrase(zh: "新建一个空账本。", en: "Create an empty ledger."),
        examples: [
            ("cairn init", Phrase(zh: "在 ./cairn.ledger 新建", en: "in ./cairn.ledger")),
            (
                "cairn init --ledger /srv/shigatse.ledger",
                Phrase(zh: "在指定文件夹新建", en: "in a folder of its own")
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

    func run() throws {
        var logOptions = try LedgerOptions.logOptions()
        logOptions.isSynthetic = synthetic
        let id = UUID().uuidString.lowercased()
        do throws(LogError) {
            try EventLog.create(
                at: options.path,
                options: logOptions,
                clock: SystemClock(),
                ledgerID: id
            )
        } catch {
            throw CommandFailure(error, ledger: options.path)
        }
        if options.output.json {
            try Output.print([
                JSONText.object([
                    ("ledger", JSONText.string(options.path)), ("ledgerId", JSONText.string(id)),
                ])
            ])
        } else {
            try Output.print([
                Phrase(
                    zh: "已新建账本 \(options.path)(编号 \(id))",
                    en: "Created the ledger \(options.path) (id \(id))"
                ).spoken
            ])
            Terminal.note(
                Phrase(
                    zh: "下一步:cairn import --ledger \(options.path) 文件…",
                    en: "Next: cairn import --ledger \(options.path) FILE…"
                ).spoken
            )
        }
    }
}
