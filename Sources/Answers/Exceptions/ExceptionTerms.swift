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

    /// What the names of subjects begin with.
    static func thing(_ prefix: String) -> Phrase {
        switch prefix {
        case "payment": Phrase(zh: "支付", en: "payment")
        case "line": Phrase(zh: "预算项", en: "line")
        case "station": Phrase(zh: "站点", en: "station")
        case "parcel": Phrase(zh: "运单", en: "parcel")
        case "session": Phrase(zh: "场次", en: "session")
        case "evidence": Phrase(zh: "凭据", en: "evidence")
        case "voucher": Phrase(zh: "凭证", en: "voucher")
        case "source": Phrase(zh: "来源", en: "source")
        case "fund": Phrase(zh: "资金", en: "fund")
        default: Phrase(verbatim: prefix)
        }
    }

    /// Name and value of a figure `name=value`.
    static func figure(_ detail: String) -> (name: String, value: String) {
        guard let sign = detail.firstIndex(of: "=") else { return (detail, "") }
        return (String(detail[..<sign]), String(detail[detail.index(after: sign)...]))
    }

    /// The head of a figure's column; amounts are in yuan.
    static func label(of name: String) -> Phrase { labels[name] ?? Phrase(verbatim: name) }

    /// Whether the values of a figure are numbers.
    static func isNumber(_ name: String) -> Bool {
        name.hasSuffix("Fen") || ["count", "daysOpen", "mostDays"].contains(name)
    }

    /// A value in words; amounts in yuan.
    static func value(_ name: String, _ value: String) -> Phrase {
        if name.hasSuffix("Fen"), let fen = Int128(value) {
            return Phrase(verbatim: AnswerTable.yuan(fen))
        }
        switch name {
        case "basis", "direction": return words[value] ?? Phrase(verbatim: value)
        case "order":
            let steps = value.split(separator: "<").map { step(String($0)) }
            guard steps.count == 2 else { return Phrase(verbatim: value) }
            return Phrase(
                zh: "\(steps[0].zh) 先于 \(steps[1].zh)",
                en: "\(steps[0].en) before \(steps[1].en)"
            )
        default: return Phrase(verbatim: value)
        }
    }

    /// Whether a figure is what rows were held against: it is the same in every row of an answer.
    static func isThreshold(_ name: String) -> Bool {
        ["days", "delay", "limitFen", "minimum", "multipleFen", "percent", "window"].contains(name)
    }

    /// What rows were held against, in words; empty for one that is off.
    static func threshold(_ name: String, _ value: String) -> Phrase {
        switch name {
        case "days": Phrase(zh: "限 \(value) 天", en: "limit \(value) days")
        case "delay": Phrase(zh: "迟于 \(value) 天", en: "later than \(value) days")
        case "limitFen":
            value == "0"
                ? Phrase(verbatim: "")
                : Phrase(
                    zh: "单笔低于 \(amount(value)) 元",
                    en: "each below ¥\(amount(value))"
                )
        case "minimum": Phrase(zh: "\(value) 条起", en: "from \(value) on")
        case "multipleFen":
            Phrase(zh: "\(amount(value)) 元的整数倍", en: "multiples of ¥\(amount(value))")
        case "percent": Phrase(zh: "上限 \(value)%", en: "cap \(value) %")
        case "window": Phrase(zh: "巡查前 \(value) 天内", en: "within \(value) days")
        default: Phrase(verbatim: "\(name) \(value)")
        }
    }

    private static func amount(_ value: String) -> String {
        Int128(value).map(AnswerTable.yuan) ?? value
    }

    private static func step(_ name: String) -> Phrase {
        let parts = name.split(separator: ".").map {
            words[String($0)] ?? Phrase(verbatim: "\($0)")
        }
        return Phrase(
            zh: parts.map(\.zh).joined(),
            en: parts.map(\.en).joined(separator: " ")
        )
    }

    private static let words: [String: Phrase] = [
        "none": Phrase(zh: "尚未下达", en: "nothing yet"),
        "exceeded": Phrase(zh: "超出下达", en: "beyond"),
        "unknown": Phrase(zh: "不明", en: "unknown"),
        "downstream": Phrase(zh: "下行", en: "downstream"),
        "upstream": Phrase(zh: "上行", en: "upstream"),
        "accepted": Phrase(zh: "收寄", en: "accepted"),
        "delivered": Phrase(zh: "妥投", en: "delivered"),
        "arrived": Phrase(zh: "到达", en: "arrived"),
        "departed": Phrase(zh: "发出", en: "departed"),
        "city": Phrase(zh: "市", en: "city"),
        "county": Phrase(zh: "县", en: "county"),
        "township": Phrase(zh: "乡", en: "township"),
        "village": Phrase(zh: "村", en: "village"),
    ]

    private static let labels: [String: Phrase] = [
        "days": Phrase(zh: "限(天)", en: "limit, days"),
        "delay": Phrase(zh: "迟于(天)", en: "later than, days"),
        "limitFen": Phrase(zh: "单笔低于(元)", en: "each below ¥"),
        "minimum": Phrase(zh: "条数下限", en: "from count"),
        "multipleFen": Phrase(zh: "整数倍(元)", en: "multiples of ¥"),
        "percent": Phrase(zh: "上限(%)", en: "cap %"),
        "window": Phrase(zh: "巡查前(天)", en: "window, days"),
        "amountFen": Phrase(zh: "金额(元)", en: "amount ¥"),
        "appropriatedFen": Phrase(zh: "已下达(元)", en: "appropriated ¥"),
        "basis": Phrase(zh: "情形", en: "basis"),
        "class": Phrase(zh: "类别", en: "class"),
        "closedOn": Phrase(zh: "关闭", en: "closed"),
        "count": Phrase(zh: "条数", en: "count"),
        "daysOpen": Phrase(zh: "天数", en: "days"),
        "decided": Phrase(zh: "所依规则", en: "decided on"),
        "denominatorFen": Phrase(zh: "分母(元)", en: "base ¥"),
        "direction": Phrase(zh: "方向", en: "direction"),
        "establishedOn": Phrase(zh: "成立", en: "since"),
        "ground": Phrase(zh: "依据", en: "ground"),
        "leftFen": Phrase(zh: "此前余额(元)", en: "left before ¥"),
        "line": Phrase(zh: "预算项", en: "line"),
        "missing": Phrase(zh: "未报月份", en: "no report for"),
        "mostDays": Phrase(zh: "最多天数", en: "most days"),
        "netFen": Phrase(zh: "净额(元)", en: "net ¥"),
        "numeratorFen": Phrase(zh: "分子(元)", en: "numerator ¥"),
        "order": Phrase(zh: "先后倒置", en: "backwards"),
        "paidFen": Phrase(zh: "累计净付(元)", en: "net paid ¥"),
        "payee": Phrase(zh: "收款方", en: "payee"),
        "person": Phrase(zh: "学员", en: "person"),
        "recordedOn": Phrase(zh: "记录日期", en: "recorded"),
        "reopenedOn": Phrase(zh: "重新开业", en: "reopened"),
        "returnedFen": Phrase(zh: "已退(元)", en: "returned ¥"),
        "sumFen": Phrase(zh: "合计(元)", en: "sum ¥"),
    ]
}
