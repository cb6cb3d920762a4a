import EventModel
import Programme

/// Numbers of events planned so far by family; scans are what is left.
struct FamilyTallies: Sendable {
    /// Suspensions, closures, changes of operator and openings.
    var stationStatus = 0
    /// Targets, performance and monthly reports.
    var monthly = 0
    /// Sessions and attendances.
    var training = 0
    /// Payments and what follows them.
    var funds = 0
    /// Complaints and their outcomes.
    var complaints = 0
    /// Inspections.
    var inspections = 0
    /// Order lines and refunds.
    var trade = 0
    /// Number of parcels.
    var parcels: UInt32 = 0
    /// Number of complaints, for their ids.
    var complaintNumber = 0
    /// Number of sessions, for their ids.
    var sessionNumber = 0
    /// Number of orders, for their ids.
    var orderNumber = 0
}

extension HistoryGenerator {
    /// Plans what happens on a day; its events may be recorded on that day or later.
    mutating func plan(day: Int) {
        let goal = goal(at: day)
        planStations(day)
        let date = timeline.date(of: day)
        if date.day == 1 { planMonth(date.businessMonth, day) }
        if date.month == 12, date.day == 20 { planDelisting(date, day) }
        planSuspensions(day, until: quota(options.mix.stationStatus, of: goal))
        planProgress(day, until: quota(options.mix.monthly, of: goal))
        planInspections(day, until: quota(options.mix.inspections, of: goal))
        planComplaints(day, until: quota(options.mix.complaints, of: goal))
        planTraining(day, until: quota(options.mix.training, of: goal))
        planFunds(day, until: quota(options.mix.funds, of: goal))
        planTrade(day, until: quota(options.mix.trade, of: goal))
        while agenda.plannedCount < goal { planParcel(day, limit: goal - agenda.plannedCount) }
    }

    /// Number of events planned by the end of the day: business triples from the first day to the last.
    private func goal(at day: Int) -> Int {
        func weight(_ days: Int) -> Int { days * timeline.dayCount + days * (days - 1) }
        return Int(
            Int128(eventCount) * Int128(weight(day + 1)) / Int128(weight(timeline.dayCount))
        )
    }

    private func quota(_ share: Int, of goal: Int) -> Int { goal / 100 * share / 100 }

    /// A moment of the day within working hours, in whole seconds.
    mutating func moment(of day: Int, from first: Int = 9, to last: Int = 19) -> Int64 {
        timeline.start(of: day) + Int64(random.within(first * 3_600...last * 3_600 - 1)) * 1_000
    }

    /// Plans that an office records the fact: within hours, or weeks late.
    mutating func note(
        _ fact: Fact,
        by source: Int,
        at occurredAt: Int64,
        actor: String? = nil,
        role: String? = nil,
        evidence: SHA256Digest? = nil,
        onTime: Bool = false
    ) {
        var delay = Int64(random.within(30_000...14_400_000))
        if !onTime, random.chance(options.lateShare, in: 1_000) { delay += lateness() }
        let planned = PlannedFact(
            fact: fact,
            source: source,
            occurredAt: occurredAt,
            actor: actor,
            role: role,
            evidence: evidence
        )
        agenda.add(planned, recordedAt: occurredAt + delay)
    }

    /// From one to 36 days, mostly few.
    mutating func lateness() -> Int64 {
        Int64(1 + random.skewed(below: 36)) * Timeline.day
    }

    /// An open outlet, early ones more often; `nil` if none is open.
    mutating func someOutlet() -> Int? {
        openOutlets.isEmpty ? nil : openOutlets[random.skewed(below: openOutlets.count)]
    }

    /// Any open outlet alike; `nil` if none is open.
    mutating func anyOutlet() -> Int? {
        openOutlets.isEmpty ? nil : openOutlets[random.below(openOutlets.count)]
    }

    /// Whether the outlet shows the conduct on that day.
    func shows(_ conduct: Conduct, _ outlet: Int, _ day: Int) -> Bool {
        outlets[outlet].site.conduct == conduct && day >= outlets[outlet].driftsOn
    }

    private mutating func planDelisting(_ date: BusinessDate, _ day: Int) {
        var staying: [String] = []
        for village in poorVillages {
            guard random.chance(2, in: 5) else {
                staying.append(village)
                continue
            }
            let fact = Fact.povertyStatus(
                .delisted,
                of: village,
                list: "\(date.year)-synthetic",
                validFrom: date
            )
            note(fact, by: cityOffice, at: moment(of: day), role: "cityOffice")
        }
        poorVillages = staying
    }
}
