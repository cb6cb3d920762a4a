package import EventModel
package import Programme

/// The answer of an indicator for one `asOf`, before events are named and proof data are added.
///
/// Rows are in their final order; findings are in order of position and are sorted by (`finding`, event)
/// where positions become references.
package struct IndicatorAnswer: Hashable, Sendable {
    /// Name of the indicator: `coverage`, `funds` or `exits`.
    package let indicator: String
    /// The business date asked about.
    package let asOf: BusinessDate
    /// The parameter sets of the indicator's rules in force on ``asOf``, sorted by rule.
    package let parameters: [RuleParameters]
    /// The figures.
    package let rows: [AnswerRow]
    /// What the events hold against each other.
    package let findings: [Finding]
}

/// One row of an answer: members in the order in which they are written, absent ones left out.
package struct AnswerRow: Hashable, Sendable {
    /// Names and values.
    package let members: [AnswerMember]

    /// Makes the row.
    package init(members: [AnswerMember]) {
        self.members = members
    }

    /// The value of a member, `nil` if the row has none of that name.
    package subscript(name: String) -> AnswerValue? {
        members.first { $0.name == name }?.value
    }
}

/// A named value of a row.
package struct AnswerMember: Hashable, Sendable {
    /// The member's name in the answer.
    package let name: String
    /// Its value.
    package let value: AnswerValue

    /// Makes the member.
    package init(_ name: String, _ value: AnswerValue) {
        self.name = name
        self.value = value
    }
}

/// The value of a row's member.
package enum AnswerValue: Hashable, Sendable {
    /// A JSON string.
    case text(String)
    /// A count.
    case integer(Int64)
    /// A sum of money in fen, which may exceed Int64.
    case wide(Int128)
    /// True or false.
    case boolean(Bool)
    /// No value, such as the percentage of nothing.
    case null
    /// A list of strings, complete.
    case texts([String])
    /// What a ground rests on, complete.
    case evidence([EvidenceItem])
}

/// One piece of evidence behind a row.
package enum EvidenceItem: Hashable, Sendable {
    /// The event at a position; written `source#id`.
    case event(position: UInt64)
    /// A report that is missing; written `missing:YYYY-MM`.
    case missing(BusinessMonth)
}

/// Something that an event does not fit, written `{finding, event, line?}`.
package struct Finding: Hashable, Sendable {
    /// The finding's fixed name.
    package let name: FindingName
    /// Position of the event.
    package let position: UInt64
    /// The budget line concerned, where the finding is about one.
    package let line: String?

    /// Makes the finding.
    package init(_ name: FindingName, position: UInt64, line: String? = nil) {
        self.name = name
        self.position = position
        self.line = line
    }
}

/// The fixed names of findings.
package enum FindingName: String, Hashable, Sendable, CaseIterable {
    /// A payment exceeds what is left of its line.
    case aboveLineBudget
    /// A payment to a line that is not known.
    case unknownLine
    /// A payment of central money for a county that is not national.
    case countyNotNational
    /// A payment of central money with a prohibited class.
    case prohibitedUse
    /// A payment of central money without classes.
    case classesMissing
    /// More was returned than paid.
    case returnAbovePayment
    /// A thing that is made once was made again; the later event does not count.
    case alreadyExists
    /// An event of a thing that is not known; it has no effect until it is.
    case unknownReference
    /// A termination for which the rule had no established ground.
    case decisionWithoutGround
}

/// Outcome of holding a figure against its rule.
package enum Verdict: String, Hashable, Sendable {
    /// The rule is kept.
    case met
    /// The rule is not kept.
    case notMet
    /// There is nothing to judge; the reason stands beside it.
    case notEvaluable
}

/// How binding a rule is, by the plan's own words.
package enum Strength: String, Hashable, Sendable {
    /// Plainly required.
    case must
    /// To be striven for 争取.
    case strive
    /// In principle 原则上.
    case inPrinciple
    /// Shown for information; not the clause's wording.
    case informative
    /// An early warning, never the violation itself.
    case advisory
}

/// Orders rows by their keys as bytes, an absent key first.
enum RowOrder {
    /// Whether the row with the left keys stands first.
    static func precedes(_ left: [String?], _ right: [String?]) -> Bool {
        for (first, second) in zip(left, right) {
            guard let second else {
                if first == nil { continue }
                return false
            }
            guard let first else { return true }
            if first.utf8.elementsEqual(second.utf8) { continue }
            return first.utf8.lexicographicallyPrecedes(second.utf8)
        }
        return left.count < right.count
    }
}
