import Indicators

extension IndicatorDefinition {
    /// What the events make doubtful 疑点清单 (`Schemas/exceptions.md`).
    static let exceptions = IndicatorDefinition(
        indicator: .exceptions,
        version: 1,
        name: Phrase(zh: "疑点清单", en: "Exceptions"),
        counts: Phrase(
            zh: "事件自身显出的疑点:业务日期不晚于所问日期、当时已记录且未作废的事件;疑点是核查的理由,不是结论",
            en:
                "what the events themselves make doubtful: those dated up to the day, known then and not voided; an "
                + "exception is a reason to look, not a verdict"
        ),
        unit: Phrase(
            zh: "条;detail 中金额为分,天数为整日",
            en: "rows; in `detail` amounts are fen and days whole ones"
        ),
        rounding: Phrase(
            zh: "不舍入;一日按 86,400,000 毫秒比较时刻,日期按北京时间",
            en:
                "nothing is rounded; instants compare by days of 86,400,000 ms, dates are those of UTC+8"
        ),
        clauses: ExceptionKind.allCases.reduce(into: []) { clauses, kind in
            let clause = Clause(rules: [kind.rule], section: kind.clause, quote: kind.quote)
            if !clauses.contains(clause) { clauses.append(clause) }
        } + exits.clauses.filter { $0.rules != ["R-EXIT-01"] && $0.rules != ["R-EXIT-02"] },
        rules: [
            "R-AUD-02", "R-AUD-04", "R-AUD-05", "R-AUD-06", "R-AUD-09", "R-EXIT-03", "R-EXIT-04",
            "R-EXIT-05", "R-FUND-02",
        ],
        dimensions: [kinds, subjects],
        terms: exceptionTerms,
        members: exceptionMembers,
        eventTypes: [
            "complaint.dismissed", "complaint.filed", "complaint.merged", "complaint.resolved",
            "complaint.upheld", "exit.decisionTaken", "fund.appropriated", "fund.classified",
            "fund.disbursed", "fund.lineBudgeted", "fund.reallocated", "fund.recovered",
            "fund.returned", "parcel.accepted", "parcel.scanned", "region.demonstrationClassSet",
            "rule.adopted", "station.agreementTerminated", "station.closed",
            "station.exitRequested", "station.inspected", "station.integrityBreachConfirmed",
            "station.opened", "station.operatorChanged", "station.performanceRecorded",
            "station.reportSubmitted", "station.resumed", "station.suspended",
            "station.targetSet", "trade.recorded", "training.attended",
        ]
    )

    private static let subjects = Dimension(
        name: "subject",
        title: Phrase(zh: "对象", en: "Subject"),
        values: []
    )

    private static let kinds = Dimension(
        name: "kind",
        title: Phrase(zh: "种类", en: "Kind"),
        values: ExceptionKind.allCases.map { kind in
            Value(
                kind.rawValue,
                condition(of: kind),
                rule: kind.rule,
                strength: kind.severity.rawValue
            )
        }
    )

    private static let exceptionTerms = [
        TermDefinition(
            name: "events",
            title: Phrase(zh: "所依据的事件", en: "Events"),
            meaning: Phrase(
                zh: "疑点所依据的全部事件,按业务时刻排列",
                en: "every event that the row rests on, in order of the business clock"
            )
        ),
        TermDefinition(
            name: "amount",
            title: Phrase(zh: "金额", en: "Amount"),
            meaning: Phrase(
                zh: "detail 中的金额由哪些收付合成",
                en: "the money that the figures of `detail` add up"
            )
        ),
        TermDefinition(
            name: "against",
            title: Phrase(zh: "对照金额", en: "Held against"),
            meaning: Phrase(
                zh: "与之比较的余额、下达或支付",
                en: "the balance, appropriations or payment that it is held against"
            )
        ),
    ]

    private static let exceptionMembers: [MemberDefinition] = [
        MemberDefinition(
            name: "rule",
            title: Phrase(zh: "规则", en: "rule"),
            formula: Phrase(zh: "种类所属的规则", en: "the rule of the kind")
        ),
        MemberDefinition(
            name: "clause",
            title: Phrase(zh: "条文", en: "clause"),
            formula: Phrase(zh: "方案中的章节号", en: "section mark of the plan")
        ),
        MemberDefinition(
            name: "severity",
            title: Phrase(zh: "性质", en: "severity"),
            formula: Phrase(
                zh: "breach:记录与条文相抵触;doubt:应有人核查",
                en: "breach: the record contradicts the clause; doubt: somebody should look"
            )
        ),
        MemberDefinition(
            name: "region",
            title: Phrase(zh: "所在区划", en: "region"),
            formula: Phrase(zh: "站点最近一次开业所在区划", en: "division of the station's newest life")
        ),
        MemberDefinition(
            name: "county",
            title: Phrase(zh: "县", en: "county"),
            formula: Phrase(
                zh: "支付所列的县;运单为所列扫描中最近一次的县",
                en: "named by the payment; of a parcel, by the newest of the scans listed"
            )
        ),
        MemberDefinition(
            name: "date",
            title: Phrase(zh: "日期", en: "date"),
            formula: Phrase(zh: "最近一条事件的业务日期", en: "business date of the newest event")
        ),
        MemberDefinition(
            name: "detail",
            title: Phrase(zh: "数据", en: "detail"),
            formula: Phrase(
                zh: "名称=值:金额(分)、日期、天数和所对照的限值",
                en:
                    "`name=value`: amounts in fen, dates, days, and the limits they were held against"
            )
        ),
        MemberDefinition(
            name: "events",
            title: Phrase(zh: "事件", en: "events"),
            formula: Phrase(
                zh: "所依据的全部事件(来源#编号)",
                en: "every event that the row rests on, as `source#id`"
            )
        ),
    ]
}
