import EventModel
import Programme

/// What the events about stations and complaints hold against each other.
struct ExitFindings {
    let board: ExitBoard
    let facts: ExitsProjection

    /// All findings up to the end of the day, in order of position, then name.
    var findings: [Finding] {
        let all = stationFindings + complaintFindings + decisionFindings
        return all.sorted {
            ($0.position, $0.name.rawValue) < ($1.position, $1.name.rawValue)
        }
    }

    private func isVisible(_ stamp: FactStamp) -> Bool {
        stamp.instant <= board.day.lastInstant.millisecondsSince1970
    }

    /// Openings of open stations, and events of stations without any opening.
    private var stationFindings: [Finding] {
        var opened: Set<UInt32> = []
        var findings: [Finding] = []
        for station in board.stations.subjects {
            let lives = StationLives(board.stations[station], through: board.day)
            if lives.newest != nil { opened.insert(station) }
            findings += lives.repeatedOpenings.map {
                Finding(.alreadyExists, position: $0.position)
            }
        }
        let ofStations =
            facts.stations.lazy.map { (station: $0.subject, stamp: $0.stamp) }
            .filter { isVisible($0.stamp) && !opened.contains($0.station) }
        let ofSupervision =
            facts.supervision.lazy.map { (station: $0.subject, stamp: $0.stamp) }
            .filter { isVisible($0.stamp) && !opened.contains($0.station) }
        let ofFilings =
            facts.filings.lazy.map { (station: $0.station, stamp: $0.stamp) }
            .filter { isVisible($0.stamp) && !opened.contains($0.station) }
        for list in [Array(ofStations), Array(ofSupervision), Array(ofFilings)] {
            findings += list.map { Finding(.unknownReference, position: $0.stamp.position) }
        }
        return findings
    }

    /// Second filings, and outcomes and merges of complaints that were not filed.
    private var complaintFindings: [Finding] {
        let repeated = board.complaints.repeatedFilings.filter { isVisible($0.stamp) }.map {
            Finding(.alreadyExists, position: $0.stamp.position)
        }
        let unknown = facts.complaintFacts.filter { fact in
            guard isVisible(fact.stamp) else { return false }
            if !board.complaints.isFiled(fact.subject, on: board.day) { return true }
            guard case .merged(let target) = fact.kind else { return false }
            return !board.complaints.isFiled(target, on: board.day)
        }
        return repeated + unknown.map { Finding(.unknownReference, position: $0.stamp.position) }
    }

    /// Terminations whose rule had no established ground at the end of their day, under the parameters in
    /// force on that day.
    private var decisionFindings: [Finding] {
        facts.supervision.compactMap { fact in
            guard case .decisionTaken(let rule, .terminate) = fact.kind, isVisible(fact.stamp)
            else { return nil }
            let day = fact.stamp.day
            if let judged = board.caseIgnoringClosing(fact.subject, on: day),
                board.isEstablished(
                    board.names.name(at: rule),
                    judged,
                    rules: facts.rules.rules(on: day, names: board.names),
                    without: fact.stamp.position
                )
            {
                return nil
            }
            return Finding(.decisionWithoutGround, position: fact.stamp.position)
        }
    }
}
