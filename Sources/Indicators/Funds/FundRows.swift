import EventModel
import Programme

/// The rows of the fund ratios: every reading at every stage and base.
struct FundRows {
    let state: FundState
    let rules: ProgrammeRules
    let names: any NameLookup

    /// Stage and base of a row.
    private enum Measure: CaseIterable {
        case budgeted
        case paidOfAppropriated
        case paidOfPaid

        var stage: String { self == .budgeted ? "budgeted" : "paid" }
        var base: String { self == .paidOfPaid ? "paid" : "appropriated" }
    }

    /// The rows, sorted by reading, stage and base.
    var rows: [AnswerRow] {
        let budgeted = budgetedLines
        let paid = state.payments.filter(\.isCentral).map { ($0.netFen, $0.classes) }
        let paidFen = paid.reduce(Int128(0)) { $0 + $1.0 }
        return FundReading.all.flatMap { reading in
            Measure.allCases.compactMap { measure in
                if case .nothing = reading.limit, measure == .budgeted { return nil }
                let terms = (measure == .budgeted ? budgeted : paid).filter {
                    !$0.1.isDisjoint(with: reading.classes)
                }
                return row(
                    reading,
                    measure,
                    numerator: terms.reduce(Int128(0)) { $0 + $1.0 },
                    base: measure == .paidOfPaid ? paidFen : state.appropriatedFen,
                    hasTerm: terms.contains { $0.0 != 0 }
                )
            }
        }
    }

    /// Budget and classes of the central lines, in order of position.
    private var budgetedLines: [(Int128, FundClassSet)] {
        var classNames = ClassNames(names)
        var budgets: [UInt32: Int128] = [:]
        for (fact, _) in state.reallocations {
            budgets[fact.toLine, default: 0] += Int128(fact.amountFen)
            budgets[fact.fromLine, default: 0] -= Int128(fact.amountFen)
        }
        return state.lines.values.filter { $0.source == .central }
            .sorted { $0.stamp < $1.stamp }
            .map { line in
                (
                    Int128(line.amountFen) + budgets[line.subject, default: 0],
                    classNames.set(line.classes)
                )
            }
    }

    private func row(
        _ reading: FundReading,
        _ measure: Measure,
        numerator: Int128,
        base: Int128,
        hasTerm: Bool
    ) -> AnswerRow {
        let outcome = judge(reading, numerator: numerator, base: base, hasTerm: hasTerm)
        let isAdvisory = measure == .paidOfPaid
        var members = [
            AnswerMember("reading", .text(reading.name)),
            AnswerMember("stage", .text(measure.stage)),
            AnswerMember("base", .text(measure.base)),
            AnswerMember(
                "strength",
                .text((isAdvisory ? Strength.advisory : reading.strength).rawValue)
            ),
            AnswerMember(
                "official",
                .boolean(reading.isDefault && measure == .paidOfAppropriated)
            ),
            AnswerMember("threshold", .text(outcome.threshold)),
            AnswerMember("numeratorFen", .wide(numerator)),
            AnswerMember("denominatorFen", .wide(base)),
            AnswerMember(
                "percent",
                base > 0 ? .text(ExactRatio.percent(numerator, of: base)) : .null
            ),
            AnswerMember("headroomFen", .wide(outcome.headroom)),
            AnswerMember("verdict", .text(outcome.verdict.rawValue)),
        ]
        if outcome.verdict == .notEvaluable {
            members.append(AnswerMember("reason", .text("noBase")))
        }
        return AnswerRow(members: members)
    }

    private func judge(
        _ reading: FundReading,
        numerator: Int128,
        base: Int128,
        hasTerm: Bool
    ) -> (threshold: String, headroom: Int128, verdict: Verdict) {
        switch reading.limit {
        case .cap:
            let cap = rules["R-FUND-02"].percent()
            let isMet = cap.isKept(by: numerator, of: base)
            let verdict: Verdict = base <= 0 ? .notEvaluable : isMet ? .met : .notMet
            return (cap.text, cap.floor(of: base) - numerator, verdict)
        case .floor:
            let floor = rules["R-FUND-03"].percent()
            let isMet = floor.isReached(by: numerator, of: base)
            let verdict: Verdict = base <= 0 ? .notEvaluable : isMet ? .met : .notMet
            return (floor.text, numerator - floor.ceiling(of: base), verdict)
        case .nothing:
            return ("0", -numerator, hasTerm ? .notMet : .met)
        }
    }
}
