package import Programme

/// One administrative division of the world that a history is simulated over.
package struct WorldRegion: Hashable, Sendable {
    /// 12-digit division code.
    package let code: String
    /// Name for people.
    package let name: String
    /// City, county, township or village.
    package let level: RegionLevel
    /// Kind of division, such as town or administrative village.
    package let kind: RegionKind
    /// Code of the division above; `nil` for the topmost.
    package let parent: String?

    /// Describes a division.
    package init(
        code: String,
        name: String,
        level: RegionLevel,
        kind: RegionKind,
        parent: String?
    ) {
        self.code = code
        self.name = name
        self.level = level
        self.kind = kind
        self.parent = parent
    }
}

/// The class that makes a county part of the programme.
package struct DemonstrationCounty: Hashable, Sendable {
    /// 12-digit code of the county.
    package let county: String
    /// Who pays for it.
    package let demonstrationClass: DemonstrationClass
    /// Year of the batch, such as 2018.
    package let batchYear: Int64

    /// Gives a county its class.
    package init(county: String, demonstrationClass: DemonstrationClass, batchYear: Int64) {
        self.county = county
        self.demonstrationClass = demonstrationClass
        self.batchYear = batchYear
    }
}
