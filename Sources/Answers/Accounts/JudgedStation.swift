import EventModel
import Programme

/// A station at the end of the day on which it is judged, with its events up to then.
struct JudgedStation {
    let name: ExactName
    let life: StatedLife
    let day: BusinessDate
    /// All events of the station up to the day, in order.
    let events: [StatedEvent]

    /// `nil` for a station of a level that the rules do not judge.
    init?(name: ExactName, life: StatedLife, day: BusinessDate, events: [StatedEvent]) {
        guard ["townshipStation", "villagePoint"].contains(life.level) else { return nil }
        self.name = name
        self.life = life
        self.day = day
        self.events = events.filter { $0.day <= day }
    }

    /// Events of some types under the present operator.
    private func conduct(_ types: String...) -> [StatedEvent] {
        events.filter { types.contains($0.type) && life.holds($0) }
    }

    /// The events that make up the life.
    var lifeTerm: FigureAccount.Term {
        FigureAccount.Term(
            ExitFinding.term("life"),
            unit: .none,
            members: ExitFinding.members + ["region"],
            items: [
                FigureAccount.Item(
                    key: name.text,
                    status: life.isSuspended ? "suspended" : "open",
                    counts: false,
                    entries: life.events.filter { $0.type != "station.closed" }
                        .map { .init($0, StatedLife.role(of: $0), detail: $0.text("operator")) }
                )
            ]
        )
    }

    /// R-EXIT-01: a request is pending until the agreement ends; the operator's termination establishes it.
    var voluntary: ExitFinding {
        let found = conduct("station.exitRequested", "station.agreementTerminated")
        let requests = found.filter { $0.type == "station.exitRequested" }
        let terminations = found.filter { $0.type == "station.agreementTerminated" }
        let own = terminations.filter { $0.text("initiator") == "operator" }
        let evidence = !own.isEmpty ? own : terminations.isEmpty ? requests : []
        let status = !own.isEmpty ? "established" : evidence.isEmpty ? "clear" : "pending"
        return ExitFinding(
            status: status,
            establishedOn: own.first?.day,
            evidence: evidence.map(\.reference.description),
            formula: Phrase(
                zh: "站点一方解除协议则成立;有申请而协议未解除为待定",
                en:
                    "established by the operator's termination; pending on a request without termination"
            ),
            terms: [
                conductTerm(
                    "requests",
                    found,
                    role: { $0.type == "station.exitRequested" ? "request" : "termination" },
                    counting: evidence
                )
            ]
        )
    }

    /// R-EXIT-02: one confirmed breach establishes it.
    var dishonesty: ExitFinding {
        let breaches = conduct("station.integrityBreachConfirmed")
        return ExitFinding(
            status: breaches.isEmpty ? "clear" : "established",
            establishedOn: breaches.first?.day,
            evidence: breaches.map(\.reference.description),
            formula: Phrase(zh: "认定一次即成立", en: "established by one confirmed breach"),
            terms: [conductTerm("breaches", breaches, role: { _ in "breach" }, counting: breaches)]
        )
    }

    private func conductTerm(
        _ name: String,
        _ events: [StatedEvent],
        role: (StatedEvent) -> String,
        counting evidence: [StatedEvent]
    ) -> FigureAccount.Term {
        FigureAccount.Term(
            ExitFinding.term(name),
            unit: .events,
            members: ExitFinding.members,
            listsEvidence: true,
            items: events.map { event in
                let counts = evidence.contains { $0 === event }
                return FigureAccount.Item(
                    key: event.reference.description,
                    status: counts ? "counts" : "doesNotCount",
                    counts: counts,
                    entries: [.init(event, role(event), detail: event.text("initiator"))]
                )
            }
        )
    }

    // MARK: - R-EXIT-03

    /// What became of a month's targets.
    private struct Month {
        let month: BusinessMonth
        let status: String
        let failures: [StatedEvent]
        let entries: [FigureAccount.Entry]
    }

    /// R-EXIT-03: months in a row in which a target was not reached.
    func performance(_ rules: StatedRules) -> ExitFinding {
        let threshold = rules.integer("months", of: "R-EXIT-03")
        var last = day.businessMonth
        if last.lastDay > day { last = last.advanced(byMonths: -1) }
        let months = self.months(through: last).map(performance)
        // The row ends with the newest month that was judged; one that was met ends it.
        let sinceMet = months.lastIndex { $0.status == "met" }.map { $0 + 1 } ?? 0
        let run = months[sinceMet...].filter { $0.status == "failed" }
        let count = Int64(run.count)
        return ExitFinding(
            status: ExitFinding.status(run: count, threshold: threshold),
            run: count,
            threshold: threshold,
            establishedOn: count >= threshold ? run[Int(threshold) - 1].month.lastDay : nil,
            unknownMonths: months.filter { $0.status == "unknown" }.map(\.month),
            evidence: run.flatMap(\.failures).map(\.reference.description),
            formula: ExitFinding.formula(threshold: threshold),
            terms: [
                FigureAccount.Term(
                    ExitFinding.term("months"),
                    unit: .months,
                    members: ExitFinding.members,
                    listsEvidence: true,
                    items: months.enumerated().map { place, month in
                        FigureAccount.Item(
                            key: month.month.description,
                            status: month.status,
                            counts: place >= sinceMet && month.status == "failed",
                            entries: month.entries
                        )
                    }
                )
            ]
        )
    }

    private func months(through last: BusinessMonth) -> [BusinessMonth] {
        let first = life.firstMonth
        guard first <= last else { return [] }
        return (first.monthsSince1970...last.monthsSince1970).map {
            BusinessMonth(monthsSince1970: $0)
        }
    }

