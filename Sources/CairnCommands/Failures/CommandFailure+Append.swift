import Answers
import EventLog
import EventModel

extension CommandFailure {
    /// The failure that a refused or failed append stands for.
    init(_ error: AppendError) {
        switch error {
        case .refused(_, let refusal): self.init(refusal)
        case .storage(let failure): self.init(failure, ledger: "")
        case .full:
            self.init(
                .failed,
                Message(
                    "full",
                    what: Phrase(zh: "磁盘或映射空间已满", en: "no room is left on the disk or in the map"),
                    remedy: Phrase(
                        zh: "请腾出空间后重新运行;已确认的内容完好,重复的会被识别",
                        en: "make room and run it again; what was acknowledged is whole and is "
                            + "recognised as duplicates"
                    )
                )
            )
        case .closed, .readOnly, .poisoned, .overloaded:
            self.init(
                .failed,
                Message(
                    "ledgerStopped",
                    what: Phrase(zh: "账本停止写入:\(error)", en: "the ledger stopped writing: \(error)"),
                    remedy: Phrase(
                        zh: "请重新运行;已确认的内容完好,重复的会被识别",
                        en: "run it again; what was acknowledged is whole and is recognised as "
                            + "duplicates"
                    )
                )
            )
        }
    }

    /// The failure that a refused event stands for.
    init(_ refusal: Refusal) {
        let field = refusal.field.map { " \($0)" } ?? ""
        var details = [
            Detail("name", refusal.name.rawValue), Detail("found", refusal.found),
            Detail("accepted", refusal.accepted),
        ]
        if let field = refusal.field { details.append(Detail("field", field)) }
        self.init(
            .failed,
            Message(
                "refused",
                what: Phrase(
                    zh: "拒收(\(refusal.name.rawValue))\(field):见到 \(refusal.found)",
                    en: "refused (\(refusal.name.rawValue))\(field): found \(refusal.found)"
                ),
                remedy: Phrase(
                    zh: "可接受:\(refusal.accepted)。没有写入任何内容。",
                    en: "accepted: \(refusal.accepted). Nothing was written."
                )
            ),
            details: details
        )
    }
}
