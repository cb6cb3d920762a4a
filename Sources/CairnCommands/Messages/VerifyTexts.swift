import Answers
import EventLog
import Messages

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
        let place = damage.page.map { self.place(of: $0, damage) } ?? place(of: damage)
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
        "the page that leads to it is damaged": "通向它的页面已损坏",
        "the table is missing or of another kind": "该表缺失或类型不符",
        "the sources count other events than are there": "各来源所记的事件数与实有不符",
        "no event stands there": "该位置没有事件",
        "a name that it needs is damaged": "所需的名称已损坏",
        "a source that it needs is damaged": "所需的来源已损坏",
        "a type that it needs is damaged": "所需的类型定义已损坏",
        "the log names no ledger": "日志未注明所属账本",
        // Pages.
        "the disk does not give this page": "磁盘无法读出该页",
        "the file ends before this page": "文件在该页之前结束",
        "another page stands in its place": "该处是另一页",
        "its head is not that of such a page": "页头与该类页面不符",
        "its rows do not fill it as they must": "其中各行的位置互相矛盾",
        "the file has no page of this number": "文件中没有此页",
        "one of its rows is marked as what it cannot be": "其中一行的标记不可能",
        "its keys are not in order": "其中各键次序不对",
        "its keys belong elsewhere": "其中各键不属于此处",
        "two places lead to this page": "有两处通向该页",
        "the list of free pages has this page, too": "空闲页表中也有该页",
        "it stands at another height than its neighbours": "所在层次与相邻页不同",
        "its pages belong to something else or lie beyond the end of the file":
            "其值所在的页另有所属,或在文件末尾之外",
        "the head before this value is not that of its row": "值前的页头与其行不符",
        "the table's record counts other rows than its pages hold": "表的登记行数与各页实有不符",
        "the table's record counts other pages than it has": "表的登记页数与实有不符",
        "the table's record has properties that no table has": "表的登记属性不可能",
        "the two pages at the head of the file contradict each other": "文件开头的两页互相矛盾",
        "it shows another state than that of the newest commit noted beside it":
            "其状态与旁边记下的最近一次提交不符",
        "the list of free pages does not hold together": "空闲页表自相矛盾",
        "the newest state counts pages that the file does not have": "最新状态所计的页多于文件所有",
    ]

    /// Which page, and what cannot be reached because of it.
    private static func place(of page: DamageError.Page, _ damage: DamageError) -> Phrase {
        let number = Terminal.grouped(page.number)
        let table = tables[damage.part] ?? Phrase(verbatim: damage.part)
        guard page.hidesValues else {
            return Phrase(
                zh: "日志文件第 \(number) 页(\(table.zh))",
                en: "page \(number) of the log's file (\(table.en))"
            )
        }
        let first = Terminal.grouped(damage.position)
        let end = page.endPosition.map { Terminal.grouped($0) }
        return Phrase(
            zh: "日志文件第 \(number) 页,致使\(table.zh)从位置 \(first) 起"
                + (end.map { "、\($0) 之前" } ?? "") + "的部分无法读取",
            en: "page \(number) of the log's file, which hides \(table.en) from position \(first) "
                + (end.map { "to before \($0)" } ?? "on")
        )
    }

    /// What the tables of the log hold.
    private static let tables: [String: Phrase] = [
        "hot": Phrase(zh: "各块的列数据", en: "columns of blocks"),
        "cold": Phrase(zh: "各块的文本数据", en: "texts of blocks"),
        "streams": Phrase(zh: "各块的流目录", en: "streams of blocks"),
        "tail": Phrase(zh: "尾部批次", en: "batches of the tail"),
        "voids": Phrase(zh: "作废和更正", en: "voids and corrections"),
        "names": Phrase(zh: "名称", en: "names"),
        "sources": Phrase(zh: "来源", en: "sources"),
        "types": Phrase(zh: "类型定义", en: "types"),
        "meta": Phrase(zh: "账本的自述", en: "what the log says of itself"),
        "head": Phrase(zh: "文件开头", en: "the file's head"),
        "tables": Phrase(zh: "全部表", en: "all tables"),
        "freePages": Phrase(zh: "空闲页表", en: "list of free pages"),
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
