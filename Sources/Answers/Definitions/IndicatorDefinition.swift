package import EventModel
import Programme

/// What an indicator means, as data: enough to compute its figures again without this program's code.
///
/// The definition is for people (`cairn explain funds`) and for evidence: every answer bears its ``digest``, so
/// that two answers with the same digest mean the same. The files under `Schemas/definitions/` hold the bytes of
/// which it is the SHA-256.
package struct IndicatorDefinition: Sendable {
    /// The indicator.
    package let indicator: Indicator
    /// Raised whenever the same events would give another answer.
    package let version: Int
    /// Its name.
    package let name: Phrase
    /// What it counts.
    package let counts: Phrase
    /// How the figures are computed from the terms, and which unit they have.
    package let unit: Phrase
    /// How figures are rounded.
    package let rounding: Phrase
    /// The clauses that it answers, as the plan words them.
    package let clauses: [Clause]
    /// The rules whose parameters hold; their built-in defaults belong to the definition.
    package let rules: [String]
    /// The keys of the rows: populations, readings, flavours, stages and the like.
    package let dimensions: [Dimension]
    /// What the figures are computed from.
    package let terms: [TermDefinition]
    /// The members of a row and how they follow from the terms.
    package let members: [MemberDefinition]
    /// The event types that the terms rest on.
    package let eventTypes: [String]

    /// A sentence of the plan.
    package struct Clause: Hashable, Sendable {
        /// Ids of the rules that read it.
        package let rules: [String]
        /// Where it stands in the plan: `九` for section nine, `八(四)3` for the third item of the fourth part of
        /// section eight, `附件1` for annex one.
        package let section: String
        /// The words, exactly as they stand there.
        package let quote: String
    }

    /// A key of the rows with the values that it takes.
    package struct Dimension: Hashable, Sendable {
        /// The member's name.
        package let name: String
        /// What it is called.
        package let title: Phrase
        /// Its values, the default first where there is one; empty if any name may stand there.
        package let values: [Value]

        /// The value of a name; `nil` if there is none.
        package subscript(code code: String) -> Value? { values.first { $0.code == code } }
    }

    /// A value of a dimension.
    package struct Value: Hashable, Sendable {
        /// The value as it stands in rows.
        package let code: String
        /// What it means.
        package let meaning: Phrase
        /// Id of the rule that it reads or is held against; `nil` where that does not depend on it.
        package let rule: String?
        /// Names of the classes, kinds or levels that it takes in; empty where it does not choose.
        package let takesIn: [String]
        /// How binding it is; `nil` where that does not depend on it.
        package let strength: String?

        /// Makes a value.
        package init(
            _ code: String,
            _ meaning: Phrase,
            rule: String? = nil,
            takesIn: [String] = [],
            strength: String? = nil
        ) {
            self.code = code
            self.meaning = meaning
            self.rule = rule
            self.takesIn = takesIn
            self.strength = strength
        }
    }

    /// What a figure is computed from.
    package struct TermDefinition: Hashable, Sendable {
        /// Fixed name, as in an explanation.
        package let name: String
        /// What it is called.
        package let title: Phrase
        /// What it holds.
        package let meaning: Phrase
    }

    /// A member of a row.
    package struct MemberDefinition: Hashable, Sendable {
        /// The member's name.
        package let name: String
        /// What it is called.
        package let title: Phrase
        /// How it follows from terms and parameters.
        package let formula: Phrase
    }

    /// The dimension of that name.
    package subscript(dimension name: String) -> Dimension? {
        dimensions.first { $0.name == name }
    }

    /// SHA-256 of ``canonicalBytes``.
    ///
    /// - Complexity: O(size of the definition); ``Indicator/definitionDigest`` is computed once.
    package var digest: SHA256Digest { SHA256Digest.hash(canonicalBytes) }

    /// The definition as canonical JSON (RFC 8785).
    package var canonicalBytes: [UInt8] { canonicalize(json) }

    /// The definition as JSON.
    package var json: JSONValue {
        .object([
            ("indicator", .string(indicator.rawValue)), ("version", .integer(Int64(version))),
            ("name", name.json), ("counts", counts.json), ("unit", unit.json),
            ("rounding", rounding.json),
            ("clauses", .array(clauses.map(\.json))),
            ("parameters", .object(rules.map { ($0, Self.defaults(of: $0)) })),
            ("dimensions", .array(dimensions.map(\.json))),
            ("terms", .array(terms.map(\.json))),
            ("members", .array(members.map(\.json))),
            ("eventTypes", .array(eventTypes.map { .string($0) })),
        ])
    }

    private static func defaults(of rule: String) -> JSONValue {
        let keys = RuleCatalogue.rule(rule)?.keys ?? []
        return .object(
            keys.map { key in
                switch key.defaultValue {
                case .integer(let number): (key.key, .integer(number))
                case .text(let text): (key.key, .string(text))
                }
            }
        )
    }
}

extension IndicatorDefinition.Clause {
    /// The clause as JSON.
    package var json: JSONValue {
        .object([
            ("rules", .array(rules.map { .string($0) })), ("section", .string(section)),
            ("quote", .string(quote)),
        ])
    }
}

extension IndicatorDefinition.Dimension {
    fileprivate var json: JSONValue {
        .object([
            ("name", .string(name)), ("title", title.json), ("values", .array(values.map(\.json))),
        ])
    }
}

extension IndicatorDefinition.Value {
    fileprivate var json: JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("code", .string(code)), ("meaning", meaning.json),
        ]
        if let rule { members.append(("rule", .string(rule))) }
        if !takesIn.isEmpty { members.append(("takesIn", .array(takesIn.map { .string($0) }))) }
        if let strength { members.append(("strength", .string(strength))) }
        return .object(members)
    }
}

extension IndicatorDefinition.TermDefinition {
    fileprivate var json: JSONValue {
        .object([("name", .string(name)), ("title", title.json), ("meaning", meaning.json)])
    }
}

extension IndicatorDefinition.MemberDefinition {
    fileprivate var json: JSONValue {
        .object([("name", .string(name)), ("title", title.json), ("formula", formula.json)])
    }
}

extension Phrase {
    /// Both wordings as JSON.
    package var json: JSONValue { .object([("zh", .string(zh)), ("en", .string(en))]) }
}
