import EventModel
import Programme

/// The outlets and special facts of the history `shigatse-2019`: two years of synthetic operation, 2018
/// and 2019, whose figures at the end of 2019 are worth looking at.
///
/// Codes and names of counties and townships are real; every village, outlet and person is invented. What is
/// recorded late in January 2020 is chosen so that each figure differs between what was known on
/// 2019-12-31 and what is known now.
struct ShigatseScenario {
    /// Points in administrative villages of a county: all of them, and how many in poor villages.
    private struct Points {
        let county: String
        let count: Int
        let inPoorVillages: Int
        /// Points in residents' committees beside them.
        var inCommittees = 0
    }

    /// 90 points in the national counties and 180 in the municipal ones, those of the script included.
    ///
    /// 40 % are 65 of 161 villages in 桑珠孜区, 61 of 152 in 江孜县, 43 of 107 in 萨迦县.
    private static let points = [
        Points(county: "540202", count: 65, inPoorVillages: 30, inCommittees: 1),
        Points(county: "540222", count: 61, inPoorVillages: 29),
        Points(county: "540224", count: 42, inPoorVillages: 15),
        Points(county: "540225", count: 50, inPoorVillages: 20),
        Points(county: "540233", count: 9, inPoorVillages: 7),
        Points(county: "540234", count: 21, inPoorVillages: 7, inCommittees: 1),
        Points(county: "540235", count: 20, inPoorVillages: 13),
    ]

    /// Conduct by county and number of the point; all others are steady.
    private static let conducts: [String: [Int: Conduct]] = [
        "540225": [
            3: .silent, 9: .failing, 15: .sloppy, 21: .contested, 27: .leaving, 33: .seasonal,
        ],
        "540234": [4: .failing, 10: .contested, 16: .seasonal],
        "540235": [5: .sloppy, 11: .silent, 17: .seasonal],
        "540233": [2: .leaving, 6: .seasonal],
    ]

    private let world = World.shigatse
    /// Villages that points of the script stand in, by county.
    private var scriptedVillages: [String: String] = [:]
    private var sites: [Site] = []
    private var poorVillages: [String] = []
    private var townshipCodes: [String] = []

    /// Chooses villages and outlets.
    init() {
        for county in world.demonstrationCounties {
            townshipCodes += world.regions
                .filter { $0.level == .township && $0.parent == county.county }.map(\.code)
        }
        for plan in Self.points { settle(plan) }
        addTownshipStations()
    }

    /// The options of the history.
    var options: HistoryOptions {
        var options = HistoryOptions()
        options.firstDay = BusinessDate(daysSince1970: 17_532)  // 2018-01-01
        options.lastDay = BusinessDate(daysSince1970: 18_261)  // 2019-12-31
        options.mix.stationStatus = 110
        options.mix.training = 150
        options.mix.funds = 30
        options.mix.complaints = 25
        options.mix.inspections = 150
        options.mix.trade = 300
        options.slips.unclassifiedPayment = 0
        options.slips.prohibitedPayment = 0
        options.paidShare = 75
        options.poorVillages = poorVillages
        options.sites = sites
        options.script =
            ShigatseScript(
                villages: scriptedVillages,
                township: ShigatseScript.reopenedTownship
            ).facts
        return options
    }

    private mutating func settle(_ plan: Points) {
        let villages = world.regions.filter {
            $0.level == .village && $0.code.hasPrefix(plan.county)
        }
        let plain = villages.filter { $0.kind == .administrativeVillage }.map(\.code)
        let committees = villages.filter { $0.kind == .residentsCommittee }.map(\.code)
        // Every third village is on the list of 2018.
        let poor = plain.enumerated().filter { $0.offset % 3 == 1 }.map(\.element)
        let others = plain.enumerated().filter { $0.offset % 3 != 1 }.map(\.element)
        poorVillages += poor
        var chosen =
            Self.spread(poor, plan.inPoorVillages)
            + Self.spread(others, plan.count - plan.inPoorVillages)
        // The last one of a county that has a scripted point is left to the script.
        if ShigatseScript.counties.contains(plan.county), let last = chosen.popLast() {
            scriptedVillages[plan.county] = last
        }
        chosen += committees.prefix(plan.inCommittees)
        for (number, village) in chosen.enumerated() {
            // Spread from May 2018 to September 2019, mixed over the county.
            let place = number * 7 % chosen.count
            sites.append(
                Site(
                    township: townshipPlace(of: village),
                    village: village,
                    number: 1,
                    opensOn: 120 + place * 500 / chosen.count,
                    conduct: Self.conducts[plan.county]?[number] ?? .steady
                )
            )
        }
    }

    /// A station in every township but two: one is the script's, one in 萨迦县 is not ready yet.
    private mutating func addTownshipStations() {
        for (place, code) in townshipCodes.enumerated() {
            guard code != ShigatseScript.reopenedTownship, code != ShigatseScript.unbuiltTownship
            else { continue }
            sites.append(
                Site(
                    township: place,
                    village: nil,
                    number: 1,
                    opensOn: 90 + place * 29 % townshipCodes.count * 4,
                    conduct: .steady
                )
            )
        }
    }

    private func townshipPlace(of village: String) -> Int {
        let code = village.prefix(9) + "000"
        return townshipCodes.firstIndex { $0 == code } ?? 0
    }

    /// So many elements, evenly spread over the list.
    private static func spread(_ list: [String], _ count: Int) -> [String] {
        (0..<count).map { list[$0 * list.count / count] }
    }
}

extension HistoryOptions {
    /// The history `shigatse-2019`: seven counties, 73 townships, 270 village points, 2018 and 2019.
    package static let shigatse2019 = ShigatseScenario().options
    /// Seed of the recorded history.
    package static let shigatse2019Seed: UInt64 = 2_019
    /// Number of events of the recorded history.
    package static let shigatse2019Events = 45_000
}
