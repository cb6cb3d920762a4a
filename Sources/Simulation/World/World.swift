package import EventModel
import Programme

/// The regions that a synthetic history plays in.
///
/// Regions outside the demonstration counties are declared but see no business.
package struct World: Sendable {
    /// Every division, parents before children.
    package let regions: [WorldRegion]
    /// The counties of the programme, in order of code.
    package let demonstrationCounties: [DemonstrationCounty]
    /// First day on which the divisions are valid.
    package let validFrom: BusinessDate

    /// Collects regions and classes.
    ///
    /// - Parameters:
    ///   - regions: Any order; a region whose parent is not in the list is kept.
    ///   - classes: Counties of the programme; if empty, those of the plan that are in the list, else the
    ///     first three counties by code as national and the next four as municipal.
    ///   - validFrom: First day of validity, before the history begins.
    package init(
        regions: [WorldRegion],
        classes: [DemonstrationCounty] = [],
        validFrom: BusinessDate = BusinessDate(daysSince1970: 17_532)  // 2018-01-01
    ) {
        self.regions = regions.sorted {
            ($0.level.stored, $0.code) < ($1.level.stored, $1.code)
        }
        let counties = self.regions.filter { $0.level == .county }.map(\.code)
        let chosen = classes.isEmpty ? Self.classesByDefault(counties) : classes
        demonstrationCounties = chosen.filter { counties.contains($0.county) }
            .sorted { $0.county < $1.county }
        self.validFrom = validFrom
    }

    /// The world with invented, labelled villages in every township that has none.
    package func addingSyntheticVillages(perTownship count: Int) -> World {
        let parents = Set(regions.compactMap { $0.level == .village ? $0.parent : nil })
        var all = regions
        for township in regions where township.level == .township {
            guard !parents.contains(township.code) else { continue }
            for number in 0..<count {
                all.append(.syntheticVillage(number, of: township))
            }
        }
        return World(regions: all, classes: demonstrationCounties, validFrom: validFrom)
    }

    private static func classesByDefault(_ counties: [String]) -> [DemonstrationCounty] {
        let planned = ShigatsePlan.classes.filter { counties.contains($0.county) }
        guard planned.isEmpty else { return planned }
        return counties.prefix(7).enumerated().map { place, county in
            DemonstrationCounty(
                county: county,
                demonstrationClass: place < 3 ? .national : .municipal,
                batchYear: 2018
            )
        }
    }
}

extension WorldRegion {
    /// An invented administrative village, labelled as such; codes 200, 201 … within the township.
    static func syntheticVillage(_ number: Int, of township: WorldRegion) -> WorldRegion {
        WorldRegion(
            code: "\(township.code.prefix(9))\(200 + number)",
            name: "示例村\(township.name)\(twoDigits(number + 1))(synthetic)",
            level: .village,
            kind: .administrativeVillage,
            parent: township.code
        )
    }

    /// An invented residents' committee, labelled as such; codes 001, 002 … within the township.
    static func syntheticCommittee(_ number: Int, of township: WorldRegion) -> WorldRegion {
        WorldRegion(
            code: "\(township.code.prefix(9))0\(twoDigits(number + 1))",
            name: "示例居委会\(township.name)\(twoDigits(number + 1))(synthetic)",
            level: .village,
            kind: .residentsCommittee,
            parent: township.code
        )
    }
}

/// The number with a leading zero below ten.
func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
