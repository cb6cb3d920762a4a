import EventModel

/// Ratios of the central fund and what is wrong with its payments.
struct OracleFunds {
    private struct Line {
        let event: OracleEvent
        var isCentral: Bool { event["source"] == "central" }
    }

    private struct Payment {
        let event: OracleEvent
        /// Returned and recovered up to the question's day.
        var returns: [OracleEvent] = []
        var classes: [String]
        var isCentral: Bool { event["source"] == "central" }
        var net: Int128 {
            event.amount("amountFen") - returns.reduce(0) { $0 + $1.amount("amountFen") }
        }
    }

    private let cut: OracleCut
    private var lines: [String: Line] = [:]
    private var payments: [String: Payment] = [:]
    private var repeated: [OracleEvent] = []
    private var unknown: [OracleEvent] = []
    private var reallocations: [OracleEvent] = []

    init(_ cut: OracleCut) {
        self.cut = cut
        for event in cut.events("fund.lineBudgeted") {
            if lines[event["line"]] == nil {
                lines[event["line"]] = Line(event: event)
            } else {
                repeated.append(event)
            }
        }
        for event in cut.events("fund.disbursed") {
            if payments[event["payment"]] == nil {
                payments[event["payment"]] = Payment(event: event, classes: event.texts("classes"))
            } else {
                repeated.append(event)
            }
        }
        for event in cut.events("fund.returned", "fund.recovered", "fund.classified") {
            let payment = event["payment"]
            guard let known = payments[payment]?.event else {
                unknown.append(event)
                continue
            }
            if event.type == "fund.classified" {
                if cut.twist == .earlyClassificationIsLost,
                    OracleEvent.precedes(event, known)
                {
                    continue
                }
                payments[payment]?.classes = event.texts("classes")
            } else {
                payments[payment]?.returns.append(event)
            }
        }
        for event in cut.events("fund.reallocated") {
            if lines[event["fromLine"]] != nil, lines[event["toLine"]] != nil {
                reallocations.append(event)
            } else {
                // A known line of other money says that it is not about central money.
                let known = [event["fromLine"], event["toLine"]].compactMap { lines[$0] }
                if known.allSatisfy(\.isCentral) { unknown.append(event) }
                if cut.twist == .reallocationDoesNotWait { reallocations.append(event) }
            }
        }
    }

    /// The line's budget at the end of a day: as budgeted, and as reallocated between lines known by then.
    private func budget(of line: String, on day: Int) -> Int128 {
        var sum: Int128 = 0
        if let event = lines[line]?.event, event.day <= day { sum += event.amount("amountFen") }
        func isKnown(_ line: String) -> Bool {
            guard let event = lines[line]?.event else { return false }
            return event.day <= day
        }
        for move in reallocations where move.day <= day {
            let waits = !isKnown(move["fromLine"]) || !isKnown(move["toLine"])
            if waits, cut.twist != .reallocationDoesNotWait { continue }
            if move["fromLine"] == line { sum -= move.amount("amountFen") }
            if move["toLine"] == line { sum += move.amount("amountFen") }
        }
        return sum
    }
}

// MARK: - Ratios

extension OracleFunds {
    private static let prohibited: Set<String> = [
        "prohibitedTradingPlatform", "prohibitedOfficeBuilding",
        "prohibitedAdministrativeExpense", "prohibitedTrafficPurchase",
    ]

    private static let floorA: Set<String> = [
        "cityLogistics", "countyTownshipVillageLogistics", "qualityAndTraceability",
        "povertyAlleviation", "brandCultivation", "promotion",
    ]

    private static let readings: [(name: String, classes: Set<String>, strength: String)] = [
        ("CAP-a", ["countyCentre"], "must"),
        ("CAP-b", ["countyCentre", "cityCentre"], "must"),
        ("CAP-c", ["countyCentre", "cityCentre", "townshipVillageStation"], "informative"),
        ("FLOOR-a", floorA, "inPrinciple"),
        ("FLOOR-b", floorA.subtracting(["povertyAlleviation"]), "inPrinciple"),
        ("FLOOR-c", floorA.subtracting(["cityLogistics"]), "inPrinciple"),
        ("FLOOR-d", floorA.subtracting(["povertyAlleviation", "cityLogistics"]), "inPrinciple"),
        ("PROHIBITED", prohibited, "must"),
    ]

    func rows() -> [OracleRow] {
        var appropriated: Int128 = 0
        for event in cut.events("fund.appropriated") where event["source"] == "central" {
            appropriated += event.amount("amountFen")
        }
        let central = payments.values.filter(\.isCentral)
        let paid = central.reduce(Int128(0)) { $0 + $1.net }
        var rows: [OracleRow] = []
        for reading in Self.readings {
            let budgeted = lines.filter { _, line in
                line.isCentral && !reading.classes.isDisjoint(with: line.event.texts("classes"))
            }.reduce(Int128(0)) { $0 + budget(of: $1.key, on: cut.day) }
            let used = central.filter { !reading.classes.isDisjoint(with: $0.classes) }
            let spent = used.reduce(Int128(0)) { $0 + $1.net }
            let isClean = used.allSatisfy { $0.net == 0 }
            let stages: [(stage: String, base: String, part: Int128, of: Int128)] = [
                ("budgeted", "appropriated", budgeted, appropriated),
                ("paid", "appropriated", spent, appropriated), ("paid", "paid", spent, paid),
            ]
            for stage in stages {
                if reading.name == "PROHIBITED", stage.stage == "budgeted" { continue }
                rows.append(
                    row(
                        [reading.name, stage.stage, stage.base],
                        strength: stage.base == "paid" ? "advisory" : reading.strength,
                        part: stage.part,
                        base: stage.of,
                        isClean: isClean
                    )
                )
            }
        }
        return rows
    }

