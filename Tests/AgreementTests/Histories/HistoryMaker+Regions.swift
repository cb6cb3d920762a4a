import EventModel

/// Divisions, classes, poor villages; stations and their lives.
extension HistoryMaker {
    mutating func draftRegions() {
        draftRegion(Self.city, "city", "prefecture", parent: nil)
        for (index, county) in Self.counties.enumerated() {
            draftRegion(county, "county", index == 0 ? "district" : "county", parent: Self.city)
            if chance(90) { draftClass(of: county) }
            let base = county.prefix(6)
            for town in 0..<(isSmall ? 1 : number(in: 1...2)) {
                let township = "\(base)10\(town)000"
                townships.append(township)
                let kind = pick(["town", "township", "subdistrict"])
                draftRegion(township, "township", kind, parent: county)
                for village in 0..<(isSmall ? 1 : number(in: 1...2)) {
                    let isCommittee = chance(30)
                    let code = "\(base)10\(town)\(isCommittee ? "00" : "20")\(village)"
                    villages.append(code)
                    let kind = isCommittee ? "residentsCommittee" : "administrativeVillage"
                    draftRegion(code, "village", kind, parent: township)
                    if isSmall || chance(60) { draftPoverty(of: code) }
                }
            }
        }
        for _ in 0..<number(in: 0...9) { draftRegionChange() }
    }

    private mutating func draftRegion(
        _ code: String,
        _ level: String,
        _ kind: String,
        parent: String?,
        validFrom: Int? = nil
    ) {
        let early = OracleCalendar.day("2017-01-01")
        let validFrom = validFrom ?? (chance(85) ? early : day())
        var data: [(name: String, value: JSONValue)] = [
            ("code", .string(code)), ("name", .string("虚构\(code.suffix(6))")),
            ("level", .string(level)),
        ]
        if let parent { data.append(("parent", .string(parent))) }
        data += [("kind", .string(kind)), ("validFrom", text(validFrom))]
        draft("region.declared", "region/\(code)", data)
    }

    private mutating func draftClass(of county: String) {
        draft(
            "region.demonstrationClassSet",
            "region/\(county)",
            on: early(60),
            [
                ("county", .string(county)),
                ("class", .string(pick(["national", "national", "municipal"]))),
                ("batchYear", .integer(2018)),
            ]
        )
    }

    private mutating func draftPoverty(of village: String) {
        let validFrom =
            chance(60)
            ? OracleCalendar.day(pick(["2018-01-01", "2018-12-31", "2019-01-01"])) : day()
        draft(
            "village.povertyStatusSet",
            "region/\(village)",
            [
                ("village", .string(village)),
                (
                    "status",
                    .string(pick(["registeredPoor", "registeredPoor", "delisted", "none"]))
                ),
                ("listVersion", .string("synthetic")), ("validFrom", text(validFrom)),
            ]
        )
    }

    private mutating func draftRegionChange() {
        switch number(in: 0...9) {
        case 7:
            // A county below another one, or a township with a class of its own.
            if chance(50) {
                draftRegion(Self.counties[0], "county", "county", parent: Self.counties[1])
            } else {
                draftClass(of: pick(townships))
            }
        case 8:
            // The door does not hold level and kind against each other.
            let level = pick(["county", "township", "village"])
            let kind = pick(["county", "town", "administrativeVillage", "residentsCommittee"])
            draftRegion(pick(villages), level, kind, parent: pick(townships), validFrom: day())
        case 0, 9:
            let code = pick(villages + townships + Self.counties)
            draft(
                "region.retired",
                "region/\(code)",
                [("code", .string(code)), ("retiredOn", text(day()))]
            )
        case 1:
            let code = pick(villages)
            let kind = pick(["administrativeVillage", "residentsCommittee"])
            let parent = chance(10) ? pick(Self.counties) : pick(townships)
            draftRegion(code, "village", kind, parent: parent, validFrom: day())
        case 2:
            let code = pick(townships)
            let parent = chance(10) ? Self.unknownCounty : pick(Self.counties)
            draftRegion(
                code,
                "township",
                pick(["town", "township"]),
                parent: parent,
                validFrom: day()
            )
        case 3: draftClass(of: chance(15) ? Self.unknownCounty : pick(Self.counties))
        case 4: draftPoverty(of: pick(villages))
        case 5:
            let code = pick(villages)
            draft(
                "region.renamed",
                "region/\(code)",
                [("code", .string(code)), ("name", .string("虚构新名")), ("validFrom", text(day()))]
            )
        default:
            // A loop of parents must not keep anybody waiting.
            let code = pick(townships)
            draftRegion(code, "township", "town", parent: chance(50) ? code : pick(villages))
        }
    }
}

extension HistoryMaker {
    mutating func draftStations() {
        for station in stations {
            let first = OracleCalendar.firstDay(ofMonth: firstMonth)
            draftOpening(of: station, on: chance(50) ? first : day())
        }
        for _ in 0..<number(in: 0...14) { draftStationChange() }
    }

    private mutating func draftOpening(of station: String, on day: Int) {
        let isVillagePoint = chance(60)
        let level =
            chance(8)
            ? pick(["cityCentre", "countyCentre"])
            : isVillagePoint ? "villagePoint" : "townshipStation"
        let isPlaced = chance(92)
        let region = isVillagePoint == isPlaced ? pick(villages) : pick(townships)
        draft(
            "station.opened",
            "station/\(station)",
            on: day,
            [
                ("station", .string(station)), ("level", .string(level)),
                ("region", .string(region)), ("operator", .string("O\(number(in: 1...2))")),
                ("built", .string("new")), ("funding", .string("central")),
            ]
        )
    }

    private mutating func draftStationChange() {
        let station = self.station()
        let subject = "station/\(station)"
        let id = (name: "station", value: JSONValue.string(station))
        switch number(in: 0...8) {
        case 0, 1: draft("station.suspended", subject, [id])
        case 2, 3: draft("station.resumed", subject, [id])
        case 4, 5:
            let day = day()
            draft("station.closed", subject, on: day, [id, ("reason", .string("other"))])
            if chance(50) { draftDecision(of: station, on: day + pick([0, 0, 1, 40])) }
        case 6: draft("station.operatorChanged", subject, [id, ("operator", .string("O3"))])
        default: draftOpening(of: station, on: day())
        }
    }
}
