import EventModel
import Programme

extension HistoryGenerator {
    /// Lists counties, townships, villages, hubs and offices.
    mutating func settle() {
        let city = world.regions.first { $0.level == .city }?.code
        let cityPrefix = String(
            (city ?? world.demonstrationCounties.first?.county ?? "0000").prefix(4)
        )
        cityOffice = producers.place(of: "/synthetic/\(cityPrefix)/office")
        financeOffice = producers.place(of: "/synthetic/\(cityPrefix)/finance")
        poorVillages = options.poorVillages ?? []
        for county in world.demonstrationCounties { settle(county) }
        cityHub = nodes.count
        nodes.append(
            NetworkNode(
                id: "\(cityPrefix)00-hub",
                level: NodeLevel.city.stored,
                county: counties.first?.code ?? "000000000000",
                source: producers.place(of: "/synthetic/\(cityPrefix)/hub")
            )
        )
        lines = BudgetLine.annexOne
        for (number, county) in counties.enumerated() where !county.isNational {
            lines.append(.municipal(county: county.code, number: number))
        }
        funds = FundState(lineCount: lines.count)
    }

    private mutating func settle(_ county: DemonstrationCounty) {
        let prefix = String(county.county.prefix(6))
        let place = counties.count
        nodes.append(
            NetworkNode(
                id: "\(prefix)-hub",
                level: NodeLevel.county.stored,
                county: county.county,
                source: producers.place(of: "/synthetic/\(prefix)/hub")
            )
        )
        var origins: [String] = []
        for township in world.regions
        where township.level == .township && township.parent == county.county {
            let villages = world.regions.filter {
                $0.level == .village && $0.parent == township.code
            }
            for village in villages where village.kind == .administrativeVillage {
                origins.append(village.code)
                if options.poorVillages == nil, random.chance(30, in: 100) {
                    poorVillages.append(village.code)
                }
            }
            townships.append(
                TownshipPlace(
                    code: township.code,
                    county: place,
                    villages: villages.map(\.code),
                    station: nil
                )
            )
        }
        counties.append(
            CountyPlace(
                code: county.county,
                prefix: prefix,
                isNational: county.demonstrationClass == .national,
                hub: nodes.count - 1,
                office: producers.place(of: "/synthetic/\(prefix)/office"),
                clerk: "synthetic-clerk-\(prefix)",
                villages: origins
            )
        )
    }

    /// Chooses the outlets of the history and their order of opening.
    mutating func chooseSites() {
        for site in options.sites ?? sitesByChance() {
            let township = townships[site.township]
            let county = counties[township.county]
            let region = site.village ?? township.code
            let stem = site.village ?? String(township.code.prefix(9))
            let id = "\(stem)-\(twoDigits(site.number))"
            let level = site.village == nil ? NodeLevel.township : NodeLevel.village
            let metric = random.pick(PerformanceMetric.allCases)
            nodes.append(
                NetworkNode(
                    id: id,
                    level: level.stored,
                    county: county.code,
                    source: producers.place(of: "/synthetic/\(county.prefix)/stations/\(id)")
                )
            )
            outlets.append(
                Outlet(
                    site: site,
                    id: id,
                    county: township.county,
                    region: region,
                    node: nodes.count - 1,
                    source: nodes[nodes.count - 1].source,
                    metric: metric,
                    driftsOn: site.opensOn + 30 + random.below(max(1, timeline.dayCount * 3 / 4)),
                    usualTarget: usualTarget(of: metric)
                )
            )
            if site.conduct == .seasonal { seasonalOutlets.append(outlets.count - 1) }
        }
    }

    private mutating func usualTarget(of metric: PerformanceMetric) -> Int64 {
        switch metric {
        case .orders: Int64(random.within(40...300))
        case .parcels: Int64(random.within(60...500))
        case .amountFen: Int64(random.within(3_000...30_000)) * 100
        }
    }

