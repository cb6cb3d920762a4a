import EventModel

/// What is doubtful about money.
extension OracleExceptions {
    /// The payments that count: the first of each id.
    var payments: [OracleEvent] {
        var seen: Set<String> = []
        return events.filter {
            $0.type == "fund.disbursed" && seen.insert($0["payment"]).inserted
        }
    }

    private func returns(of payment: OracleEvent) -> [OracleEvent] {
        events.filter {
            ["fund.returned", "fund.recovered"].contains($0.type)
                && $0["payment"] == payment["payment"]
        }
    }

    private func classification(of payment: OracleEvent) -> OracleEvent? {
        events.last { $0.type == "fund.classified" && $0["payment"] == payment["payment"] }
    }

    private func classes(of payment: OracleEvent) -> [String] {
        (classification(of: payment) ?? payment).texts("classes")
    }

    private func net(_ payment: OracleEvent) -> Int128 {
        payment.amount("amountFen")
            - returns(of: payment).reduce(Int128(0)) { $0 + $1.amount("amountFen") }
    }

    private func line(_ id: String) -> OracleEvent? {
        events.first { $0.type == "fund.lineBudgeted" && $0["line"] == id }
    }

    /// The line's budget at the end of a day.
    private func budget(of id: String, on day: Int) -> Int128 {
        func isKnown(_ id: String) -> Bool { line(id).map { $0.day <= day } ?? false }
        var sum: Int128 = isKnown(id) ? line(id)?.amount("amountFen") ?? 0 : 0
        for move in events where move.type == "fund.reallocated" && move.day <= day {
            guard isKnown(move["fromLine"]), isKnown(move["toLine"]) else { continue }
            if move["fromLine"] == id { sum -= move.amount("amountFen") }
            if move["toLine"] == id { sum += move.amount("amountFen") }
        }
        return sum
    }

    private static let prohibited = [
        "prohibitedTradingPlatform", "prohibitedOfficeBuilding",
        "prohibitedAdministrativeExpense", "prohibitedTrafficPurchase",
    ]

    func money() -> [OracleRow] {
        let nationals = OracleRegions(cut).classes.filter { $0.value == "national" }
        var rows: [OracleRow] = []
        for payment in payments {
            func add(_ kind: String, _ detail: [String], _ events: [OracleEvent] = []) {
                let (id, county) = (payment["payment"], payment.optional("county"))
                rows.append(
                    row(kind, "payment/" + id, county: county, detail, [payment] + events)
                )
            }
            let amount = payment.amount("amountFen")
            let multiple = Int128(number("R-AUD-09", "multipleFen"))
            if multiple > 0, amount % multiple == 0, amount > 0 || twist == .zeroIsRound {
                add("roundAmount", ["amountFen=\(amount)", "multipleFen=\(multiple)"])
            }
            guard payment["source"] == "central" else { continue }
            let given = ["amountFen=\(amount)"]
            let ofLine = ["line=" + payment["line"]] + given
            if line(payment["line"]) == nil {
                add("paymentToUnknownLine", ofLine)
            } else {
                let left = self.left(before: payment)
                if amount > left { add("paymentAboveLine", ofLine + ["leftFen=\(left)"]) }
            }
            if let county = payment.optional("county"), nationals[county] == nil {
                add("countyNotNational", given)
            }
            let classified = [classification(of: payment)].compactMap(\.self)
            let classes = classes(of: payment)
            if classes.isEmpty { add("classesMissing", given, classified) }
            let forbidden = Self.prohibited.filter(classes.contains)
            if !forbidden.isEmpty {
                add(
                    "prohibitedUse",
                    given + ["netFen=\(net(payment))"] + forbidden.map { "class=" + $0 },
                    returns(of: payment) + classified
                )
            }
            var returned: Int128 = 0
            for back in returns(of: payment) {
                returned += back.amount("amountFen")
                guard returned > amount else { continue }
                add("returnAbovePayment", given + ["returnedFen=\(returned)"], [back])
            }
            if let detail = appropriated(payment) { add("paymentBeforeAppropriation", detail) }
        }
        return rows + cap()
    }

