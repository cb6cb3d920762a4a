import EventModel
import Programme
import Projections

/// The adoptions of rule parameters, as the events state them.
struct RuleFacts: Sendable {
    private(set) var adoptions: [Adoption] = []

    /// One `rule.adopted`.
    struct Adoption: Hashable, PositionedFact {
        /// Name ordinal of the rule's id.
        let rule: UInt32
        /// Name ordinal of the canonical text of the parameters.
        let parameters: UInt32
        /// First day of the set, and when it was adopted.
        let from: DatedStamp

        var position: UInt64 { from.stamp.position }
    }

    /// Takes an adoption in.
    mutating func add(_ adoption: Adoption) { adoptions.append(adoption) }

    /// Takes the adoptions of later events in.
    mutating func merge(_ later: RuleFacts) { adoptions += later.adoptions }

    /// The sets in force on a day, as a cut sees it.
    func rules(
        on day: BusinessDate,
        seenBy cut: Cut,
        names: some NameLookup
    ) -> ProgrammeRules {
        let known = adoptions.seen(by: cut).map { adoption in
            RuleAdoption(
                rule: names.name(at: adoption.rule),
                members: ParameterText.members(of: names.name(at: adoption.parameters)),
                validFrom: adoption.from.date,
                instant: Instant(millisecondsSince1970: adoption.from.stamp.instant),
                position: adoption.from.stamp.position
            )
        }
        return ProgrammeRules(adoptions: known, on: day)
    }
}
