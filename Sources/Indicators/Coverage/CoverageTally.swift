import EventModel
import Programme

/// The counts behind coverage at the end of a day: regions to be covered and regions covered, per county.
struct CoverageTally {
    /// The counties of the universe.
    let classes: [UInt32: DemonstrationClass]
    private var counts: [Key: Count] = [:]

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

    private struct Key: Hashable {
        let county: UInt32
        let reading: CoverageReading
        let flavour: CoverageFlavour
    }

    private struct Place: Hashable {
        let region: UInt32
        let level: StationLevel
    }

    // D−29 … D.
    private static let windowDayCount = 30
    // The list that the plan's approval froze.
    private static let frozenDay = BusinessDate(year: 2018, month: 12, day: 31)

    /// Counts the state of the projection at the end of a day.
    init(_ state: CoverageProjection, on day: BusinessDate) {
        let regions = RegionState(state.regions, on: day)
        classes = regions.classes
        let covered = Self.covered(state, on: day)
        let current = state.regions.registeredPoor(on: day)
        let frozen = Self.frozenDay.map { state.regions.registeredPoor(on: $0) } ?? []
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
                    for flavour in CoverageFlavour.allCases {
                        let key = Key(county: member.county, reading: reading, flavour: flavour)
                        counts[key, default: Count()].denominator += 1
                        if covered[flavour]?.contains(place) == true {
                            counts[key, default: Count()].numerator += 1
                        }
                    }
                }
            }
        }
    }

    /// The count of a county under a reading and flavour.
    func count(_ county: UInt32, _ reading: CoverageReading, _ flavour: CoverageFlavour) -> Count {
        counts[Key(county: county, reading: reading, flavour: flavour)] ?? Count()
    }

    private static func covered(
        _ state: CoverageProjection,
        on day: BusinessDate
    ) -> [CoverageFlavour: Set<Place>] {
        let window = day.advanced(byDays: 1 - windowDayCount)...day
        let stations = GroupedFacts(state.stations)
        var covered: [CoverageFlavour: Set<Place>] = [:]
        for station in stations.subjects {
            let lives = StationLives(stations[station], through: day)
            for life in lives.lives {
                covered[.everOpened, default: []].insert(
                    Place(region: life.region, level: life.level)
                )
            }
            guard let life = lives.newest, life.isOpen else { continue }
            let place = Place(region: life.region, level: life.level)
            covered[.open, default: []].insert(place)
            let hasParcel = state.parcelDays.contains(station, in: window)
            if hasParcel { covered[.withParcel30, default: []].insert(place) }
            if hasParcel || state.otherDays.contains(station, in: window) {
                covered[.active30, default: []].insert(place)
            }
        }
        return covered
    }
}
