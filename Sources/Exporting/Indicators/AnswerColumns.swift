import Answers
import Indicators

/// The columns of an indicator's rows, by the names that they have in answers (`rules.md`).
enum AnswerColumns {
    /// The columns of an indicator.
    ///
    /// - Parameters:
    ///   - indicator: Name of the indicator.
    ///   - rows: Its rows. Members without a description of their own get a plain column in the order in which
    ///     they are met, so that no value is left out.
    /// - Returns: Columns in the order of the rows' members.
    static func columns(of indicator: String, rows: [Answer.Row]) -> [ReportColumn] {
        var columns = described[indicator] ?? []
        var names = Set(columns.map(\.name))
        for member in rows.lazy.flatMap(\.members) where names.insert(member.name).inserted {
            columns.append(plain(member, of: indicator))
        }
        return columns
    }

    /// The described columns of the indicators that the program knows.
    static let described: [String: [ReportColumn]] = [
        "coverage": coverage, "funds": funds, "exits": exits, "exceptions": exceptions,
    ]

    private static func plain(_ member: Answer.Member, of indicator: String) -> ReportColumn {
        let kind: ReportColumn.Kind =
            switch member.value {
            case .integer: member.name.hasSuffix("Fen") ? .money : .integer
            case .boolean: .boolean
            case .texts: .texts
            case .text, .null: .text
            }
        return ReportColumn(
            member.name,
            kind,
            zh: member.name,
            en: member.name,
            meaning: Phrase(
                zh: "答案中的 \(member.name)",
                en: "the member \(member.name) of the answer"
            ),
            origin: indicator
        )
    }

    private static let coverage = [
        term(
            "region",
            zh: "地区",
            en: "Region",
            Phrase(
                zh: "县(区)代码、按示范类别合计或全部",
                en: "County code, a class of counties, or all"
            ),
            ["class:national", "class:municipal", "all"]
        ),
        term(
            "population",
            zh: "对象",
            en: "Population",
            Phrase(zh: "分母是哪些区划", en: "Which divisions are the denominator"),
            ["townships", "villages", "poorVillages"]
        ),
        reading(["all", "administrativeVillages", "withCommittees", "currentList", "frozenList"]),
        term(
            "flavour",
            zh: "站点状态",
            en: "Flavour",
            Phrase(zh: "计入哪些站点", en: "Which stations count"),
            ["open", "everOpened", "active30", "withParcel30"]
        ),
        threshold, strength, official,
        integer(
            "numerator",
            zh: "已覆盖",
            en: "Covered",
            Phrase(zh: "有站点的区划数", en: "Divisions with a station")
        ),
        integer(
            "denominator",
            zh: "总数",
            en: "In all",
            Phrase(zh: "截至日有效的区划数", en: "Divisions valid on the date")
        ),
        percent, verdict, reason,
    ]

    private static let funds = [
        ReportColumn(
            "reading",
            .term,
            zh: "口径",
            en: "Reading",
            meaning: Phrase(
                zh: "条款的读法:分子含哪些支出类别",
                en: "How the clause is read: which classes count"
            ),
            origin: "fund.*: classes",
            terms: FundTerms.readings,
            width: 34
        ),
        term(
            "stage",
            zh: "阶段",
            en: "Stage",
            Phrase(zh: "分子取预算或净支付", en: "Whether budgets or net payments are the numerator"),
            ["budgeted", "paid"]
        ),
        term(
            "base",
            zh: "基数",
            en: "Base",
            Phrase(zh: "分母取下达或净支付", en: "Whether grants or net payments are the denominator"),
            ["appropriated", "paid"]
        ),
        strength, official, threshold,
        money(
            "numeratorFen",
            zh: "分子",
            en: "Numerator",
            Phrase(zh: "所列类别的中央资金", en: "Central money of the reading's classes")
        ),
        money("denominatorFen", zh: "分母", en: "Denominator", Phrase(zh: "基数", en: "The base")),
        percent,
        money(
            "headroomFen",
            zh: "余量",
            en: "Headroom",
            Phrase(
                zh: "距上限或下限还有多少;负数为超出或不足",
                en: "What is left to the cap or above the floor; negative if beyond"
            )
        ),
        verdict, reason,
    ]

