package import EventModel
import Programme

/// Every event about money up to a day, as rows with running balances.
///
/// Two kinds of accounts run side by side. The account of a source takes appropriations and returns in and pays
/// out; the account of a budget line takes its budget, reallocations and returns in and pays out. Rows stand in the
/// order of business, not of recording. Rows that do not count are shown and move nothing.
package struct FundJournal: Sendable {
    /// The rows in order; opening balances first.
    let entries: [FundEntry]
    /// The lines and payments that are known.
    private let things: FundThings
    /// Balance of each source before the first day.
    let openingSources: [FundSource: Int128]
    /// Balance of each line before the first day.
    let openingLines: [ExactName: Int128]
    /// The last day that is shown.
    let day: BusinessDate
    /// Events about money of later days, which are known and left out.
    let laterCount: Int

    /// The budget lines that are known, by id, each from the event that made it.
    var lines: [ExactName: FundFact] { things.lines }
    /// The payments that count, in order.
    var payments: [PaymentRecord] { things.payments }

    /// The event that made a payment; `nil` if the payment is not known.
    func payment(_ id: ExactName) -> FundFact? { things.payment(id) }

    /// A payment with what came back of it.
    struct PaymentRecord: Sendable {
        let fact: FundFact
        var returnedFen: Int128 = 0
        var recoveredFen: Int128 = 0
        /// The newest classification; `nil` if the payment's own classes hold.
        var classification: FundFact?

        var netFen: Int128 { fact.amountFen - returnedFen - recoveredFen }
        /// The classes in force.
        var classes: [String] { (classification ?? fact).classes }
    }

    /// Makes the journal.
    ///
    /// - Parameters:
    ///   - history: The events that are known.
    ///   - first: First day whose rows are shown; what was before is brought forward. `nil` for all.
    ///   - day: Last day.
    /// - Complexity: O(*n* log *n*) in events about money.
    package init(_ history: FundHistory, from first: BusinessDate?, through day: BusinessDate) {
        let visible = history.facts.filter { $0.day <= day }
        let things = FundThings(
            visible.filter { history.retractions[$0.position] == nil }
                .sorted { $0.stamp < $1.stamp }
        )
        var entries: [FundEntry] = []
        for fact in visible {
            entries += Self.entries(of: fact, things, history.retractions[fact.position])
        }
        entries.sort(by: FundEntry.precedes)
        var balances = FundBalances()
        var openings = FundBalances()
        var shown: [FundEntry] = []
        for var entry in entries {
            let isBefore = first.map { entry.effective.day < $0 } ?? false
            balances.take(&entry)
            if isBefore { openings = balances } else { shown.append(entry) }
        }
        self.entries = Self.openingEntries(openings) + shown
        self.day = day
        self.things = things
        openingSources = openings.sources
        openingLines = openings.lines
        laterCount = history.facts.count - visible.count
    }

    /// The rows that an event makes: two for a reallocation, one for any other.
    private static func entries(
        of fact: FundFact,
        _ things: FundThings,
        _ retraction: FundHistory.Retraction?
    ) -> [FundEntry] {
        let state: FundEntry.State
        var effective = fact.stamp
        if let retraction {
            state = retraction.isCorrection ? .corrected : .voided
        } else {
            switch things.standing(of: fact) {
            case .counted(let from): (state, effective) = (.counted, from)
            case .repeated: state = .repeated
            case .waiting: state = .waiting
            }
        }
        let counts = state == .counted
        let payment = things.payment(fact.key("payment"))
        let amount = counts ? fact.amountFen : 0
        let entry = { (line: ExactName?, source: FundEntry.Movement, budget: FundEntry.Movement) in
            FundEntry(
                fact: fact,
                state: state,
                effective: effective,
                source: fact.source ?? payment?.source ?? line.flatMap { things.lines[$0]?.source },
                line: line,
                sourceMovement: source,
                lineMovement: budget
            )
        }
        let taken = FundEntry.Movement(inFen: amount)
        let given = FundEntry.Movement(outFen: amount)
        let none = FundEntry.Movement()
        switch fact.kind {
        case .appropriated: return [entry(nil, taken, none)]
        case .lineBudgeted: return [entry(fact.key("line"), none, taken)]
        case .reallocated:
            return [
                entry(fact.key("fromLine"), none, given), entry(fact.key("toLine"), none, taken),
            ]
        case .disbursed: return [entry(fact.key("line"), given, given)]
        case .returned, .recovered: return [entry(payment?.key("line"), taken, taken)]
        case .classified: return [entry(payment?.key("line"), none, none)]
        }
    }

    /// One row for each account brought forward; that of central money always, though with nothing.
    private static func openingEntries(_ openings: FundBalances) -> [FundEntry] {
        let stamp = FundStamp(instant: Instant(millisecondsSince1970: 0), position: 0)
        let sources = FundSource.allCases.filter {
            openings.sources[$0] != nil || $0 == .central
        }
        let lines = openings.lines.keys.sorted()
        return sources.map { source in
            FundEntry(
                fact: nil,
                state: .opening,
                effective: stamp,
                source: source,
                line: nil,
                sourceBalanceFen: openings.sources[source, default: 0]
            )
        }
            + lines.map { line in
                FundEntry(
                    fact: nil,
                    state: .opening,
                    effective: stamp,
                    source: nil,
                    line: line,
                    lineBalanceFen: openings.lines[line, default: 0]
                )
            }
    }
}

/// Balances of all accounts while the rows run by.
struct FundBalances: Sendable {
    private(set) var sources: [FundSource: Int128] = [:]
    private(set) var lines: [ExactName: Int128] = [:]

    /// Moves the accounts of a row and writes the balances into it.
    mutating func take(_ entry: inout FundEntry) {
        if let source = entry.source, entry.state == .counted || sources[source] != nil {
            sources[source, default: 0] += entry.sourceMovement.netFen
            entry.sourceBalanceFen = sources[source]
        }
        if let line = entry.line, entry.state == .counted || lines[line] != nil {
            lines[line, default: 0] += entry.lineMovement.netFen
            entry.lineBalanceFen = lines[line]
        }
    }
}
