/// The parameter set of one rule: the adopted values and the defaults of the keys not named.
package struct RuleParameters: Hashable, Sendable {
    /// Id of the rule, such as `R-EXIT-04`.
    package let rule: String
    /// Keys and values, sorted by key as bytes; every key of the rule once.
    package let members: [Member]

    /// One key and its value.
    package struct Member: Hashable, Sendable {
        /// The key.
        package let key: String
        /// The value in force.
        package let value: ParameterValue
    }

    /// Makes the set of a rule; `adopted` values replace the defaults.
    ///
    /// Keys that the rule does not have and values outside their domain are passed over: the door refuses
    /// them, a ledger of another make cannot make a figure fail.
    package init(of rule: RuleDefinition, adopted: [Member] = []) {
        self.rule = rule.id
        self.members = rule.keys.map { definition in
            let value = adopted.last { $0.key == definition.key }?.value
            if let value, definition.domain.contains(value) {
                return Member(key: definition.key, value: value)
            }
            return Member(key: definition.key, value: definition.defaultValue)
        }.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
    }

    /// The value of a key, `nil` if the rule has no such key.
    package subscript(key: String) -> ParameterValue? {
        members.first { $0.key == key }?.value
    }

    /// The whole number of a key that takes one.
    package func integer(_ key: String) -> Int64 {
        guard case .integer(let number)? = self[key] else {
            preconditionFailure("\(rule) has no whole number \(key)")
        }
        return number
    }

    /// The percentage of a key that takes one.
    package func percent(_ key: String = "percent") -> Percent {
        guard case .text(let text)? = self[key], let percent = Percent(parsing: text) else {
            preconditionFailure("\(rule) has no percentage \(key)")
        }
        return percent
    }
}
