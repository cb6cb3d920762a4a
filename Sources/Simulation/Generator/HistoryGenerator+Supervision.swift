import EventModel
import Programme

extension HistoryGenerator {
    /// On the first of a month: closes the month before and sets the new month's targets.
    mutating func planMonth(_ month: BusinessMonth, _ day: Int) {
        let before = month.advanced(byMonths: -1)
        for place in openOutlets where outlets[place].site.conduct != .scripted {
            if outlets[place].targetMonth == before { planResult(of: before, place, day) }
            // An outlet reports on the months in which it was open from the first day on.
            planReport(on: before, place, day)
            setTarget(for: month, place, day)
        }
    }

    private mutating func setTarget(for month: BusinessMonth, _ place: Int, _ day: Int) {
        // A target is now and then forgotten: that month is unknown.
        guard !random.chance(1, in: 60) else { return }
        let target = outlets[place].usualTarget * Int64(random.within(80...120)) / 100
        outlets[place].targetMonth = month
        outlets[place].target = target
        let county = counties[outlets[place].county]
        note(
            .target(outlets[place].id, month, outlets[place].metric, target),
            by: county.office,
            at: moment(of: day, to: 12),
            actor: county.clerk,
            role: "countyOffice"
        )
        tallies.monthly += 1
    }

    private mutating func planResult(of month: BusinessMonth, _ place: Int, _ day: Int) {
        guard !random.chance(1, in: 80) else { return }
        let isMissed =
            shows(.failing, place, day) || random.chance(options.slips.missedTarget, in: 10_000)
        let percent = isMissed ? random.within(35...99) : random.within(100...160)
        let value = outlets[place].target * Int64(percent) / 100
        note(
            .performance(outlets[place].id, month, outlets[place].metric, value),
            by: outlets[place].source,
            at: moment(of: day + random.below(5))
        )
        tallies.monthly += 1
    }

    private mutating func planReport(on month: BusinessMonth, _ place: Int, _ day: Int) {
        let isSilent = shows(.silent, place, day)
        var dueIn = 1 + random.below(8)
        if random.chance(isSilent ? 1_500 : options.slips.lateReport, in: 10_000) {
            dueIn = random.within(11...45)
        } else if random.chance(isSilent ? 8_500 : options.slips.missingReport, in: 10_000) {
            return
        }
        note(
            .report(outlets[place].id, month),
            by: outlets[place].source,
            at: moment(of: day + dueIn)
        )
        tallies.monthly += 1
    }

    /// Records audited figures of the month before until the family has its share.
    mutating func planProgress(_ day: Int, until quota: Int) {
        let date = timeline.date(of: day)
        var scriptedCount = 0
        while tallies.monthly < quota, scriptedCount < 100, let place = anyOutlet() {
            guard outlets[place].site.conduct != .scripted else {
                scriptedCount += 1
                continue
            }
            let outlet = outlets[place]
            // Targets lie between 80 and 120 % of the usual one.
            let value = outlet.usualTarget * (shows(.failing, place, day) ? 7 : 13) / 10
            note(
                .performance(
                    outlet.id,
                    date.businessMonth.advanced(byMonths: -1),
                    outlet.metric,
                    value
                ),
                by: outlet.source,
                at: moment(of: day)
            )
            tallies.monthly += 1
        }
    }

    /// Inspects outlets until the family has its share.
    mutating func planInspections(_ day: Int, until quota: Int) {
        while tallies.inspections < quota, let place = anyOutlet() {
            tallies.inspections += 1
            guard outlets[place].site.conduct != .scripted else { continue }
            let county = counties[outlets[place].county]
            let isCompliant = !random.chance(
                shows(.sloppy, place, day) ? 6_500 : options.slips.badInspection,
                in: 10_000
            )
            let fact = Fact.inspected(
                outlets[place].id,
                compliant: isCompliant,
                inspector: "示例巡查员\(1 + random.below(4))(synthetic)"
            )
            note(
                fact,
                by: county.office,
                at: moment(of: day),
                actor: county.clerk,
                role: "inspector"
            )
        }
    }

    /// Files complaints, with their outcomes, until the family has its share.
    mutating func planComplaints(_ day: Int, until quota: Int) {
        while tallies.complaints < quota, !counties.isEmpty {
            // Two in five go to the county's centre, which the exit rules do not judge.
            var county = random.below(counties.count)
            var station = nodes[counties[county].hub].id
            var isContested = false
            if !random.chance(2, in: 5), let place = complainedOutlet(day) {
                county = outlets[place].county
                station = outlets[place].id
                isContested = shows(.contested, place, day)
            }
            fileComplaint(station, counties[county], day, isContested)
        }
    }

    /// Three tries for an outlet that draws complaints, then any.
    private mutating func complainedOutlet(_ day: Int) -> Int? {
        var place: Int?
        for _ in 0..<4 {
            guard let tried = anyOutlet() else { return nil }
            guard outlets[tried].site.conduct != .scripted else { continue }
            place = tried
            if shows(.contested, tried, day) { break }
        }
        return place
    }

    private mutating func fileComplaint(
        _ station: String,
        _ county: CountyPlace,
        _ day: Int,
        _ isContested: Bool
    ) {
        tallies.complaintNumber += 1
        let id = "SYN-TS\(tallies.complaintNumber)"
        let fact = Fact.filed(
            id,
            station: station,
            person: random.chance(2, in: 3) ? "\(station)-p\(1 + random.below(3))" : nil,
            channel: random.pick(["热线", "窗口", "微信"]),
            category: random.pick(["服务态度", "价格", "丢件", "质量"])
        )
        let at = moment(of: day)
        note(fact, by: county.office, at: at, actor: county.clerk, role: "countyOffice")
        tallies.complaints += 1
        let later = at + Int64(random.within(3...30)) * Timeline.day
        var outcome: Fact
        switch random.below(20) {
        case 0..<(isContested ? 14 : 7): outcome = .upheld(id)
        case 14..<18: outcome = .dismissed(id)
        case 18 where recent.complaint(at: station) != nil:
            outcome = .merged(id, into: recent.complaint(at: station) ?? id)
        default: outcome = .resolved(id)
        }
        note(outcome, by: county.office, at: later, actor: county.clerk, role: "countyOffice")
        tallies.complaints += 1
        recent.remember(complaint: id, at: station)
    }
}
