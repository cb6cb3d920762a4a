extension IndicatorDefinition {
    /// Grounds on which the authority may end a station's agreement (R-EXIT-01 … -05).
    static let exits = IndicatorDefinition(
        indicator: .exits,
        version: 1,
        name: Phrase(zh: "站点退出依据", en: "Grounds for station exit"),
        counts: Phrase(
            zh: "乡镇服务站、村级服务点在当日有哪些退出依据;条文给的是权力(“有权终止”),此处只列依据与证据,决定另有事件",
            en:
                "the grounds for exit that township stations and village points show on the day; the clause gives a power "
                + "(\"may terminate\"), so grounds and evidence stand here, a decision is an event of its own"
        ),
        unit: Phrase(
            zh: "月、次、件",
            en: "months, inspections or complaints in a row or in a quarter"
        ),
        rounding: Phrase(zh: "整数,不舍入;月、季按北京时间", en: "whole numbers; months and quarters in UTC+8"),
        clauses: [
            Clause(
                rules: ["R-EXIT-01"],
                section: "八(四)1",
                quote: "服务站点负责人因自身原因退出,需与主管部门提出并解除协议"
            ),
            Clause(
                rules: ["R-EXIT-02"],
                section: "八(四)2",
                quote: "服务站点有不诚信经营行为,主管部门有权终止该服务站(点)协议"
            ),
            Clause(
                rules: ["R-EXIT-03"],
                section: "八(四)3",
                quote: "服务站点连续6个月不能完成业绩目标,主管部门有权终止该服务站(点)的营运"
            ),
            Clause(
                rules: ["R-EXIT-04"],
                section: "八(四)4",
                quote: "服务站点连续3个月不报送相关数据信息,连续2次巡查台账记录不规范,主管部门有权终止该服务站(点)运营"
            ),
            Clause(
                rules: ["R-EXIT-05"],
                section: "八(四)5",
                quote: "服务站点服务意识不强,服务人员1个季度受到3次以上投诉的,主管部门有权终止该服务站(点)的运营"
            ),
        ],
        rules: ["R-EXIT-03", "R-EXIT-04", "R-EXIT-05"],
        dimensions: [stationDimension, exitRules, grounds, exitReadings, personDimension],
        terms: exitTerms,
        members: exitMembers,
        eventTypes: [
            "station.opened", "station.suspended", "station.resumed", "station.closed",
            "station.operatorChanged", "rule.adopted", "station.exitRequested",
            "station.agreementTerminated", "station.integrityBreachConfirmed", "station.inspected",
            "station.targetSet", "station.performanceRecorded", "station.reportSubmitted",
            "exit.decisionTaken", "complaint.filed", "complaint.upheld", "complaint.dismissed",
            "complaint.resolved", "complaint.merged",
        ]
    )

    private static let stationDimension = Dimension(
        name: "station",
        title: Phrase(zh: "站点", en: "Station"),
        values: [
            Value(
                "<id>",
                Phrase(
                    zh: "当日或之前开业、当日未关闭的站点(停业的在内);closed:已关闭的按关闭前一日",
                    en:
                        "opened on or before the day and not closed on it, suspended ones included; `closed`: those that are "
                        + "closed, as on the day before"
                ),
                takesIn: ["townshipStation", "villagePoint"]
            )
        ]
    )

    private static let exitRules = Dimension(
        name: "rule",
        title: Phrase(zh: "规则", en: "Rule"),
        values: [
            Value(
                "R-EXIT-01",
                Phrase(
                    zh: "自愿退出:有申请而协议未解除为 pending;站点一方解除协议为 established",
                    en:
                        "voluntary: a request without termination is pending; termination by the operator establishes it"
                ),
                rule: "R-EXIT-01"
            ),
            Value(
                "R-EXIT-02",
                Phrase(zh: "不诚信:认定一次即成立", en: "dishonesty: one confirmed breach establishes it"),
                rule: "R-EXIT-02"
            ),
            Value(
                "R-EXIT-03",
                Phrase(
                    zh: "业绩:连续 months 个月未达目标;当月有停业不计也不中断,无目标或无数据为 unknown,同样不计",
                    en:
                        "performance: `months` months in a row below target; months with a suspended day neither count nor "
                        + "break the row, nor do unknown ones, without target or value"
                ),
                rule: "R-EXIT-03"
            ),
            Value(
                "R-EXIT-04",
                Phrase(
                    zh: "报送:A 连续 months 个月未报送(次月 dueDay 日到期);B 连续 inspections 次巡查台账不规范",
                    en:
                        "reporting: A `months` months in a row without report (due on day `dueDay` of the next month); B "
                        + "`inspections` inspections in a row with irregular records"
                ),
                rule: "R-EXIT-04"
            ),
            Value(
                "R-EXIT-05",
                Phrase(
                    zh: "投诉:一个季度内 count 件;依本规则作出的决定清除此前已成立的季度",
                    en:
                        "complaints: `count` in one quarter; a decision for the rule clears the quarters established by then"
                ),
                rule: "R-EXIT-05"
            ),
        ]
    )

    private static let grounds = Dimension(
        name: "ground",
        title: Phrase(zh: "依据", en: "Ground"),
        values: [
            Value("A", Phrase(zh: "未报送", en: "missing reports"), rule: "R-EXIT-04"),
            Value("B", Phrase(zh: "台账不规范", en: "irregular records"), rule: "R-EXIT-04"),
        ]
    )

    private static let exitReadings = Dimension(
        name: "reading",
        title: Phrase(zh: "口径", en: "Reading"),
        values: [
            Value(
                "either",
                Phrase(zh: "A 或 B:较早的一日成立", en: "A or B: established on the earlier day"),
                rule: "R-EXIT-04"
            ),
            Value(
                "both",
                Phrase(zh: "A 且 B:较晚的一日成立", en: "A and B: established on the later day"),
                rule: "R-EXIT-04"
            ),
            Value(
                "filed",
                Phrase(zh: "受理的投诉,按站点", en: "complaints filed, per station"),
                rule: "R-EXIT-05"
            ),
            Value(
                "upheld",
                Phrase(zh: "查实的投诉,按站点", en: "complaints upheld, per station"),
                rule: "R-EXIT-05"
            ),
            Value(
                "filedPerPerson",
                Phrase(zh: "受理的投诉,按服务人员", en: "complaints filed, per person"),
                rule: "R-EXIT-05"
            ),
            Value(
                "upheldPerPerson",
                Phrase(zh: "查实的投诉,按服务人员", en: "complaints upheld, per person"),
                rule: "R-EXIT-05"
            ),
        ]
    )

    private static let personDimension = Dimension(
        name: "person",
        title: Phrase(zh: "服务人员", en: "Person"),
        values: []
    )

    private static let exitTerms: [TermDefinition] = [
        TermDefinition(
            name: "life",
            title: Phrase(zh: "经营期", en: "Life"),
            meaning: Phrase(
                zh: "最近一次开业以来;更换经营者后,R-EXIT-03、-04、-05 自当日起重新计算",
                en:
                    "since the newest opening; R-EXIT-03, -04 and -05 begin anew on the day the operator changes"
            )
        ),
        TermDefinition(
            name: "requests",
            title: Phrase(zh: "退出申请与解除协议", en: "Requests and terminations"),
            meaning: Phrase(zh: "本经营者的申请与协议解除", en: "those of the present operator")
        ),
        TermDefinition(
            name: "breaches",
            title: Phrase(zh: "不诚信认定", en: "Breaches"),
            meaning: Phrase(zh: "本经营者的认定", en: "those of the present operator")
        ),
        TermDefinition(
            name: "months",
            title: Phrase(zh: "业绩月份", en: "Months of performance"),
            meaning: Phrase(
                zh: "开业(或更换经营者)以来的整月:最新目标与最新完成值相比",
                en:
                    "whole months since then: the newest value of each metric held against its newest target"
            )
        ),
        TermDefinition(
            name: "reports",
            title: Phrase(zh: "报送月份", en: "Months of reporting"),
            meaning: Phrase(
                zh: "已到期的整月:当日前有报送、未报送或停业",
                en: "whole months past their due day: reported by the day, missing or paused"
            )
        ),
        TermDefinition(
            name: "inspections",
            title: Phrase(zh: "巡查", en: "Inspections"),
            meaning: Phrase(zh: "本经营者受到的巡查", en: "those of the present operator")
        ),
        TermDefinition(
            name: "complaints",
            title: Phrase(zh: "投诉", en: "Complaints"),
            meaning: Phrase(
                zh: "按受理季度;驳回的、并入其他已受理投诉的不计",
                en:
                    "by the quarter of filing; dismissed ones and those merged into another do not count"
            )
        ),
        TermDefinition(
            name: "decisions",
            title: Phrase(zh: "退出处理决定", en: "Decisions"),
            meaning: Phrase(
                zh: "依 R-EXIT-05 作出的决定",
                en: "those taken for R-EXIT-05"
            )
        ),
    ]

    private static let exitMembers: [MemberDefinition] = [
        MemberDefinition(
            name: "region",
            title: Phrase(zh: "地区", en: "region"),
            formula: Phrase(zh: "开业事件所写的区划", en: "the division that the opening states")
        ),
        MemberDefinition(
            name: "status",
            title: Phrase(zh: "状态", en: "status"),
            formula: Phrase(
                zh: "run ≥ threshold 为 established,run ≥ 1 为 watch,否则 clear",
                en: "established if run ≥ threshold, watch if run ≥ 1, else clear"
            )
        ),
        MemberDefinition(
            name: "run",
            title: Phrase(zh: "次数", en: "run"),
            formula: Phrase(
                zh: "最近连续的未达标月、未报送月、不规范巡查,或所示季度的投诉件数",
                en:
                    "failed months, missing reports or irregular inspections in a row up to the newest, or complaints of the "
                    + "quarter shown"
            )
        ),
        MemberDefinition(
            name: "threshold",
            title: Phrase(zh: "界限", en: "threshold"),
            formula: Phrase(zh: "规则的参数", en: "the rule's parameter")
        ),
        MemberDefinition(
            name: "toThreshold",
            title: Phrase(zh: "还差", en: "to go"),
            formula: Phrase(zh: "max(0, threshold − run)", en: "max(0, threshold − run)")
        ),
        MemberDefinition(
            name: "establishedOn",
            title: Phrase(zh: "成立日", en: "since"),
            formula: Phrase(
                zh: "使次数达到界限的那一日",
                en: "the day on which the count reached the threshold"
            )
        ),
        MemberDefinition(
            name: "unknownMonths",
            title: Phrase(zh: "无法判定的月份", en: "unknown months"),
            formula: Phrase(zh: "无目标或无完成值的月份", en: "months without target or value")
        ),
        MemberDefinition(
            name: "evidence",
            title: Phrase(zh: "证据", en: "evidence"),
            formula: Phrase(
                zh: "计入次数的事件;未报送的月份写作 missing:YYYY-MM",
                en: "the events that count; a missing report is `missing:YYYY-MM`"
            )
        ),
    ]
}
