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
    /// Days with a `parcel.scanned` at the node.
    var parcelDays = ActivityDays()
    /// Days with a sale or a report of the station.
    var otherDays = ActivityDays()

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
        for place in block.places(of: ParcelEvents.scanned) {
            let scans = block.partition(at: place)
            parcelDays.fold(scans, of: "node")
        }
        for place in block.places(of: TradeEvents.recorded) {
            let sales = block.partition(at: place)
            otherDays.fold(sales, of: "station")
        }
        for place in block.places(of: SupervisionEvents.reportSubmitted) {
            let reports = block.partition(at: place)
            otherDays.fold(reports, of: "station")
        }
    }

    /// Takes in the state of the events that follow.
    package mutating func merge(_ later: consuming CoverageProjection) {
        regions.merge(later.regions)
        rules.merge(later.rules)
        stations += later.stations
        parcelDays.merge(later.parcelDays)
        otherDays.merge(later.otherDays)
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
        let inForce = rules.rules(on: day, names: names)
        let tally = CoverageTally(self, on: day)
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
}
