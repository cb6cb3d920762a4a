import EventModel
import Programme

/// All stations with their facts in order, ready to be judged on any day.
struct ExitBoard {
    let day: BusinessDate
    /// The parameter sets in force on ``day``.
    let rules: ProgrammeRules
    let names: any NameLookup
    /// Lives of every station that has any fact about its life, by station.
    let stations: GroupedFacts<StationFact>
    let supervision: GroupedFacts<SupervisionFact>
    let complaints: Complaints

    private static let complaintRule = "R-EXIT-05"

    /// Orders the facts of the projection.
    init(_ state: ExitsProjection, on day: BusinessDate, names: some NameLookup) {
        self.day = day
        self.names = names
        rules = state.rules.rules(on: day, names: names)
        stations = GroupedFacts(state.stations)
        supervision = GroupedFacts(state.supervision)
        complaints = Complaints(filings: state.filings, outcomes: state.complaintFacts)
    }

    /// The rows, sorted by station, region, rule, ground, reading and person.
    func rows(_ options: ExitsProjection.Options) -> [AnswerRow] {
        var keyed: [(keys: [String?], row: AnswerRow)] = []
        for station in stations.subjects {
            guard let judged = judgedCase(station, includeClosed: options.includeClosed) else {
                continue
            }
            let name = names.name(at: station)
            let region = names.name(at: judged.life.region)
            for ground in grounds(judged) where options.includeAll || ground.status != .clear {
                let person = ground.person.map { names.name(at: $0) }
                let row = row(ground, station: name, region: region, person: person)
                let keys = [name, region, ground.rule, ground.ground, ground.reading, person]
                keyed.append((keys, row))
            }
        }
        return keyed.sorted { RowOrder.precedes($0.keys, $1.keys) }.map(\.row)
    }

    /// The case of a station that is judged on the day; `nil` if it is not.
    private func judgedCase(_ station: UInt32, includeClosed: Bool) -> StationCase? {
        let lives = StationLives(stations[station], through: day)
        guard var life = lives.newest else { return nil }
        var seenDay = day
        if let closing = life.closing {
            seenDay = closing.day.advanced(byDays: -1)
            guard includeClosed, life.opening.day <= seenDay,
                let earlier = StationLives(stations[station], through: seenDay).newest
            else { return nil }
            life = earlier
        }
        guard life.level.isJudgedForExit else { return nil }
        return stationCase(station, life: life, on: seenDay)
    }

    /// The case of a station on an earlier day as if it were not closed; `nil` if there is no life or its
    /// level is not judged.
    func caseIgnoringClosing(_ station: UInt32, on day: BusinessDate) -> StationCase? {
        guard let seen = StationLives(stations[station], through: day).newest else { return nil }
        let lives = StationLives(
            stations[station],
            through: day,
            ignoringClosingsAfter: seen.opening
        )
        guard let life = lives.newest, life.level.isJudgedForExit else { return nil }
        return stationCase(station, life: life, on: day)
    }

    private func stationCase(
        _ station: UInt32,
        life: StationLife,
        on day: BusinessDate
    ) -> StationCase {
        StationCase(
            station: station,
            life: life,
            day: day,
            supervision: supervision[station],
            complaints: complaints
        )
    }

    private func grounds(_ judged: StationCase) -> [ExitGround] {
        let performance = PerformanceGround(
            station: judged,
            threshold: rules["R-EXIT-03"].integer("months")
        )
        let reporting = ReportingGround(station: judged, parameters: rules["R-EXIT-04"])
        let complaint = complaintGround(judged, rules: rules, without: nil)
        return [
            ConductGrounds.voluntary(judged), ConductGrounds.dishonesty(judged),
            performance.ground,
        ] + reporting.grounds + complaint.grounds
    }

    /// Whether a rule had an established ground, judged without one decision's effect.
    func isEstablished(
        _ rule: String,
        _ judged: StationCase,
        rules: ProgrammeRules,
        without position: UInt64
    ) -> Bool {
        let ground: ExitGround? =
            switch rule {
            case "R-EXIT-01": ConductGrounds.voluntary(judged)
            case "R-EXIT-02": ConductGrounds.dishonesty(judged)
            case "R-EXIT-03":
                PerformanceGround(
                    station: judged,
                    threshold: rules[rule].integer("months")
                ).ground
            case "R-EXIT-04": ReportingGround(station: judged, parameters: rules[rule]).either
            case "R-EXIT-05": complaintGround(judged, rules: rules, without: position).filed
            default: nil
            }
        return ground?.status == .established
    }

    private func complaintGround(
        _ judged: StationCase,
        rules: ProgrammeRules,
        without position: UInt64?
    ) -> ComplaintGround {
        let days = judged.visible.compactMap { fact -> BusinessDate? in
            guard case .decisionTaken(let rule, _) = fact.kind, fact.stamp.position != position,
                names.name(at: rule) == Self.complaintRule
            else { return nil }
            return fact.stamp.day
        }
        return ComplaintGround(
            station: judged,
            threshold: rules[Self.complaintRule].integer("count"),
            decisionDays: days
        )
    }

    private func row(
        _ ground: ExitGround,
        station: String,
        region: String,
        person: String?
    ) -> AnswerRow {
        var members = [
            AnswerMember("station", .text(station)), AnswerMember("region", .text(region)),
            AnswerMember("rule", .text(ground.rule)),
        ]
        func add(_ name: String, _ value: AnswerValue?) {
            if let value { members.append(AnswerMember(name, value)) }
        }
        add("ground", ground.ground.map { .text($0) })
        add("reading", ground.reading.map { .text($0) })
        add("person", person.map { .text($0) })
        add("status", .text(ground.status.rawValue))
        if let run = ground.run, let threshold = ground.threshold {
            add("run", .integer(run))
            add("threshold", .integer(threshold))
            add("toThreshold", .integer(max(0, threshold - run)))
        }
        add("establishedOn", ground.establishedOn.map { .text($0.description) })
        if !ground.unknownMonths.isEmpty {
            add("unknownMonths", .texts(ground.unknownMonths.map(\.description)))
        }
        add("evidence", .evidence(ground.evidence))
        return AnswerRow(members: members)
    }
}
