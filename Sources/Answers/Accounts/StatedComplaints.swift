import EventModel
import Programme

/// The complaints as their events state them, and what R-EXIT-05 makes of them.
struct StatedComplaints {
    /// A complaint: the filing that counts, and what became of it.
    private struct Complaint {
        let filing: StatedEvent
        var outcomes: [StatedEvent] = []
    }

    private var complaints: [ExactName: Complaint] = [:]
    private var order: [ExactName] = []

    /// Takes what happened up to a day, in order; the first filing of a complaint counts.
    init(_ events: [StatedEvent]) {
        for event in events where event.type == "complaint.filed" {
            let id = event.name("complaint")
            guard complaints[id] == nil else { continue }
            complaints[id] = Complaint(filing: event)
            order.append(id)
        }
        for event in events
        where event.type.hasPrefix("complaint.") && event.type != "complaint.filed" {
            complaints[event.name("complaint")]?.outcomes.append(event)
        }
    }

    /// A complaint against a station as one reading sees it.
    private struct Term {
        let id: ExactName
        let filing: StatedEvent
        let quarter: BusinessQuarter
        /// Day from which it counts; `nil` if it does not.
        let day: BusinessDate?
        /// Why it does not count.
        let status: String
        let entries: [FigureAccount.Entry]
    }

    /// R-EXIT-05 for a station under one reading, or for one person there.
    ///
    /// - Returns: `nil` for an unknown reading, and for a person without a complaint that the reading counts.
    func finding(
        of station: JudgedStation,
        _ rules: StatedRules,
        reading: String,
        person: ExactName?
    ) -> ExitFinding? {
        let isUpheld = reading.hasPrefix("upheld")
        let isPerPerson = reading.hasSuffix("PerPerson")
        guard ["filed", "upheld", "filedPerPerson", "upheldPerPerson"].contains(reading),
            isPerPerson == (person != nil)
        else { return nil }
        let threshold = rules.integer("count", of: "R-EXIT-05")
        let decisions = station.events.filter {
            $0.type == "exit.decisionTaken" && $0.text("rule") == "R-EXIT-05"
        }
        let terms = order.compactMap { id -> Term? in
            term(id, of: station, upheldOnly: isUpheld, person: person)
        }
        let counted = terms.filter { $0.day != nil }
        guard !isPerPerson || !counted.isEmpty else { return nil }
        let shown = shown(counted, on: station.day, threshold, decisions)
        let count = Int64(shown.terms.count)
        return ExitFinding(
            status: shown.reached != nil ? "established" : count >= 1 ? "watch" : "clear",
            run: count,
            threshold: threshold,
            establishedOn: shown.reached,
            evidence: shown.terms.map(\.filing.reference.description),
            formula: ExitFinding.formula(threshold: threshold),
            terms: [
                complaintTerm(terms, counting: shown.terms, on: station.day),
                decisionTerm(decisions),
            ]
        )
    }

    /// The earliest established quarter that no decision cleared, otherwise the quarter of the day.
    private func shown(
        _ counted: [Term],
        on day: BusinessDate,
        _ threshold: Int64,
        _ decisions: [StatedEvent]
    ) -> (terms: [Term], reached: BusinessDate?) {
        let present = day.businessMonth.quarter
        var ofPresent: [Term] = []
        for quarter in Set(counted.map(\.quarter)).sorted() {
            let terms = counted.filter { $0.quarter == quarter }
            let days = terms.compactMap(\.day).sorted()
            let reached = Int64(days.count) >= threshold ? days[Int(threshold) - 1] : nil
            let isCleared = reached.map { day in decisions.contains { $0.day >= day } } ?? false
            if let reached, !isCleared { return (terms, reached) }
            if quarter == present, !isCleared { ofPresent = terms }
        }
        return (ofPresent, nil)
    }

    private func term(
        _ id: ExactName,
        of station: JudgedStation,
        upheldOnly: Bool,
        person: ExactName?
    ) -> Term? {
        guard let complaint = complaints[id] else { return nil }
        let filing = complaint.filing
        guard filing.name("station") == station.name, filing.day <= station.day,
            station.life.holds(filing)
        else { return nil }
        if let person, filing.text("person").map(ExactName.init) != person { return nil }
        var entries: [FigureAccount.Entry] = [
            .init(filing, "filing", detail: filing.text("person"))
        ]
        var upheldOn: BusinessDate?
        var status = "filed"
        var isMerged = false
        for event in complaint.outcomes where event.day <= station.day {
            switch event.type {
            case "complaint.upheld":
                upheldOn = upheldOn ?? event.day
                status = "upheld"
                entries.append(.init(event, "upholding"))
            case "complaint.dismissed":
                upheldOn = nil
                status = "dismissed"
                entries.append(.init(event, "dismissal"))
            case "complaint.merged":
                let into = event.name("into")
                entries.append(.init(event, "merge", detail: "→ \(into.text)"))
                // A merge into itself or an unknown complaint has no effect.
                guard into != id, let other = complaints[into], other.filing.day <= station.day
                else { continue }
                entries.append(.init(other.filing, "mergedInto"))
                isMerged = true
            default: continue
            }
        }
        if isMerged { status = "merged" }
        let day: BusinessDate? =
            switch status {
            case "dismissed", "merged": nil
            default: upheldOnly ? upheldOn.map { max($0, filing.day) } : filing.day
            }
        if day == nil, status == "filed" { status = "notUpheld" }
        return Term(
            id: id,
            filing: filing,
            quarter: filing.day.businessMonth.quarter,
            day: day,
            status: status,
            entries: entries
        )
    }

    private func complaintTerm(
        _ terms: [Term],
        counting shown: [Term],
        on day: BusinessDate
    ) -> FigureAccount.Term {
        FigureAccount.Term(
            ExitFinding.term("complaints"),
            unit: .events,
            members: ExitFinding.members,
            listsEvidence: true,
            items: terms.map { term in
                let counts = shown.contains { $0.id == term.id }
                return FigureAccount.Item(
                    key: "\(term.quarter) \(term.id.text)",
                    status: term.day != nil && !counts ? "otherQuarter" : term.status,
                    counts: counts,
                    entries: term.entries
                )
            }
        )
    }

    private func decisionTerm(_ decisions: [StatedEvent]) -> FigureAccount.Term {
        FigureAccount.Term(
            ExitFinding.term("decisions"),
            unit: .none,
            members: ExitFinding.members,
            items: decisions.map { event in
                FigureAccount.Item(
                    key: event.reference.description,
                    status: event.text("decision") ?? "",
                    counts: false,
                    entries: [.init(event, "decision", detail: event.text("decision"))]
                )
            }
        )
    }
}
