import Programme

/// One line of a budget, in fen.
struct BudgetLine: Sendable {
    /// Id of the line.
    let id: String
    /// Whose money.
    let source: FundSource
    /// What it is for.
    let title: String
    /// Amount in fen.
    let fen: Int64
    /// Classes of use.
    let classes: [FundClass]
    /// County for which the money is meant, if one.
    let county: String?

    /// The nine lines of annex 1 of the plan, 45,000,000 yuan of central money.
    static let annexOne: [BudgetLine] = [
        central("L1", "市级电商公共服务中心建设及运营", yuan: 3_000_000, [.cityCentre]),
        central("L2", "县级电商公共服务中心建设", yuan: 3_750_000, [.countyCentre]),
        central("L3", "乡镇服务站和村级服务站建设运营", yuan: 3_750_000, [.townshipVillageStation]),
        central("L4", "市级物流配送中心建设及运营", yuan: 4_000_000, [.cityLogistics]),
        central("L5", "县级物流配送中心建设运营", yuan: 4_500_000, [.countyTownshipVillageLogistics]),
        central("L6", "网销农产品质量保障体系建设", yuan: 6_500_000, [.qualityAndTraceability]),
        central("L7", "电商精准扶贫体系建设", yuan: 3_000_000, [.povertyAlleviation]),
        central("L8", "农产品品牌培育及推广", yuan: 10_500_000, [.brandCultivation, .promotion]),
        central("L9", "农村电商培训体系建设", yuan: 6_000_000, [.training]),
    ]

    /// A line of another source for one county; the plan gives no amounts, so this one is invented.
    static func municipal(county: String, number: Int) -> BudgetLine {
        BudgetLine(
            id: "M\(county.prefix(6))",
            source: number % 2 == 0 ? .city : .poverty,
            title: "县级配套(synthetic)",
            fen: 400_000_000,
            classes: [.townshipVillageStation, .countyTownshipVillageLogistics],
            county: county
        )
    }

    private static func central(
        _ id: String,
        _ title: String,
        yuan: Int64,
        _ classes: [FundClass]
    ) -> BudgetLine {
        BudgetLine(
            id: id,
            source: .central,
            title: title,
            fen: yuan * 100,
            classes: classes,
            county: nil
        )
    }
}
