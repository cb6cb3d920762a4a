import EventModel
import Programme
import Projections

/// All stations as a cut of the log sees them, ready to be judged on any day.
struct ExitBoard {
    let index: ExitsIndex
    let cut: Cut
    let day: BusinessDate
    /// The parameter sets that the rows are held against.
    let rules: ProgrammeRules
    private let limits: ExitLimits
    let names: any NameLookup
    let complaints: Complaints
    /// The lives of each station of the index's ``ExitsIndex/stationsByName`` at the end of ``day``.
    let lives: [StationLives]

    private static let complaintRule = "R-EXIT-05"

    /// Looks at the facts that a cut sees, under the rules in force on the day unless others are given.
    init(
        _ index: ExitsIndex,
        seenBy cut: Cut,
        on day: BusinessDate,
        names: some NameLookup,
        under fixed: ProgrammeRules? = nil
    ) {
        self.index = index
        self.cut = cut
        self.day = day
        self.names = names
        rules = fixed ?? index.rules.rules(on: day, seenBy: cut, names: names)
        limits = ExitLimits(rules)
        complaints = Complaints(index.complaints, seenBy: cut)
        lives = index.stationsByName.map {
            Self.lives(of: $0, in: index, seenBy: cut, through: day)
        }
    }

    private static func lives(
        of station: UInt32,
        in index: ExitsIndex,
        seenBy cut: Cut,
        through day: BusinessDate,
        ignoringClosingsAfter bound: FactStamp? = nil
    ) -> StationLives {
        let last = day.lastInstant.millisecondsSince1970
        return StationLives(
            index.stations.facts(of: station, through: last, seenBy: cut),
            through: day,
            ignoringClosingsAfter: bound
        )
    }

    /// The rows, sorted by station, region, rule, ground, reading and person.
    func rows(_ options: ExitsProjection.Options) -> [AnswerRow] {
        var rows: [AnswerRow] = []
        for (place, station) in index.stationsByName.enumerated() {
            let includesClosed = options.includeClosed
            guard let judged = judgedCase(station, lives[place], includeClosed: includesClosed)
            else { continue }
            // The stations come in order of their names, which differ.
            rows += stationRows(judged, options)
        }
        return rows
    }

    private func stationRows(
        _ judged: StationCase,
        _ options: ExitsProjection.Options
    ) -> [AnswerRow] {
        let shown = grounds(judged, includesClear: options.includeAll)
        guard !shown.isEmpty else { return [] }
        let name = names.name(at: judged.station)
        let region = names.name(at: judged.life.region)
        var keyed: [(keys: [String?], row: AnswerRow)] = []
        for ground in shown {
            let person = ground.person.map { names.name(at: $0) }
            let row = row(ground, station: name, region: region, person: person)
            keyed.append(([ground.rule, ground.ground, ground.reading, person], row))
        }
        return keyed.sorted { RowOrder.precedes($0.keys, $1.keys) }.map(\.row)
    }

    /// The case of a station that is judged on the day; `nil` if it is not.
    func judgedCase(
        _ station: UInt32,
        _ lives: StationLives,
        includeClosed: Bool
    ) -> StationCase? {
        guard var life = lives.newest else { return nil }
        var seenDay = day
        if let closing = life.closing {
            seenDay = closing.day.advanced(byDays: -1)
            guard includeClosed, life.opening.day <= seenDay,
                let earlier = Self.lives(of: station, in: index, seenBy: cut, through: seenDay)
                    .newest
            else { return nil }
            life = earlier
        }
        guard life.level.isJudgedForExit else { return nil }
        return stationCase(station, life: life, on: seenDay)
    }

    /// The case of a station on an earlier day as if it were not closed; `nil` if there is no life or its
    /// level is not judged.
    func caseIgnoringClosing(_ station: UInt32, on day: BusinessDate) -> StationCase? {
        let seen = Self.lives(of: station, in: index, seenBy: cut, through: day).newest
        guard let seen else { return nil }
        let lives = Self.lives(
            of: station,
            in: index,
            seenBy: cut,
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
            index: index,
            cut: cut,
            complaints: complaints
        )
    }

    /// What the rules say, without the grounds that are clear unless those are wanted.
    func grounds(_ judged: StationCase, includesClear: Bool) -> [ExitGround] {
        var grounds: [ExitGround] = []
        func add(_ ground: ExitGround) {
            if includesClear || ground.status != .clear { grounds.append(ground) }
        }
        add(ConductGrounds.voluntary(judged))
        add(ConductGrounds.dishonesty(judged))
        let performance = PerformanceGround(
            station: judged,
            threshold: limits.missedMonths,
            describesClear: includesClear
        )
        add(performance.ground)
        ReportingGround(station: judged, limits: limits)
            .forEachGround(includesClear: includesClear, add)
        complaintGround(judged, limits, without: nil).grounds(describesClear: includesClear)
            .forEach(add)
        return grounds
    }

    /// Whether a rule had an established ground, judged without one decision's effect.
    func isEstablished(
        _ rule: String,
        _ judged: StationCase,
        limits: ExitLimits,
        without position: UInt64
    ) -> Bool {
        let ground: ExitGround? =
            switch rule {
            case "R-EXIT-01": ConductGrounds.voluntary(judged)
            case "R-EXIT-02": ConductGrounds.dishonesty(judged)
            case "R-EXIT-03":
                PerformanceGround(station: judged, threshold: limits.missedMonths).ground
            case "R-EXIT-04": ReportingGround(station: judged, limits: limits).either
            case "R-EXIT-05": complaintGround(judged, limits, without: position).filed
            default: nil
            }
        return ground?.status == .established
    }

    private func complaintGround(
        _ judged: StationCase,
        _ limits: ExitLimits,
        without position: UInt64?
    ) -> ComplaintGround {
        let days = judged.conduct.compactMap { fact -> BusinessDate? in
            guard case .decisionTaken(let rule, _) = fact.kind, fact.stamp.position != position,
                names.name(at: rule) == Self.complaintRule
            else { return nil }
            return fact.stamp.day
        }
        return ComplaintGround(
            station: judged,
            threshold: limits.complaints,
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
