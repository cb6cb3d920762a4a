import EventModel
import Programme
import Projections

/// What the events about stations and complaints hold against each other.
struct ExitFindings {
    let board: ExitBoard

    private var index: ExitsIndex { board.index }
    private var last: Int64 { board.day.lastInstant.millisecondsSince1970 }

    /// All findings up to the end of the day, in order of position, then name.
    var findings: [Finding] {
        let all = stationFindings + complaintFindings + decisionFindings
        return all.sorted {
            ($0.position, $0.name.rawValue) < ($1.position, $1.name.rawValue)
        }
    }

    /// Openings of open stations, and events of stations without any opening.
    private var stationFindings: [Finding] {
        var opened: Set<UInt32> = []
        var findings: [Finding] = []
        for (place, station) in index.stationsByName.enumerated() {
            if board.lives[place].newest != nil { opened.insert(station) }
            findings += board.lives[place].repeatedOpenings.map {
                Finding(.alreadyExists, position: $0.position)
            }
        }
        addUnopened(index.stations, opened, &findings)
        addUnopened(index.conduct, opened, &findings)
        addUnopenedMonths(index.metrics, opened, &findings)
        addUnopenedMonths(index.reports, opened, &findings)
        for filing in board.complaints.filings(through: last)
        where !opened.contains(filing.station) {
            findings.append(Finding(.unknownReference, position: filing.stamp.position))
        }
        return findings
    }

    private func addUnopened<Fact>(
        _ facts: GroupedFacts<Fact>,
        _ opened: Set<UInt32>,
        _ findings: inout [Finding]
    ) {
        for station in facts.subjects where !opened.contains(station) {
            facts.forEach(of: station, through: last, seenBy: board.cut) { fact in
                findings.append(Finding(.unknownReference, position: fact.stamp.position))
            }
        }
    }

    private func addUnopenedMonths<Fact>(
        _ facts: MonthlyFacts<Fact>,
        _ opened: Set<UInt32>,
        _ findings: inout [Finding]
    ) {
        for station in facts.stations where !opened.contains(station) {
            facts.forEach(of: station, through: last, seenBy: board.cut) { fact in
                findings.append(Finding(.unknownReference, position: fact.stamp.position))
            }
        }
    }

    /// Second filings, and outcomes and merges of complaints that were not filed.
    private var complaintFindings: [Finding] {
        var findings: [Finding] = []
        for filing in board.complaints.repeatedFilings where filing.stamp.instant <= last {
            findings.append(Finding(.alreadyExists, position: filing.stamp.position))
        }
        board.complaints.forEachOutcome(through: last) { fact in
            var isKnown = board.complaints.isFiled(fact.subject, on: board.day)
            if isKnown, case .merged(let target) = fact.kind {
                isKnown = board.complaints.isFiled(target, on: board.day)
            }
            guard !isKnown else { return }
            findings.append(Finding(.unknownReference, position: fact.stamp.position))
        }
        return findings
    }

    /// Terminations whose rule had no established ground at the end of their day, under the parameters in
    /// force on that day.
    var decisionFindings: [Finding] {
        var limitsOfDay: [BusinessDate: ExitLimits] = [:]
        return index.terminations.compactMap { fact in
            guard case .decisionTaken(let rule, .terminate) = fact.kind,
                fact.stamp.instant <= last, board.cut.sees(fact.stamp.position)
            else { return nil }
            let day = fact.stamp.day
            let limits =
                limitsOfDay[day]
                ?? ExitLimits(index.rules.rules(on: day, seenBy: board.cut, names: board.names))
            limitsOfDay[day] = limits
            if let judged = board.caseIgnoringClosing(fact.subject, on: day),
                board.isEstablished(
                    board.names.name(at: rule),
                    judged,
                    limits: limits,
                    without: fact.stamp.position
                )
            {
                return nil
            }
            return Finding(.decisionWithoutGround, position: fact.stamp.position)
        }
    }
}
