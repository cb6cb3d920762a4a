package import EventLog
package import EventModel
package import Programme
package import Projections

/// The shares of central money under every reading (R-FUND-02, -03, -05) and what is wrong with payments.
package struct FundsProjection: Projection {
    /// Names the projection, as `indicator` does in its answers.
    package static let id = "funds"
    /// Raised whenever the same events would give another state.
    package static let version = 1
    /// The event types that the figures rest on.
    package static let eventTypes =
        FundFacts.eventTypes + [RegionEvents.demonstrationClassSet, RuleEvents.adopted]

    var funds = FundFacts()
    var regions = RegionFacts()
    var rules = RuleFacts()

    /// Makes the state before the first event.
    package init() {}

    /// Takes a block's live rows in.
    ///
    /// - Throws: Nothing: no key column is read, which alone could be damaged here; the protocol asks for it.
    /// - Complexity: O(rows of the event types).
    package mutating func fold(_ block: borrowing EventBlock) throws(DamageError) {
        funds.fold(block)
        regions.foldOnlyClasses(block)
        rules.fold(block)
    }

    /// Takes in the state of the events that follow.
    package mutating func merge(_ later: consuming FundsProjection) {
        funds.merge(later.funds)
        regions.merge(later.regions)
        rules.merge(later.rules)
    }

    /// The figures at the end of a day.
    ///
    /// - Parameters:
    ///   - day: The business date asked about.
    ///   - names: The ledger's names.
    /// - Returns: Parameters, rows and findings; positions still stand for events.
    /// - Complexity: O(facts log facts + payments × reallocations), independent of the number of events.
    package func finalise(asOf day: BusinessDate, names: some NameLookup) -> IndicatorAnswer {
        FundsIndex(CollectionOfOne(self)).finalise(
            asOf: day,
            seenBy: .everything,
            names: names
        )
    }
}

/// The facts of the funds projection in order: made once, asked for any date and any cut.
package struct FundsIndex: Sendable {
    private let funds: FundFacts
    private let regions: RegionFacts
    private let rules: RuleFacts

    /// Orders the facts of consecutive parts of the log.
    ///
    /// - Complexity: O(facts log facts).
    init(_ parts: some Sequence<FundsProjection>) {
        var whole = FundsProjection()
        for part in parts { whole.merge(part) }
        funds = whole.funds.ordered()
        regions = whole.regions
        rules = whole.rules
    }

    /// The figures at the end of a day, as a cut of the log sees them.
    ///
    /// - Parameters:
    ///   - day: The business date asked about.
    ///   - cut: Which events count.
    ///   - names: The ledger's names.
    ///   - fixed: Rules that hold whatever was adopted; `nil` for those in force on the day.
    /// - Returns: Parameters, rows and findings; positions still stand for events.
    /// - Complexity: O(facts log facts + payments × reallocations), independent of the number of events.
    package func finalise(
        asOf day: BusinessDate,
        seenBy cut: Cut,
        names: some NameLookup,
        under fixed: ProgrammeRules? = nil
    ) -> IndicatorAnswer {
        let funds = judged(on: day, seenBy: cut, names: names, under: fixed)
        return IndicatorAnswer(
            indicator: "funds",
            asOf: day,
            parameters: ["R-FUND-02", "R-FUND-03"].map { funds.rules[$0] },
            rows: funds.rows.rows,
            findings: funds.findings.findings
        )
    }

    /// The money at the end of a day, with what rests on it, for more than one list.
    struct Judged {
        let state: FundState
        let rules: ProgrammeRules
        let rows: FundRows
        let findings: FundFindings
    }

    /// Looks at the money at the end of a day, as a cut of the log sees it, under the rules in force on the day
    /// unless others are given.
    func judged(
        on day: BusinessDate,
        seenBy cut: Cut,
        names: some NameLookup,
        under fixed: ProgrammeRules? = nil
    ) -> Judged {
        let inForce = fixed ?? rules(on: day, seenBy: cut, names: names)
        let state = FundState(funds.seen(by: cut), on: day, names: names)
        return Judged(
            state: state,
            rules: inForce,
            rows: FundRows(state: state, rules: inForce, names: names),
            findings: FundFindings(
                state: state,
                classes: regions.seen(by: cut).classes(on: day),
                names: names
            )
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
