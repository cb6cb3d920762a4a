import Programme

/// How a clause on central money is read: which classes its numerator holds.
struct FundReading: Sendable {
    /// The reading's fixed name.
    let name: String
    /// A payment or line counts if it has any of these classes.
    let classes: FundClassSet
    /// What the share is held against.
    let limit: Limit
    /// How binding the reading is on the base of appropriations.
    let strength: Strength
    /// Whether it is the default reading of its rule.
    let isDefault: Bool

    /// What a share is held against.
    enum Limit: Sendable {
        /// At most the percentage of R-FUND-02.
        case cap
        /// At least the percentage of R-FUND-03.
        case floor
        /// Nothing at all (R-FUND-05).
        case nothing
    }

    private static let upstream: [FundClass] = [
        .cityLogistics, .countyTownshipVillageLogistics, .qualityAndTraceability,
        .povertyAlleviation, .brandCultivation, .promotion,
    ]

    /// All readings, in the order of their names.
    static let all: [FundReading] = [
        cap("CAP-a", [.countyCentre], .must, isDefault: true),
        cap("CAP-b", [.countyCentre, .cityCentre], .must),
        cap("CAP-c", [.countyCentre, .cityCentre, .townshipVillageStation], .informative),
        floor("FLOOR-a", without: [], isDefault: true),
        floor("FLOOR-b", without: [.povertyAlleviation]),
        floor("FLOOR-c", without: [.cityLogistics]),
        floor("FLOOR-d", without: [.povertyAlleviation, .cityLogistics]),
        FundReading(
            name: "PROHIBITED",
            classes: .prohibited,
            limit: .nothing,
            strength: .must,
            isDefault: true
        ),
    ]

    private static func cap(
        _ name: String,
        _ classes: [FundClass],
        _ strength: Strength,
        isDefault: Bool = false
    ) -> FundReading {
        FundReading(
            name: name,
            classes: FundClassSet(classes: classes),
            limit: .cap,
            strength: strength,
            isDefault: isDefault
        )
    }

    private static func floor(
        _ name: String,
        without left: [FundClass],
        isDefault: Bool = false
    ) -> FundReading {
        FundReading(
            name: name,
            classes: FundClassSet(classes: upstream.filter { !left.contains($0) }),
            limit: .floor,
            strength: .inPrinciple,
            isDefault: isDefault
        )
    }
}
