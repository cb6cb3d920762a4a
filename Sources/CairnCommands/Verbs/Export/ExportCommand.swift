import Answers
import ArgumentParser

/// `cairn export`: what leaves a ledger for others; each form is a subcommand.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: Phrase(
            zh: "导出:audit 审计数据包,events 全部事件,tlog 透明日志。",
            en: "Export an audit package, the events, or a transparency log."
        ).spoken,
        discussion: HelpTexts.flowing(
            Phrase(
                zh: """
                    导出前逐条检查明文个人信息(身份证号、手机号、银行卡号),发现即拒绝,并指出位置。人工核对确认不是
                    个人信息的,用 --not-personal 逐项放行,审计数据包的 manifest.json 会列出放行的位置。

                    示例:
                      # 2019 年的审计数据包
                      cairn export audit --as-of 2019-12-31 --output audit-2019.zip
                      # 当时所知的全部事件
                      cairn export events --known-at 2019-12-31 --output events.ndjson.zst
                      # C2SP 透明日志(静态文件,不含事件内容)
                      cairn export tlog --output /var/www/log
                    """,
                en: """
                    Before anything leaves, every event is looked through for personal data in clear (identity,
                    mobile and bank card numbers); an export that would contain any is refused and the places
                    are named. What a person has looked at and found to name nobody passes by --not-personal;
                    an audit package lists those places in its manifest.json.

                    EXAMPLES:
                      # the audit package of 2019
                      cairn export audit --as-of 2019-12-31 --output audit-2019.zip
                      # every event as it was known then
                      cairn export events --known-at 2019-12-31 --output events.ndjson.zst
                      # a C2SP transparency log of plain files, without the content of events
                      cairn export tlog --output /var/www/log
                    """
            ).spoken
        ),
        subcommands: [ExportAuditCommand.self, ExportEventsCommand.self, ExportTlogCommand.self]
    )
}

/// Options that every export has.
struct ExportOptions: ParsableArguments {
    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "只含此刻之前记录的事件:日期(当日结束)或 RFC 3339 时刻",
            en: "Only what was recorded by then: a date (its end in UTC+8) or an RFC 3339 instant.",
            value: "when"
        )
    )
    var knownAt: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "经人工核对不是个人信息的位置,照错误提示所列填写;source#*:字段 指该来源的全部事件;可重复",
            en:
                "A place that a person has looked at and found to name nobody, as the refusal prints it; "
                + "source#*:member means all events of a source; repeatable.",
            value: "place"
        )
    )
    var notPersonal: [String] = []
}
