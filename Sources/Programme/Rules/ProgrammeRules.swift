package import EventModel

/// One adoption of a rule's parameter set, as `rule.adopted` states it.
package struct RuleAdoption: Hashable, Sendable {
    /// Id of the rule.
    package let rule: String
    /// The keys named.
    package let members: [RuleParameters.Member]
    /// First day on which the set is in force.
    package let validFrom: BusinessDate
    /// The event's business instant; decides between sets of the same first day.
    package let instant: Instant
    /// The event's position; decides between sets of the same instant.
    package let position: UInt64

    /// Makes the adoption.
    package init(
        rule: String,
        members: [RuleParameters.Member],
        validFrom: BusinessDate,
        instant: Instant,
        position: UInt64
    ) {
        self.rule = rule
        self.members = members
        self.validFrom = validFrom
        self.instant = instant
        self.position = position
    }
}

/// The parameter sets in force on a day: the newest adoption of each rule, else the built-in defaults.
package struct ProgrammeRules: Sendable {
    private let sets: [String: RuleParameters]

    /// Takes all adoptions known and the day asked about.
    ///
    /// Of several adoptions of a rule whose first day is not after `day`, the one with the greatest
    /// (first day, business instant, position) holds, whole.
    ///
    /// - Complexity: O(adoptions).
    package init(adoptions: [RuleAdoption] = [], on day: BusinessDate) {
        var newest: [String: RuleAdoption] = [:]
        for adoption in adoptions where adoption.validFrom <= day {
            if let held = newest[adoption.rule], !Self.precedes(held, adoption) { continue }
            newest[adoption.rule] = adoption
        }
        var sets: [String: RuleParameters] = [:]
        for rule in RuleCatalogue.rules {
            sets[rule.id] = RuleParameters(of: rule, adopted: newest[rule.id]?.members ?? [])
        }
        self.sets = sets
    }

    /// The set in force of a rule of the catalogue.
    package subscript(rule: String) -> RuleParameters {
        guard let set = sets[rule] else { preconditionFailure("\(rule) is not in the catalogue") }
        return set
    }

    private static func precedes(_ left: RuleAdoption, _ right: RuleAdoption) -> Bool {
        (left.validFrom, left.instant, left.position)
            < (right.validFrom, right.instant, right.position)
    }
}
