import Answers
import EventLog
import EventModel
import Messages

/// What `backup` and `restore` say.
enum BackupMessages {
    static let restoring = Phrase(zh: "核对", en: "checking")

    static func made(_ manifest: BackupManifest, path: String) -> [Phrase] {
        var lines = [
            Phrase(
                zh: "已备份到 \(path):\(manifest.eventCount) 条事件,根哈希 \(manifest.rootHash)",
                en: "backed up to \(path): \(manifest.eventCount) events, root \(manifest.rootHash)"
            )
        ]
        if let count = manifest.accessCount {
            lines.append(
                Phrase(
                    zh: "读取登记账本:\(count) 条",
                    en: "access ledger: \(count) events"
                )
            )
        }
        lines.append(
            manifest.holdsKeys
                ? Phrase(
                    zh: "含密钥:个人信息删除后,此备份里仍有其密钥,请按期销毁",
                    en:
                        "with keys: those of persons erased later live on in this backup, destroy it in time"
                )
                : Phrase(
                    zh: "不含密钥:请另行保管 keys/,没有签名密钥不能续签检查点,没有对象密钥读不出个人信息",
                    en:
                        "without keys: keep keys/ apart; without them no checkpoint can be signed and no personal field read"
                )
        )
        return lines
    }

    static func restored(_ report: LedgerRestore.Report, path: String) -> [Phrase] {
        let manifest = report.manifest
        return [
            Phrase(
                zh: "已恢复到 \(path):\(manifest.eventCount) 条事件,根哈希 \(manifest.rootHash)",
                en:
                    "restored to \(path): \(manifest.eventCount) events, root \(manifest.rootHash)"
            ),
            report.check == nil
                ? Phrase(
                    zh: "只核对了根哈希;请运行 cairn verify",
                    en: "only the root was compared; run cairn verify"
                )
                : Phrase(
                    zh: "✓ 全部校验和、摘要与哈希已重算",
                    en: "✓ every checksum, digest and hash recomputed"
                ),
            checkpoints(report.checkpoints),
            Phrase(
                zh: "新的 epoch 已开始:订阅者须从头接收或核对后继续",
                en: "a new epoch has begun: receivers start over, or check what they hold and go on"
            ),
        ]
    }

    private static func checkpoints(_ report: CheckpointReport) -> Phrase {
        report.isSound
            ? Phrase(
                zh: "✓ 检查点 \(report.checkpointCount) 个相符",
                en: "✓ \(report.checkpointCount) checkpoints hold"
            )
            : Phrase(
                zh: "✗ 检查点有不符,请运行 cairn verify",
                en: "✗ not all checkpoints hold: run cairn verify"
            )
    }

    static func differing(_ what: [String]) -> Message {
        Message(
            "restoreDiffers",
            what: Phrase(
                zh: "恢复后的答案与原账本不同:" + what.joined(separator: "、"),
                en: "the restored ledger answers otherwise: " + what.joined(separator: ", ")
            ),
            remedy: Phrase(
                zh: "请保留备份并查明原因,不要使用此备份",
                en: "keep the backup, find out why, and do not use it"
            )
        )
    }
}
