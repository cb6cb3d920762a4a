/// Level of an administrative division.
package enum RegionLevel: String, ListedValue {
    /// Prefecture-level city 市.
    case city
    /// County or district 县(区).
    case county
    /// Township-level unit 乡(镇、街道).
    case township
    /// Village-level unit 村(居).
    case village
}

/// Kind of an administrative division; coverage takes its denominators by kind.
package enum RegionKind: String, ListedValue {
    /// Prefecture-level city 地级市.
    case prefecture
    /// District under a city 市辖区.
    case district
    /// County 县.
    case county
    /// Town 镇.
    case town
    /// Township 乡.
    case township
    /// Sub-district 街道.
    case subdistrict
    /// Administrative village 行政村.
    case administrativeVillage
    /// Residents' committee 居委会; in NBS lists digits 10–12 of the code are below 200.
    case residentsCommittee

    /// Whether coverage counts the region among the townships of its county.
    package var isTownshipUnit: Bool {
        self == .town || self == .township || self == .subdistrict
    }
}

/// Class of a demonstration county: who pays for it.
package enum DemonstrationClass: String, ListedValue {
    /// National demonstration county 国家级综合示范县, paid with central money.
    case national
    /// County paid by the city 市级财政配套.
    case municipal
}

/// Standing of a village in the register of poor villages.
package enum PovertyStatus: String, ListedValue {
    /// Registered poor village 建档立卡贫困村.
    case registeredPoor
    /// Taken off the list 已出列.
    case delisted
    /// Never on the list 非贫困村.
    case none
}
