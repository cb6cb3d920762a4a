import Answers
import Messages

/// What is said of damage beside a command's result, on standard error.
struct DamageNote {
    /// A fixed name for programs.
    let name: String
    let text: Phrase

    /// Said before the events of a damaged ledger are read as far as they can be.
    static func salvaged(_ said: Phrase) -> DamageNote {
        DamageNote(
            name: "damaged",
            text: Phrase(
                zh: "注意:账本已损坏(\(said.zh));只读出未受损的事件,需要受损数据的一律拒绝;"
                    + "用 cairn verify 列出全部损坏",
                en:
                    "note: the ledger is damaged (\(said.en)); undamaged events are read, what needs damaged "
                    + "data is refused; `cairn verify` lists all damage"
            )
        )
    }

    /// Said when kept states were damaged and have been made anew.
    static let viewsReplaced = DamageNote(
        name: "viewsReplaced",
        text: Phrase(
            zh: "注意:views/ 中保存的状态文件已损坏,已从日志重新计算并替换;答案不受影响",
            en:
                "note: the file of kept states in views/ was damaged; it has been computed anew from the log "
                + "and replaced; answers do not depend on it"
        )
    )

    /// Tells it, as a line for people or as a JSON object for programs.
    func tell(asJSON: Bool) {
        Terminal.note(
            asJSON
                ? JSONText.object([
                    ("note", JSONText.string(name)), ("message", JSONText.string(text.spoken)),
                ]) : text.spoken
        )
    }
}
