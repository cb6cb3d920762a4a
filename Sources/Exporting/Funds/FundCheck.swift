import Answers
import EventModel
import Programme

/// The figures of R-FUND-02, -03 and -05 from the journal, to be held against those of the projection.
///
/// The numerators are written here a second time, from the rules alone, so that an error in one place shows.
struct FundCheck {
    private let journal: FundJournal

    private static let centres: Set<String> = ["countyCentre"]
    private static let upstream: Set<String> = [
        "cityLogistics", "countyTownshipVillageLogistics", "qualityAndTraceability",
        "povertyAlleviation", "brandCultivation", "promotion",
    ]
    /// Classes of each reading's numerator.
    private static let readings: [String: Set<String>] = [
        "CAP-a": centres,
        "CAP-b": centres.union(["cityCentre"]),
        "CAP-c": centres.union(["cityCentre", "townshipVillageStation"]),
        "FLOOR-a": upstream,
        "FLOOR-b": upstream.subtracting(["povertyAlleviation"]),
        "FLOOR-c": upstream.subtracting(["cityLogistics"]),
        "FLOOR-d": upstream.subtracting(["povertyAlleviation", "cityLogistics"]),
        "PROHIBITED": [
            "prohibitedTradingPlatform", "prohibitedOfficeBuilding",
            "prohibitedAdministrativeExpense", "prohibitedTrafficPurchase",
        ],
    ]

    /// - Parameter journal: From the beginning to the day of the answer.
    init(_ journal: FundJournal) { self.journal = journal }

    /// Holds every row of an answer against the journal.
    ///
    /// - Parameter rows: The funds as of the journal's day, known at the same cut, all readings.
    /// - Throws: ``ExportError/disagreement(_:)`` with the first figure that differs.
    func compare(with rows: [Answer.Row]) throws(ExportError) {
        let appropriated = total { $0.appropriatedFen }
        let paid = total { $0.netPaidFen }
        for row in rows {
            guard case .text(let reading)? = row["reading"], case .text(let stage)? = row["stage"],
                case .text(let base)? = row["base"], let classes = Self.readings[reading],
                case .integer(let numerator)? = row["numeratorFen"],
                case .integer(let denominator)? = row["denominatorFen"]
            else {
                throw .disagreement(
                    FundDisagreement(figure: row.json(), journalFen: 0, projectionFen: 0)
                )
            }
            let name = "funds \(reading) \(stage)/\(base)"
            let terms = stage == "budgeted" ? budgeted(classes) : net(classes)
            try require("\(name) numeratorFen", terms, numerator)
            try require(
                "\(name) denominatorFen",
                base == "paid" ? paid : appropriated,
                denominator
            )
        }
    }

    /// The last running balances are those of the totals, and those of the journal from the beginning.
    ///
    /// - Parameter whole: The journal from the beginning to the same day.
    /// - Throws: ``ExportError/disagreement(_:)`` with the first balance that differs.
    func compareBalances(with whole: FundJournal) throws(ExportError) {
        var sources: [FundSource: Int128] = [:]
        var lines: [ExactName: Int128] = [:]
        for entry in journal.entries {
            if let source = entry.source, let fen = entry.sourceBalanceFen { sources[source] = fen }
            if let line = entry.line, let fen = entry.lineBalanceFen { lines[line] = fen }
        }
        for (source, totals) in journal.sourceTotals {
            let running = sources[source, default: 0]
            try require("balance of \(source.rawValue)", running, totals.sourceBalanceFen)
        }
        for (source, totals) in whole.sourceTotals {
            let running = sources[source, default: 0]
            try require("closing of \(source.rawValue)", running, totals.sourceBalanceFen)
        }
        for (line, totals) in whole.lineTotals {
            let running = lines[line, default: 0]
            try require("closing of \(line.text)", running, totals.lineBalanceFen)
        }
        for (line, totals) in journal.lineTotals {
            let running = lines[line, default: 0]
            try require("balance of \(line.text)", running, totals.lineBalanceFen)
        }
    }

    private func total(_ value: (FundTotals) -> Int128) -> Int128 {
        journal.sourceTotals.filter { $0.source == .central }.reduce(0) { $0 + value($1.totals) }
    }

    private func budgeted(_ classes: Set<String>) -> Int128 {
        journal.lineTotals.reduce(0) { sum, item in
            guard let line = journal.lines[item.line], line.source == .central,
                !classes.isDisjoint(with: line.classes)
            else { return sum }
            return sum + item.totals.budgetFen
        }
    }

    private func net(_ classes: Set<String>) -> Int128 {
        journal.payments.reduce(0) { sum, payment in
            guard payment.fact.source == .central, !classes.isDisjoint(with: payment.classes) else {
                return sum
            }
            return sum + payment.netFen
        }
    }

    private func require(
        _ figure: String,
        _ journalFen: Int128,
        _ projectionFen: Int128
    ) throws(ExportError) {
        guard journalFen == projectionFen else {
            throw .disagreement(
                FundDisagreement(
                    figure: figure,
                    journalFen: journalFen,
                    projectionFen: projectionFen
                )
            )
        }
    }
}
