/// The grounds of one station at the end of a day.
struct OracleJudge {
    let station: String
    let life: OracleLife
    let day: Int
    let rules: OracleRules
    let twist: OracleTwist?
    /// Everything up to the day, in order (instant, position).
    let events: [OracleEvent]
    /// Of the station.
    let own: [OracleEvent]

    init(
        _ station: String,
        _ life: OracleLife,
        _ events: [OracleEvent],
        _ day: Int,
        _ rules: OracleRules,
        _ twist: OracleTwist?
    ) {
        self.station = station
        self.life = life
        self.day = day
        self.rules = rules
        self.twist = twist
        self.events = events
        own = events.filter { $0["station"] == station }
    }

    func grounds() -> [OracleGround] {
        let (a, b) = (reporting(), inspections())
        return [voluntary(), dishonesty(), performance(), a, b]
            + ["both", "either"].map { combined(a, b, $0) } + complaints()
    }

    /// From the opening day or the change of operator on, the day included.
    var startDay: Int { twist == .operatorDayExcluded ? life.startDay + 1 : life.startDay }

    /// Whether an event is of the newest life and not before the day of a change of operator.
    func isSinceStart(_ event: OracleEvent) -> Bool {
        event.day >= startDay && OracleEvent.precedes(life.opening, event)
    }

    private func sinceStart(_ type: String) -> [OracleEvent] {
        own.filter { $0.type == type && isSinceStart($0) }
    }

    // MARK: - R-EXIT-01 and -02

    private func voluntary() -> OracleGround {
        var ground = OracleGround(rule: "R-EXIT-01", status: "clear")
        let requests = sinceStart("station.exitRequested")
        let terminations = sinceStart("station.agreementTerminated")
        let byOperator = terminations.filter {
            $0["initiator"] == "operator" || twist == .authorityTerminationIsVoluntary
        }
        if let first = byOperator.first {
            ground.status = "established"
            ground.establishedOn = first.day
            ground.evidence = byOperator.map(\.name)
        } else if terminations.isEmpty, !requests.isEmpty {
            ground.status = "pending"
            ground.evidence = requests.map(\.name)
        }
        return ground
    }

    private func dishonesty() -> OracleGround {
        var ground = OracleGround(rule: "R-EXIT-02", status: "clear")
        let breaches = sinceStart("station.integrityBreachConfirmed")
        if let first = breaches.first {
            ground.status = "established"
            ground.establishedOn = first.day
            ground.evidence = breaches.map(\.name)
        }
        return ground
    }

    // MARK: - Months

    /// Months wholly between the start and the day, oldest first, those with a suspended day left out.
    private func countableMonths() -> [Int] {
        var months: [Int] = []
        var month = OracleCalendar.month(ofDay: life.startDay)
        let isFirst = OracleCalendar.firstDay(ofMonth: month) == life.startDay
        if !isFirst || twist == .firstOfMonthLeftOut { month += 1 }
        while OracleCalendar.lastDay(ofMonth: month) <= day {
            let days =
                OracleCalendar.firstDay(ofMonth: month)...OracleCalendar.lastDay(ofMonth: month)
            if twist == .pausedMonthCounts || !days.contains(where: life.isSuspended(on:)) {
                months.append(month)
            }
            month += 1
        }
        return months
    }

    private func performance() -> OracleGround {
        var targets: [String: OracleEvent] = [:]
        var values: [String: OracleEvent] = [:]
        for event in own {
            let key = event["month"] + " " + event["metric"]
            if event.type == "station.targetSet" { targets[key] = event }
            if event.type == "station.performanceRecorded" {
                if twist == .firstPerformanceHolds, values[key] != nil { continue }
                values[key] = event
            }
        }
        var judged: [(month: Int, failures: [OracleEvent])] = []
        var unknown: [Int] = []
        for month in countableMonths() {
            var failures: [OracleEvent] = []
            var hasMet = false
            for metric in ["orders", "amountFen", "parcels"] {
                let key = OracleCalendar.text(ofMonth: month) + " " + metric
                guard let target = targets[key], let value = values[key] else { continue }
                if value.amount("value") < target.amount("target") {
                    failures.append(value)
                } else {
                    hasMet = true
                }
            }
            if failures.isEmpty, !hasMet {
                unknown.append(month)
                if twist == .unknownFails { judged.append((month, own.suffix(1))) }
            } else {
                judged.append((month, failures.sorted(by: OracleEvent.precedes)))
            }
        }
        let run = Array(judged.reversed().prefix { !$0.failures.isEmpty }.reversed())
        let threshold = rules.number("R-EXIT-03", "months")
        var ground = OracleGround.counted(
            "R-EXIT-03",
            run: run.count,
            threshold: threshold,
            establishedOn: run.count >= threshold
                ? OracleCalendar.lastDay(ofMonth: run[threshold - 1].month) : nil,
            evidence: run.flatMap { $0.failures.map(\.name) }
        )
        ground.unknownMonths = unknown
        return ground
    }

    // MARK: - R-EXIT-04

    private func dueDay(of month: Int) -> Int {
        let length = OracleCalendar.length(ofMonth: month + 1)
        let number = min(rules.number("R-EXIT-04", "dueDay"), length)
        return OracleCalendar.firstDay(ofMonth: month + 1) + number - 1
    }

    private func reporting() -> OracleGround {
        let reported = Set(
            own.filter { event in
                guard event.type == "station.reportSubmitted" else { return false }
                let due = dueDay(of: OracleCalendar.month(event["month"]))
                return twist != .lateReportCuresNothing || event.day <= due
            }.map { $0["month"] }
        )
        let due = countableMonths().filter {
            twist == .missingOnTheDueDay ? day >= dueDay(of: $0) : day > dueDay(of: $0)
        }
        let run = Array(
            due.reversed().prefix { !reported.contains(OracleCalendar.text(ofMonth: $0)) }
                .reversed()
        )
        let threshold = rules.number("R-EXIT-04", "months")
        var ground = OracleGround.counted(
            "R-EXIT-04",
            run: run.count,
            threshold: threshold,
            establishedOn: run.count >= threshold ? dueDay(of: run[threshold - 1]) + 1 : nil,
            evidence: run.map { "missing:" + OracleCalendar.text(ofMonth: $0) }
        )
        ground.ground = "A"
        return ground
    }

    private func inspections() -> OracleGround {
        let all = sinceStart("station.inspected")
        let run = Array(all.reversed().prefix { !$0.flag("ledgerCompliant") }.reversed())
        let threshold = rules.number("R-EXIT-04", "inspections")
        var ground = OracleGround.counted(
            "R-EXIT-04",
            run: run.count,
            threshold: threshold,
            establishedOn: run.count >= threshold ? run[threshold - 1].day : nil,
            evidence: run.map(\.name)
        )
        ground.ground = "B"
        return ground
    }

    private func combined(
        _ a: OracleGround,
        _ b: OracleGround,
        _ reading: String
    ) -> OracleGround {
        var ground = OracleGround(rule: "R-EXIT-04", status: "clear")
        ground.reading = reading
        let days = [a, b].compactMap(\.establishedOn).sorted()
        if days.count == 2 || (days.count == 1 && reading == "either") {
            ground.status = "established"
            ground.establishedOn = reading == "either" ? days.first : days.last
        } else if (a.run ?? 0) >= 1 || (b.run ?? 0) >= 1 {
            ground.status = "watch"
        }
        ground.evidence = a.evidence + b.evidence
        return ground
    }
}
