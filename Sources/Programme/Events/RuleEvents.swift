package import EventModel

/// Facts about the rules themselves.
package enum RuleEvents {
    /// `rule.adopted`: a set of parameters of a rule is adopted.
    package static let adopted = EventSchema(
        "rule.adopted",
        chinese: "规则参数采用",
        summary: "A set of parameters of a rule is adopted; it replaces the rule's "
            + "whole set from its first day on.",
        source: "decision 9 of the design",
        fields: [
            SchemaField(
                "rule",
                .identifier,
                chinese: "规则",
                summary: "Id of the rule, such as R-EXIT-04."
            ),
            SchemaField(
                "version",
                .string(maximumBytes: 1_024),
                chinese: "版本",
                summary: "Label of the set."
            ),
            SchemaField(
                "parameters",
                .object,
                storage: .name,
                chinese: "参数",
                summary: "Keys and values; keys not named take the built-in default."
            ),
            SchemaField(
                "validFrom",
                .date,
                chinese: "生效日期",
                summary: "First day on which the set is in force, whatever the event's own date."
            ),
            SchemaField(
                "authority",
                .string(maximumBytes: 1_024),
                chinese: "采用机关",
                summary: "Who adopted it."
            ),
        ],
        check: RuleCatalogue.refusalOfAdoption
    )
}
