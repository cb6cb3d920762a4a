import EventModel
import Indicators
import Programme

// What is doubtful about money, from all events about it.
extension ExceptionAccounts {
    private static let prohibited = FundClass.allCases.filter {
        FundClassSet.prohibited.contains($0.asSet)
    }.map(\.rawValue)

    /// The case of one payment.
    func payment(_ claim: Claim) -> Case? {
        guard let payment = money.payments.first(where: { $0.event.name("payment") == claim.id })
        else { return nil }
        guard claim.kind == .roundAmount || payment.isCentral else { return nil }
        switch claim.kind {
        case .paymentAboveLine: return aboveLine(payment)
        case .paymentToUnknownLine:
            guard !money.isKnown(payment.event.name("line")) else { return nil }
            return make(payment, [("line", payment.event.text("line") ?? "")] + amount(payment))
        case .paymentBeforeAppropriation: return beforeAppropriation(payment)
        case .prohibitedUse:
            let found = Self.prohibited.filter { payment.classes.contains($0) }
            guard !found.isEmpty else { return nil }
            return make(
                payment,
                amount(payment) + [("netFen", "\(payment.netFen)")] + found.map { ("class", $0) },
                payment.events,
                amount: [item(payment, through: scope.day)]
            )
        case .countyNotNational:
            guard let county = payment.event.text("county"), !isNational(ExactName(county)) else {
                return nil
            }
            return make(payment, amount(payment))
        case .classesMissing:
            guard payment.classes.isEmpty else { return nil }
            return make(
                payment,
                amount(payment),
                [payment.event] + [payment.classification].compactMap(\.self)
            )
        case .returnAbovePayment: return returned(payment, claim)
        case .roundAmount:
            let multiple = Int128(rules.integer("multipleFen", of: "R-AUD-09"))
            guard multiple > 0, payment.amountFen > 0, payment.amountFen % multiple == 0 else {
                return nil
            }
            return make(payment, amount(payment) + [("multipleFen", "\(multiple)")])
        default: return nil
        }
    }

    private func make(
        _ payment: StatedMoney.Payment,
        _ detail: [(name: String, value: String)],
        _ events: [StatedEvent]? = nil,
        amount: [FigureAccount.Item]? = nil,
        against: [FigureAccount.Item] = []
    ) -> Case {
        Case(
            county: payment.event.text("county"),
            detail: detail,
            events: events ?? [payment.event],
            amount: amount ?? [item([.money(payment.event, "payment")], payment)],
            against: against
        )
    }

    private func amount(_ payment: StatedMoney.Payment) -> [(name: String, value: String)] {
        [("amountFen", "\(payment.amountFen)")]
    }

    private func item(
        _ entries: [FigureAccount.Entry],
        _ payment: StatedMoney.Payment
    ) -> FigureAccount.Item {
        FigureAccount.Item(
            adding: entries,
            key: payment.event.text("payment") ?? "",
            status: "counts",
            counts: true
        )
    }

    /// A payment less what came back of it up to a day.
    private func item(
        _ payment: StatedMoney.Payment,
        through day: BusinessDate,
        isTakenOff: Bool = false
    ) -> FigureAccount.Item {
        let back = payment.returns.filter { $0.day <= day }
        return item(
            [.money(payment.event, "payment", isTakenOff: isTakenOff)]
                + back.map { event in
                    let role = event.type == "fund.returned" ? "return" : "recovery"
                    return .money(event, role, isTakenOff: !isTakenOff)
                },
            payment
        )
    }

    private func isNational(_ county: ExactName) -> Bool {
        supervision.last {
            $0.type == "region.demonstrationClassSet" && $0.name("county") == county
        }?.text("class") == "national"
    }

    private static func sum(_ items: [FigureAccount.Item]) -> Int128 {
        items.reduce(0) { $0 + $1.amount }
    }

    private func aboveLine(_ payment: StatedMoney.Payment) -> Case? {
        let (line, day) = (payment.event.name("line"), payment.event.day)
        guard money.isKnown(line) else { return nil }
        let earlier = money.payments.filter {
            $0.isCentral && $0.event.name("line") == line && $0.event.precedes(payment.event)
        }
        let budget = FigureAccount.Item(
            adding: money.budget(of: line, on: day),
            key: line.text,
            status: "counts",
            counts: true
        )
        let left = [budget] + earlier.map { item($0, through: day, isTakenOff: true) }
        guard payment.amountFen > Self.sum(left) else { return nil }
        return make(
            payment,
            [("line", line.text)] + amount(payment) + [("leftFen", "\(Self.sum(left))")],
            against: left
        )
    }

