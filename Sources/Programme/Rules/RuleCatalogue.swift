package import EventModel

/// A rule and the parameters that may be adopted for it.
package struct RuleDefinition: Hashable, Sendable {
    /// Id as in the plan's catalogue, such as `R-COV-02`.
    package let id: String
    /// The rule's keys; empty for a rule without parameters.
    package let keys: [ParameterDefinition]
}

/// All rules that `rule.adopted` may name, with their keys and built-in defaults.
///
/// R-EXIT-01, R-EXIT-02, R-FUND-05 and some of R-AUD have no parameters: they exist, and any key is refused.
/// R-AUD-… are the rules of the list of exceptions (`Schemas/exceptions.md`).
package enum RuleCatalogue {
    /// Every rule, sorted by id.
    package static let rules: [RuleDefinition] =
        audit + [
            percent("R-COV-01", "100"), percent("R-COV-02", "40"), percent("R-COV-03", "50"),
            RuleDefinition(id: "R-EXIT-01", keys: []),
            RuleDefinition(id: "R-EXIT-02", keys: []),
            RuleDefinition(id: "R-EXIT-03", keys: [count("months", 6)]),
            RuleDefinition(
                id: "R-EXIT-04",
                keys: [
                    count("months", 3), count("dueDay", 10, maximum: 31), count("inspections", 2),
                    reading("reading", ["either", "both"]),
                ]
            ),
            RuleDefinition(
                id: "R-EXIT-05",
                keys: [
                    count("count", 3),
                    reading("reading", ["filed", "upheld", "filedPerPerson", "upheldPerPerson"]),
                ]
            ),
            percent("R-FUND-02", "15"), percent("R-FUND-03", "50"),
            RuleDefinition(id: "R-FUND-05", keys: []),
            RuleDefinition(id: "R-LOG-02", keys: [count("hours", 24)]),
            RuleDefinition(
                id: "R-LOG-03",
                keys: [count("hours", 72), reading("start", ["county", "township", "city"])]
            ),
            percent("R-TGT-01", "20"), percent("R-TGT-02", "30"), percent("R-TGT-03", "50"),
            percent("R-TGT-04", "30"), percent("R-TGT-05", "20"),
        ]

    // Days up to a century, so that no product of milliseconds overflows.
    private static let audit: [RuleDefinition] = [
        RuleDefinition(id: "R-AUD-01", keys: []),
        RuleDefinition(
            id: "R-AUD-02",
            keys: [count("count", 2), amount("limitFen", 0)]
        ),
        RuleDefinition(id: "R-AUD-03", keys: []),
        RuleDefinition(id: "R-AUD-04", keys: [count("days", 30, maximum: 36_525)]),
        RuleDefinition(
            id: "R-AUD-05",
            keys: [
                count("count", 5), count("window", 7, maximum: 36_525),
                count("delay", 7, maximum: 36_525),
            ]
        ),
        RuleDefinition(id: "R-AUD-06", keys: [count("days", 90, maximum: 36_525)]),
        RuleDefinition(id: "R-AUD-07", keys: []),
        RuleDefinition(id: "R-AUD-08", keys: []),
        RuleDefinition(id: "R-AUD-09", keys: [amount("multipleFen", 10_000_000)]),
        RuleDefinition(id: "R-AUD-10", keys: []),
    ]

    /// The rule with that id; `nil` if there is none.
    package static func rule(_ id: String) -> RuleDefinition? { rules.first { $0.id == id } }

    /// Looks at the values of a `rule.adopted`: rule known, keys known, values in their domains.
    ///
    /// - Parameter values: In the order of ``RuleEvents/adopted``; of the kinds of its fields.
    /// - Returns: `unknownRule`, `unknownKey` or `schema`, looked for in this order; `nil` if all is well.
    package static func refusalOfAdoption(_ values: [FieldValue]) -> Refusal? {
        guard case .text(let id)? = values.first, values.count > 2,
            case .text(let parameters) = values[2]
        else { return nil }
        guard let rule = rule(id) else {
            return Refusal(
                .unknownRule,
                field: "data.rule",
                found: id,
                accepted: "one of \(rules.map(\.id).joined(separator: ", "))"
            )
        }
        let entries = ParameterText.entries(of: parameters)
        let keys = rule.keys.map(\.key)
        if let unknown = entries.first(where: { !keys.contains($0.key) }) {
            return Refusal(
                .unknownKey,
                field: "data.parameters",
                found: unknown.key,
                accepted: keys.isEmpty
                    ? "no key: \(id) has no parameters"
                    : "keys of \(id): \(keys.joined(separator: ", "))"
            )
        }
        for definition in rule.keys {
            for entry in entries where entry.key == definition.key {
                if let value = entry.value, definition.domain.contains(value) { continue }
                return Refusal(
                    .schema,
                    field: "data.parameters.\(entry.key)",
                    found: parameters,
                    accepted: definition.domain.description
                )
            }
        }
        return nil
    }

    private static func percent(_ id: String, _ value: String) -> RuleDefinition {
        RuleDefinition(
            id: id,
            keys: [
                ParameterDefinition(key: "percent", domain: .percent, defaultValue: .text(value))
            ]
        )
    }

    private static func count(
        _ key: String,
        _ value: Int64,
        maximum: Int64 = 1_000_000
    ) -> ParameterDefinition {
        ParameterDefinition(
            key: key,
            domain: .count(maximum: maximum),
            defaultValue: .integer(value)
        )
    }

    private static func amount(_ key: String, _ value: Int64) -> ParameterDefinition {
        ParameterDefinition(
            key: key,
            domain: .amount(maximum: 9_007_199_254_740_991),
            defaultValue: .integer(value)
        )
    }

    // The first reading is the default.
    private static func reading(_ key: String, _ readings: [String]) -> ParameterDefinition {
        ParameterDefinition(
            key: key,
            domain: .reading(readings),
            defaultValue: .text(readings[0])
        )
    }
}
