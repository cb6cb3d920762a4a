import Indicators

/// The words of the list of exceptions in both languages.
enum ExceptionTerms {
    /// What a kind says, for people who do not know its name.
    static func title(of kind: ExceptionKind) -> Phrase {
        switch kind {
        case .paymentAboveLine:
            Phrase(zh: "支付超出预算行余额", en: "payment above what is left of its line")
        case .paymentToUnknownLine:
            Phrase(zh: "支付所列预算行不存在", en: "payment to a line that is not known")
        case .paymentBeforeAppropriation:
            Phrase(zh: "先于资金下达或超出下达支付", en: "paid before or beyond the appropriations")
        case .prohibitedUse:
            Phrase(zh: "中央资金用于禁止用途", en: "central money for a prohibited use")
        case .capExceeded:
            Phrase(zh: "县域公共服务中心超过比例上限", en: "county centres above their cap")
        case .countyNotNational:
            Phrase(zh: "中央资金支付给非国家级示范县", en: "central money for a county that is not national")
        case .classesMissing:
            Phrase(zh: "中央资金支付未标类别", en: "central money without a class")
        case .returnAbovePayment: Phrase(zh: "退回多于支付", en: "more returned than paid")
        case .splitPayments:
            Phrase(zh: "同日同项同收款方多笔支付", en: "several payments to one payee on one day")
        case .duplicateEvidence: Phrase(zh: "同一凭据用于多条事件", en: "one evidence behind several events")
        case .duplicateVoucher: Phrase(zh: "同一凭证号多次支付", en: "one voucher behind several payments")
        case .roundAmount: Phrase(zh: "整额支付", en: "payment of a round amount")
        case .backDated: Phrase(zh: "补录", en: "recorded long after it happened")
        case .backDatedBurst: Phrase(zh: "巡查前集中补录", en: "late records just before an inspection")
        case .decisionWithoutGround:
            Phrase(zh: "终止决定没有已成立的依据", en: "termination without an established ground")
        case .groundOpenTooLong:
            Phrase(zh: "退出依据成立后久未处理", en: "established ground without a decision")
        case .scanBackInTime: Phrase(zh: "物流扫描时序倒置", en: "scans that go back in time")
        case .businessAfterClosing: Phrase(zh: "站点关闭后仍有业务", en: "business after closing")
        case .attendanceRepeated: Phrase(zh: "同一场次重复签到", en: "attended one session twice")
        }
    }

    /// How sure the record is.
    static func severity(_ name: String) -> Phrase {
        switch ExceptionKind.Severity(rawValue: name) {
        case .breach: Phrase(zh: "违规", en: "breach")
        case .doubt: Phrase(zh: "疑点", en: "doubt")
        case nil: Phrase(verbatim: name)
        }
    }

    /// A figure of a row (`name=value`) in words; amounts in yuan.
    static func figure(_ text: String) -> Phrase {
        guard let sign = text.firstIndex(of: "=") else { return Phrase(verbatim: text) }
        let name = String(text[..<sign])
        let value = String(text[text.index(after: sign)...])
        if let word = words[text] { return word }
        // Thresholds and switches that are off say nothing.
        if name == "limitFen", value == "0" { return Phrase(verbatim: "") }
        let label = labels[name] ?? Phrase(verbatim: name)
        guard name.hasSuffix("Fen"), let fen = Int128(value) else {
            return Phrase(zh: "\(label.zh) \(value)", en: "\(label.en) \(value)")
        }
        let yuan = AnswerTable.yuan(fen)
        return Phrase(zh: "\(label.zh) \(yuan)", en: "\(label.en) \(yuan)")
    }

    private static let words: [String: Phrase] = [
        "basis=none": Phrase(zh: "尚未下达", en: "nothing appropriated"),
        "basis=exceeded": Phrase(zh: "超出下达", en: "beyond the appropriations"),
        "direction=unknown": Phrase(zh: "方向不明", en: "direction unknown"),
        "direction=downstream": Phrase(zh: "下行", en: "downstream"),
        "direction=upstream": Phrase(zh: "上行", en: "upstream"),
    ]

    private static let labels: [String: Phrase] = [
        "amountFen": Phrase(zh: "金额", en: "amount"),
        "appropriatedFen": Phrase(zh: "已下达", en: "appropriated"),
        "class": Phrase(zh: "类别", en: "class"),
        "closedOn": Phrase(zh: "关闭", en: "closed"),
        "count": Phrase(zh: "条数", en: "count"),
        "days": Phrase(zh: "限", en: "limit"),
        "daysOpen": Phrase(zh: "天数", en: "days"),
        "decided": Phrase(zh: "所依规则", en: "decided on"),
        "delay": Phrase(zh: "迟于(天)", en: "later than"),
        "denominatorFen": Phrase(zh: "分母", en: "base"),
        "establishedOn": Phrase(zh: "成立", en: "since"),
        "ground": Phrase(zh: "依据", en: "ground"),
        "leftFen": Phrase(zh: "余额", en: "left"),
        "limitFen": Phrase(zh: "限额", en: "limit"),
        "line": Phrase(zh: "预算项", en: "line"),
        "minimum": Phrase(zh: "起算", en: "from"),
        "missing": Phrase(zh: "未报", en: "no report"),
        "mostDays": Phrase(zh: "最迟(天)", en: "days at most"),
        "multipleFen": Phrase(zh: "整额单位", en: "multiple of"),
        "netFen": Phrase(zh: "净额", en: "net"),
        "numeratorFen": Phrase(zh: "分子", en: "numerator"),
        "order": Phrase(zh: "先后", en: "order"),
        "paidFen": Phrase(zh: "当日累计净付", en: "net paid by then"),
        "payee": Phrase(zh: "收款方", en: "payee"),
        "percent": Phrase(zh: "上限(%)", en: "cap (%)"),
        "person": Phrase(zh: "学员", en: "person"),
        "recordedOn": Phrase(zh: "记录", en: "recorded"),
        "reopenedOn": Phrase(zh: "重开", en: "reopened"),
        "returnedFen": Phrase(zh: "已退", en: "returned"),
        "sumFen": Phrase(zh: "合计", en: "sum"),
        "window": Phrase(zh: "巡查前(天)", en: "days before"),
    ]
}
