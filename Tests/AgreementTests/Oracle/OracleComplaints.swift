/// R-EXIT-05 of one station.
extension OracleJudge {
    /// A complaint that counts, and since when.
    private struct Counted {
        let filing: OracleEvent
        /// Day on which it counts under the reading: of the filing or of the upholding.
        let day: Int
        var quarter: Int { OracleCalendar.quarter(ofDay: filing.day) }
        var person: String? { filing.optional("person") }
    }

    func complaints() -> [OracleGround] {
        let (filed, upheld) = counted()
        return [ground("filed", filed, nil), ground("upheld", upheld, nil)]
            + perPerson("filedPerPerson", filed) + perPerson("upheldPerPerson", upheld)
    }

    private func perPerson(_ reading: String, _ complaints: [Counted]) -> [OracleGround] {
        Set(complaints.compactMap(\.person)).map { person in
            ground(reading, complaints.filter { $0.person == person }, person)
        }
    }

    /// The station's complaints that count at the end of the day, as filed and as upheld.
    private func counted() -> (filed: [Counted], upheld: [Counted]) {
        var filings: [String: OracleEvent] = [:]
        for event in events where event.type == "complaint.filed" {
            if filings[event["complaint"]] == nil { filings[event["complaint"]] = event }
        }
        var filed: [Counted] = []
        var upheld: [Counted] = []
        for (complaint, filing) in filings
        where filing["station"] == station && isSinceStart(filing) {
            let later = events.filter { $0["complaint"] == complaint }
            let isMerged = later.contains { event in
                event.type == "complaint.merged" && event["into"] != complaint
                    && (filings[event["into"]] != nil || twist == .mergeIntoUnknownCounts)
            }
            if isMerged { continue }
            let judgements = later.filter {
                $0.type == "complaint.upheld" || $0.type == "complaint.dismissed"
            }
            if judgements.last?.type == "complaint.dismissed" { continue }
            if twist == .anyDismissalCounts,
                judgements.contains(where: { $0.type == "complaint.dismissed" })
            {
                continue
            }
            filed.append(Counted(filing: filing, day: filing.day))
            // The unbroken row of upholdings at the end; it has no effect before the filing.
            let row = judgements.reversed().prefix { $0.type == "complaint.upheld" }
            let dating = twist == .newestUpholdingDates ? row.first : row.last
            if let dating {
                upheld.append(Counted(filing: filing, day: max(dating.day, filing.day)))
            }
        }
        func sorted(_ complaints: [Counted]) -> [Counted] {
            complaints.sorted { OracleEvent.precedes($0.filing, $1.filing) }
        }
        return (sorted(filed), sorted(upheld))
    }

    private func ground(
        _ reading: String,
        _ complaints: [Counted],
        _ person: String?
    ) -> OracleGround {
        let threshold = rules.number("R-EXIT-05", "count")
        let decisions = own.filter {
            $0.type == "exit.decisionTaken" && $0["rule"] == "R-EXIT-05"
        }
        var established: [(quarter: Int, day: Int)] = []
        var cleared: Set<Int> = []
        for quarter in Set(complaints.map(\.quarter)).sorted() {
            let days = complaints.filter { $0.quarter == quarter }.map(\.day).sorted()
            guard days.count >= threshold else { continue }
            let reached = days[threshold - 1]
            if twist == .decisionDoesNotClear {
                established.append((quarter, reached))
            } else if decisions.contains(where: {
                $0.day >= reached || twist == .earlyDecisionClears
            }) {
                cleared.insert(quarter)
            } else {
                established.append((quarter, reached))
            }
        }
        let present = OracleCalendar.quarter(ofDay: day)
        let first = twist == .newestQuarterShown ? established.last : established.first
        let shown = first?.quarter ?? present
        let filings = cleared.contains(shown) ? [] : complaints.filter { $0.quarter == shown }
        var ground = OracleGround.counted(
            "R-EXIT-05",
            run: filings.count,
            threshold: threshold,
            establishedOn: first?.day,
            evidence: filings.map(\.filing.name)
        )
        ground.reading = reading
        ground.person = person
        return ground
    }
}
