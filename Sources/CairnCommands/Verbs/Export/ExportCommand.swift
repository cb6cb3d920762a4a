import Answers
import ArgumentParser

/// `cairn export`: hands the ledger on in forms that others read without it.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "export",
        Phrase(zh: "导出账本,供他人独立使用。", en: "Export the ledger in forms that stand on their own."),
        examples: [
            (
                "cairn export tlog --output log",
                Phrase(zh: "C2SP 透明日志(静态文件)", en: "as a C2SP transparency log of plain files")
            )
        ],
        subcommands: [ExportTlogCommand.self]
    )
}
