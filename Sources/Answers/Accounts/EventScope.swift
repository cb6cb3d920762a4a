import EventModel
import Programme
import Projections

/// Which of the recorded events an account sees: the events of a cut, on a day, under the rules then in force.
struct EventScope: Sendable {
    /// Which events count at all.
    let cut: Cut
    /// The business date; what happened later is not seen.
    let day: BusinessDate
    /// The rules that rows are held against.
    let rules: StatedRules

    /// Takes the rules in force on the day unless others are given.
    init(
        _ events: EventShelf,
        seenBy cut: Cut,
        on day: BusinessDate,
        under fixed: StatedRules? = nil
    ) {
        self.cut = cut
        self.day = day
        rules = fixed ?? StatedRules(events.events.lazy.filter { cut.sees($0.position) }, on: day)
    }

    /// The events of some types that happened up to the day, in order.
    func happened(_ events: EventShelf) -> [StatedEvent] {
        events.events.filter { $0.day <= day && cut.sees($0.position) }
    }

    /// The events that the cut sees whatever their business date, in order: some carry a date of their own.
    func known(_ events: EventShelf) -> [StatedEvent] {
        events.events.filter { cut.sees($0.position) }
    }
}

/// The parameter sets in force on a day, as `rule.adopted` events state them.
struct StatedRules: Sendable {
    private var newest: [String: StatedEvent] = [:]

    /// Takes the adoptions among some events, of each rule the one with the greatest (first day, business instant,
    /// position) whose first day is not after the day.
    init(_ events: some Sequence<StatedEvent>, on day: BusinessDate) {
        for event in events where event.type == "rule.adopted" && event.date("validFrom") <= day {
            guard let rule = event.text("rule"), event.supersedes(newest[rule], by: "validFrom")
            else { continue }
            newest[rule] = event
        }
    }

    /// The adoption in force of a rule; `nil` where the built-in defaults hold.
    func adoption(of rule: String) -> StatedEvent? { newest[rule] }

    /// The adoptions in force, by rule.
    var adoptions: [StatedEvent] { newest.keys.sorted().compactMap { newest[$0] } }

    /// The parameters of a rule of the catalogue, each with its origin.
    func parameters(of rule: String) -> [UsedParameter] {
        let keys = RuleCatalogue.rule(rule)?.keys ?? []
        return keys.map { definition in
            if let adoption = newest[rule],
                let stated = adoption.members("parameters").first(where: {
                    $0.name == definition.key
                }), let value = Self.value(stated.value), definition.domain.contains(value)
            {
                return UsedParameter(
                    rule: rule,
                    key: definition.key,
                    value: value,
                    adoptedAt: adoption.position
                )
            }
            return UsedParameter(
                rule: rule,
                key: definition.key,
                value: definition.defaultValue,
                adoptedAt: nil
            )
        }
    }

    /// The percentage of a rule that has one.
    func percent(of rule: String) -> Percent {
        for parameter in parameters(of: rule) where parameter.key == "percent" {
            if case .text(let text) = parameter.value, let percent = Percent(parsing: text) {
                return percent
            }
        }
        preconditionFailure("\(rule) has no percentage")
    }

    /// The whole number of a rule's parameter that is one.
    func integer(_ key: String, of rule: String) -> Int64 {
        for parameter in parameters(of: rule) where parameter.key == key {
            if case .integer(let number) = parameter.value { return number }
        }
        preconditionFailure("\(rule) has no whole number \(key)")
    }

    private static func value(_ json: JSONValue) -> ParameterValue? {
        if let number = json.integerValue { return .integer(number) }
        return json.stringValue.map { .text($0) }
    }
}
