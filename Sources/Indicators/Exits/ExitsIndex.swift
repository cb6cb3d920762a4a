import EventModel
import Programme
import Projections

/// The facts of the exits projection by station, in order: made once, asked for any date and any cut.
///
/// A class, so that every case of every station can refer to it without copying.
package final class ExitsIndex: Sendable {
    /// The changes in the lives of stations.
    let stations: GroupedFacts<StationFact>
    /// The stations that have any fact about their lives, in order of their names.
    let stationsByName: [UInt32]
    let conduct: GroupedFacts<SupervisionFact>
    let metrics: MonthlyFacts<MetricFact>
    let reports: MonthlyFacts<ReportFact>
    /// The decisions to terminate, in order of the log.
    let terminations: [SupervisionFact]
    let complaints: ComplaintIndex
    let rules: RuleFacts

    /// Groups and orders the facts of consecutive parts of the log.
    ///
    /// - Complexity: O(facts log facts).
    init(_ parts: some Sequence<ExitsProjection>, names: some NameLookup) {
        var whole = ExitsProjection()
        for part in parts { whole.merge(part) }
        stations = GroupedFacts(whole.stations)
        stationsByName = names.sorted(stations.subjects)
        conduct = GroupedFacts(whole.conduct)
        metrics = MonthlyFacts(whole.metrics)
        reports = MonthlyFacts(whole.reports)
        terminations = whole.conduct.filter { fact in
            if case .decisionTaken(_, .terminate) = fact.kind { true } else { false }
        }
        complaints = ComplaintIndex(filings: whole.filings, outcomes: whole.complaintFacts)
        rules = whole.rules
    }
}
