package import EventModel

/// Whose money an appropriation, budget line or payment is.
package enum FundSource: String, ListedValue {
    /// Central government money 中央财政资金; the only money of the 15 % and 50 % rules.
    case central
    /// Money of the autonomous region 自治区.
    case region
    /// Money of the city 市级.
    case city
    /// Poverty-alleviation money 扶贫资金.
    case poverty
    /// Money of a county 县级.
    case county
    /// Money of society and enterprises 社会资金.
    case social
}

/// What money is spent on; a line or payment carries a set of classes.
package enum FundClass: String, ListedValue {
    /// Public service centre of the city 市级公共服务中心.
    case cityCentre
    /// Public service centres of counties 县域公共服务中心 (cap 15 %).
    case countyCentre
    /// Township stations and village points 乡村站点.
    case townshipVillageStation
    /// Logistics centre of the city 市级物流.
    case cityLogistics
    /// Logistics of counties, townships and villages 县乡村三级物流.
    case countyTownshipVillageLogistics
    /// Quality and traceability 质量保障与溯源.
    case qualityAndTraceability
    /// Poverty alleviation 精准扶贫.
    case povertyAlleviation
    /// Brand cultivation 品牌培育.
    case brandCultivation
    /// Promotion 推广.
    case promotion
    /// Training 培训.
    case training
    /// Online trading platform 网络交易平台: forbidden for central money.
    case prohibitedTradingPlatform
    /// Office buildings and halls 楼堂馆所建设: forbidden for central money.
    case prohibitedOfficeBuilding
    /// Administrative expenses 工作经费: forbidden for central money.
    case prohibitedAdministrativeExpense
    /// Buying web traffic 购买流量: forbidden for central money.
    case prohibitedTrafficPurchase

    /// A set of this class alone.
    package var asSet: FundClassSet {
        FundClassSet(rawValue: 1 << UInt16(truncatingIfNeeded: stored))
    }
    /// The field kind of a list of classes.
    package static var listKind: FieldKind { .choices(allCases.map(\.rawValue)) }
}

/// A set of fund classes; bit *n* is the *n*-th class.
package struct FundClassSet: OptionSet, Hashable, Sendable {
    /// The bits, least significant for the first class.
    package let rawValue: UInt16

    /// Makes the set from its bits.
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Makes the set of some classes.
    package init(classes: [FundClass]) {
        self.init(rawValue: classes.reduce(0) { $0 | $1.asSet.rawValue })
    }

    /// Reads the stored form of a list field: a JSON array of class names without spaces.
    ///
    /// Only text that passed the door is expected; names that are no class are left out.
    package init(storedList text: String) {
        let names = text.split { $0 == "[" || $0 == "]" || $0 == "," || $0 == "\"" || $0 == " " }
        self.init(classes: names.compactMap { FundClass(rawValue: String($0)) })
    }

    /// The four uses that are forbidden for central money (R-FUND-05).
    package static let prohibited = FundClassSet(classes: [
        .prohibitedTradingPlatform, .prohibitedOfficeBuilding, .prohibitedAdministrativeExpense,
        .prohibitedTrafficPurchase,
    ])
}