    private static let exits = [
        ReportColumn(
            "station",
            .identifier,
            zh: "站点",
            en: "Station",
            meaning: Phrase(zh: "站点编号", en: "Id of the station"),
            origin: "station.*: station"
        ),
        ReportColumn(
            "region",
            .identifier,
            zh: "地区",
            en: "Region",
            meaning: Phrase(zh: "站点所在区划代码", en: "Division code of the station"),
            origin: "station.opened: region"
        ),
        term(
            "rule",
            zh: "规则",
            en: "Rule",
            Phrase(zh: "退出规则", en: "Rule of exit"),
            ["R-EXIT-01", "R-EXIT-02", "R-EXIT-03", "R-EXIT-04", "R-EXIT-05"]
        ),
        term(
            "ground",
            zh: "依据",
            en: "Ground",
            Phrase(zh: "R-EXIT-04 的依据 A 或 B", en: "Ground A or B of R-EXIT-04"),
            ["A", "B"]
        ),
        reading(["either", "both", "filed", "upheld", "filedPerPerson", "upheldPerPerson"]),
        ReportColumn(
            "person",
            .identifier,
            zh: "投诉人",
            en: "Person",
            meaning: Phrase(zh: "投诉人的假名", en: "Pseudonym of who complained"),
            origin: "complaint.filed: person"
        ),
        term(
            "status",
            zh: "结论",
            en: "Status",
            Phrase(zh: "依据是否成立", en: "Whether the ground is established"),
            ["established", "pending", "watch", "clear"]
        ),
        integer(
            "run",
            zh: "连续次数",
            en: "Run",
            Phrase(zh: "连续或累计次数", en: "How many in a row, or in the quarter")
        ),
        integer(
            "threshold",
            zh: "界限",
            en: "Threshold",
            Phrase(zh: "达到即成立", en: "The run that establishes it")
        ),
        integer(
            "toThreshold",
            zh: "还差",
            en: "To go",
            Phrase(zh: "距成立还差几次", en: "What is missing to the threshold")
        ),
        ReportColumn(
            "establishedOn",
            .text,
            zh: "成立日",
            en: "Established on",
            meaning: Phrase(zh: "依据成立的第一天", en: "First day on which it is established"),
            origin: "—"
        ),
        ReportColumn(
            "unknownMonths",
            .texts,
            zh: "无法判定的月份",
            en: "Unknown months",
            meaning: Phrase(zh: "缺目标或业绩的月份", en: "Months without target or value"),
            origin: "station.targetSet, station.performanceRecorded: month"
        ),
        ReportColumn(
            "evidence",
            .texts,
            zh: "证据",
            en: "Evidence",
            meaning: Phrase(
                zh: "所依据的事件(来源#编号)或缺报月份(missing:年-月),完整",
                en: "The events (source#id) or missing months behind it, complete"
            ),
            origin: "source, id"
        ),
    ]
}

// MARK: - The list of exceptions

