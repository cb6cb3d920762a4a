import EventModel

/// Divisions as they are on a day.
struct OracleRegions {
    /// The newest declaration of each code.
    private(set) var declared: [String: OracleEvent] = [:]
    private(set) var valid: Set<String> = []
    /// Class of each county that has one.
    private(set) var classes: [String: String] = [:]

    init(_ cut: OracleCut) {
        var declarations: [String: [OracleEvent]] = [:]
        var retirements: [String: [OracleEvent]] = [:]
        for event in cut.standing {
            if event.type == "region.declared" {
                declarations[event["code"], default: []].append(event)
            }
            if event.type == "region.retired" {
                retirements[event["code"], default: []].append(event)
            }
        }
        for (code, facts) in declarations {
            guard let newest = newestFact(facts, by: "validFrom", upTo: cut.day) else { continue }
            declared[code] = newest
            let end = newestFact(retirements[code] ?? [], by: "retiredOn", upTo: cut.day)
            guard let end else {
                valid.insert(code)
                continue
            }
            // Valid if the declaration is the newer one of the two facts.
            let from = OracleCalendar.day(newest["validFrom"])
            var until = OracleCalendar.day(end["retiredOn"])
            if cut.twist == .retiredDayStillValid, until == cut.day { until = from - 1 }
            if (until, end.instant, end.position) < (from, newest.instant, newest.position) {
                valid.insert(code)
            }
        }
        for event in cut.events("region.demonstrationClassSet") {
            classes[event["county"]] = event["class"]
        }
    }

    /// The codes above a division, by the newest declarations.
    func ancestors(of code: String) -> [String] {
        var found: [String] = []
        var next = declared[code]?.optional("parent")
        while let parent = next, !found.contains(parent) {
            found.append(parent)
            next = declared[parent]?.optional("parent")
        }
        return found
    }
}

/// Stations per township and village.
struct OracleCoverage {
    private let cut: OracleCut
    private let regions: OracleRegions
    /// The next county of the universe above each valid region.
    private let countyOf: [String: String]
    private var poorToday: Set<String> = []
    private var poorThen: Set<String> = []
    /// Codes of the regions that have a station, by flavour and level.
    private var served: [String: [String: Set<String>]] = [:]

    private static let flavours = ["open", "everOpened", "active30", "withParcel30"]
    private static let townKinds = ["town", "township", "subdistrict"]
    private static let villageKinds = ["administrativeVillage", "residentsCommittee"]

    init(_ cut: OracleCut) {
        self.cut = cut
        let regions = OracleRegions(cut)
        self.regions = regions
        var countyOf: [String: String] = [:]
        for code in regions.valid {
            countyOf[code] = regions.ancestors(of: code).first { regions.classes[$0] != nil }
        }
        self.countyOf = countyOf
        poorToday = poorVillages(on: cut.day)
        poorThen = poorVillages(on: OracleCalendar.day("2018-12-31"))
        var histories: [String: [OracleEvent]] = [:]
        for event in cut.events where event.type.hasPrefix("station.") {
            histories[event["station"], default: []].append(event)
        }
        let (scanned, active) = activity()
        for (station, events) in histories {
            let lives = OracleStation(events, twist: cut.twist).lives
            for life in lives { serve("everOpened", life) }
            guard let last = lives.last, last.closedDay == nil, !last.isSuspended else { continue }
            serve("open", last)
            if active.contains(station) { serve("active30", last) }
            if scanned.contains(station) { serve("withParcel30", last) }
        }
    }

    private mutating func serve(_ flavour: String, _ life: OracleLife) {
        served[flavour, default: [:]][life.level, default: []].insert(life.region)
    }

    /// Stations with a scan, and with any sign of life, in the 30 days that end with the day.
    private func activity() -> (scanned: Set<String>, active: Set<String>) {
        var scanned: Set<String> = []
        var active: Set<String> = []
        let first = cut.day - (cut.twist == .activeFor31Days ? 30 : 29)
        for event in cut.events {
            let isInside = event.day >= first
            switch event.type {
            case "parcel.scanned" where isInside:
                scanned.insert(event["node"])
                active.insert(event["node"])
            case "trade.recorded" where isInside:
                // A second record of an order line is a sign of life as well.
                if let station = event.optional("station") { active.insert(station) }
            case "station.reportSubmitted" where isInside:
                active.insert(event["station"])
            default: break
            }
        }
        return (scanned, active)
    }

