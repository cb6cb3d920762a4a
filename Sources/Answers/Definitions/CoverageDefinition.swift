extension IndicatorDefinition {
    /// Coverage of townships, villages and poor villages by stations (R-COV-01, -02, -03).
    static let coverage = IndicatorDefinition(
        indicator: .coverage,
        version: 1,
        name: Phrase(zh: "电商服务站点覆盖率", en: "Station coverage"),
        counts: Phrase(
            zh: "示范县内当日有效的乡镇、村中,本乡镇、本村有站点的有多少个;同一村有第二个站点不增加",
            en:
                "how many of the townships and villages that are valid on the day in the demonstration counties "
                + "have a station in that very place; a second one in the same village adds nothing"
        ),
        unit: Phrase(
            zh: "个(乡镇、村);比例为百分数",
            en: "townships or villages; shares in percent"
        ),
        rounding: Phrase(
            zh: "结论以分子、分母交叉相乘比较,不经舍入;比例印到四位小数,四舍六入五成双",
            en:
                "verdicts compare by cross-multiplication, unrounded; percent is printed to 4 decimals, half to even"
        ),
        clauses: [
            Clause(
                rules: ["R-COV-01"],
                section: "六(一)",
                quote: "力争到2019年底,实现乡(镇)电商服务站全覆盖"
            ),
            Clause(
                rules: ["R-COV-02", "R-COV-03"],
                section: "六(一)",
                quote: "村级电商服务点覆盖率达40%以上,其中:贫困村覆盖率达50%以上"
            ),
            Clause(
                rules: ["R-COV-01", "R-COV-02"],
                section: "六(三)",
                quote: "乡镇电商服务站点覆盖率达100%,村级电商服务站点覆盖率达40%"
            ),
            Clause(
                rules: ["R-COV-02", "R-COV-03"],
                section: "七(二)1(2)",
                quote: "实现行政村电商服务点覆盖率40%以上,建档立卡贫困村电商服务点覆盖率达50%以上"
            ),
            Clause(
                rules: ["R-COV-02", "R-COV-03"],
                section: "附件1",
                quote: "行政村覆盖率不低于总数的40%,其中争取贫困村全覆盖"
            ),
        ],
        rules: ["R-COV-01", "R-COV-02", "R-COV-03"],
        dimensions: [regions, populations, coverageReadings, flavours, coverageStrengths],
        terms: [
            TermDefinition(
                name: "denominator",
                title: Phrase(zh: "分母", en: "Denominator"),
                meaning: Phrase(
                    zh: "应覆盖的乡镇或村:当日有效(自 validFrom 起,retiredOn 当日不再有效),经上级区划归属于地区内的示范县",
                    en:
                        "the townships or villages to be covered: valid on the day (from `validFrom` on, on `retiredOn` no "
                        + "longer), belonging by their parents to a demonstration county of the region"
                )
            ),
            TermDefinition(
                name: "numerator",
                title: Phrase(zh: "分子", en: "Numerator"),
                meaning: Phrase(
                    zh: "分母中本地有相应层级站点的个数:乡镇看乡镇服务站,村看村级服务点",
                    en:
                        "those of the denominator with a station of their level in that very place: township stations for "
                        + "townships, village points for villages"
                )
            ),
        ],
        members: coverageMembers,
        eventTypes: [
            "region.declared", "region.retired", "region.demonstrationClassSet",
            "village.povertyStatusSet", "rule.adopted", "station.opened", "station.suspended",
            "station.resumed", "station.closed", "parcel.scanned", "trade.recorded",
            "station.reportSubmitted",
        ]
    )

    private static let regions = Dimension(
        name: "region",
        title: Phrase(zh: "地区", en: "Region"),
        values: [
            Value("all", Phrase(zh: "全部示范县", en: "all demonstration counties")),
            Value("class:national", Phrase(zh: "国家级示范县", en: "the national ones")),
            Value("class:municipal", Phrase(zh: "市级示范县", en: "the municipal ones")),
            Value("<code>", Phrase(zh: "一个示范县", en: "one demonstration county")),
        ]
    )

    private static let populations = Dimension(
        name: "population",
        title: Phrase(zh: "对象", en: "Population"),
        values: [
            Value(
                "townships",
                Phrase(zh: "乡、镇、街道", en: "townships, towns and subdistricts"),
                rule: "R-COV-01",
                takesIn: ["townshipStation"]
            ),
            Value(
                "villages",
                Phrase(zh: "村", en: "villages"),
                rule: "R-COV-02",
                takesIn: ["villagePoint"]
            ),
            Value(
                "poorVillages",
                Phrase(zh: "建档立卡贫困村", en: "registered poor villages"),
                rule: "R-COV-03",
                takesIn: ["villagePoint"]
            ),
        ]
    )

    private static let coverageReadings = Dimension(
        name: "reading",
        title: Phrase(zh: "口径", en: "Reading"),
        values: [
            Value(
                "all",
                Phrase(zh: "全部乡、镇、街道", en: "every township, town and subdistrict"),
                takesIn: ["town", "township", "subdistrict"]
            ),
            Value(
                "administrativeVillages",
                Phrase(zh: "行政村", en: "administrative villages"),
                takesIn: ["administrativeVillage"]
            ),
            Value(
                "withCommittees",
                Phrase(zh: "行政村和居委会", en: "administrative villages and residents' committees"),
                takesIn: ["administrativeVillage", "residentsCommittee"]
            ),
            Value(
                "currentList",
                Phrase(
                    zh: "当日名单上的建档立卡贫困村",
                    en: "villages that are registered poor on the day"
                )
            ),
            Value(
                "frozenList",
                Phrase(
                    zh: "2018-12-31 名单上的建档立卡贫困村(按所知),仍须当日有效",
                    en:
                        "villages registered poor on 2018-12-31, as known, that are valid on the day"
                )
            ),
        ]
    )

    private static let flavours = Dimension(
        name: "flavour",
        title: Phrase(zh: "站点状态", en: "Flavour"),
        values: [
            Value(
                "open",
                Phrase(
                    zh: "当日在营:已开业、未关闭、未停业",
                    en: "open on the day: opened, not closed, not suspended"
                )
            ),
            Value(
                "everOpened",
                Phrase(zh: "当日或之前开过业", en: "opened on or before the day, whatever followed")
            ),
            Value(
                "active30",
                Phrase(
                    zh: "当日在营,且 30 日内(含当日)有包裹扫描、交易或报送",
                    en: "open, with a parcel scan, a sale or a report in the 30 days up to the day"
                )
            ),
            Value(
                "withParcel30",
                Phrase(
                    zh: "当日在营,且 30 日内(含当日)有包裹扫描",
                    en: "open, with a parcel scan in the 30 days up to the day"
                )
            ),
        ]
    )

    private static let coverageStrengths = Dimension(
        name: "strength",
        title: Phrase(zh: "约束力", en: "Strength"),
        values: [
            Value("must", Phrase(zh: "必须:按规则参数", en: "required: by the rule's parameter")),
            Value(
                "strive",
                Phrase(
                    zh: "争取:国家级示范县的贫困村全覆盖(100 %)",
                    en: "to be striven for: every poor village of national counties (100 %)"
                )
            ),
        ]
    )

    private static let coverageMembers: [MemberDefinition] = [
        MemberDefinition(
            name: "threshold",
            title: Phrase(zh: "要求", en: "threshold"),
            formula: Phrase(
                zh: "规则的 percent;strength 为 strive 时为 100",
                en: "`percent` of the rule; 100 where the strength is `strive`"
            )
        ),
        MemberDefinition(
            name: "official",
            title: Phrase(zh: "正式口径", en: "official"),
            formula: Phrase(
                zh: "默认口径且状态为 open",
                en: "the default reading with flavour `open`"
            )
        ),
        MemberDefinition(
            name: "numerator",
            title: Phrase(zh: "分子", en: "numerator"),
            formula: Phrase(zh: "已覆盖的个数", en: "count of the covered ones")
        ),
        MemberDefinition(
            name: "denominator",
            title: Phrase(zh: "分母", en: "denominator"),
            formula: Phrase(zh: "应覆盖的个数", en: "count of those to be covered")
        ),
        MemberDefinition(
            name: "percent",
            title: Phrase(zh: "比例", en: "percent"),
            formula: Phrase(
                zh: "分子 ÷ 分母;分母为 0 时无",
                en: "numerator ÷ denominator; none where the denominator is 0"
            )
        ),
        MemberDefinition(
            name: "verdict",
            title: Phrase(zh: "结论", en: "verdict"),
            formula: Phrase(
                zh: "分子 ÷ 分母 ≥ 要求则 met,否则 notMet;分母为 0 为 notEvaluable(noDenominator)",
                en:
                    "met if numerator ÷ denominator ≥ threshold, else notMet; notEvaluable (noDenominator) on 0"
            )
        ),
    ]
}