    private func performance(in month: BusinessMonth) -> Month {
        var targets: [String: StatedEvent] = [:]
        var values: [String: StatedEvent] = [:]
        for event in events where event.month("month") == month {
            // In order, so that the newest stays.
            switch event.type {
            case "station.targetSet": targets[event.text("metric") ?? ""] = event
            case "station.performanceRecorded": values[event.text("metric") ?? ""] = event
            default: continue
            }
        }
        var failures: [StatedEvent] = []
        var isMet = false
        for (metric, target) in targets {
            guard let value = values[metric] else { continue }
            if value.integer("value") < target.integer("target") {
                failures.append(value)
            } else {
                isMet = true
            }
        }
        let stated = (Array(targets.values) + Array(values.values)).sorted { $0.precedes($1) }
        let isPaused = life.isPaused(month)
        return Month(
            month: month,
            status: isPaused ? "paused" : !failures.isEmpty ? "failed" : isMet ? "met" : "unknown",
            failures: failures.sorted { $0.precedes($1) },
            entries: stated.map { event in
                let role = event.type == "station.targetSet" ? "target" : "value"
                let number = "\(event.text("metric") ?? "") \(event.integer(role))"
                return FigureAccount.Entry(event, role, detail: number)
            }
        )
    }

    // MARK: - R-EXIT-04

    /// R-EXIT-04: missing reports (A), irregular inspections (B), or both readings of the clause that joins them.
    func reporting(_ rules: StatedRules, ground: String?, reading: String?) -> ExitFinding? {
        switch (ground, reading) {
        case ("A", nil): return missingReports(rules)
        case ("B", nil): return irregularInspections(rules)
        case (nil, "either"), (nil, "both"):
            let (first, second) = (missingReports(rules), irregularInspections(rules))
            let days = [first, second].compactMap(\.establishedOn)
            let needsBoth = reading == "both"
            let isEstablished = days.count >= (needsBoth ? 2 : 1)
            let hasRun = [first, second].contains { ($0.run ?? 0) >= 1 }
            return ExitFinding(
                status: isEstablished ? "established" : hasRun ? "watch" : "clear",
                establishedOn: isEstablished ? needsBoth ? days.max() : days.min() : nil,
                evidence: first.evidence + second.evidence,
                formula: Phrase(
                    zh: needsBoth ? "A、B 都成立则成立" : "A、B 有一项成立则成立",
                    en: needsBoth ? "established if A and B are" : "established if A or B is"
                ),
                terms: first.terms + second.terms
            )
        default: return nil
        }
    }

    private func missingReports(_ rules: StatedRules) -> ExitFinding {
        let threshold = rules.integer("months", of: "R-EXIT-04")
        let dueDay = Int(rules.integer("dueDay", of: "R-EXIT-04"))
        func due(_ month: BusinessMonth) -> BusinessDate {
            let next = month.advanced(byMonths: 1)
            return min(next.firstDay.advanced(byDays: dueDay - 1), next.lastDay)
        }
        let months = self.months(through: day.businessMonth).filter { due($0) < day }
        let reports = events.filter { $0.type == "station.reportSubmitted" }
        func submitted(on month: BusinessMonth) -> [StatedEvent] {
            reports.filter { $0.month("month") == month }
        }
        let isCounted = months.map { !life.isPaused($0) }
        let lastReported = months.indices.last {
            isCounted[$0] && !submitted(on: months[$0]).isEmpty
        }
        let start = lastReported.map { $0 + 1 } ?? 0
        let run = months.indices.filter { $0 >= start && isCounted[$0] }.map { months[$0] }
        let count = Int64(run.count)
        return ExitFinding(
            status: ExitFinding.status(run: count, threshold: threshold),
            run: count,
            threshold: threshold,
            establishedOn: count >= threshold
                ? due(run[Int(threshold) - 1]).advanced(byDays: 1) : nil,
            evidence: run.map { "missing:\($0)" },
            formula: ExitFinding.formula(threshold: threshold),
            terms: [
                FigureAccount.Term(
                    ExitFinding.term("reports"),
                    unit: .months,
                    members: ExitFinding.members,
                    listsEvidence: true,
                    items: months.indices.map { place in
                        let found = submitted(on: months[place])
                        let isMissing = isCounted[place] && found.isEmpty
                        return FigureAccount.Item(
                            key: months[place].description,
                            status: !isCounted[place]
                                ? "paused" : isMissing ? "missing" : "reported",
                            counts: isMissing && place >= start,
                            entries: found.map { .init($0, "report") },
                            dueOn: due(months[place])
                        )
                    }
                )
            ]
        )
    }

    private func irregularInspections(_ rules: StatedRules) -> ExitFinding {
        let threshold = rules.integer("inspections", of: "R-EXIT-04")
        let inspections = conduct("station.inspected")
        let lastRegular = inspections.lastIndex { $0.flag("ledgerCompliant") }
        let start = lastRegular.map { $0 + 1 } ?? 0
        let run = inspections[start...]
        let count = Int64(run.count)
        return ExitFinding(
            status: ExitFinding.status(run: count, threshold: threshold),
            run: count,
            threshold: threshold,
            establishedOn: count >= threshold ? run[start + Int(threshold) - 1].day : nil,
            evidence: run.map(\.reference.description),
            formula: ExitFinding.formula(threshold: threshold),
            terms: [
                FigureAccount.Term(
                    ExitFinding.term("inspections"),
                    unit: .events,
                    members: ExitFinding.members,
                    listsEvidence: true,
                    items: inspections.enumerated().map { place, event in
                        FigureAccount.Item(
                            key: event.reference.description,
                            status: event.flag("ledgerCompliant") ? "regular" : "irregular",
                            counts: place >= start,
                            entries: [.init(event, "inspection")]
                        )
                    }
                )
            ]
        )
    }
}