    private func row(
        _ keys: [String],
        strength: String,
        part: Int128,
        base: Int128,
        isClean: Bool
    ) -> OracleRow {
        let reading = keys[0]
        let isOfficial =
            ["CAP-a", "FLOOR-a", "PROHIBITED"].contains(reading)
            && keys[1] == "paid" && keys[2] == "appropriated"
        let threshold: String
        let headroom: Int128
        var isMet: Bool
        if reading == "PROHIBITED" {
            (threshold, headroom, isMet) = ("0", -part, isClean)
        } else if reading.hasPrefix("CAP") {
            threshold = cut.rules.text("R-FUND-02", "percent")
            headroom = OraclePercent.floor(threshold, of: base) - part
            isMet = OraclePercent.isAtMost(part, of: base, threshold)
            if cut.twist == .capIsExclusive {
                isMet = !OraclePercent.isAtLeast(part, of: base, threshold)
            }
        } else {
            threshold = cut.rules.text("R-FUND-03", "percent")
            headroom = part - OraclePercent.ceiling(threshold, of: base)
            isMet = OraclePercent.isAtLeast(part, of: base, threshold)
            if cut.twist == .floorIsExclusive {
                isMet = !OraclePercent.isAtMost(part, of: base, threshold)
            }
        }
        let hasBase = base > 0
        var verdict = isMet ? "met" : "notMet"
        if !hasBase, reading != "PROHIBITED" { verdict = "notEvaluable" }
        var members: [(name: String, value: JSONValue)] = [
            ("reading", .string(reading)), ("stage", .string(keys[1])), ("base", .string(keys[2])),
            ("strength", .string(strength)), ("official", .boolean(isOfficial)),
            ("threshold", .string(threshold)), ("numeratorFen", whole(part)),
            ("denominatorFen", whole(base)),
            ("percent", hasBase ? .string(OraclePercent.text(part, of: base)) : .null),
            ("headroomFen", whole(headroom)), ("verdict", .string(verdict)),
        ]
        if cut.twist == .percentRoundsHalfUp, hasBase {
            members[8].value = .string(OraclePercent.text(2 * part + 1, of: 2 * base))
        }
        if verdict == "notEvaluable" { members.append(("reason", .string("noBase"))) }
        return OracleRow(keys: keys, members: members)
    }
}

// MARK: - Findings

extension OracleFunds {
    func findings() -> [OracleFinding] {
        var findings = unknown.map { OracleFinding(finding: "unknownReference", event: $0.name) }
        for event in repeated where event["source"] == "central" {
            let isLine = event.type == "fund.lineBudgeted"
            findings.append(
                OracleFinding(
                    finding: "alreadyExists",
                    event: event.name,
                    line: isLine ? event["line"] : nil
                )
            )
        }
        let classes = OracleRegions(cut).classes
        func look(_ event: OracleEvent, _ used: [String], _ isForgiven: Bool) {
            func add(_ finding: String) {
                findings.append(OracleFinding(finding: finding, event: event.name))
            }
            if let county = event.optional("county"), classes[county] != "national" {
                add("countyNotNational")
            }
            if !Self.prohibited.isDisjoint(with: used), !isForgiven { add("prohibitedUse") }
            if used.isEmpty { add("classesMissing") }
        }
        for payment in payments.values where payment.isCentral {
            look(
                payment.event,
                payment.classes,
                cut.twist == .returnedUseIsForgiven && payment.net == 0
            )
            findings += excesses(of: payment)
        }
        return findings
    }

    private func excesses(of payment: Payment) -> [OracleFinding] {
        var findings: [OracleFinding] = []
        let (event, line) = (payment.event, payment.event["line"])
        if lines[line] == nil {
            findings.append(OracleFinding(finding: "unknownLine", event: event.name, line: line))
        } else {
            var room = budget(of: line, on: event.day)
            if cut.twist == .budgetAtTheInstant { room = budget(of: line, on: event.day - 1) }
            for other in payments.values where other.isCentral && other.event["line"] == line {
                let isEarlier = OracleEvent.precedes(other.event, event)
                if isEarlier { room -= other.event.amount("amountFen") }
                let isOwn = other.event.position == event.position
                guard isEarlier || (isOwn && cut.twist == .ownReturnsAddBack) else { continue }
                for back in other.returns where back.day <= event.day {
                    room += back.amount("amountFen")
                }
            }
            if event.amount("amountFen") > room {
                findings.append(
                    OracleFinding(finding: "aboveLineBudget", event: event.name, line: line)
                )
            }
        }
        var returned: Int128 = 0
        for back in payment.returns {
            returned += back.amount("amountFen")
            if returned > event.amount("amountFen") {
                findings.append(OracleFinding(finding: "returnAbovePayment", event: back.name))
            }
        }
        return findings
    }
}
