import EventLog
package import EventModel
package import Programme
package import Projections

/// Grounds on which the authority may end a station's agreement (R-EXIT-01 … -05), with their evidence.
package struct ExitsProjection: Projection {
    /// Names the projection, as `indicator` does in its answers.
    package static let id = "exits"
    /// Raised whenever the same events would give another state.
    package static let version = 1
    /// The event types that the figures rest on.
    package static let eventTypes =
        [StationFact].eventTypes + [
            RuleEvents.adopted, StationEvents.exitRequested, StationEvents.agreementTerminated,
            SupervisionEvents.integrityBreachConfirmed, SupervisionEvents.inspected,
            SupervisionEvents.targetSet, SupervisionEvents.performanceRecorded,
            SupervisionEvents.reportSubmitted, SupervisionEvents.exitDecisionTaken,
            ComplaintEvents.filed, ComplaintEvents.upheld, ComplaintEvents.dismissed,
            ComplaintEvents.resolved, ComplaintEvents.merged,
        ]

    var stations: [StationFact] = []
    var conduct: [SupervisionFact] = []
    var metrics: [MetricFact] = []
    var reports: [ReportFact] = []
    var filings: [ComplaintFiling] = []
    var complaintFacts: [ComplaintFact] = []
    var rules = RuleFacts()

    /// Makes the state before the first event.
    package init() {}

    /// Takes in the state of the events that follow.
    package mutating func merge(_ later: consuming ExitsProjection) {
        stations += later.stations
        conduct += later.conduct
        metrics += later.metrics
        reports += later.reports
        filings += later.filings
        complaintFacts += later.complaintFacts
        rules.merge(later.rules)
    }

    /// Which rows to give.
    package struct Options: Hashable, Sendable {
        /// Also rows whose status is `clear`.
        package var includeAll: Bool
        /// Also stations closed on the day, as at the end of the day before their closing.
        package var includeClosed: Bool

        /// Makes the options; by default only open stations and what needs attention.
        package init(includeAll: Bool = false, includeClosed: Bool = false) {
            self.includeAll = includeAll
            self.includeClosed = includeClosed
        }
    }

    /// The grounds at the end of a day.
    ///
    /// - Parameters:
    ///   - day: The business date asked about.
    ///   - names: The ledger's names.
    ///   - options: Which rows to give.
    /// - Returns: Parameters, rows and findings; positions still stand for events.
    /// - Complexity: O(facts log facts + stations × months), independent of the number of events.
    package func finalise(
        asOf day: BusinessDate,
        names: some NameLookup,
        options: Options = Options()
    ) -> IndicatorAnswer {
        index(names: names).finalise(asOf: day, seenBy: .everything, names: names, options: options)
    }

    /// Groups and orders the facts once, for many questions.
    func index(names: some NameLookup) -> ExitsIndex {
        ExitsIndex(CollectionOfOne(self), names: names)
    }
}

extension ExitsIndex {
    /// The grounds at the end of a day, as a cut of the log sees them.
    ///
    /// - Parameters:
    ///   - day: The business date asked about.
    ///   - cut: Which events count.
    ///   - names: The ledger's names.
    ///   - options: Which rows to give.
    ///   - fixed: Rules that hold whatever was adopted; `nil` for those in force on the day. Decisions are held
    ///     against the rules of their own day in any case.
    /// - Returns: Parameters, rows and findings; positions still stand for events.
    /// - Complexity: O(facts + stations × months).
    package func finalise(
        asOf day: BusinessDate,
        seenBy cut: Cut,
        names: some NameLookup,
        options: ExitsProjection.Options = ExitsProjection.Options(),
        under fixed: ProgrammeRules? = nil
    ) -> IndicatorAnswer {
        let board = ExitBoard(self, seenBy: cut, on: day, names: names, under: fixed)
        return IndicatorAnswer(
            indicator: "exits",
            asOf: day,
            parameters: ["R-EXIT-03", "R-EXIT-04", "R-EXIT-05"].map { board.rules[$0] },
            rows: board.rows(options),
            findings: ExitFindings(board: board).findings
        )
    }

    /// The rules in force on a day, as a cut of the log sees their adoptions.
    package func rules(
        on day: BusinessDate,
        seenBy cut: Cut,
        names: some NameLookup
    ) -> ProgrammeRules {
        rules.rules(on: day, seenBy: cut, names: names)
    }
}