    private func beforeAppropriation(_ payment: StatedMoney.Payment) -> Case? {
        let day = payment.event.day
        let given = money.appropriations.filter { $0.day <= day }.map { event in
            FigureAccount.Item(
                adding: [.money(event, "appropriation", detail: event.text("documentNumber"))],
                key: event.reference.description,
                status: "counts",
                counts: true
            )
        }
        let paid = money.payments.filter { $0.isCentral && $0.event.day <= day }
            .map { item($0, through: day) }
        guard given.isEmpty || Self.sum(paid) > Self.sum(given) else { return nil }
        return make(
            payment,
            [("basis", given.isEmpty ? "none" : "exceeded")] + amount(payment) + [
                ("paidFen", "\(Self.sum(paid))"), ("appropriatedFen", "\(Self.sum(given))"),
            ],
            amount: paid,
            against: given
        )
    }

    /// Returns add up in order; the claim names the one that is told.
    private func returned(_ payment: StatedMoney.Payment, _ claim: Claim) -> Case? {
        var entries: [FigureAccount.Entry] = []
        var sum: Int128 = 0
        for event in payment.returns {
            sum += Int128(event.integer("amountFen"))
            let role = event.type == "fund.returned" ? "return" : "recovery"
            entries.append(.money(event, role))
            guard claim.events.contains(where: { $0.position == event.position }) else { continue }
            guard sum > payment.amountFen else { return nil }
            return make(
                payment,
                amount(payment) + [("returnedFen", "\(sum)")],
                [payment.event, event],
                amount: [item(entries, payment)],
                against: [item([.money(payment.event, "payment")], payment)]
            )
        }
        return nil
    }

    /// The case of the cap on county centres.
    func cap() -> Case? {
        let readings = IndicatorDefinition.funds[dimension: "reading"]
        guard let classes = readings?[code: "CAP-a"]?.takesIn else { return nil }
        let centres = money.payments.filter { payment in
            payment.isCentral && payment.classes.contains { classes.contains($0) }
        }
        let base = money.appropriations.map { event in
            FigureAccount.Item(
                adding: [.money(event, "appropriation", detail: event.text("documentNumber"))],
                key: event.reference.description,
                status: "counts",
                counts: true
            )
        }
        let paid = centres.map { item($0, through: scope.day) }
        let percent = rules.percent(of: "R-FUND-02")
        guard Self.sum(base) > 0, !percent.isKept(by: Self.sum(paid), of: Self.sum(base)) else {
            return nil
        }
        return Case(
            detail: [
                ("numeratorFen", "\(Self.sum(paid))"), ("denominatorFen", "\(Self.sum(base))"),
                ("percent", percent.text),
            ],
            events: money.appropriations + centres.flatMap(\.events),
            amount: paid,
            against: base
        )
    }

    /// The case of payments of one line to one payee on one day.
    func split(_ claim: Claim) -> Case? {
        guard let payee = claim.stated("payee").map(ExactName.init),
            let day = claim.events.last?.day
        else { return nil }
        let minimum = max(2, rules.integer("count", of: "R-AUD-02"))
        let limit = Int128(rules.integer("limitFen", of: "R-AUD-02"))
        let payments = money.payments.filter { payment in
            payment.event.name("line") == claim.id && payment.event.name("payee") == payee
                && payment.event.day == day && (limit == 0 || payment.amountFen < limit)
        }
        let items = payments.map { item([.money($0.event, "payment")], $0) }
        guard Int64(payments.count) >= minimum, Self.sum(items) >= limit else { return nil }
        return Case(
            detail: [
                ("payee", payee.text), ("count", "\(payments.count)"),
                ("sumFen", "\(Self.sum(items))"), ("minimum", "\(minimum)"),
                ("limitFen", "\(limit)"),
            ],
            events: payments.map(\.event),
            amount: items
        )
    }

    /// The case of one voucher behind several payments, counting or not.
    func vouchers(_ claim: Claim) -> Case? {
        let events = money.disbursed.filter { $0.text("voucher").map(ExactName.init) == claim.id }
        guard events.count > 1, !claim.id.text.isEmpty else { return nil }
        let items = events.map { event in
            FigureAccount.Item(
                adding: [.money(event, "payment")],
                key: event.reference.description,
                status: "counts",
                counts: true
            )
        }
        return Case(
            detail: [("count", "\(events.count)"), ("sumFen", "\(Self.sum(items))")],
            events: events,
            amount: items
        )
    }
}
