/// Grounds for a station's exit, and what is wrong with the record about it.
struct OracleExits {
    private let cut: OracleCut

    private static let stationTypes = [
        "station.suspended", "station.resumed", "station.closed", "station.operatorChanged",
        "station.exitRequested", "station.agreementTerminated", "station.targetSet",
        "station.performanceRecorded", "station.reportSubmitted", "station.inspected",
        "station.integrityBreachConfirmed", "exit.decisionTaken", "complaint.filed",
    ]

    init(_ cut: OracleCut) { self.cut = cut }

    func rows(all: Bool, closed: Bool) -> [OracleRow] {
        let opened = Set(cut.events("station.opened").map { $0["station"] })
        var rows: [OracleRow] = []
        for station in opened {
            var events = cut.events
            var day = cut.day
            guard var life = Self.history(of: station, events, cut.twist).lives.last else {
                continue
            }
            if let closedDay = life.closedDay {
                // As at the end of the day before; a life of one day has none.
                guard closed, closedDay > life.opening.day else { continue }
                day = cut.twist == .closedShownOnTheirLastDay ? closedDay : closedDay - 1
                events = events.filter { $0.day <= day }
                let earlier = Self.history(of: station, events, cut.twist).lives.last
                guard let earlier else { continue }
                life = earlier
            }
            guard Self.isJudged(life) else { continue }
            let judge = OracleJudge(station, life, events, day, cut.rules, cut.twist)
            for ground in judge.grounds() where all || ground.status != "clear" {
                rows.append(ground.row(station: station, region: life.region))
            }
        }
        return rows
    }

    private static func isJudged(_ life: OracleLife) -> Bool {
        ["townshipStation", "villagePoint"].contains(life.level)
    }

    private static func history(
        of station: String,
        _ events: [OracleEvent],
        _ twist: OracleTwist?
    ) -> OracleStation {
        OracleStation(
            events.filter { $0.type.hasPrefix("station.") && $0["station"] == station },
            twist: twist
        )
    }

    // MARK: - Findings

    func findings() -> [OracleFinding] {
        var findings: [OracleFinding] = []
        let opened = Set(cut.events("station.opened").map { $0["station"] })
        let filed = Set(cut.events("complaint.filed").map { $0["complaint"] })
        var seen: Set<String> = []
        func add(_ finding: String, _ event: OracleEvent) {
            findings.append(OracleFinding(finding: finding, event: event.name))
        }
        for event in cut.events {
            if Self.stationTypes.contains(event.type), !opened.contains(event["station"]) {
                add("unknownReference", event)
            }
            switch event.type {
            case "complaint.filed":
                if !seen.insert(event["complaint"]).inserted { add("alreadyExists", event) }
            case "complaint.upheld", "complaint.dismissed", "complaint.resolved",
                "complaint.merged":
                let isKnown =
                    filed.contains(event["complaint"])
                    && (event.type != "complaint.merged" || filed.contains(event["into"]))
                if !isKnown { add("unknownReference", event) }
            case "exit.decisionTaken":
                if event["decision"] == "terminate", !hasGround(event) {
                    add("decisionWithoutGround", event)
                }
            default: break
            }
        }
        for station in opened {
            for event in Self.history(of: station, cut.events, cut.twist).repeatedOpenings {
                add("alreadyExists", event)
            }
        }
        return findings
    }

    /// Whether the decision's rule has an established ground at the end of its day, without it.
    private func hasGround(_ decision: OracleEvent) -> Bool {
        let station = decision["station"]
        let isWithItself = cut.twist == .decisionJudgedWithItself
        var events = cut.events.filter {
            $0.day <= decision.day && (isWithItself || $0.position != decision.position)
        }
        var lives = Self.history(of: station, events, cut.twist).lives
        if let last = lives.last, last.closedDay != nil {
            if cut.twist == .closedHasNoGround { return false }
            // Judged as if it were not closed: what closed the newest life is left out.
            let opening = events.last { $0.type == "station.opened" && $0["station"] == station }
            guard let opening else { return false }
            events = events.filter {
                $0.type != "station.closed" || $0["station"] != station
                    || OracleEvent.precedes($0, opening)
            }
            lives = Self.history(of: station, events, cut.twist).lives
        }
        guard let life = lives.last, Self.isJudged(life) else { return false }
        // By the rules of that day.
        let rules = OracleRules(cut.standing, on: decision.day)
        let judge = OracleJudge(station, life, events, decision.day, rules, cut.twist)
        return judge.grounds().contains { ground in
            guard ground.rule == decision["rule"], ground.status == "established" else {
                return false
            }
            switch ground.rule {
            case "R-EXIT-04": return ground.reading == "either"
            case "R-EXIT-05": return ground.reading == "filed"
            default: return true
            }
        }
    }
}
