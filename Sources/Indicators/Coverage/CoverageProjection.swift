package import EventLog
package import EventModel
import Programme
import Projections

/// Coverage of townships, villages and poor villages by stations (R-COV-01, -02, -03).
///
/// The state holds the few facts about regions, stations and rules, and for each station the days on
/// which something happened there; one state answers every date.
package struct CoverageProjection: Projection {
    /// Names the projection, as `indicator` does in its answers.
    package static let id = "coverage"
    /// Raised whenever the same events would give another state.
    package static let version = 1
    /// The event types that the figures rest on.
    package static let eventTypes =
        RegionFacts.eventTypes + [RuleEvents.adopted] + [StationFact].eventTypes + [
            ParcelEvents.scanned, TradeEvents.recorded, SupervisionEvents.reportSubmitted,
        ]

    var regions = RegionFacts()
    var rules = RuleFacts()
    var stations: [StationFact] = []
    var activity = StationActivity()

    /// Makes the state before the first event.
    package init() {}

    /// Takes a block's live rows in.
    ///
    /// - Throws: Nothing: no key column is read, which alone could be damaged here; the protocol asks for it.
    /// - Complexity: O(rows of the event types).
    package mutating func fold(_ block: borrowing EventBlock) throws(DamageError) {
        regions.fold(block)
        rules.fold(block)
        stations.foldStationFacts(block)
        activity.fold(block)
    }

    /// Notes a block's live rows as events that some later event voids or corrects.
    ///
    /// - Throws: Nothing: no key column is read.
    package mutating func foldTargets(_ block: borrowing EventBlock) throws(DamageError) {
        activity.foldTargets(block)
    }

    /// Takes in the state of the events that follow.
    package mutating func merge(_ later: consuming CoverageProjection) {
        regions.merge(later.regions)
        rules.merge(later.rules)
        stations += later.stations
        activity.merge(later.activity)
    }

    /// Which rows to give.
    package struct Options: Hashable, Sendable {
        /// Only rows of this reading; `nil` gives all.
        package var reading: String?

        /// Makes the options.
        package init(reading: String? = nil) { self.reading = reading }
    }

    /// The readings of the populations, for checking what a user asks for.
    package static let readings = CoveragePopulation.allCases.flatMap { population in
        population.readings.map(\.rawValue)
    }

    /// The figures at the end of a day.
    ///
    /// - Parameters:
    ///   - day: The business date asked about.
    ///   - names: The ledger's names.
    ///   - options: Which rows to give.
    /// - Returns: Parameters, rows and findings; positions still stand for events.
    /// - Complexity: O(facts), independent of the number of events.
    package func finalise(
        asOf day: BusinessDate,
        names: some NameLookup,
        options: Options = Options()
    ) -> IndicatorAnswer {
        index().finalise(
            asOf: day,
            seenBy: .everything,
            behind: CoverageProjection(),
            names: names,
            options: options
        )
    }

    /// Groups the facts once, for many questions.
    func index() -> CoverageIndex {
        CoverageIndex([StatePart(positions: 0..<UInt64.max, state: self)])
    }
}
