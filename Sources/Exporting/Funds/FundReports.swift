import Answers
package import EventModel
import Programme

/// The reports on money of one question: journal, balances and payments.
package struct FundReports: Sendable {
    /// The journal from the first day on.
    private let journal: FundJournal
    /// The journal from the beginning.
    private let whole: FundJournal
    /// Names of divisions by code.
    private let regions: [String: String]
    private let retractions: [UInt64: FundHistory.Retraction]

    /// Makes the reports.
    ///
    /// - Parameters:
    ///   - history: The events that are known.
    ///   - first: First day of the period; `nil` for the beginning.
    ///   - day: Last day.
    ///   - regions: Names of divisions by code, valid on the last day and known at the cut.
    package init(
        _ history: FundHistory,
        from first: BusinessDate?,
        through day: BusinessDate,
        regions: [String: String]
    ) {
        whole = FundJournal(history, from: nil, through: day)
        journal = first == nil ? whole : FundJournal(history, from: first, through: day)
        retractions = history.retractions
        self.regions = regions
    }

    /// Holds the reports against the figures and against each other.
    ///
    /// - Parameter rows: The funds as of the last day, known at the same cut, all readings.
    /// - Throws: ``ExportError/disagreement(_:)`` with the first figure that differs.
    func check(against rows: [Answer.Row]) throws(ExportError) {
        try FundCheck(whole).compare(with: rows)
        try FundCheck(journal).compareBalances(with: whole)
    }

    /// Events about money of days after the last one, which are known and left out.
    var laterCount: Int { whole.laterCount }

    /// Positions of the events that the journal names, ascending.
    var positions: [UInt64] {
        var positions: Set<UInt64> = []
        for fact in whole.entries.compactMap(\.fact) {
            positions.insert(fact.position)
            if let killer = retractions[fact.position]?.position { positions.insert(killer) }
        }
        return positions.sorted()
    }

    /// All reports in the order in which they are shown.
    package var reports: [Report] { [journalReport, sourceReport, lineReport, paymentReport] }

    private var journalReport: Report {
        let entries = journal.entries
        return Report(FundTables.journal, rowCount: entries.count) { body in
            for (index, entry) in entries.enumerated() {
                try body(row(entry, number: index + 1))
            }
        }
    }

    private func row(_ entry: FundEntry, number: Int) -> [ReportValue] {
        let fact = entry.fact
        let payment = fact?.key("payment").flatMap { whole.payment($0) }
        let county = fact?.text("county") ?? payment?.text("county")
        let when: [ReportValue] = [
            .integer(Int128(number)), day(fact?.day), day(fact == nil ? nil : entry.effective.day),
            fact.map { .instant($0.recorded.recordedAt.millisecondsSince1970) } ?? .absent,
            .text(fact?.type ?? "opening"), .text(entry.state.rawValue),
            ReportValue(fact.flatMap { retractions[$0.position]?.reference }),
        ]
        let what: [ReportValue] = [
            ReportValue(entry.source?.rawValue), ReportValue(entry.line?.text),
            ReportValue(
                fact?.text("documentNumber") ?? fact?.text("approval") ?? fact?.text("voucher")
            ),
            ReportValue(
                fact?.text("purpose") ?? fact?.text("reason") ?? fact?.text("basis")
                    ?? fact?.text("title")
            ),
            ReportValue(fact?.text("payee") ?? fact?.text("recipient") ?? payment?.text("payee")),
        ]
        let more: [ReportValue] = [
            ReportValue(entry.line.flatMap { whole.lines[$0]?.text("title") }),
            ReportValue(fact?.text("payment")), ReportValue(county),
            ReportValue(county.flatMap { regions[$0] }), classes(fact?.classes ?? []),
        ]
        return when + what + account(entry) + more + trace(fact)
    }

    private func account(_ entry: FundEntry) -> [ReportValue] {
        let moved = { (fen: Int128) -> ReportValue in fen == 0 ? .absent : .integer(fen) }
        let hasAmount = entry.fact.map { $0.kind != .classified } ?? false
        return [
            hasAmount ? .integer(entry.fact?.amountFen ?? 0) : .absent,
            moved(entry.sourceMovement.inFen), moved(entry.sourceMovement.outFen),
            entry.sourceBalanceFen.map { .integer($0) } ?? .absent,
            moved(entry.lineMovement.inFen), moved(entry.lineMovement.outFen),
            entry.lineBalanceFen.map { .integer($0) } ?? .absent,
        ]
    }

    private func trace(_ fact: FundFact?) -> [ReportValue] {
        [
            fact.map { .integer(Int128($0.position)) } ?? .absent, ReportValue(fact?.reference),
            ReportValue(fact?.recorded.event.evidence?.description),
        ]
    }

    private var sourceReport: Report {
        let budgets = whole.budgetsBySource
        let all = Dictionary(
            uniqueKeysWithValues: whole.sourceTotals.map { ($0.source, $0.totals) }
        )
        return Report(
            FundTables.sources,
            rows: journal.sourceTotals.map { source, totals in
                let cumulated = all[source] ?? FundTotals()
                return [
                    .text(source.rawValue), .integer(totals.openingFen),
                    .integer(totals.appropriatedFen), .integer(totals.paidFen),
                    .integer(totals.returnedFen), .integer(totals.recoveredFen),
                    .integer(totals.sourceBalanceFen), .integer(cumulated.appropriatedFen),
                    .integer(cumulated.netPaidFen), .integer(budgets[source, default: 0]),
                    percent(cumulated.netPaidFen, of: cumulated.appropriatedFen),
                ]
            }
        )
    }

    private var lineReport: Report {
        let all = Dictionary(uniqueKeysWithValues: whole.lineTotals.map { ($0.line, $0.totals) })
        return Report(
            FundTables.lines,
            rows: journal.lineTotals.map { line, totals in
                let maker = whole.lines[line]
                let county = maker?.text("county")
                let cumulated = all[line] ?? FundTotals()
                let head: [ReportValue] = [
                    .text(line.text), ReportValue(maker?.text("title")),
                    ReportValue(maker?.source?.rawValue), ReportValue(county),
                    ReportValue(county.flatMap { regions[$0] }), classes(maker?.classes ?? []),
                    day(maker?.day),
                ]
                let amounts = [
                    totals.openingFen, totals.budgetedFen, totals.reallocatedInFen,
                    totals.reallocatedOutFen, totals.paidFen, totals.returnedFen,
                    totals.recoveredFen, totals.lineBalanceFen, cumulated.budgetFen,
                    cumulated.netPaidFen,
                ].map { ReportValue.integer($0) }
                return head + amounts + [
                    percent(cumulated.netPaidFen, of: cumulated.budgetFen),
                    .integer(Int128(totals.paymentCount)), day(totals.lastPaidOn),
                ]
            }
        )
    }

    private var paymentReport: Report {
        Report(
            FundTables.paymentList,
            rows: whole.payments.map { payment in
                let fact = payment.fact
                let county = fact.text("county")
                let head: [ReportValue] = [
                    ReportValue(fact.text("payment")), day(fact.day),
                    .instant(fact.recorded.recordedAt.millisecondsSince1970),
                    ReportValue(fact.source?.rawValue), ReportValue(fact.text("line")),
                    ReportValue(fact.key("line").flatMap { whole.lines[$0]?.text("title") }),
                    ReportValue(fact.text("payee")), ReportValue(county),
                    ReportValue(county.flatMap { regions[$0] }), ReportValue(fact.text("purpose")),
                    ReportValue(fact.text("voucher")), ReportValue(fact.text("milestone")),
                    classes(fact.classes), classes(payment.classes),
                    ReportValue(payment.classification?.reference),
                ]
                let amounts: [ReportValue] = [
                    .integer(fact.amountFen), .integer(payment.returnedFen),
                    .integer(payment.recoveredFen), .integer(payment.netFen),
                ]
                return head + amounts + trace(fact)
            }
        )
    }

    private func classes(_ names: [String]) -> ReportValue {
        names.isEmpty ? .absent : .texts(names)
    }

    private func day(_ date: BusinessDate?) -> ReportValue {
        date.map { .day($0.daysSince1970) } ?? .absent
    }

    private func percent(_ part: Int128, of whole: Int128) -> ReportValue {
        whole > 0 ? .text(ExactRatio.percent(part, of: whole)) : .absent
    }
}
