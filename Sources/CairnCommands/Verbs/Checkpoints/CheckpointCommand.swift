import Answers
import ArgumentParser

/// `cairn checkpoint`: signs what the ledger holds, and has witnesses cosign it.
struct CheckpointCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "checkpoint",
        Phrase(
            zh: "签署检查点:账本此刻的条数和根哈希(C2SP 格式),并收存见证人的联署。",
            en: "Sign a checkpoint: count and root of the events, in C2SP form; keep cosignatures."
        ),
        discussion: Phrase(
            zh: """
                检查点是三行加签名的文本,可印在通报上,也可交给审计机关。以后任何人都能凭它核对:账本的开头是否仍
                是当时那些事件。已签署的检查点保存在账本的 checkpoints/ 里。
                """,
            en: """
                A checkpoint is three lines and a signature, to be printed on a bulletin or handed to the audit
                bureau. Whoever has it can check later that the ledger still begins with the same events. What
                was signed is kept in the ledger's folder checkpoints/.
                """
        ),
        examples: [
            ("cairn checkpoint", Phrase(zh: "签署并显示", en: "sign and show")),
            ("cairn checkpoint list", Phrase(zh: "已签署的全部", en: "all that were signed")),
            (
                "cairn checkpoint cosign note.txt --key bureau.key --log-key …",
                Phrase(zh: "见证人(审计机关)联署", en: "a witness, such as the audit bureau, cosigns")
            ),
            (
                "cairn checkpoint attach cosigned.txt",
                Phrase(zh: "把联署收进账本", en: "the ledger keeps the cosignature")
            ),
        ],
        subcommands: [
            SignCommand.self, ListCheckpointsCommand.self, CosignCommand.self, AttachCommand.self,
            NewWitnessCommand.self, AcceptWitnessCommand.self, NewKeyCommand.self,
        ],
        defaultSubcommand: SignCommand.self
    )
}
