package import Answers
package import EventModel

/// An indicator that a deployment defines without recompiling: sums over its events by a key.
///
/// ```yaml
/// name: meals                      # as it is asked for
/// title: {zh: 学生餐补助, en: School-meal subsidy}
/// meaning: {zh: …, en: …}
/// unit: fen
/// key: school                      # the field that rows are told apart by
/// terms:
///   - {type: meal.served, sum: amountFen}
///   - {type: meal.returned, sum: amountFen, sign: "-"}
/// ```
/// An answer has a row for each key with the count of its events and the exact sum; events that are voided as known, or
/// happened after the business date, do not count. The definition's digest names its meaning in every answer.
package struct DeclaredIndicator: Hashable, Sendable {
    /// Name on the command line and in addresses: lower-case letters, digits and hyphens.
    package let name: String
    /// Name for people.
    package let title: Phrase
    /// What it means, for people.
    package let meaning: Phrase
    /// Unit of the sum.
    package let unit: String
    /// Name of the field that rows are told apart by; each type has it.
    package let key: String
    /// What is summed.
    package let terms: [Term]

    /// Events of a type, with what each adds.
    package struct Term: Hashable, Sendable {
        /// Wire name of the type.
        package let type: String
        /// Name of the whole-number field that is summed; `nil` counts the events alone.
        package let field: String?
        /// Whether the sum is taken off.
        package let isNegative: Bool
    }

    /// The definition as JSON: what the digest covers.
    package var json: JSONValue {
        .object([
            ("name", .string(name)), ("unit", .string(unit)), ("key", .string(key)),
            (
                "terms",
                .array(
                    terms.map { term in
                        .object([
                            ("type", .string(term.type)),
                            ("sum", term.field.map { .string($0) } ?? .null),
                            ("sign", .string(term.isNegative ? "-" : "+")),
                        ])
                    }
                )
            ),
            ("title", Self.json(title)), ("meaning", Self.json(meaning)),
        ])
    }

    private static func json(_ phrase: Phrase) -> JSONValue {
        .object([("zh", .string(phrase.zh)), ("en", .string(phrase.en))])
    }

    /// SHA-256 of the definition's compact JSON.
    package var digest: SHA256Digest { SHA256Digest.hash(json.compactText) }

    /// Whether a text may be a name, and is not that of a built-in indicator.
    static func isName(_ text: String) -> Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let isWord = text.utf8.allSatisfy { byte in
            letters.contains(byte) || byte == UInt8(ascii: "-")
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        return isWord && (1...64).contains(text.utf8.count)
            && text.utf8.first.map(letters.contains) ?? false
            && Indicator(rawValue: text) == nil
    }
}

/// What is wrong with a definition; nothing is answered by it.
package struct DeclaredIndicatorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where, such as `terms[1].sum`.
    package let place: String
    /// What, and what is accepted.
    package let detail: String

    /// Place and detail.
    package var description: String { "\(place): \(detail)" }
}