    func rows() -> [OracleRow] {
        var rows: [OracleRow] = []
        let national = regions.classes.filter { $0.value == "national" }.map(\.key)
        let municipal = regions.classes.filter { $0.value == "municipal" }.map(\.key)
        for county in regions.classes.keys {
            rows += self.rows(county, of: [county], strives: national.contains(county))
        }
        rows += self.rows("class:national", of: national, strives: true)
        rows += self.rows("class:municipal", of: municipal, strives: false)
        return rows + self.rows("all", of: national + municipal, strives: false)
    }

    private func rows(_ area: String, of counties: [String], strives: Bool) -> [OracleRow] {
        let members = regions.valid.filter { code in
            countyOf[code].map(counties.contains) ?? false
        }
        func kind(_ code: String) -> String { regions.declared[code]?["kind"] ?? "" }
        let villages = members.filter { Self.villageKinds.contains(kind($0)) }
        let populations: [(name: String, reading: String, codes: Set<String>, level: String)] = [
            (
                "townships", "all", members.filter { Self.townKinds.contains(kind($0)) },
                "townshipStation"
            ),
            (
                "villages", "administrativeVillages",
                villages.filter { kind($0) == "administrativeVillage" }, "villagePoint"
            ),
            ("villages", "withCommittees", villages, "villagePoint"),
            ("poorVillages", "currentList", members.filter(poorToday.contains), "villagePoint"),
            ("poorVillages", "frozenList", members.filter(poorThen.contains), "villagePoint"),
        ]
        let rules = ["townships": "R-COV-01", "villages": "R-COV-02", "poorVillages": "R-COV-03"]
        var rows: [OracleRow] = []
        for population in populations {
            for flavour in Self.flavours {
                let covered = served[flavour]?[population.level] ?? []
                let threshold = cut.rules.text(rules[population.name] ?? "", "percent")
                let isDefault =
                    flavour == "open"
                    && ["all", "administrativeVillages", "currentList"].contains(population.reading)
                var aims = [(threshold, "must")]
                if population.name == "poorVillages", strives { aims.append(("100", "strive")) }
                for aim in aims {
                    rows.append(
                        row(
                            [area, population.name, population.reading, flavour, aim.0, aim.1],
                            isDefault,
                            population.codes.filter(covered.contains).count,
                            population.codes.count
                        )
                    )
                }
            }
        }
        return rows
    }

    private func poorVillages(on day: Int) -> Set<String> {
        var facts: [String: [OracleEvent]] = [:]
        for event in cut.standing where event.type == "village.povertyStatusSet" {
            if cut.twist == .povertyWaitsForItsDate, event.day > cut.day { continue }
            facts[event["village"], default: []].append(event)
        }
        var poor: Set<String> = []
        for (village, statuses) in facts {
            let newest = newestFact(statuses, by: "validFrom", upTo: day)
            let isVillage = regions.declared[village]?["level"] == "village"
            if isVillage, newest?["status"] == "registeredPoor" { poor.insert(village) }
        }
        return poor
    }

    private func row(
        _ keys: [String],
        _ official: Bool,
        _ numerator: Int,
        _ denominator: Int
    ) -> OracleRow {
        let names = ["region", "population", "reading", "flavour", "threshold", "strength"]
        var members = zip(names, keys).map { (name: $0, value: JSONValue.string($1)) }
        members.append(("official", .boolean(official)))
        members.append(("numerator", .integer(Int64(numerator))))
        members.append(("denominator", .integer(Int64(denominator))))
        if denominator == 0 {
            members.append(("percent", .null))
            members.append(("verdict", .string("notEvaluable")))
            members.append(("reason", .string("noDenominator")))
        } else {
            let (part, whole) = (Int128(numerator), Int128(denominator))
            members.append(("percent", .string(OraclePercent.text(part, of: whole))))
            let isMet = OraclePercent.isAtLeast(part, of: whole, keys[4])
            members.append(("verdict", .string(isMet ? "met" : "notMet")))
        }
        return OracleRow(keys: keys, members: members)
    }
}
