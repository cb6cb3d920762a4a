package import EventModel
package import Programme
package import Projections

/// The facts of the coverage projection: grouped once, asked for any date and any cut.
package struct CoverageIndex: Sendable {
    let regions: RegionFacts
    let rules: RuleFacts
    let stations: GroupedFacts<StationFact>
    private let activity: [StatePart<StationActivity>]
    /// Events that may be voided, each once, by position.
    private let targets: [StationActivity.Target]

    /// Groups the facts of consecutive parts of the log.
    ///
    /// - Complexity: O(facts).
    init(_ parts: [StatePart<CoverageProjection>]) {
        var regions = RegionFacts()
        var rules = RuleFacts()
        var stations: [StationFact] = []
        var targets: [StationActivity.Target] = []
        for part in parts {
            regions.merge(part.state.regions)
            rules.merge(part.state.rules)
            stations += part.state.stations
            targets += part.state.activity.targets
        }
        self.regions = regions
        self.rules = rules
        self.stations = GroupedFacts(stations)
        activity = parts.map { StatePart(positions: $0.positions, state: $0.state.activity) }
        self.targets = Self.distinct(targets)
    }

    /// An event may be voided, restored and voided again.
    private static func distinct(
        _ targets: [StationActivity.Target]
    ) -> [StationActivity.Target] {
        var distinct: [StationActivity.Target] = []
        for target in targets.sorted(by: { $0.position < $1.position })
        where distinct.last?.position != target.position {
            distinct.append(target)
        }
        return distinct
    }

    /// The figures at the end of a day, as a cut of the log sees them.
    ///
    /// - Parameters:
    ///   - day: The business date asked about.
    ///   - cut: Which events count.
    ///   - rest: The state of the events from the end of the last part that the cut sees whole up to the cut.
    ///   - names: The ledger's names.
    ///   - options: Which rows to give.
    ///   - fixed: Rules that hold whatever was adopted; `nil` for those in force on the day.
    /// - Returns: Parameters, rows and findings; positions still stand for events.
    /// - Complexity: O(facts + days of the window × stations), independent of the number of events.
    package func finalise(
        asOf day: BusinessDate,
        seenBy cut: Cut,
        behind rest: CoverageProjection,
        names: some NameLookup,
        options: CoverageProjection.Options = CoverageProjection.Options(),
        under fixed: ProgrammeRules? = nil
    ) -> IndicatorAnswer {
        let inForce = fixed ?? rules(on: day, seenBy: cut, names: names)
        let whole = activity.filter { $0.positions.upperBound <= cut.count }.map(\.state)
        let recent = RecentActivity(
            whole + [rest.activity],
            targets: targets,
            seenBy: cut,
            on: day
        )
        let tally = CoverageTally(self, seenBy: cut, on: day, activity: recent)
        let rows = CoverageRows(tally: tally, rules: inForce, names: names).rows
        return IndicatorAnswer(
            indicator: "coverage",
            asOf: day,
            parameters: ["R-COV-01", "R-COV-02", "R-COV-03"].map { inForce[$0] },
            rows: rows.filter { row in
                options.reading.map { row["reading"] == .text($0) } ?? true
            },
            findings: []
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
