import EventModel
import Programme

/// The words of accounts in both languages.
package enum AccountTerms {
    /// Why an item counts or does not.
    package static func status(_ word: String) -> Phrase {
        statuses[word] ?? Phrase(verbatim: word)
    }

    /// What an event states in an account.
    ///
    /// What has no word of its own is a type of the programme, or stays as it is.
    package static func role(_ word: String) -> Phrase {
        roles[word] ?? types[word] ?? Phrase(verbatim: word)
    }

    private static let types = Dictionary(
        programmeSchemas.map { ($0.type, Phrase(zh: $0.titleChinese, en: $0.type)) },
        uniquingKeysWith: { first, _ in first }
    )

    private static let statuses: [String: Phrase] = [
        "counts": Phrase(zh: "计入", en: "counts"),
        "doesNotCount": Phrase(zh: "不计", en: "does not count"),
        // Divisions
        "retired": Phrase(zh: "已撤销", en: "retired"),
        "notPoor": Phrase(zh: "不在贫困村名单", en: "not on the list"),
        "otherKind": Phrase(zh: "居委会,此口径不计", en: "residents' committee, not in this reading"),
        "moved": Phrase(zh: "已划归他县", en: "belongs elsewhere now"),
        "otherClass": Phrase(zh: "另一类示范县", en: "of the other class"),
        // Coverage
        "covered": Phrase(zh: "已覆盖", en: "covered"),
        "noStation": Phrase(zh: "无站点", en: "no station"),
        "stationMoved": Phrase(zh: "站点已迁往他处", en: "station moved elsewhere"),
        "notOpen": Phrase(zh: "站点未营业", en: "station not open"),
        "notActive": Phrase(zh: "站点30日内无业务", en: "no activity in 30 days"),
        // Money
        "otherClasses": Phrase(zh: "其他类别", en: "other classes"),
        // Stations and months
        "open": Phrase(zh: "在营", en: "open"),
        "suspended": Phrase(zh: "停业", en: "suspended"),
        "paused": Phrase(zh: "当月停业,不计", en: "paused, left out"),
        "failed": Phrase(zh: "未达目标", en: "below target"),
        "met": Phrase(zh: "达到目标", en: "target met"),
        "unknown": Phrase(zh: "无目标或数据", en: "no target or value"),
        "missing": Phrase(zh: "未报送", en: "missing"),
        "reported": Phrase(zh: "已报送", en: "reported"),
        "regular": Phrase(zh: "规范", en: "records in order"),
        "irregular": Phrase(zh: "不规范", en: "irregular records"),
        // Complaints and decisions
        "filed": Phrase(zh: "已受理", en: "filed"),
        "upheld": Phrase(zh: "已查实", en: "upheld"),
        "dismissed": Phrase(zh: "已驳回", en: "dismissed"),
        "merged": Phrase(zh: "并入他件", en: "merged into another"),
        "notUpheld": Phrase(zh: "未查实", en: "not upheld"),
        "otherQuarter": Phrase(zh: "非所示季度", en: "not in the quarter shown"),
        "terminate": Phrase(zh: "终止", en: "terminate"),
        "warn": Phrase(zh: "警告", en: "warn"),
        "dismiss": Phrase(zh: "不予处理", en: "dismiss"),
    ]

    private static let roles: [String: Phrase] = [
        // Money
        "appropriation": Phrase(zh: "下达", en: "appropriated"),
        "budget": Phrase(zh: "预算", en: "budgeted"),
        "reallocatedIn": Phrase(zh: "调入", en: "moved in"),
        "reallocatedOut": Phrase(zh: "调出", en: "moved out"),
        "payment": Phrase(zh: "支付", en: "paid"),
        "return": Phrase(zh: "退回", en: "returned"),
        "recovery": Phrase(zh: "追回", en: "recovered"),
        "classification": Phrase(zh: "改类别", en: "classified"),
        // Divisions
        "class": Phrase(zh: "定为示范县", en: "made a demonstration county"),
        "declared": Phrase(zh: "登记区划", en: "declared"),
        "parent": Phrase(zh: "上级区划", en: "lies in"),
        "poverty": Phrase(zh: "贫困村名单", en: "poverty list"),
        "retired": Phrase(zh: "撤销区划", en: "retired"),
        // Stations
        "opened": Phrase(zh: "开业", en: "opened"),
        "suspended": Phrase(zh: "停业", en: "suspended"),
        "resumed": Phrase(zh: "复业", en: "resumed"),
        "closed": Phrase(zh: "关闭", en: "closed"),
        "operatorChanged": Phrase(zh: "更换经营者", en: "operator changed"),
        "sign": Phrase(zh: "近30日业务(最新)", en: "newest activity"),
        // Supervision
        "request": Phrase(zh: "申请退出", en: "asked to leave"),
        "termination": Phrase(zh: "解除协议", en: "agreement ended"),
        "breach": Phrase(zh: "不诚信认定", en: "breach confirmed"),
        "target": Phrase(zh: "目标", en: "target"),
        "value": Phrase(zh: "完成", en: "value"),
        "report": Phrase(zh: "报送", en: "report"),
        "due": Phrase(zh: "到期日", en: "was due"),
        "inspection": Phrase(zh: "巡查", en: "inspection"),
        "filing": Phrase(zh: "受理投诉", en: "filed"),
        "upholding": Phrase(zh: "查实", en: "upheld"),
        "dismissal": Phrase(zh: "驳回", en: "dismissed"),
        "merge": Phrase(zh: "合并", en: "merged"),
        "mergedInto": Phrase(zh: "所并入的投诉", en: "the other complaint"),
        "decision": Phrase(zh: "决定", en: "decision"),
        // Rules
        "rule": Phrase(zh: "采用参数", en: "parameters adopted"),
    ]
}
