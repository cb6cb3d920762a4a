import EventModel
import Programme

/// What the events about central money hold against each other.
struct FundFindings {
    let state: FundState
    let classes: [UInt32: DemonstrationClass]
    let names: any NameLookup

    /// All findings, in order of position, then name.
    var findings: [Finding] {
        let all = paymentFindings + budgetFindings + returnFindings + repetitions + unknowns
        return all.sorted {
            ($0.position, $0.name.rawValue) < ($1.position, $1.name.rawValue)
        }
    }

    private var centralPayments: [FundState.PaymentState] {
        state.payments.filter(\.isCentral)
    }

    /// What is wrong with single payments, whatever the others are.
    var paymentFindings: [Finding] {
        centralPayments.flatMap { payment in
            let position = payment.fact.stamp.position
            var findings: [Finding] = []
            if state.lines[payment.fact.line] == nil {
                let line = names.name(at: payment.fact.line)
                findings.append(Finding(.unknownLine, position: position, line: line))
            }
            if let county = payment.fact.county, classes[county] != .national {
                findings.append(Finding(.countyNotNational, position: position))
            }
            if !payment.classes.isDisjoint(with: .prohibited) {
                findings.append(Finding(.prohibitedUse, position: position))
            }
            if payment.classes.isEmpty {
                findings.append(Finding(.classesMissing, position: position))
            }
            return findings
        }
    }

    private var budgetFindings: [Finding] {
        lineExcesses.map { excess in
            let fact = excess.payment.fact
            return Finding(
                .aboveLineBudget,
                position: fact.stamp.position,
                line: names.name(at: fact.line)
            )
        }
    }

    /// Payments that exceed what is left of their line at the end of their day, with what is left, in fen.
    var lineExcesses: [(payment: FundState.PaymentState, leftFen: Int128)] {
        var excesses: [(payment: FundState.PaymentState, leftFen: Int128)] = []
        var spent: [UInt32: SpentLine] = [:]
        for payment in centralPayments where state.lines[payment.fact.line] != nil {
            let fact = payment.fact
            var line = spent[fact.line] ?? SpentLine()
            let left =
                state.budgetFen(of: fact.line, on: fact.stamp.day)
                - line.spentFen(on: fact.stamp.day)
            if Int128(fact.amountFen) > left { excesses.append((payment, left)) }
            line.add(payment)
            spent[fact.line] = line
        }
        return excesses
    }

    /// What earlier payments took from a line.
    private struct SpentLine {
        private var paidFen: Int128 = 0
        private var returns: [FundFacts.Return] = []
        private var returnedFen: Int128 = 0

        mutating func add(_ payment: FundState.PaymentState) {
            paidFen += Int128(payment.fact.amountFen)
            returns += payment.returns
        }

        /// Earlier payments less what came back of them up to the day; days must not fall from call to call.
        mutating func spentFen(on day: BusinessDate) -> Int128 {
            var waiting: [FundFacts.Return] = []
            for fact in returns {
                if fact.stamp.day <= day {
                    returnedFen += Int128(fact.amountFen)
                } else {
                    waiting.append(fact)
                }
            }
            returns = waiting
            return paidFen - returnedFen
        }
    }

    /// A return by which more came back than was paid.
    struct ReturnExcess {
        let payment: FundState.PaymentState
        let fact: FundFacts.Return
        /// What had come back up to and with it, in fen.
        let returnedFen: Int128
    }

    private var returnFindings: [Finding] {
        returnExcesses.map { Finding(.returnAbovePayment, position: $0.fact.stamp.position) }
    }

    /// Returns from the one on that passes the amount of its payment.
    var returnExcesses: [ReturnExcess] {
        centralPayments.flatMap { payment in
            var returned: Int128 = 0
            return payment.returns.compactMap { fact -> ReturnExcess? in
                returned += Int128(fact.amountFen)
                guard returned > Int128(payment.fact.amountFen) else { return nil }
                return ReturnExcess(payment: payment, fact: fact, returnedFen: returned)
            }
        }
    }

    private var repetitions: [Finding] {
        state.repeatedLines.filter { $0.source == .central }.map { fact in
            Finding(
                .alreadyExists,
                position: fact.stamp.position,
                line: names.name(at: fact.subject)
            )
        }
            + state.repeatedPayments.filter { $0.source == .central }.map { fact in
                Finding(.alreadyExists, position: fact.stamp.position)
            }
    }

    /// Events of unknown payments and lines; a reallocation of a line known not to be central is no
    /// matter of central money.
    private var unknowns: [Finding] {
        let reallocations = state.waitingReallocations.filter { fact in
            [fact.fromLine, fact.toLine].allSatisfy {
                state.lines[$0].map { $0.source == .central } ?? true
            }
        }
        return (state.unknownPaymentPositions + reallocations.map(\.stamp.position)).map {
            Finding(.unknownReference, position: $0)
        }
    }
}
