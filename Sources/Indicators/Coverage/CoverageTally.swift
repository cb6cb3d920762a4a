import EventModel
import Programme
import Projections

/// The counts behind coverage at the end of a day: regions to be covered and regions covered, per county.
struct CoverageTally {
    /// The counties of the universe.
    let classes: [UInt32: DemonstrationClass]
    private var places: [UInt32: Int] = [:]
    // Per county a count for each reading and flavour.
    private var counts: [Count] = []

    /// Regions to be covered and regions covered.
    struct Count: Hashable {
        var numerator: Int64 = 0
        var denominator: Int64 = 0

        static func + (left: Count, right: Count) -> Count {
            Count(
                numerator: left.numerator + right.numerator,
                denominator: left.denominator + right.denominator
            )
        }
    }

    private struct Place: Hashable {
        let region: UInt32
        let level: StationLevel
    }

    private static let combinationCount =
        CoverageReading.allCases.count * CoverageFlavour.allCases.count
    // The list that the plan's approval froze.
    private static let frozenDay = BusinessDate(year: 2018, month: 12, day: 31)

    /// Counts what a cut sees of the facts at the end of a day.
    init(_ index: CoverageIndex, seenBy cut: Cut, on day: BusinessDate, activity: RecentActivity) {
        let facts = index.regions.seen(by: cut)
        let regions = RegionState(facts, on: day)
        classes = regions.classes
        let covered = Self.covered(index, seenBy: cut, on: day, activity: activity)
        let current = facts.registeredPoor(on: day)
        let frozen = Self.frozenDay.map { facts.registeredPoor(on: $0) } ?? []
        for member in regions.members {
            for population in CoveragePopulation.allCases {
                let place = Place(region: member.code, level: population.stationLevel)
                for reading in population.readings {
                    let isCounted =
                        switch reading {
                        case .all: member.kind.isTownshipUnit
                        case .administrativeVillages: member.kind == .administrativeVillage
                        case .withCommittees:
                            member.kind == .administrativeVillage
                                || member.kind == .residentsCommittee
                        case .currentList:
                            member.level == .village && current.contains(member.code)
                        case .frozenList:
                            member.level == .village && frozen.contains(member.code)
                        }
                    guard isCounted else { continue }
                    add(place, county: member.county, reading, covered)
                }
            }
        }
    }

    private mutating func add(
        _ place: Place,
        county: UInt32,
        _ reading: CoverageReading,
        _ covered: [Place: FlavourSet]
    ) {
        if places[county] == nil {
            places[county] = places.count
            counts += [Count](repeating: Count(), count: Self.combinationCount)
        }
        let start = (places[county] ?? 0) * Self.combinationCount
        let flavours = covered[place] ?? FlavourSet()
        for flavour in CoverageFlavour.allCases {
            let combination = start + Self.combination(reading, flavour)
            counts[combination].denominator += 1
            if flavours.contains(flavour) { counts[combination].numerator += 1 }
        }
    }

    private static func combination(_ reading: CoverageReading, _ flavour: CoverageFlavour) -> Int {
        reading.place * CoverageFlavour.allCases.count + flavour.place
    }

    /// The count of a county under a reading and flavour.
    func count(_ county: UInt32, _ reading: CoverageReading, _ flavour: CoverageFlavour) -> Count {
        guard let place = places[county] else { return Count() }
        return counts[place * Self.combinationCount + Self.combination(reading, flavour)]
    }

    private struct FlavourSet {
        private var bits: UInt8 = 0

        mutating func insert(_ flavour: CoverageFlavour) { bits |= 1 << UInt8(flavour.place) }

        func contains(_ flavour: CoverageFlavour) -> Bool {
            bits >> UInt8(flavour.place) & 1 == 1
        }
    }

    private static func covered(
        _ index: CoverageIndex,
        seenBy cut: Cut,
        on day: BusinessDate,
        activity: RecentActivity
    ) -> [Place: FlavourSet] {
        let last = day.lastInstant.millisecondsSince1970
        var covered: [Place: FlavourSet] = [:]
        for station in index.stations.subjects {
            let facts = index.stations.facts(of: station, through: last, seenBy: cut)
            let lives = StationLives(facts, through: day)
            for life in lives.lives {
                covered[Place(region: life.region, level: life.level), default: FlavourSet()]
                    .insert(.everOpened)
            }
            guard let life = lives.newest, life.isOpen else { continue }
            let place = Place(region: life.region, level: life.level)
            var flavours = covered[place] ?? FlavourSet()
            flavours.insert(.open)
            let hasParcel = activity.hasParcel(station)
            if hasParcel { flavours.insert(.withParcel30) }
            if hasParcel || activity.hasOther(station) { flavours.insert(.active30) }
            covered[place] = flavours
        }
        return covered
    }
}
