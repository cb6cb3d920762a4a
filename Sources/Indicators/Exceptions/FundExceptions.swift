import EventModel
import Programme

/// What is doubtful about money, from the state of the funds figures.
struct FundExceptions {
    let funds: FundsIndex.Judged
    let limits: ExceptionLimits
    let names: any NameLookup

    private typealias Payment = FundState.PaymentState

    /// The cases that need no look at the events themselves.
    var cases: [ExceptionCase] {
        findingCases + lineCases + returnCases + appropriationCases + capCases + roundCases
    }

    // MARK: - Findings of the funds figures

    private var findingCases: [ExceptionCase] {
        var payments: [UInt64: Payment] = [:]
        for payment in funds.state.payments { payments[payment.fact.stamp.position] = payment }
        return funds.findings.paymentFindings.compactMap { finding in
            guard let payment = payments[finding.position] else { return nil }
            let stamp = payment.fact.stamp
            switch finding.name {
            case .unknownLine:
                return make(.paymentToUnknownLine, payment, line(payment) + amount(payment))
            case .countyNotNational:
                return make(.countyNotNational, payment, amount(payment))
            case .classesMissing:
                return make(
                    .classesMissing,
                    payment,
                    amount(payment),
                    [stamp] + [payment.classification].compactMap(\.self)
                )
            case .prohibitedUse:
                let classes = FundClass.allCases.filter {
                    payment.classes.intersection(.prohibited).contains($0.asSet)
                }
                return make(
                    .prohibitedUse,
                    payment,
                    amount(payment) + [("netFen", "\(payment.netFen)")]
                        + classes.map { ("class", $0.rawValue) },
                    Self.events(of: payment)
                )
            default: return nil
            }
        }
    }

    private var lineCases: [ExceptionCase] {
        funds.findings.lineExcesses.map { payment, leftFen in
            make(
                .paymentAboveLine,
                payment,
                line(payment) + amount(payment) + [("leftFen", "\(leftFen)")]
            )
        }
    }

    private var returnCases: [ExceptionCase] {
        funds.findings.returnExcesses.map { excess in
            make(
                .returnAbovePayment,
                excess.payment,
                amount(excess.payment) + [("returnedFen", "\(excess.returnedFen)")],
                [excess.payment.fact.stamp, excess.fact.stamp]
            )
        }
    }

    // MARK: - Appropriations

    /// Central payments on a day at whose end no central money was appropriated, or less than was paid.
    private var appropriationCases: [ExceptionCase] {
        let central = funds.state.payments.filter(\.isCentral)
        var paid = RunningSum()
        for payment in central {
            let day = payment.fact.stamp.day
            paid.add(Int128(payment.fact.amountFen), on: day)
            // What comes back counts once the payment does.
            for fact in payment.returns {
                paid.add(-Int128(fact.amountFen), on: max(day, fact.stamp.day))
            }
        }
        var appropriated = RunningSum()
        for fact in funds.state.appropriations {
            appropriated.add(Int128(fact.amountFen), on: fact.stamp.day)
        }
        let (paidSums, appropriatedSums) = (paid.sums(), appropriated.sums())
        return central.compactMap { payment in
            let day = payment.fact.stamp.day
            let paidFen = paidSums.value(on: day) ?? 0
            let appropriatedFen = appropriatedSums.value(on: day)
            if let appropriatedFen, paidFen <= appropriatedFen { return nil }
            return make(
                .paymentBeforeAppropriation,
                payment,
                [("basis", appropriatedFen == nil ? "none" : "exceeded")] + amount(payment) + [
                    ("paidFen", "\(paidFen)"), ("appropriatedFen", "\(appropriatedFen ?? 0)"),
                ]
            )
        }
    }

    private var capCases: [ExceptionCase] {
        guard let reading = FundReading.all.first(where: { $0.name == "CAP-a" }),
            let row = funds.rows.rows.first(where: {
                $0["reading"] == .text(reading.name) && $0["official"] == .boolean(true)
            }), row["verdict"] == .text(Verdict.notMet.rawValue)
        else { return [] }
        let terms = funds.state.payments.filter {
            $0.isCentral && !$0.classes.isDisjoint(with: reading.classes)
        }
        let numerator = terms.reduce(Int128(0)) { $0 + $1.netFen }
        return [
            ExceptionCase(
                .capExceeded,
                "fund/central",
                detail: [
                    ("numeratorFen", "\(numerator)"),
                    ("denominatorFen", "\(funds.state.appropriatedFen)"),
                    ("percent", funds.rules["R-FUND-02"].percent().text),
                ],
                events: funds.state.appropriations.map(\.stamp) + terms.flatMap(Self.events)
            )
        ]
    }

