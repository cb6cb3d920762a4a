import Indicators

/// The words of answers in both languages; what is not listed is an id and stays as it is.
package enum AnswerTerms {
    /// The wording of a fixed value of an answer (`townships`, `met`, `R-EXIT-04` …); `member` tells
    /// apart what is spelled alike, such as the region `all` and the reading `all`.
    package static func phrase(_ value: String, of member: String = "") -> Phrase {
        switch member {
        case "kind": ExceptionKind(rawValue: value)?.title ?? Phrase(verbatim: value)
        case "severity": ExceptionTerms.severity(value)
        default: phrases["\(member):\(value)"] ?? phrases[value] ?? Phrase(verbatim: value)
        }
    }

    /// What a finding says, for people who do not know its name.
    package static func finding(_ name: String) -> Phrase { findings[name] ?? Phrase(verbatim: "") }

    private static let findings: [String: Phrase] = [
        "aboveLineBudget": Phrase(
            zh: "支付超出预算行余额",
            en: "payments above what is left of their budget line"
        ),
        "unknownLine": Phrase(zh: "支付所列预算行不存在", en: "payments to a line that is not known"),
        "countyNotNational": Phrase(
            zh: "中央资金支付给非国家级示范县",
            en: "central money paid for a county that is not national"
        ),
        "prohibitedUse": Phrase(zh: "中央资金用于禁止用途", en: "central money paid for a prohibited use"),
        "classesMissing": Phrase(
            zh: "中央资金支付未标类别",
            en: "payments of central money without classes"
        ),
        "returnAbovePayment": Phrase(zh: "退回多于支付", en: "more was returned than paid"),
        "alreadyExists": Phrase(
            zh: "重复建立,后一条不计",
            en: "made a second time; the later event does not count"
        ),
        "unknownReference": Phrase(
            zh: "所指事物尚未登记,暂不生效",
            en: "about a thing that is not known; no effect until it is"
        ),
        "decisionWithoutGround": Phrase(
            zh: "终止决定没有已成立的依据",
            en: "terminations without an established ground"
        ),
    ]

    private static let phrases: [String: Phrase] = [
        // Coverage
        "all": Phrase(zh: "合计", en: "all"),
        "reading:all": Phrase(zh: "全部", en: "all"),
        "class:national": Phrase(zh: "国家级示范县", en: "national counties"),
        "class:municipal": Phrase(zh: "市级示范县", en: "municipal counties"),
        "townships": Phrase(zh: "乡镇", en: "townships"),
        "villages": Phrase(zh: "行政村", en: "villages"),
        "poorVillages": Phrase(zh: "贫困村", en: "poor villages"),
        "administrativeVillages": Phrase(zh: "仅行政村", en: "admin. villages"),
        "withCommittees": Phrase(zh: "含居委会", en: "with committees"),
        "currentList": Phrase(zh: "现行名单", en: "current list"),
        "frozenList": Phrase(zh: "2018年底名单", en: "list of 2018"),
        "open": Phrase(zh: "在营", en: "open"),
        "everOpened": Phrase(zh: "曾开业", en: "ever opened"),
        "active30": Phrase(zh: "30日内活跃", en: "active in 30 days"),
        "withParcel30": Phrase(zh: "30日内有件", en: "parcels in 30 days"),
        // Funds
        "budgeted": Phrase(zh: "预算", en: "budgeted"),
        "paid": Phrase(zh: "支付", en: "paid"),
        "appropriated": Phrase(zh: "下达", en: "appropriated"),
        "PROHIBITED": Phrase(zh: "禁止用途", en: "PROHIBITED"),
        // Strength and verdict
        "must": Phrase(zh: "必须", en: "must"),
        "strive": Phrase(zh: "力争", en: "strive"),
        "advisory": Phrase(zh: "参考", en: "advisory"),
        "informative": Phrase(zh: "提示", en: "informative"),
        "inPrinciple": Phrase(zh: "原则上", en: "principle"),
        "met": Phrase(zh: "达标", en: "met"),
        "notMet": Phrase(zh: "未达标", en: "not met"),
        "notEvaluable": Phrase(zh: "无法判定", en: "not evaluable"),
        "noDenominator": Phrase(zh: "无分母", en: "no denominator"),
        "noBase": Phrase(zh: "无基数", en: "no base"),
        // Exits
        "R-EXIT-01": Phrase(zh: "自愿退出 R-EXIT-01", en: "voluntary R-EXIT-01"),
        "R-EXIT-02": Phrase(zh: "失信 R-EXIT-02", en: "dishonesty R-EXIT-02"),
        "R-EXIT-03": Phrase(zh: "业绩 R-EXIT-03", en: "performance R-EXIT-03"),
        "R-EXIT-04": Phrase(zh: "报送 R-EXIT-04", en: "reporting R-EXIT-04"),
        "R-EXIT-05": Phrase(zh: "投诉 R-EXIT-05", en: "complaints R-EXIT-05"),
        "A": Phrase(zh: "A 未报送", en: "A reports"),
        "B": Phrase(zh: "B 台账", en: "B inspections"),
        "either": Phrase(zh: "任一", en: "either"),
        "both": Phrase(zh: "两者", en: "both"),
        "filed": Phrase(zh: "已受理", en: "filed"),
        "upheld": Phrase(zh: "已查实", en: "upheld"),
        "filedPerPerson": Phrase(zh: "按人受理", en: "filed per person"),
        "upheldPerPerson": Phrase(zh: "按人查实", en: "upheld per person"),
        "established": Phrase(zh: "成立", en: "established"),
        "pending": Phrase(zh: "待定", en: "pending"),
        "watch": Phrase(zh: "关注", en: "watch"),
        "clear": Phrase(zh: "正常", en: "clear"),
    ]
}
