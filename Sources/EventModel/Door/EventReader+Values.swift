extension EventReader {
    /// Takes an event made in memory into a batch, by the rules for one that is read.
    ///
    /// - Throws: ``Refusal`` as ``read(_:into:)``; the batch keeps the events that it had. The event's schema is
    ///   taken as it is: whether the ledger knows it is for the log to say.
    /// - Complexity: O(bytes of the event's texts).
    package func read(_ event: Event, into batch: inout EventBatch) throws(Refusal) {
        if !batch.takePlain(event, limits: limits) { try readGenerally(event, into: &batch) }
    }

    /// Takes an event of any spelling; what is refused is refused here.
    ///
    /// - Throws: ``Refusal`` as ``read(_:into:)``.
    func readGenerally(_ event: Event, into batch: inout EventBatch) throws(Refusal) {
        var draft = EventDraft()
        swap(&draft, &batch.draft)
        defer { swap(&draft, &batch.draft) }
        draft.take(event)
        let nothing: [UInt8] = []
        let line = nothing.span
        try checkNames(of: draft, line, known: batch.sources)
        try checkValues(of: draft, line)
        try DataReading.check(draft, line: line, against: draft.schema, draft.schema.table)
        batch.append(&draft, line: line, refusalIfNew: nil)
    }

    private func checkNames(
        of draft: borrowing EventDraft,
        _ line: Span<UInt8>,
        known sources: borrowing TextTable
    ) throws(Refusal) {
        try check(draft.id, "id", limits.idBytes, draft, line)
        let source = draft.bytes(of: draft.source, in: line)
        if sources.index(of: source) == nil,
            let problem = EnvelopeRules.source(source, field: "source", limits: limits)
        {
            throw problem
        }
        try check(draft.subject, "subject", limits.subjectBytes, draft, line)
        if draft.flags.contains(.hasActor) {
            try check(draft.actor, "actor", limits.actorBytes, draft, line)
        }
        if draft.flags.contains(.hasRole) {
            try check(draft.role, "role", limits.actorBytes, draft, line)
        }
        guard draft.flags.contains(.corrects) else { return }
        let text = draft.bytes(of: draft.corrects, in: line)
        let end = draft.correctedSourceCount
        let corrected = text.extracting(0..<end)
        let id = text.extracting((end + 1)..<text.count)
        if let problem = EnvelopeRules.source(corrected, field: "corrects", limits: limits)
            ?? EnvelopeRules.name(id, upTo: limits.idBytes, field: "corrects")
        {
            throw problem
        }
    }

    private func check(
        _ text: DraftText,
        _ field: String,
        _ limit: Int,
        _ draft: borrowing EventDraft,
        _ line: Span<UInt8>
    ) throws(Refusal) {
        let bytes = draft.bytes(of: text, in: line)
        if let problem = EnvelopeRules.name(bytes, upTo: limit, field: field) { throw problem }
    }

    private func checkValues(
        of draft: borrowing EventDraft,
        _ line: Span<UInt8>
    ) throws(Refusal) {
        let table = draft.schema.table
        for index in table.fields.indices {
            let value = draft.values[index]
            let form = table.fields[index].form
            let isFine: Bool
            switch value.kind {
            case .absent, .name: continue
            case .integer: isFine = draft.schema.kinds[index].holds(value.bits)
            case .text:
                let text = DraftText(value)
                let bytes = draft.bytes(of: text, in: line)
                isFine =
                    form.isJSON
                    || table.value(of: bytes, at: text, as: table.fields[index])?.kind == .text
            }
            guard !isFine else { continue }
            let field = draft.schema.fields[index]
            throw Refusal(
                .schema,
                field: "data.\(field.name)",
                found: value.kind == .integer ? String(value.bits) : "another text",
                accepted: field.kind.acceptedForm
            )
        }
    }
}