    // MARK: - Amounts

    private var roundCases: [ExceptionCase] {
        let multiple = limits.roundMultipleFen
        guard multiple > 0 else { return [] }
        return funds.state.payments.compactMap { payment in
            let amountFen = payment.fact.amountFen
            guard amountFen > 0, amountFen % multiple == 0 else { return nil }
            return make(
                .roundAmount,
                payment,
                amount(payment) + [("multipleFen", "\(multiple)")]
            )
        }
    }

    /// Payments of one line on one day among which a split may be, in groups of at least so many.
    var splitSuspects: [[FundFacts.Payment]] {
        struct Key: Hashable {
            let line: UInt32
            let day: BusinessDate
        }
        var groups: [Key: [FundFacts.Payment]] = [:]
        for payment in funds.state.payments {
            let fact = payment.fact
            if limits.splitLimitFen > 0, fact.amountFen >= limits.splitLimitFen { continue }
            groups[Key(line: fact.line, day: fact.stamp.day), default: []].append(fact)
        }
        return groups.values.filter { Int64($0.count) >= limits.splitCount }.sorted {
            $0[0].stamp < $1[0].stamp
        }
    }

    /// The case of payments of one line on one day to one payee; `nil` if they are no split.
    func splitCase(_ payments: [FundFacts.Payment], payee: String) -> ExceptionCase? {
        let sum = payments.reduce(Int128(0)) { $0 + Int128($1.amountFen) }
        guard Int64(payments.count) >= limits.splitCount, sum >= Int128(limits.splitLimitFen),
            let first = payments.first
        else { return nil }
        return ExceptionCase(
            .splitPayments,
            "line/" + names.name(at: first.line),
            detail: [
                ("payee", payee), ("count", "\(payments.count)"), ("sumFen", "\(sum)"),
                ("minimum", "\(limits.splitCount)"), ("limitFen", "\(limits.splitLimitFen)"),
            ],
            events: payments.map(\.stamp)
        )
    }

    // MARK: - Parts of a case

    private func make(
        _ kind: ExceptionKind,
        _ payment: Payment,
        _ detail: [(name: String, value: String)],
        _ events: [FactStamp]? = nil
    ) -> ExceptionCase {
        ExceptionCase(
            kind,
            "payment/" + names.name(at: payment.fact.subject),
            county: payment.fact.county.map { names.name(at: $0) },
            detail: detail,
            events: events ?? [payment.fact.stamp]
        )
    }

    private func amount(_ payment: Payment) -> [(name: String, value: String)] {
        [("amountFen", "\(payment.fact.amountFen)")]
    }

    private func line(_ payment: Payment) -> [(name: String, value: String)] {
        [("line", names.name(at: payment.fact.line))]
    }

    /// The payment with what came back of it and what stated its classes.
    private static func events(of payment: Payment) -> [FactStamp] {
        [payment.fact.stamp] + payment.returns.map(\.stamp)
            + [payment.classification].compactMap(\.self)
    }
}

/// Amounts by the day from which they count.
private struct RunningSum {
    private var changes: [BusinessDate: Int128] = [:]

    mutating func add(_ amount: Int128, on day: BusinessDate) {
        changes[day, default: 0] += amount
    }

    /// The sums at the ends of the days.
    func sums() -> Sums {
        var sum: Int128 = 0
        var days: [BusinessDate] = []
        var values: [Int128] = []
        for (day, change) in changes.sorted(by: { $0.key < $1.key }) {
            sum += change
            days.append(day)
            values.append(sum)
        }
        return Sums(days: days, values: values)
    }

    /// Sums by day.
    struct Sums {
        let days: [BusinessDate]
        let values: [Int128]

        /// The sum at the end of a day; `nil` before the first amount.
        func value(on day: BusinessDate) -> Int128? {
            var low = 0
            var high = days.count
            while low < high {
                let middle = (low + high) / 2
                if days[middle] <= day { low = middle + 1 } else { high = middle }
            }
            return low == 0 ? nil : values[low - 1]
        }
    }
}