    private mutating func sitesByChance() -> [Site] {
        var sites = allSites()
        guard !sites.isEmpty else { return [] }
        // An outlet gives three monthly events and is open for about three quarters of the history.
        let months = max(1, timeline.dayCount / 30)
        let wanted = eventCount / 10_000 * options.mix.monthly * 100 / (3 * months * 77)
        let count = min(max(wanted, 24), 1_200)
        while sites.count < count {
            sites += sites.prefix(count - sites.count).map { site in
                var next = site
                next.number += 1
                return next
            }
        }
        sites.removeLast(sites.count - count)
        let opening = timeline.dayCount * 3 / 4
        for place in sites.indices {
            // Two in five open in the first weeks, the others one after another.
            let early = count * 2 / 5
            sites[place].opensOn =
                place <= early
                ? random.below(25) : 25 + (place - early) * opening / (count - early)
            sites[place].conduct = place % 8 == 3 ? .seasonal : conductByChance()
        }
        return sites
    }

    /// Every region once, one township to three villages, mixed.
    private mutating func allSites() -> [Site] {
        var stations: [Site] = []
        var points: [Site] = []
        for (place, township) in townships.enumerated() {
            let site = Site(
                township: place,
                village: nil,
                number: 1,
                opensOn: 0,
                conduct: .steady
            )
            stations.append(site)
            points += township.villages.map { village in
                var point = site
                point.village = village
                return point
            }
        }
        random.shuffle(&stations)
        random.shuffle(&points)
        var sites: [Site] = []
        while !stations.isEmpty || !points.isEmpty {
            if let station = stations.popLast() { sites.append(station) }
            for _ in 0..<3 {
                if let point = points.popLast() { sites.append(point) }
            }
        }
        return sites
    }

    private mutating func conductByChance() -> Conduct {
        switch random.below(100) {
        case 0..<5: .silent
        case 5..<11: .failing
        case 11..<15: .sloppy
        case 15..<19: .contested
        case 19..<22: .leaving
        default: .steady
        }
    }

    /// Declares regions, classes, poor villages, money and centres on the first morning.
    mutating func declareWorld() {
        var facts = world.regions.map { Fact.declared($0, validFrom: world.validFrom) }
        facts += world.demonstrationCounties.map { .classSet($0) }
        facts += poorVillages.map {
            .povertyStatus(
                .registeredPoor,
                of: $0,
                list: "2018-synthetic",
                validFrom: world.validFrom
            )
        }
        facts += centres()
        let money = appropriations() + lines.map { .budgeted($0) }
        var instant = timeline.start + 1_000
        for (fact, source) in facts.map({ ($0, cityOffice) }) + money.map({ ($0, financeOffice) }) {
            let planned = PlannedFact(
                fact: fact,
                source: source,
                occurredAt: instant / 1_000 * 1_000,
                actor: "synthetic-clerk",
                role: "cityOffice"
            )
            agenda.add(planned, recordedAt: instant)
            instant += 50
        }
    }

    private func centres() -> [Fact] {
        var facts: [Fact] = []
        if let city = world.regions.first(where: { $0.level == .city }) {
            facts.append(centre(nodes[cityHub].id, .cityCentre, in: city.code, .central))
        }
        return facts
            + counties.map { county in
                centre(
                    nodes[county.hub].id,
                    .countyCentre,
                    in: county.code,
                    county.isNational ? .central : .municipal
                )
            }
    }

    private func centre(
        _ id: String,
        _ level: StationLevel,
        in region: String,
        _ funding: StationFunding
    ) -> Fact {
        .opened(
            id,
            level: level,
            region: region,
            operatedBy: "示例运营企业(synthetic)",
            host: nil,
            built: .refit,
            funding: funding
        )
    }

    private func appropriations() -> [Fact] {
        [
            .appropriated(
                "central-2018",
                .central,
                fen: BudgetLine.annexOne.reduce(0) { $0 + $1.fen },
                recipient: "示例市级专户(synthetic)"
            )
        ]
            + lines.dropFirst(BudgetLine.annexOne.count).map { line in
                .appropriated(
                    "\(line.id)-2018",
                    line.source,
                    fen: line.fen,
                    recipient: "示例县级专户(synthetic)"
                )
            }
    }
}