extension AnswerColumns {
    private static let exceptions = [
        ReportColumn(
            "kind",
            .term,
            zh: "疑点",
            en: "Exception",
            meaning: Phrase(zh: "疑点种类", en: "What kind it is"),
            origin: "—",
            terms: Dictionary(
                uniqueKeysWithValues: ExceptionKind.allCases.map { ($0.rawValue, $0.title) }
            ),
            width: 26
        ),
        ReportColumn(
            "rule",
            .identifier,
            zh: "规则",
            en: "Rule",
            meaning: Phrase(zh: "规则编号", en: "Id of the rule"),
            origin: "—"
        ),
        ReportColumn(
            "clause",
            .identifier,
            zh: "条文",
            en: "Clause",
            meaning: Phrase(zh: "方案中的章节号", en: "Section mark of the plan"),
            origin: "—"
        ),
        ReportColumn(
            "severity",
            .term,
            zh: "性质",
            en: "Severity",
            meaning: Phrase(
                zh: "违规:记录与条文相抵触;疑点:应有人核查",
                en: "Breach: the record contradicts the clause; doubt: somebody should look"
            ),
            origin: "—",
            terms: [
                "breach": ExceptionKind.Severity.breach.title,
                "doubt": ExceptionKind.Severity.doubt.title,
            ]
        ),
        ReportColumn(
            "subject",
            .identifier,
            zh: "对象",
            en: "Subject",
            meaning: Phrase(
                zh: "存疑的事物,如 payment/编号、station/编号",
                en: "The thing in doubt, such as payment/… or station/…"
            ),
            origin: "—",
            width: 24
        ),
        ReportColumn(
            "region",
            .identifier,
            zh: "地区",
            en: "Region",
            meaning: Phrase(zh: "站点所在区划代码", en: "Division code of the station"),
            origin: "station.opened: region"
        ),
        ReportColumn(
            "county",
            .identifier,
            zh: "县",
            en: "County",
            meaning: Phrase(zh: "支付或运单的县代码", en: "County code of the payment or parcel"),
            origin: "fund.disbursed, parcel.scanned: county"
        ),
        ReportColumn(
            "date",
            .text,
            zh: "日期",
            en: "Date",
            meaning: Phrase(zh: "最近一条事件的业务日期", en: "Business date of the newest event"),
            origin: "time"
        ),
        ReportColumn(
            "detail",
            .texts,
            zh: "数据",
            en: "Detail",
            meaning: Phrase(
                zh: "名称=值;金额为分",
                en: "`name=value`; amounts in fen"
            ),
            origin: "—",
            isDetail: true,
            width: 30
        ),
        ReportColumn(
            "events",
            .texts,
            zh: "事件",
            en: "Events",
            meaning: Phrase(
                zh: "所依据的全部事件(来源#编号),按业务时刻排列",
                en: "Every event that it rests on (source#id), in order of the business clock"
            ),
            origin: "source, id",
            width: 30
        ),
    ]
}

// MARK: - Columns that several indicators have

extension AnswerColumns {
    private static let threshold = ReportColumn(
        "threshold",
        .text,
        zh: "要求(%)",
        en: "Threshold %",
        meaning: Phrase(zh: "规则的百分数", en: "The rule's percentage"),
        origin: "rule.adopted: parameters"
    )
    private static let percent = ReportColumn(
        "percent",
        .percent,
        zh: "比例(%)",
        en: "Percent",
        meaning: Phrase(
            zh: "分子 / 分母,四位小数,四舍六入五取偶",
            en: "Numerator of denominator, 4 decimals, half to even"
        ),
        origin: "—"
    )
    private static let official = ReportColumn(
        "official",
        .boolean,
        zh: "正式口径",
        en: "Official",
        meaning: Phrase(zh: "是否正式口径", en: "Whether it is the official reading"),
        origin: "—"
    )
    private static let strength = term(
        "strength",
        zh: "约束力",
        en: "Strength",
        Phrase(zh: "规则的约束力", en: "How binding the rule is"),
        ["must", "strive", "inPrinciple", "informative", "advisory"]
    )
    private static let verdict = term(
        "verdict",
        zh: "结论",
        en: "Verdict",
        Phrase(zh: "是否达到规则", en: "Whether the rule is kept"),
        ["met", "notMet", "notEvaluable"]
    )
    private static let reason = term(
        "reason",
        zh: "原因",
        en: "Reason",
        Phrase(zh: "无法判定的原因", en: "Why there is nothing to judge"),
        ["noDenominator", "noBase"]
    )

    private static func reading(_ values: [String]) -> ReportColumn {
        term(
            "reading",
            zh: "口径",
            en: "Reading",
            Phrase(zh: "条款的读法", en: "How the clause is read"),
            values
        )
    }

    private static func term(
        _ name: String,
        zh: String,
        en: String,
        _ meaning: Phrase,
        _ values: [String]
    ) -> ReportColumn {
        ReportColumn(
            name,
            .term,
            zh: zh,
            en: en,
            meaning: meaning,
            origin: "—",
            terms: Dictionary(
                uniqueKeysWithValues: values.map { ($0, AnswerTerms.phrase($0, of: name)) }
            )
        )
    }

    private static func integer(
        _ name: String,
        zh: String,
        en: String,
        _ meaning: Phrase
    ) -> ReportColumn {
        ReportColumn(name, .integer, zh: zh, en: en, meaning: meaning, origin: "—")
    }

    private static func money(
        _ name: String,
        zh: String,
        en: String,
        _ meaning: Phrase
    ) -> ReportColumn {
        ReportColumn(name, .money, zh: zh, en: en, meaning: meaning, origin: "fund.*: amountFen")
    }
}
