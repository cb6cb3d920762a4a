import EventModel
import Programme

/// What the rows of a journal add up to for one account, in fen.
struct FundTotals: Sendable {
    /// Balance before the first day.
    var openingFen: Int128 = 0
    /// Money granted.
    var appropriatedFen: Int128 = 0
    /// The line's budget when it was made.
    var budgetedFen: Int128 = 0
    /// Moved here from other lines.
    var reallocatedInFen: Int128 = 0
    /// Moved to other lines.
    var reallocatedOutFen: Int128 = 0
    /// Paid.
    var paidFen: Int128 = 0
    /// Come back of payments.
    var returnedFen: Int128 = 0
    /// Recovered of payments by the authority.
    var recoveredFen: Int128 = 0
    /// Payments.
    var paymentCount = 0
    /// Day of the newest payment.
    var lastPaidOn: BusinessDate?

    /// Budget of a line after reallocations.
    var budgetFen: Int128 { budgetedFen + reallocatedInFen - reallocatedOutFen }
    /// Paid less what came back.
    var netPaidFen: Int128 { paidFen - returnedFen - recoveredFen }
    /// Balance of a source's account at the end.
    var sourceBalanceFen: Int128 { openingFen + appropriatedFen - netPaidFen }
    /// Balance of a line's account at the end.
    var lineBalanceFen: Int128 {
        openingFen + budgetedFen + reallocatedInFen - reallocatedOutFen - netPaidFen
    }

    /// Adds a row that moves the account.
    mutating func add(_ entry: FundEntry, isLine: Bool) {
        guard entry.state == .counted, let fact = entry.fact else { return }
        let movement = isLine ? entry.lineMovement : entry.sourceMovement
        switch fact.kind {
        case .appropriated: appropriatedFen += movement.inFen
        case .lineBudgeted: budgetedFen += movement.inFen
        case .reallocated:
            reallocatedInFen += movement.inFen
            reallocatedOutFen += movement.outFen
        case .disbursed:
            paidFen += movement.outFen
            paymentCount += 1
            lastPaidOn = max(lastPaidOn ?? fact.day, fact.day)
        case .returned: returnedFen += movement.inFen
        case .recovered: recoveredFen += movement.inFen
        case .classified: break
        }
    }
}

extension FundJournal {
    /// Totals of each source that has any money or rows, and of central money always, in the order of the list.
    var sourceTotals: [(source: FundSource, totals: FundTotals)] {
        var totals: [FundSource: FundTotals] = [.central: FundTotals()]
        for (source, opening) in openingSources {
            totals[source, default: FundTotals()].openingFen = opening
        }
        for entry in entries {
            guard let source = entry.source, entry.state != .opening else { continue }
            totals[source, default: FundTotals()].add(entry, isLine: false)
        }
        return FundSource.allCases.compactMap { source in totals[source].map { (source, $0) } }
    }

    /// Budgets of each source's lines after reallocations; of a journal from the beginning.
    var budgetsBySource: [FundSource: Int128] {
        var budgets: [FundSource: Int128] = [:]
        for (line, totals) in lineTotals {
            guard let source = lines[line]?.source else { continue }
            budgets[source, default: 0] += totals.budgetFen
        }
        return budgets
    }

    /// Totals of each line that is known or has rows, sorted by id.
    var lineTotals: [(line: ExactName, totals: FundTotals)] {
        var totals: [ExactName: FundTotals] = [:]
        for line in lines.keys { totals[line] = FundTotals() }
        for (line, opening) in openingLines {
            totals[line, default: FundTotals()].openingFen = opening
        }
        for entry in entries {
            guard let line = entry.line, entry.state == .counted else { continue }
            totals[line, default: FundTotals()].add(entry, isLine: true)
        }
        return totals.keys.sorted().compactMap { line in totals[line].map { (line, $0) } }
    }
}