    /// What earlier payments leave of the line at the end of the payment's day.
    private func left(before payment: OracleEvent) -> Int128 {
        var left = budget(of: payment["line"], on: payment.day)
        for earlier in payments
        where earlier["line"] == payment["line"] && earlier["source"] == "central"
            && OracleEvent.precedes(earlier, payment)
        {
            left -= earlier.amount("amountFen")
            for back in returns(of: earlier) where back.day <= payment.day {
                left += back.amount("amountFen")
            }
        }
        return left
    }

    private func isAppropriation(_ event: OracleEvent) -> Bool {
        event.type == "fund.appropriated" && event["source"] == "central"
    }

    /// The figures of a payment before the first appropriation or beyond all; `nil` if there were enough.
    private func appropriated(_ payment: OracleEvent) -> [String]? {
        let appropriations = events.filter { event in
            guard isAppropriation(event) else { return false }
            return twist == .appropriatedByTheInstant
                ? OracleEvent.precedes(event, payment) : event.day <= payment.day
        }
        var paid: Int128 = 0
        for other in payments where other.day <= payment.day {
            guard other["source"] == "central" || twist == .otherMoneyPaid else { continue }
            paid += other.amount("amountFen")
            for back in returns(of: other)
            where back.day <= payment.day || twist == .laterReturnsMakeUp {
                paid -= back.amount("amountFen")
            }
        }
        let sum = appropriations.reduce(Int128(0)) { $0 + $1.amount("amountFen") }
        if !appropriations.isEmpty, paid <= sum { return nil }
        return [
            "basis=" + (appropriations.isEmpty ? "none" : "exceeded"),
            "amountFen=\(payment.amount("amountFen"))", "paidFen=\(paid)", "appropriatedFen=\(sum)",
        ]
    }

    private func cap() -> [OracleRow] {
        let isAbove = OracleFunds(cut).rows().contains { row in
            row.keys == ["CAP-a", "paid", "appropriated"]
                && row.json["verdict"]?.stringValue == "notMet"
        }
        guard isAbove else { return [] }
        let appropriations = events.filter(isAppropriation)
        let centres = payments.filter {
            $0["source"] == "central" && classes(of: $0).contains("countyCentre")
        }
        let base = appropriations.reduce(Int128(0)) { $0 + $1.amount("amountFen") }
        let spent = centres.reduce(Int128(0)) { $0 + net($1) }
        return [
            row(
                "capExceeded",
                "fund/central",
                [
                    "numeratorFen=\(spent)", "denominatorFen=\(base)",
                    "percent=" + cut.rules.text("R-FUND-02", "percent"),
                ],
                appropriations
                    + centres.flatMap { payment in
                        [payment] + returns(of: payment)
                            + [classification(of: payment)].compactMap(\.self)
                    }
            )
        ]
    }

    func split() -> [OracleRow] {
        let minimum = max(2, number("R-AUD-02", "count"))
        let limit = Int128(number("R-AUD-02", "limitFen"))
        // By bytes: one name may be written in two ways, and is two names then.
        var groups: [[UInt8]: [OracleEvent]] = [:]
        let all =
            twist == .repeatedPaymentsSplit
            ? events.filter { $0.type == "fund.disbursed" } : payments
        for payment in all {
            let amount = payment.amount("amountFen")
            if limit > 0, twist == .limitIncludesParts ? amount > limit : amount >= limit {
                continue
            }
            let line = twist == .lineIgnored ? "" : payment["line"]
            let payee = twist == .payeeIgnored ? "" : payment["payee"]
            groups[Array("\(line)\n\(payee)\n\(payment.day)".utf8), default: []].append(payment)
        }
        return groups.values.compactMap { payments in
            let sum = payments.reduce(Int128(0)) { $0 + $1.amount("amountFen") }
            guard Int64(payments.count) >= minimum, sum >= limit,
                twist != .limitExcludesSum || limit == 0 || sum > limit
            else { return nil }
            return row(
                "splitPayments",
                "line/" + payments[0]["line"],
                [
                    "payee=" + payments[0]["payee"], "count=\(payments.count)", "sumFen=\(sum)",
                    "minimum=\(minimum)", "limitFen=\(limit)",
                ],
                payments
            )
        }
    }
}
