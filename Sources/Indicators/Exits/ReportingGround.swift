import EventModel
import Programme

/// R-EXIT-04: reports missing in a row (A), inspections with irregular records in a row (B), and both
/// readings of the clause that joins them.
struct ReportingGround {
    let station: StationCase
    /// The limits in force.
    let limits: ExitLimits

    private static let rule = "R-EXIT-04"

    /// Hands over A, B, and the two readings; none where all are clear and those are not wanted.
    func forEachGround(includesClear: Bool, _ body: (ExitGround) -> Void) {
        let (reporting, inspections) = (missingReports, irregularInspections)
        if !includesClear, reporting.status == .clear, inspections.status == .clear { return }
        body(reporting)
        body(inspections)
        body(combined(reporting, inspections, needsBoth: false))
        body(combined(reporting, inspections, needsBoth: true))
    }

    /// The clause read as "either", which decides whether a termination had a ground.
    var either: ExitGround {
        combined(missingReports, irregularInspections, needsBoth: false)
    }

    private var missingReports: ExitGround {
        let threshold = limits.unreportedMonths
        let first = station.firstMonth
        var last = station.day.businessMonth.advanced(byMonths: -1)
        if dueDay(of: last) >= station.day { last = last.advanced(byMonths: -1) }
        // From the newest month back to the last one that was reported on.
        var run: [BusinessMonth] = []
        var month = last
        while month >= first {
            if !station.life.isPaused(month) {
                if station.hasReported(on: month) { break }
                run.append(month)
            }
            month = month.advanced(byMonths: -1)
        }
        run.reverse()
        let count = Int64(run.count)
        return ExitGround(
            rule: Self.rule,
            ground: "A",
            status: ExitGround.status(run: count, threshold: threshold),
            run: count,
            threshold: threshold,
            establishedOn: count >= threshold
                ? dueDay(of: run[Int(threshold) - 1]).advanced(byDays: 1) : nil,
            evidence: run.map { .missing($0) }
        )
    }

    /// Last day on which the report for a month is in time: in the next month, its last day if shorter.
    private func dueDay(of month: BusinessMonth) -> BusinessDate {
        let next = month.advanced(byMonths: 1)
        let day = next.firstDay.advanced(byDays: limits.reportDueDay - 1)
        return min(day, next.lastDay)
    }

    private var irregularInspections: ExitGround {
        let threshold = limits.irregularInspections
        var run: [FactStamp] = []
        for fact in station.inWindow {
            guard case .inspected(let isCompliant) = fact.kind else { continue }
            if isCompliant { run = [] } else { run.append(fact.stamp) }
        }
        let count = Int64(run.count)
        return ExitGround(
            rule: Self.rule,
            ground: "B",
            status: ExitGround.status(run: count, threshold: threshold),
            run: count,
            threshold: threshold,
            establishedOn: count >= threshold ? run[Int(threshold) - 1].day : nil,
            evidence: run.map { .event(position: $0.position) }
        )
    }

    private func combined(
        _ reporting: ExitGround,
        _ inspections: ExitGround,
        needsBoth: Bool
    ) -> ExitGround {
        let days = [reporting, inspections].compactMap(\.establishedOn)
        let isEstablished = needsBoth ? days.count == 2 : !days.isEmpty
        let hasRun = [reporting, inspections].contains { ($0.run ?? 0) >= 1 }
        return ExitGround(
            rule: Self.rule,
            reading: needsBoth ? "both" : "either",
            status: isEstablished ? .established : hasRun ? .watch : .clear,
            establishedOn: isEstablished ? needsBoth ? days.max() : days.min() : nil,
            evidence: reporting.evidence + inspections.evidence
        )
    }
}
