package import Answers
import EventModel
import Programme

/// Words of the values that stand in fund events and in the reports made from them.
package enum FundTerms {
    /// Whose money (`source`).
    package static let sources: [String: Phrase] = words([
        (FundSource.central, "中央财政资金", "central"),
        (.region, "自治区资金", "region"), (.city, "市级资金", "city"),
        (.poverty, "扶贫资金", "poverty"), (.county, "县级资金", "county"),
        (.social, "社会资金", "social"),
    ])

    /// What money is spent on (`classes`).
    package static let classes: [String: Phrase] = words([
        (FundClass.cityCentre, "市级公共服务中心", "city centre"),
        (.countyCentre, "县域公共服务中心", "county centres"),
        (.townshipVillageStation, "乡村服务站点", "stations"),
        (.cityLogistics, "市级物流", "city logistics"),
        (.countyTownshipVillageLogistics, "县乡村三级物流", "logistics to villages"),
        (.qualityAndTraceability, "质量保障与溯源", "quality"),
        (.povertyAlleviation, "电商精准扶贫", "poverty"),
        (.brandCultivation, "品牌培育", "brands"), (.promotion, "宣传推广", "promotion"),
        (.training, "培训", "training"),
        (.prohibitedTradingPlatform, "禁止:网络交易平台", "prohibited: trading platform"),
        (.prohibitedOfficeBuilding, "禁止:楼堂馆所", "prohibited: office buildings"),
        (.prohibitedAdministrativeExpense, "禁止:工作经费", "prohibited: administration"),
        (.prohibitedTrafficPurchase, "禁止:购买流量", "prohibited: buying traffic"),
    ])

    /// Kinds of rows of the journal: the event types about money, and the opening balance.
    package static let entries: [String: Phrase] = {
        var terms = ["opening": Phrase(zh: "期初余额", en: "opening balance")]
        let english = [
            FundEvents.appropriated.type: "appropriated",
            FundEvents.lineBudgeted.type: "line budgeted",
            FundEvents.reallocated.type: "reallocated", FundEvents.disbursed.type: "paid",
            FundEvents.returned.type: "returned", FundEvents.recovered.type: "recovered",
            FundEvents.classified.type: "classified",
        ]
        for schema in FundHistory.schemas {
            terms[schema.type] = Phrase(
                zh: schema.titleChinese,
                en: english[schema.type] ?? schema.type
            )
        }
        return terms
    }()

    /// Whether a row of the journal counts.
    package static let states: [String: Phrase] = [
        FundEntry.State.opening.rawValue: Phrase(zh: "期初", en: "opening"),
        FundEntry.State.counted.rawValue: Phrase(zh: "计入", en: "counted"),
        FundEntry.State.voided.rawValue: Phrase(zh: "作废", en: "voided"),
        FundEntry.State.corrected.rawValue: Phrase(
            zh: "被更正",
            en: "corrected"
        ),
        FundEntry.State.repeated.rawValue: Phrase(
            zh: "重复",
            en: "made twice"
        ),
        FundEntry.State.waiting.rawValue: Phrase(
            zh: "待登记",
            en: "waiting"
        ),
    ]

    /// How the clauses on central money are read (`reading` of the indicator funds).
    package static let readings: [String: Phrase] = [
        "CAP-a": Phrase(zh: "CAP-a 县域中心", en: "county centres"),
        "CAP-b": Phrase(zh: "CAP-b 县域与市级中心", en: "county and city centres"),
        "CAP-c": Phrase(zh: "CAP-c 各级中心与站点", en: "centres and stations"),
        "FLOOR-a": Phrase(zh: "FLOOR-a 农村产品上行", en: "upstream products"),
        "FLOOR-b": Phrase(zh: "FLOOR-b 上行,不含扶贫", en: "upstream less poverty"),
        "FLOOR-c": Phrase(zh: "FLOOR-c 上行,不含市级物流", en: "upstream less city logistics"),
        "FLOOR-d": Phrase(zh: "FLOOR-d 上行,不含扶贫与市级物流", en: "upstream less both"),
        "PROHIBITED": Phrase(zh: "PROHIBITED 禁止用途", en: "prohibited uses"),
    ]

    private static func words<Value: ListedValue>(
        _ list: [(Value, String, String)]
    ) -> [String: Phrase] {
        Dictionary(
            uniqueKeysWithValues: list.map { ($0.0.rawValue, Phrase(zh: $0.1, en: $0.2)) }
        )
    }
}
