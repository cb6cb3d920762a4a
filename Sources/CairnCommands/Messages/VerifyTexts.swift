import Answers
import EventLog

/// Words of `cairn verify`.
enum VerifyTexts {
    static let sound = Phrase(
        zh: "完好:每条事件及其依据都与写入时一致。",
        en: "Sound: every event, and all that figures rest on, is what was written."
    )

    static let checks: [Phrase] = [
        Phrase(zh: "每个存储值的校验和", en: "checksum of every stored value"),
        Phrase(
            zh: "每条事件已解码,内容摘要与各块的默克尔根重新计算",
            en: "every event decoded; content digests and the Merkle root of each block recomputed"
        ),
        Phrase(
            zh: "位置连续无缺,记录时间从不倒退",
            en: "positions without a gap; recorded times never decrease"
        ),
        Phrase(
            zh: "类型、流、来源、时间范围的计数和目录与事件一致",
            en:
                "counts and directories of types, streams, sources and time ranges are those of the events"
        ),
        Phrase(
            zh: "每次作废和更正都指向在它之前、当时有效的事件",
            en: "every void and correction names an earlier event that stood at that moment"
        ),
    ]

    static func counted(events: String, blocks: String) -> Phrase {
        Phrase(
            zh: "已检查 \(events) 条事件,\(blocks) 个已封存的块",
            en: "checked \(events) events; sealed blocks: \(blocks)"
        )
    }

    static func damaged(_ count: Int) -> Phrase {
        Phrase(
            zh: "\(Terminal.grouped(count)) 处与写入时不符:",
            en: "what does not hold (\(Terminal.grouped(count))):"
        )
    }

    static let remedy = Phrase(
        zh: "请停止写入,原样保留该文件夹作为证据,并从能通过 cairn verify 的最近备份恢复;"
            + "未受损位置的事件仍可用 cairn events --from-position … --to-position … --json 读出。",
        en:
            "Stop writing, keep the folder as it is for the inquiry, and restore the newest backup that "
            + "passes `cairn verify`; events at undamaged positions can still be read with "
            + "`cairn events --from-position … --to-position … --json`."
    )

    static func otherRoot(expected: String, found: String, size: UInt64) -> Phrase {
        Phrase(
            zh: "前 \(Terminal.grouped(size)) 条事件的根哈希是 \(found),不是所给的 \(expected)",
            en:
                "the root over the first \(Terminal.grouped(size)) events is \(found), not the given "
                + expected
        )
    }

    static func tooFewEvents(_ count: UInt64, size: UInt64) -> Phrase {
        let (count, size) = (Terminal.grouped(count), Terminal.grouped(size))
        return Phrase(
            zh: "账本只有 \(count) 条事件,少于所给根哈希的 \(size) 条:末尾的事件已丢失,或不是同一账本",
            en:
                "the ledger has only \(count) events, the given root stands for \(size): its end is lost, "
                + "or it is another ledger"
        )
    }

    static func sameRoot(size: UInt64) -> Phrase {
        Phrase(
            zh: "前 \(Terminal.grouped(size)) 条事件的根哈希与所给的一致",
            en: "the root over the first \(Terminal.grouped(size)) events is the given one"
        )
    }

    /// The checkpoints that hold.
    static func checkpoints(_ report: CheckpointReport) -> Phrase {
        let (count, cosigned) = (report.checkpointCount, report.cosignatureCount)
        return Phrase(
            zh: "检查点 \(count) 个:签名、根哈希与账本一致;见证人联署 \(cosigned) 个",
            en:
                "signatures and roots of checkpoints: \(count); cosignatures of witnesses: \(cosigned)"
        )
    }

    /// What does not hold of a checkpoint.
    static func problem(_ error: LogError) -> Phrase {
        switch error {
        case .damaged(let damage): problem(damage)
        case .rolledBack(let path, let count, let size):
            LedgerMessages.rolledBack(path, eventCount: count, checkpoint: size).what
        case .forked(let path, let size): LedgerMessages.forked(path, checkpoint: size).what
        default: Phrase(verbatim: error.description)
        }
    }

    /// One damage: which value, where, what does not hold.
    static func problem(_ damage: DamageError) -> Phrase {
        let place = place(of: damage)
        let detail = details[damage.detail] ?? damage.detail
        return Phrase(zh: "\(place.zh):\(detail)", en: "\(place.en): \(damage.detail)")
    }

    /// The Chinese wording of what most often does not hold; other details stay as the log says them.
    private static let details: [String: String] = [
        "its checksum does not match its bytes": "校验和与内容不符",
        "the value is missing": "该值缺失",
        "its Merkle root is not that of its events": "默克尔根与其事件不符",
        "its digest is not that of its event": "摘要与其事件不符",
        "its recorded time is before that of the event before it": "记录时间早于前一条事件",
        "its recorded times are not those of its events": "记录时间范围与其事件不符",
        "its earliest or latest time is not that of its events": "业务时间范围与其事件不符",
        "its count or greatest id is not that of its events": "事件数或最大编号与其事件不符",
        "it voids or corrects what was voided already": "所作废或更正的事件当时已作废",
        "its row is not what the event says": "该行与事件所述不符",
        "the row is missing": "该行缺失",
        "it belongs to another block": "属于另一个块",
        "it belongs to another position": "属于另一个位置",
    ]

    private static func place(of damage: DamageError) -> Phrase {
        let position = Terminal.grouped(damage.position)
        return switch damage.part {
        case "hot":
            Phrase(zh: "位置 \(position) 的块,列数据", en: "block of position \(position), columns")
        case "cold":
            Phrase(zh: "位置 \(position) 的块,文本数据", en: "block of position \(position), texts")
        case "streams":
            Phrase(zh: "位置 \(position) 的块,流目录", en: "block of position \(position), streams")
        case "tail":
            Phrase(zh: "尾部位置 \(position) 的批次", en: "tail, batch of position \(position)")
        case "checkpoint":
            Phrase(zh: "\(position) 条事件的检查点", en: "checkpoint over \(position) events")
        case "voids":
            Phrase(zh: "位置 \(position) 的作废或更正", en: "void or correction at position \(position)")
        default:
            Phrase(
                zh: "表 \(damage.part) 第 \(position) 行",
                en: "table \(damage.part), row \(position)"
            )
        }
    }
}
