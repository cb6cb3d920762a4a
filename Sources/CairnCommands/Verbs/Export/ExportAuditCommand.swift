import Answers
import ArgumentParser
import EventLog
import EventModel
import Exporting
import Importing
import Projections

/// `cairn export audit`: one archive that answers for a ledger at a date.
struct ExportAuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "audit",
        Phrase(
            zh: "导出审计数据包(一个 zip)。",
            en: "Write an audit package: one zip for auditors."
        ),
        discussion: Phrase(
            zh: """
                包内有:viewer.html(浏览器打开即可查看)、Excel 工作簿(流水、余额、疑点、指标、数据字典)、同样内容的
                CSV 与 SQLite、各指标的 JSON 答案、全部事件(可恢复账本)、恢复方法说明,以及列出各文件 SHA-256 与 SM3 的
                manifest.json。流水与余额由事件逐条计算,并与资金指标核对,不一致则不导出(退出码 7)。同样的问题得到同样的
                字节。
                """,
            en: """
                It holds viewer.html (open it in a browser), workbooks (journal, balances, exceptions,
                indicators, data dictionary), the same tables as CSV and SQLite, the answers of the indicators
                as JSON, every event (which restores the ledger), how to restore and check, and manifest.json
                with SHA-256 and SM3 of every file. Journal and balances are computed event by event and held
                against the fund indicator; if they disagree nothing is written (exit status 7). The same
                question gives the same bytes.
                """
        ),
        examples: [
            (
                "cairn export audit --as-of 2019-12-31 --output audit-2019.zip",
                Phrase(zh: "截至 2019 年底,现在所知", en: "the end of 2019 as it is known now")
            ),
            (
                "cairn export audit --as-of 2019-12-31 --known-at 2020-01-15 --output then.zip",
                Phrase(zh: "2020 年 1 月 15 日当时所知", en: "as it was known on 15 January 2020")
            ),
            (
                "cairn export audit --from 2019-07-01 --as-of 2019-12-31 --output half.zip",
                Phrase(zh: "下半年的流水,带期初余额", en: "half a year, with opening balances")
            ),
        ]
    )

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "业务日期截至(默认今天,北京时间)",
            en: "Business date (default: today in UTC+8).",
            value: "date"
        )
    )
    var asOf: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "流水的第一天;之前的合为期初余额(默认自项目开始)",
            en:
                "First day of the journal; what was before is brought forward (default: the beginning).",
            value: "date"
        )
    )
    var from: String?

    @OptionGroup var export: ExportOptions

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "新文件;已存在的不会被覆盖",
            en: "A new file; nothing is overwritten.",
            value: "file"
        ),
        completion: .file()
    )
    var output: String

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func validate() throws { try OutputPath.refuseEmpty(output) }

    func run() throws {
        let day =
            try asOf.map { text throws(CommandFailure) in
                try DateArguments.date(text, option: "--as-of")
            } ?? BusinessDate(of: SystemClock().now())
        let first = try from.map { text throws(CommandFailure) in
            try DateArguments.date(text, option: "--from")
        }
        if let first, first > day {
            throw CommandFailure(.usage, ExportMessages.periodReversed(first, day))
        }
        let knownAt = try export.knownAt.map { text throws(CommandFailure) in
            try DateArguments.instant(text, option: "--known-at")
        }
        let result = try write(knownAt: knownAt) { evidence in
            AuditPackage(
                asOf: day,
                from: first,
                knownAt: knownAt,
                reviewed: export.notPersonal,
                evidence: evidence,
                programVersion: CairnVersion.text
            )
        }
        ExportPrinter.noteUnused(export.notPersonal, passed: result.passed)
        if options.output.json {
            try Output.print([ExportPrinter.json(result, file: output)])
        } else {
            try Output.print(ExportPrinter.lines(result, file: output))
        }
    }

    private func write(
        knownAt: Instant?,
        _ package: (PackageEvidence) -> AuditPackage
    ) throws -> AuditPackage.Result {
        let mapSizeBytes = try LedgerOptions.logOptions().mapSizeBytes
        return try options.withLog(.reading) { log in
            let store = ProjectionStore(of: log, keeping: .onDisk(mapSizeBytes: mapSizeBytes))
            return try log.withSnapshot { snapshot in
                var bar = ProgressBar(title: ProgressMessages.exporting.spoken)
                let total = max(snapshot.eventCount, 1)
                let ledger = AuditPackage.Ledger(log: log, snapshot: snapshot, store: store) {
                    try KnownRegions(on: $0, in: snapshot, knownTo: $1).names
                }
                defer { bar.clear() }
                let proofs = PackageProofs(log, snapshot)
                try proofs.requireKey(knownAt: knownAt)
                let package = package(proofs.evidence)
                do throws(ExportError) {
                    return try package.write(to: output, from: ledger) { count in
                        bar.update(fraction: Double(count) / Double(total), count: count)
                    }
                } catch {
                    bar.clear()
                    throw CommandFailure(error, ledger: options.path)
                }
            }
        }
    }
}
