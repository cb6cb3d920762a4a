import Answers
import ArgumentParser

/// The command line `cairn`: one verb per file in `Verbs/`.
struct CairnCommand: AsyncParsableCommand {
    /// Name, help and verbs.
    static let configuration = CommandConfiguration(
        commandName: "cairn",
        abstract: Phrase(
            zh: "Cairn:公共项目的事件账本——记录、回放到任一日期、给出可追溯的数字。",
            en: "Cairn: an event ledger for public programmes. Record, replay to a date, answer."
        ).spoken,
        discussion: HelpTexts.flowing(
            Phrase(
                zh: """
                    每个数字都由事件推算得出:--as-of 指业务日期,--known-at 指当时已记录的内容。
                    数据写到标准输出,其余写到标准错误。

                    退出码:0 正常;1 失败;2 用法错误;6 有需要查看的事项;7 完整性错误。

                    环境变量:CAIRN_LEDGER 账本文件夹;CAIRN_SCHEMAS 自有事件类型的文件夹;CAIRN_MAP_GIB 地址空间
                    有限时账本文件的上限(GiB,默认 1024)。

                    命令补全:source <(cairn --generate-completion-script bash),另有 zsh、fish。

                    示例:
                      cairn init && cairn import events.ndjson.zst
                      cairn query coverage --as-of 2019-12-31
                      cairn query funds --as-of 2019-12-31 --compare-known-at 2019-12-31
                    """,
                en: """
                    Every figure is computed from events: --as-of is the business date, --known-at what was
                    recorded by then. Data goes to standard output, everything else to standard error.

                    Exit status: 0 fine, 1 failed, 2 usage, 6 findings to look at, 7 integrity failure.

                    Environment: CAIRN_LEDGER the ledger's folder; CAIRN_SCHEMAS the folder of a deployment's own
                    event types; CAIRN_MAP_GIB bounds the ledger's file where address space is limited (GiB,
                    default 1024).

                    Shell completion: source <(cairn --generate-completion-script bash); also zsh, fish.

                    EXAMPLES:
                      cairn init && cairn import events.ndjson.zst
                      cairn query coverage --as-of 2019-12-31
                      cairn query funds --as-of 2019-12-31 --compare-known-at 2019-12-31
                    """
            ).spoken
        ),
        version: CairnVersion.text,
        subcommands: [
            InitCommand.self, ImportCommand.self, AppendCommand.self, EventsCommand.self,
            QueryCommand.self, ExplainCommand.self, DiffCommand.self, ReplayCommand.self,
            VerifyCommand.self, CheckpointCommand.self, ProveCommand.self, AuditCommand.self,
            EraseCommand.self, ExportCommand.self, RebuildCommand.self, StatusCommand.self,
            SimulateCommand.self, SchemaCommand.self, ServeCommand.self, KeysCommand.self,
            BackupCommand.self, RestoreCommand.self,
        ]
    )
}

/// The version of this program.
package enum CairnVersion {
    /// Semantic version; see CHANGELOG.md.
    package static let text = "0.1.0"
}
