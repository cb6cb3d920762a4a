import EventModel
import Indicators

// What is doubtful about stations, from all events about their supervision.
extension ExceptionAccounts {
    /// The case of a termination whose rule had no established ground at the end of its day.
    func decision(_ claim: Claim) -> Case? {
        guard let decision = claim.events.first, decision.type == "exit.decisionTaken",
            decision.text("decision") == "terminate", decision.name("station") == claim.id,
            let rule = decision.text("rule"), !isEstablished(rule, for: decision)
        else { return nil }
        return Case(
            region: region(of: claim.id),
            detail: [("decided", rule)],
            events: [decision]
        )
    }

    /// Whether a rule's ground stood on the day of a decision, judged without the decision, as if the station were
    /// not closed, under the parameters of that day.
    private func isEstablished(_ rule: String, for decision: StatedEvent) -> Bool {
        let (station, day) = (decision.name("station"), decision.day)
        guard let seen = lives(of: station, through: day).last else { return false }
        let unclosed = lifeEvents(of: station).filter {
            $0.type != "station.closed" || $0.precedes(seen.opening)
        }
        let own = supervision.filter {
            $0.day <= day && $0.position != decision.position && $0.name("station") == station
                && !$0.type.hasPrefix("complaint.")
        }
        guard let life = StatedLife.lives(of: unclosed, through: day).last,
            let judged = JudgedStation(name: station, life: life, day: day, events: own)
        else { return false }
        let rules = StatedRules(supervision, on: day)
        let ground: ExitFinding?
        switch rule {
        case "R-EXIT-01": ground = judged.voluntary
        case "R-EXIT-02": ground = judged.dishonesty
        case "R-EXIT-03": ground = judged.performance(rules)
        case "R-EXIT-04": ground = judged.reporting(rules, ground: nil, reading: "either")
        case "R-EXIT-05":
            ground = StatedComplaints(supervision.filter { $0.day <= day })
                .finding(of: judged, rules, reading: "filed", person: nil)
        default: ground = nil
        }
        return ground?.status == "established"
    }

    /// The case of a ground on which nobody decided for long.
    func openGround(_ claim: Claim) -> Case? {
        guard let rule = claim.stated("ground"),
            let life = lives(of: claim.id, through: scope.day).last, life.closing == nil
        else { return nil }
        var keys: [Answer.Member] = [
            .init("station", .text(claim.id.text)), .init("rule", .text(rule)),
        ]
        let readings = ["R-EXIT-04": "either", "R-EXIT-05": "filed"]
        if let reading = readings[rule] { keys.append(.init("reading", .text(reading))) }
        guard let ground = ground(Answer.Row(members: keys)),
            ground["status"] == .text("established"),
            case .text(let since)? = ground["establishedOn"],
            let established = BusinessDate(parsing: since),
            case .texts(let evidence)? = ground["evidence"]
        else { return nil }
        let limit = rules.integer("days", of: "R-AUD-06")
        let open = Int64(scope.day.daysSince1970) - Int64(established.daysSince1970)
        let isDecided = supervision.contains { event in
            event.type == "exit.decisionTaken" && event.name("station") == claim.id
                && event.text("rule") == rule && event.day >= established
        }
        guard open > limit, !isDecided else { return nil }
        let missing = evidence.filter { $0.hasPrefix("missing:") }.map {
            (name: "missing", value: String($0.dropFirst("missing:".count)))
        }
        let named = Set(evidence.map(ExactName.init))
        return Case(
            region: life.region.text,
            detail: [
                ("ground", rule), ("establishedOn", since), ("daysOpen", "\(open)"),
                ("days", "\(limit)"),
            ] + missing,
            events: [life.opening]
                + supervision.filter { named.contains(ExactName($0.reference.description)) }
        )
    }

    /// The case of a closing after which the station did business.
    func business(_ claim: Claim) -> Case? {
        guard let stated = claim.stated("closedOn") else { return nil }
        let lives = lives(of: claim.id, through: scope.day)
        for (place, life) in lives.enumerated() {
            guard let closing = life.closing, closing.day.description == stated else { continue }
            let next = place + 1 < lives.count ? lives[place + 1].opening.day : nil
            let events = claim.events.filter { event in
                event.position != closing.position
                    && isBusiness(event, of: claim.id, from: closing.day, until: next)
            }
            // Of two closings on one day only the later one can be followed by business.
            guard !events.isEmpty else { continue }
            let reopened = next.map { [(name: "reopenedOn", value: $0.description)] } ?? []
            return Case(
                region: region(of: claim.id),
                detail: [("closedOn", stated)] + reopened + [("count", "\(events.count)")],
                events: [closing] + events
            )
        }
        return nil
    }

    private func isBusiness(
        _ event: StatedEvent,
        of station: ExactName,
        from first: BusinessDate,
        until end: BusinessDate?
    ) -> Bool {
        guard self.station(of: event) == station else { return false }
        func isBefore(_ day: BusinessDate) -> Bool { end.map { day < $0 } ?? true }
        switch event.type {
        case "parcel.scanned", "trade.recorded": return event.day >= first && isBefore(event.day)
        case "station.performanceRecorded" where event.integer("value") <= 0: return false
        case "station.reportSubmitted", "station.performanceRecorded":
            let month = event.month("month")
            return month.firstDay >= first && isBefore(month.lastDay)
        default: return false
        }
    }

    /// The station that an event is of.
    func station(of event: StatedEvent) -> ExactName? {
        (event.type == "parcel.scanned" ? event.text("node") : event.text("station"))
            .map(ExactName.init)
    }
}
