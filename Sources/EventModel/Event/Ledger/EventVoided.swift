/// The core type `event.voided`: an earlier event is taken back, from the moment of recording on.
///
/// Its `source` and `id` (values 0 and 1) name the event that is taken back.
package let eventVoided = EventSchema(
    "event.voided",
    chinese: "事件作废",
    summary: """
        An earlier event does not count any more for whoever knows this one. The event stays in the \
        log; voiding an event.voided brings back what that one had voided.
        """,
    source: "Ledger core: voids and corrections",
    fields: [
        SchemaField(
            "source",
            .string(maximumBytes: EventLimits.standard.sourceBytes),
            storage: .name,
            chinese: "来源",
            summary: "Source of the event that is taken back; holds no #."
        ),
        SchemaField(
            "id",
            .string(maximumBytes: EventLimits.standard.idBytes),
            storage: .key,
            chinese: "编号",
            summary: "Id of the event that is taken back, within its source."
        ),
        SchemaField(
            "reason",
            .string(maximumBytes: 4_096),
            chinese: "原因",
            summary: "Why the event is taken back."
        ),
        SchemaField(
            "authority",
            .string(maximumBytes: 1_024),
            chinese: "批准机关",
            summary: "Who ordered it."
        ),
    ],
    check: { values in
        guard case .text(let source) = values[0], case .text(let id) = values[1] else { return nil }
        if let problem = EnvelopeRules.source(source.utf8Span.span, field: "data.source") {
            // A name that no event can have is a fault of the data, except for the `#`.
            guard problem.name == .envelope else { return problem }
            return Refusal(
                .schema,
                field: problem.field,
                found: problem.found,
                accepted: problem.accepted
            )
        }
        guard !id.isEmpty else {
            return Refusal(.schema, field: "data.id", found: "", accepted: "the id of an event")
        }
        return nil
    }
)
