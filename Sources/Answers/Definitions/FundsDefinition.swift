extension IndicatorDefinition {
    /// The shares of central money under every reading (R-FUND-02, -03, -05).
    static let funds = IndicatorDefinition(
        indicator: .funds,
        version: 1,
        name: Phrase(zh: "中央资金使用比例", en: "Central fund ratios"),
        counts: Phrase(
            zh: "中央财政资金按类别使用的金额,与已下达或已支付的中央资金之比",
            en:
                "central money by what it is used for, held against the central money appropriated or paid"
        ),
        unit: Phrase(zh: "分(100 分为 1 元);比例为百分数", en: "fen (100 fen are 1 yuan); shares in percent"),
        rounding: Phrase(
            zh: "金额不舍入;结论以交叉相乘比较;比例印到四位小数,四舍六入五成双;余量按要求金额取整到分,上限向下,下限向上",
            en:
                "amounts are not rounded; verdicts compare by cross-multiplication; percent is printed to 4 decimals, "
                + "half to even; the headroom takes the threshold's amount in whole fen, caps down, floors up"
        ),
        clauses: [
            Clause(
                rules: ["R-FUND-02"],
                section: "九",
                quote: "支持县域电子商务公共服务中心改造建设资金比例不得高于15%"
            ),
            Clause(
                rules: ["R-FUND-03"],
                section: "九",
                quote: "央财政资金支持农村产品上行的比例原则上不低于50%"
            ),
            Clause(
                rules: ["R-FUND-05"],
                section: "九",
                quote: "中央财政资金不得用于网络交易平台、楼堂馆所建设、工作经费及购买流量支出"
            ),
        ],
        rules: ["R-FUND-02", "R-FUND-03"],
        dimensions: [fundReadings, stages, bases, fundClasses],
        terms: [
            TermDefinition(
                name: "numerator",
                title: Phrase(zh: "分子", en: "Numerator"),
                meaning: Phrase(
                    zh: "stage 的金额中,类别与口径有交集的预算行或支付;每笔只计一次",
                    en:
                        "the stage's amounts of those lines or payments that have a class of the reading; each counts once"
                )
            ),
            TermDefinition(
                name: "base",
                title: Phrase(zh: "基数", en: "Base"),
                meaning: Phrase(
                    zh: "已下达的中央资金,或已支付的中央资金净额",
                    en:
                        "the central money appropriated, or the central money paid net of what came back"
                )
            ),
        ],
        members: fundMembers,
        eventTypes: [
            "fund.appropriated", "fund.lineBudgeted", "fund.reallocated", "fund.disbursed",
            "fund.returned", "fund.recovered", "fund.classified", "region.demonstrationClassSet",
            "rule.adopted",
        ]
    )

    private static let upstream = [
        "cityLogistics", "countyTownshipVillageLogistics", "qualityAndTraceability",
        "povertyAlleviation", "brandCultivation", "promotion",
    ]

    private static let fundReadings = Dimension(
        name: "reading",
        title: Phrase(zh: "口径", en: "Reading"),
        values: [
            Value(
                "CAP-a",
                Phrase(zh: "县域公共服务中心", en: "centres of counties"),
                rule: "R-FUND-02",
                takesIn: ["countyCentre"],
                strength: "must"
            ),
            Value(
                "CAP-b",
                Phrase(zh: "县级和市级公共服务中心", en: "centres of counties and of the city"),
                rule: "R-FUND-02",
                takesIn: ["countyCentre", "cityCentre"],
                strength: "must"
            ),
            Value(
                "CAP-c",
                Phrase(
                    zh: "整个公共服务体系:中心和乡村站点",
                    en: "the whole service system: centres and stations"
                ),
                rule: "R-FUND-02",
                takesIn: ["countyCentre", "cityCentre", "townshipVillageStation"],
                strength: "informative"
            ),
            floor(
                "FLOOR-a",
                Phrase(zh: "附件1“农产品上行体系”全部", en: "all of annex 1's upstream system"),
                without: []
            ),
            floor(
                "FLOOR-b",
                Phrase(zh: "FLOOR-a 减精准扶贫", en: "FLOOR-a less poverty alleviation"),
                without: ["povertyAlleviation"]
            ),
            floor(
                "FLOOR-c",
                Phrase(
                    zh: "FLOOR-a 减市级物流(条文为县、乡、村三级)",
                    en: "FLOOR-a less city logistics (the clause says county, township, village)"
                ),
                without: ["cityLogistics"]
            ),
            floor(
                "FLOOR-d",
                Phrase(
                    zh: "FLOOR-a 减精准扶贫和市级物流",
                    en: "FLOOR-a less poverty alleviation and city logistics"
                ),
                without: ["povertyAlleviation", "cityLogistics"]
            ),
            Value(
                "PROHIBITED",
                Phrase(zh: "四项禁止用途", en: "the four prohibited uses"),
                rule: "R-FUND-05",
                takesIn: [
                    "prohibitedTradingPlatform", "prohibitedOfficeBuilding",
                    "prohibitedAdministrativeExpense", "prohibitedTrafficPurchase",
                ],
                strength: "must"
            ),
        ]
    )

    private static func floor(_ code: String, _ meaning: Phrase, without: [String]) -> Value {
        Value(
            code,
            meaning,
            rule: "R-FUND-03",
            takesIn: upstream.filter { !without.contains($0) },
            strength: "inPrinciple"
        )
    }

    private static let stages = Dimension(
        name: "stage",
        title: Phrase(zh: "阶段", en: "Stage"),
        values: [
            Value(
                "budgeted",
                Phrase(
                    zh: "中央资金预算行的金额加减调剂,按预算行的类别(调剂只动金额;两行都已登记后才生效)",
                    en:
                        "central budget lines with what was reallocated, by the line's classes (a reallocation moves "
                        + "amounts only, once both lines are known)"
                )
            ),
            Value(
                "paid",
                Phrase(
                    zh: "中央资金支付减同一笔的退回、追回,按当日有效的类别(最新的 fund.classified,否则支付自带)",
                    en:
                        "central payments less what was returned or recovered of them, by the classes in force on the day "
                        + "(the newest fund.classified, else the payment's own)"
                )
            ),
        ]
    )

    private static let bases = Dimension(
        name: "base",
        title: Phrase(zh: "基数", en: "Base"),
        values: [
            Value("appropriated", Phrase(zh: "已下达的中央资金", en: "central money appropriated")),
            Value(
                "paid",
                Phrase(
                    zh: "已支付的中央资金净额;仅作预警(advisory)",
                    en: "central money paid, net; an early warning only (advisory)"
                ),
                strength: "advisory"
            ),
        ]
    )

    private static let fundClasses = Dimension(
        name: "class",
        title: Phrase(zh: "类别", en: "Class"),
        values: [
            Value("cityCentre", Phrase(zh: "市级公共服务中心", en: "city centre")),
            Value("countyCentre", Phrase(zh: "县级公共服务中心", en: "county centre")),
            Value("townshipVillageStation", Phrase(zh: "乡村站点", en: "stations")),
            Value("cityLogistics", Phrase(zh: "市级物流", en: "city logistics")),
            Value(
                "countyTownshipVillageLogistics",
                Phrase(zh: "县乡村三级物流", en: "county, township and village logistics")
            ),
            Value("qualityAndTraceability", Phrase(zh: "质量保障与溯源", en: "quality and traceability")),
            Value("povertyAlleviation", Phrase(zh: "精准扶贫", en: "poverty alleviation")),
            Value("brandCultivation", Phrase(zh: "品牌培育", en: "brand cultivation")),
            Value("promotion", Phrase(zh: "推广", en: "promotion")),
            Value("training", Phrase(zh: "培训", en: "training")),
            Value(
                "prohibitedTradingPlatform",
                Phrase(zh: "网络交易平台(禁止)", en: "trading platform (prohibited)")
            ),
            Value(
                "prohibitedOfficeBuilding",
                Phrase(zh: "楼堂馆所(禁止)", en: "office building (prohibited)")
            ),
            Value(
                "prohibitedAdministrativeExpense",
                Phrase(zh: "工作经费(禁止)", en: "administrative expense (prohibited)")
            ),
            Value(
                "prohibitedTrafficPurchase",
                Phrase(zh: "购买流量(禁止)", en: "buying traffic (prohibited)")
            ),
        ]
    )

    private static let fundMembers: [MemberDefinition] = [
        MemberDefinition(
            name: "strength",
            title: Phrase(zh: "约束力", en: "strength"),
            formula: Phrase(
                zh: "口径的约束力;基数为 paid 时为 advisory",
                en: "that of the reading; advisory on the base `paid`"
            )
        ),
        MemberDefinition(
            name: "official",
            title: Phrase(zh: "正式口径", en: "official"),
            formula: Phrase(
                zh: "CAP-a、FLOOR-a、PROHIBITED 的 paid/appropriated",
                en: "paid/appropriated of CAP-a, FLOOR-a and PROHIBITED"
            )
        ),
        MemberDefinition(
            name: "threshold",
            title: Phrase(zh: "要求", en: "threshold"),
            formula: Phrase(
                zh: "规则的 percent;PROHIBITED 为 0",
                en: "`percent` of the rule; 0 for PROHIBITED"
            )
        ),
        MemberDefinition(
            name: "numeratorFen",
            title: Phrase(zh: "分子", en: "numerator"),
            formula: Phrase(zh: "分子各项之和,分", en: "sum of the numerator's items, in fen")
        ),
        MemberDefinition(
            name: "denominatorFen",
            title: Phrase(zh: "分母", en: "denominator"),
            formula: Phrase(zh: "基数各项之和,分", en: "sum of the base's items, in fen")
        ),
        MemberDefinition(
            name: "percent",
            title: Phrase(zh: "比例", en: "percent"),
            formula: Phrase(
                zh: "分子 ÷ 分母;分母 ≤ 0 时无",
                en: "numerator ÷ denominator; none where the denominator is ≤ 0"
            )
        ),
        MemberDefinition(
            name: "headroomFen",
            title: Phrase(zh: "余量", en: "headroom"),
            formula: Phrase(
                zh: "上限:⌊要求 × 分母 ÷ 100⌋ − 分子;下限:分子 − ⌈要求 × 分母 ÷ 100⌉;禁止用途:−分子",
                en:
                    "caps: ⌊threshold × denominator ÷ 100⌋ − numerator; floors: numerator − ⌈threshold × denominator ÷ "
                    + "100⌉; prohibited: −numerator"
            )
        ),
        MemberDefinition(
            name: "verdict",
            title: Phrase(zh: "结论", en: "verdict"),
            formula: Phrase(
                zh: "上限:≤ 要求;下限:≥ 要求;分母 ≤ 0 为 notEvaluable(noBase);禁止用途:净额不为 0 的支付一笔也没有则 met",
                en:
                    "caps: ≤ threshold; floors: ≥ threshold; notEvaluable (noBase) on a denominator ≤ 0; prohibited: met if "
                    + "no payment with a net other than 0 has such a class"
            )
        ),
    ]
}
