import Answers
import ArgumentParser
import EventLog
import EventModel
import Messages

/// `cairn restore`: makes a ledger out of a backup.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "restore",
        Phrase(zh: "由备份恢复出新的账本,并全部核对。", en: "Make a ledger out of a backup, and check all of it."),
        discussion: Phrase(
            zh: "账本文件夹须不存在。恢复后的账本有新的 epoch,订阅者因此知道位置可能已不同。",
            en: """
                The ledger's folder must not exist. The restored ledger begins a new epoch, which tells receivers
                that positions may name other events.
                """
        ),
        examples: [
            (
                "cairn restore /backup/2026-11-27 --ledger cairn.ledger",
                Phrase(zh: "恢复并核对", en: "restore and check")
            )
        ]
    )

    @Argument(
        help: HelpTexts.help(zh: "备份的文件夹", en: "Folder of the backup."),
        completion: .directory
    )
    var backup: String

    @Flag(
        name: .long,
        help: HelpTexts.help(
            zh: "只比对根哈希,不逐条核对",
            en: "Compare the root only, without checking every event."
        )
    )
    var quick = false

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func run() throws {
        var bar = ProgressBar(title: BackupMessages.restoring.spoken)
        defer { bar.clear() }
        let (registry, sizes) = (try options.registry(), try LedgerOptions.logOptions())
        let report: LedgerRestore.Report
        do throws(LogError) {
            report = try LedgerRestore.restore(
                backup,
                to: options.path,
                verifying: !quick,
                registry: registry,
                options: sizes,
                clock: SystemClock()
            ) { checked, all in
                bar.update(fraction: Double(checked) / Double(max(all, 1)), count: checked)
            }
        } catch {
            throw CommandFailure(error, ledger: options.path)
        }
        bar.clear()
        if options.output.json {
            try Output.print([
                report.manifest.json(["restored": options.path, "from": backup])
            ])
        } else {
            try Output.print(BackupMessages.restored(report, path: options.path).map(\.spoken))
        }
        if !report.checkpoints.isSound { throw ExitStatus.integrity.quietly }
    }
}
