import EventModel
import Programme

extension HistoryGenerator {
    /// Opens, closes and hands over outlets as their conduct says.
    mutating func planStations(_ day: Int) {
        for place in outlets.indices {
            if !outlets[place].isOpen {
                if outlets[place].operators == 0, outlets[place].site.opensOn <= day {
                    open(place, day)
                } else if outlets[place].nextStepOn == day {
                    open(place, day)
                    outlets[place].nextStepOn = .max
                }
                continue
            }
            guard outlets[place].site.conduct != .scripted else { continue }
            if outlets[place].driftsOn == day { drift(place, day) }
            if outlets[place].nextStepOn == day { close(place, day) }
            if outlets[place].isOpen, random.chance(1, in: 4_000) { handOver(place, day) }
        }
    }

    /// Suspends seasonal outlets between market days until the family has its share.
    mutating func planSuspensions(_ day: Int, until quota: Int) {
        var attempts = 0
        while tallies.stationStatus < quota, !seasonalOutlets.isEmpty {
            attempts += 1
            let place = random.pick(seasonalOutlets)
            guard outlets[place].isOpen else {
                if attempts > 64 { return }
                continue
            }
            // Where all are suspended already, another short break follows the one planned last.
            let begin = max(moment(of: day), outlets[place].suspendedUntil + Timeline.minute)
            guard begin < timeline.start(of: day + 1) || attempts > 64 else { continue }
            let isLong = attempts <= 8 && random.chance(1, in: 2)
            let length =
                isLong ? Int64(random.within(1...3)) * Timeline.day : 30 * Timeline.minute
            outlets[place].suspendedUntil = begin + length
            let id = outlets[place].id
            status(.suspended(id, "非集市日(synthetic)"), of: place, at: begin)
            status(.resumed(id), of: place, at: begin + length)
        }
    }

    private mutating func status(_ fact: Fact, of place: Int, at instant: Int64) {
        tallies.stationStatus += 1
        let county = counties[outlets[place].county]
        note(fact, by: county.office, at: instant, actor: county.clerk, role: "countyOffice")
    }

    private mutating func open(_ place: Int, _ day: Int) {
        outlets[place].isOpen = true
        outlets[place].operators += 1
        openOutlets.append(place)
        let outlet = outlets[place]
        if outlet.site.village == nil { townships[outlet.site.township].station = place }
        let hosts = ["邮政", "供销社", "合作社", "万村千乡"]
        let fact = Fact.opened(
            outlet.id,
            level: outlet.site.village == nil ? .townshipStation : .villagePoint,
            region: outlet.region,
            operatedBy: operatorName(of: outlet),
            host: random.pick(hosts),
            built: random.chance(1, in: 3) ? .new : .refit,
            funding: counties[outlet.county].isNational ? .central : .municipal
        )
        status(fact, of: place, at: moment(of: day, from: 8, to: 10))
    }

    private func operatorName(of outlet: Outlet) -> String {
        "示例经营者\(outlet.id)-\(outlet.operators)(synthetic)"
    }

    private mutating func handOver(_ place: Int, _ day: Int) {
        outlets[place].operators += 1
        let name = operatorName(of: outlets[place])
        status(.operatorChanged(outlets[place].id, to: name), of: place, at: moment(of: day))
    }

    /// What an outlet's conduct brings on its day of drift, beyond what shows month by month.
    private mutating func drift(_ place: Int, _ day: Int) {
        let id = outlets[place].id
        switch outlets[place].site.conduct {
        case .leaving:
            status(.exitRequested(id, "经营者申请退出(synthetic)"), of: place, at: moment(of: day))
            if random.chance(2, in: 3) { outlets[place].nextStepOn = day + random.within(20...60) }
        case .contested:
            if random.chance(1, in: 4) {
                status(.breach(id, "虚报交易(synthetic)"), of: place, at: moment(of: day))
            }
        case .silent, .failing, .sloppy:
            if random.chance(1, in: 3) {
                outlets[place].nextStepOn = day + random.within(200...320)
            }
        case .steady, .seasonal, .scripted: break
        }
    }

    private mutating func close(_ place: Int, _ day: Int) {
        let id = outlets[place].id
        let at = moment(of: day)
        let reason: ClosureReason
        switch outlets[place].site.conduct {
        case .failing: reason = .performance
        case .silent, .sloppy: reason = .reporting
        default: reason = .voluntary
        }
        if reason == .voluntary {
            status(.terminated(id, by: .operator), of: place, at: at)
            status(.closed(id, reason), of: place, at: at + Timeline.hour)
        } else {
            let rule = reason == .performance ? "R-EXIT-03" : "R-EXIT-04"
            status(.decision(id, rule: rule, .terminate), of: place, at: at)
            status(.terminated(id, by: .authority, rule: rule), of: place, at: at + Timeline.hour)
            status(.closed(id, reason, rule: rule), of: place, at: at + 2 * Timeline.hour)
        }
        outlets[place].isOpen = false
        outlets[place].targetMonth = nil
        outlets[place].nextStepOn =
            random.chance(2, in: 5) ? day + random.within(60...150) : .max
        openOutlets.removeAll { $0 == place }
        if outlets[place].site.village == nil {
            townships[outlets[place].site.township].station = nil
        }
    }
}
