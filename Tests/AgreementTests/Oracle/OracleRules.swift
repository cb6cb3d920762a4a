import EventModel

/// The parameter sets in force on a day.
struct OracleRules {
    private static let defaults: [String: [String: JSONValue]] = [
        "R-COV-01": ["percent": .string("100")],
        "R-COV-02": ["percent": .string("40")],
        "R-COV-03": ["percent": .string("50")],
        "R-FUND-02": ["percent": .string("15")],
        "R-FUND-03": ["percent": .string("50")],
        "R-EXIT-03": ["months": .integer(6)],
        "R-EXIT-04": [
            "months": .integer(3), "dueDay": .integer(10), "inspections": .integer(2),
            "reading": .string("either"),
        ],
        "R-EXIT-05": ["count": .integer(3), "reading": .string("filed")],
        "R-AUD-02": ["count": .integer(2), "limitFen": .integer(0)],
        "R-AUD-04": ["days": .integer(30)],
        "R-AUD-05": ["count": .integer(5), "window": .integer(7), "delay": .integer(7)],
        "R-AUD-06": ["days": .integer(90)],
        "R-AUD-09": ["multipleFen": .integer(10_000_000)],
    ]
    private var sets: [String: [String: JSONValue]] = Self.defaults

    /// `standing`: events of the question whatever their own date, since `validFrom` takes its place.
    init(_ standing: [OracleEvent], on day: Int) {
        for rule in Self.defaults.keys {
            let adoptions = standing.filter { $0.type == "rule.adopted" && $0["rule"] == rule }
            guard let newest = newestFact(adoptions, by: "validFrom", upTo: day) else { continue }
            for member in newest.object("parameters") { sets[rule]?[member.name] = member.value }
        }
    }

    func text(_ rule: String, _ key: String) -> String { sets[rule]?[key]?.stringValue ?? "" }

    func number(_ rule: String, _ key: String) -> Int { Int(sets[rule]?[key]?.integerValue ?? 0) }

    /// The member `parameters` of an answer: rules and keys sorted.
    func parameters(ofRules prefixes: String...) -> JSONValue {
        let rules = sets.keys.filter { rule in prefixes.contains { rule.hasPrefix($0) } }
            .sorted(by: bytesPrecede)
        return .object(
            rules.map { rule in
                let keys = (sets[rule] ?? [:]).sorted { bytesPrecede($0.key, $1.key) }
                return (name: rule, value: .object(keys.map { (name: $0.key, value: $0.value) }))
            }
        )
    }
}

/// Of several facts about the same thing the one with the greatest (date, business instant, position)
/// among those whose date is not after `day`.
func newestFact(_ facts: [OracleEvent], by field: String, upTo day: Int) -> OracleEvent? {
    facts.map { (date: OracleCalendar.day($0[field]), fact: $0) }
        .filter { $0.date <= day }
        .max {
            ($0.date, $0.fact.instant, $0.fact.position)
                < ($1.date, $1.fact.instant, $1.fact.position)
        }?.fact
}

/// Exact percentages as decimal strings.
enum OraclePercent {
    /// A decimal string times 10,000.
    static func tenThousandths(_ text: String) -> Int128 {
        let parts = text.split(separator: ".")
        let decimals = parts.count > 1 ? String(parts[1]) : ""
        let padded = decimals + String(repeating: "0", count: 4 - decimals.count)
        return (Int128(parts[0]) ?? 0) * 10_000 + (Int128(padded) ?? 0)
    }

    /// `numerator` of `base` (> 0) in percent, 4 decimals, half to even.
    static func text(_ numerator: Int128, of base: Int128) -> String {
        let magnitude = numerator < 0 ? -numerator : numerator
        var units = magnitude * 1_000_000 / base
        let rest = (magnitude * 1_000_000 % base) * 2
        if rest > base || (rest == base && units % 2 == 1) { units += 1 }
        let decimals = String(units % 10_000)
        return (numerator < 0 && units > 0 ? "-" : "") + String(units / 10_000) + "."
            + String(repeating: "0", count: 4 - decimals.count) + decimals
    }

    static func isAtLeast(_ numerator: Int128, of base: Int128, _ threshold: String) -> Bool {
        numerator * 1_000_000 >= tenThousandths(threshold) * base
    }

    static func isAtMost(_ numerator: Int128, of base: Int128, _ threshold: String) -> Bool {
        numerator * 1_000_000 <= tenThousandths(threshold) * base
    }

    static func floor(_ threshold: String, of base: Int128) -> Int128 {
        let product = tenThousandths(threshold) * base
        let quotient = product / 1_000_000
        return product < 0 && product % 1_000_000 != 0 ? quotient - 1 : quotient
    }

    static func ceiling(_ threshold: String, of base: Int128) -> Int128 {
        -floor(threshold, of: -base)
    }
}
