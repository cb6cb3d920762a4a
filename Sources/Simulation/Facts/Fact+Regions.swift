import EventModel
import Programme

extension Fact {
    /// `region.declared`.
    static func declared(_ region: WorldRegion, validFrom: BusinessDate) -> Fact {
        Fact(
            RegionEvents.declared,
            "region/\(region.code)",
            [
                .text(region.code), .text(region.name), .choice(region.level),
                .optional(region.parent), .choice(region.kind), .date(validFrom),
            ]
        )
    }

    /// `region.demonstrationClassSet`.
    static func classSet(_ county: DemonstrationCounty) -> Fact {
        Fact(
            RegionEvents.demonstrationClassSet,
            "region/\(county.county)",
            [
                .text(county.county), .choice(county.demonstrationClass),
                .integer(county.batchYear),
            ]
        )
    }

    /// `village.povertyStatusSet`.
    static func povertyStatus(
        _ status: PovertyStatus,
        of village: String,
        list: String,
        validFrom: BusinessDate
    ) -> Fact {
        Fact(
            PovertyEvents.povertyStatusSet,
            "region/\(village)",
            [.text(village), .choice(status), .text(list), .date(validFrom)]
        )
    }

    /// `rule.adopted`; `parameters` is canonical JSON.
    static func ruleAdopted(
        _ rule: String,
        version: String,
        parameters: String,
        validFrom: BusinessDate
    ) -> Fact {
        Fact(
            RuleEvents.adopted,
            "rule/\(rule)",
            [
                .text(rule), .text(version), .text(parameters), .date(validFrom),
                .text("示例领导小组办公室(synthetic)"),
            ]
        )
    }
}
