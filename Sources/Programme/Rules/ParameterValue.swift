/// The value of a rule's parameter.
package enum ParameterValue: Hashable, Sendable {
    /// A whole number, such as a count of months.
    case integer(Int64)
    /// A percentage in its adopted spelling, or the name of a reading.
    case text(String)
}

/// The values that a parameter takes.
package enum ParameterDomain: Hashable, Sendable {
    /// A decimal string as ``Percent`` reads it.
    case percent
    /// A whole number from 1 to `maximum`.
    case count(maximum: Int64)
    /// A whole number of fen from 0 to `maximum`; 0 stands for no amount.
    case amount(maximum: Int64)
    /// One of the rule's readings.
    case reading([String])

    /// Whether the value lies in the domain.
    package func contains(_ value: ParameterValue) -> Bool {
        switch (self, value) {
        case (.percent, .text(let text)): Percent(parsing: text) != nil
        case (.count(let maximum), .integer(let number)): (1...maximum).contains(number)
        case (.amount(let maximum), .integer(let number)): (0...maximum).contains(number)
        case (.reading(let readings), .text(let text)): readings.contains(text)
        default: false
        }
    }

    /// What would be accepted, for the message of a refusal.
    package var description: String {
        switch self {
        case .percent:
            "a decimal string such as \"15\" or \"33.5\": no sign, no superfluous zeros, "
                + "at most 6 digits before and 4 after the point"
        case .count(let maximum): "a whole number from 1 to \(maximum)"
        case .amount(let maximum): "a whole number of fen from 0 to \(maximum)"
        case .reading(let readings): "one of \(readings.joined(separator: ", "))"
        }
    }
}

/// One key of a rule: what it takes and what holds if nothing is adopted.
package struct ParameterDefinition: Hashable, Sendable {
    /// The key in `rule.adopted` and in the answers.
    package let key: String
    /// The values it takes.
    package let domain: ParameterDomain
    /// The built-in default.
    package let defaultValue: ParameterValue
}
