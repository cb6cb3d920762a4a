package import EventModel
package import Programme

/// A row of an answer as the events themselves account for it: computed anew, with every event behind it.
///
/// The account is a second computation: it reads the JSON of the events that the question sees, by the words of
/// the rules, without columns, projections or kept states. That both come to the same is the check
/// (``Explanation/checks``).
package struct FigureAccount: Sendable {
    /// The row as computed here.
    package let row: Answer.Row
    /// How the row's figure follows from the terms.
    package let formula: Phrase
    /// What it is computed from.
    package let terms: [Term]
    /// The rule parameters that it is held against, and where they come from.
    package let parameters: [UsedParameter]

    /// What a term counts in.
    package enum Unit: String, Hashable, Sendable {
        /// Money in fen.
        case fen
        /// Townships or villages.
        case divisions
        /// Calendar months.
        case months
        /// Events of a kind: inspections, complaints.
        case events
        /// Nothing is counted.
        case none
    }

    /// A term: items that add up.
    package struct Term: Sendable {
        /// Fixed name, as in the definition.
        package let name: String
        /// What it is called.
        package let title: Phrase
        /// What it holds in this row.
        package let meaning: Phrase
        /// What its amounts are.
        package let unit: Unit
        /// Members of the row that depend on it.
        package let members: [String]
        /// Whether what is listed here is itself a member of the row (evidence), not only what it adds up to.
        package let listsEvidence: Bool
        /// In the order of their keys or of time.
        package let items: [Item]

        /// Makes a term.
        init(
            _ definition: IndicatorDefinition.TermDefinition,
            meaning: Phrase? = nil,
            unit: Unit,
            members: [String],
            listsEvidence: Bool = false,
            items: [Item]
        ) {
            self.name = definition.name
            self.title = definition.title
            self.meaning = meaning ?? definition.meaning
            self.unit = unit
            self.members = members
            self.listsEvidence = listsEvidence
            self.items = items
        }

        /// The sum of the items.
        package var value: Int128 { items.reduce(0) { $0 + $1.amount } }
    }

    /// Something that counts, or was looked at and does not: a village, a payment, a month.
    package struct Item: Sendable {
        /// What it is: a division's code, a payment's id, a month.
        package let key: String
        /// A fixed word that says why it counts or not (``AccountTerms``).
        package let status: String
        /// What it adds to the term; 0 if it does not count.
        package let amount: Int128
        /// The events that say so, in the order of the business clock.
        package let entries: [Entry]
        /// The last day on which what is missing would have been in time; `nil` where nothing falls due.
        package let dueOn: BusinessDate?

        /// Makes an item of which the amounts of the events are added up if it counts.
        init(adding entries: [Entry], key: String, status: String, counts: Bool) {
            self.key = key
            self.status = status
            self.entries = entries
            dueOn = nil
            amount = counts ? entries.reduce(0) { $0 + ($1.amount ?? 0) } : 0
        }

        /// Makes an item that counts as one if it counts.
        init(
            key: String,
            status: String,
            counts: Bool,
            entries: [Entry],
            dueOn: BusinessDate? = nil
        ) {
            self.key = key
            self.status = status
            self.entries = entries
            self.dueOn = dueOn
            amount = counts ? 1 : 0
        }
    }

    /// An event behind an item.
    package struct Entry: Sendable {
        /// The event.
        let event: StatedEvent
        /// A fixed word for what it states here (``AccountTerms``).
        package let role: String
        /// What it adds to its item, in the term's unit; `nil` for an event that adds nothing by itself.
        package let amount: Int128?
        /// What of its data matters here, as it is written there: a station, classes, a metric with its number.
        package let detail: String?
        /// Whether it stands for many that would do as well, such as the newest of a month's parcels.
        package let isWitness: Bool

        /// Makes an entry.
        init(
            _ event: StatedEvent,
            _ role: String,
            amount: Int128? = nil,
            detail: String? = nil,
            isWitness: Bool = false
        ) {
            self.event = event
            self.role = role
            self.amount = amount
            self.detail = detail.flatMap { $0.isEmpty ? nil : $0 }
            self.isWitness = isWitness
        }

        /// Position of the event in the log.
        package var position: UInt64 { event.position }
    }

    /// The terms that a member of the row depends on; all of them for `nil`.
    package func terms(behind member: String?) -> [Term] {
        guard let member else { return terms }
        return terms.filter { $0.members.contains(member) }
    }
}

/// A parameter of a rule as a row is held against it.
package struct UsedParameter: Hashable, Sendable {
    /// Id of the rule.
    package let rule: String
    /// The parameter's key.
    package let key: String
    /// The value in force.
    package let value: ParameterValue
    /// Position of the `rule.adopted` that states it; `nil` for the built-in default.
    package let adoptedAt: UInt64?
}
