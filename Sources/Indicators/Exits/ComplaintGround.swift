import EventModel
import Programme

/// R-EXIT-05: complaints in one quarter, by station and by person, filed or upheld.
struct ComplaintGround {
    let station: StationCase
    /// Complaints in a quarter that establish the ground.
    let threshold: Int64
    /// Days of the decisions for this rule, which clear the quarters established by then.
    let decisionDays: [BusinessDate]

    /// A complaint as one reading counts it.
    private struct Term {
        let filing: ComplaintFiling
        /// Day from which it counts.
        let day: BusinessDate
        /// Quarter in which it was filed.
        let quarter: BusinessQuarter

        init(filed complaint: Complaints.Counted) {
            filing = complaint.filing
            day = complaint.filing.stamp.day
            quarter = day.businessMonth.quarter
        }

        init?(upheld complaint: Complaints.Counted) {
            guard let upheldOn = complaint.upheldOn else { return nil }
            filing = complaint.filing
            day = upheldOn
            quarter = complaint.filing.stamp.day.businessMonth.quarter
        }
    }

    /// The rows of all four readings; per person those with a counted complaint, in order of first filing.
    ///
    /// - Parameter describesClear: Whether grounds that are clear are wanted too.
    /// - Returns: None where all are clear and those are not wanted.
    func grounds(describesClear: Bool) -> [ExitGround] {
        let counted = counted
        let filed = counted.map(Term.init(filed:))
        if !describesClear, areClear(filed) { return [] }
        let upheld = counted.compactMap(Term.init(upheld:))
        return [ground(filed, "filed"), ground(upheld, "upheld")]
            + perPerson(filed, "filedPerPerson") + perPerson(upheld, "upheldPerPerson")
    }

    /// Whether no quarter has as many complaints as establish a ground, and the present one has none: the other
    /// readings count some of the same complaints.
    private func areClear(_ filed: [Term]) -> Bool {
        let present = station.day.businessMonth.quarter
        var count: Int64 = 0
        for (place, term) in filed.enumerated() {
            if term.quarter == present { return false }
            count = place > 0 && filed[place - 1].quarter == term.quarter ? count + 1 : 1
            if count >= threshold { return false }
        }
        return true
    }

    /// The reading that decides whether a termination had a ground.
    var filed: ExitGround { ground(counted.map(Term.init(filed:)), "filed") }

    private var counted: [Complaints.Counted] {
        station.complaints.counted(
            of: station.station,
            on: station.day,
            isInWindow: station.isInWindow
        )
    }

    private func perPerson(_ terms: [Term], _ reading: String) -> [ExitGround] {
        var persons: [UInt32] = []
        var byPerson: [UInt32: [Term]] = [:]
        for term in terms {
            guard let person = term.filing.person else { continue }
            if byPerson[person] == nil { persons.append(person) }
            byPerson[person, default: []].append(term)
        }
        return persons.map { person in
            ground(byPerson[person] ?? [], reading, person: person)
        }
    }

    /// The earliest established quarter that no decision cleared, otherwise the quarter of the day.
    private func ground(_ terms: [Term], _ reading: String, person: UInt32? = nil) -> ExitGround {
        let present = station.day.businessMonth.quarter
        var shown: [Term] = []
        var place = 0
        // Terms come in order of filing, so that each quarter's stand together.
        while place < terms.count {
            let quarter = terms[place].quarter
            let end =
                terms[place...].firstIndex {
                    $0.quarter != quarter
                } ?? terms.count
            let members = Array(terms[place..<end])
            place = end
            let reached = reachedOn(members)
            let isCleared = reached.map { day in decisionDays.contains { $0 >= day } } ?? false
            if let reached, !isCleared { return row(members, reading, person, on: reached) }
            if quarter == present { shown = isCleared ? [] : members }
        }
        return row(shown, reading, person, on: nil)
    }

    private func reachedOn(_ terms: [Term]) -> BusinessDate? {
        guard Int64(terms.count) >= threshold else { return nil }
        return terms.map(\.day).sorted()[Int(threshold) - 1]
    }

    private func row(
        _ terms: [Term],
        _ reading: String,
        _ person: UInt32?,
        on day: BusinessDate?
    ) -> ExitGround {
        let count = Int64(terms.count)
        return ExitGround(
            rule: "R-EXIT-05",
            reading: reading,
            person: person,
            status: day != nil ? .established : count >= 1 ? .watch : .clear,
            run: count,
            threshold: threshold,
            establishedOn: day,
            evidence: terms.map { .event(position: $0.filing.stamp.position) }
        )
    }
}
