/// The door: turns one JSON event into an event of a batch, or says why not.
///
/// It checks form, not plausibility: the envelope, the schema, the spelling. Whether an id is a duplicate or
/// a target is known is for the log to say.
package struct EventReader: Sendable {
    /// The types that are accepted.
    package let registry: SchemaRegistry
    /// The sizes that are accepted.
    package let limits: EventLimits

    /// Opens a door for the registry's types.
    package init(registry: SchemaRegistry, limits: EventLimits = .standard) {
        self.registry = registry
        self.limits = limits
    }

    /// Reads one event into a batch: a JSON object, white space around it allowed (such as a line's end).
    ///
    /// - Throws: ``Refusal``, in this order: `tooLarge`; `envelope` for malformed JSON and attributes of
    ///   the wrong kind; then attribute by attribute (`specversion`, `id`, `source`, `type`, `dataschema`,
    ///   `subject`, `time`, `actor`, `role`, `evidence`, `corrects`, `datacontenttype`,
    ///   `recordedtime`); then `data` field by field. The batch keeps the events that it had.
    /// - Complexity: O(n) in bytes.
    package func read(_ bytes: Span<UInt8>, into batch: inout EventBatch) throws(Refusal) {
        guard bytes.count <= limits.lineBytes else {
            throw Refusal(
                .tooLarge,
                field: nil,
                found: "\(bytes.count) bytes",
                accepted: "an event of at most \(limits.lineBytes) bytes"
            )
        }
        if !batch.readPlain(bytes, by: self) { try readGenerally(bytes, into: &batch) }
    }

    /// Reads an event of any spelling into a batch; what is refused is refused here.
    ///
    /// - Throws: ``Refusal`` as ``read(_:into:)``, but for a line that is too long.
    func readGenerally(
        _ bytes: Span<UInt8>,
        into batch: inout EventBatch
    ) throws(Refusal) {
        // Moved out and back: a draft inside the batch would be copied at each step.
        var draft = EventDraft()
        swap(&draft, &batch.draft)
        defer { swap(&draft, &batch.draft) }
        draft.reset()
        var scanner = JSONScanner(bytes)
        let envelope = try EnvelopeReading.read(&scanner, registry: registry, draft: &draft)
        let schema = try EnvelopeHead.read(
            envelope,
            in: scanner,
            by: self,
            into: &draft,
            known: batch.sources
        )
        guard let offset = envelope.dataOffset else {
            throw EnvelopeHead.missing("data", accepted: "an object with the type's fields")
        }
        let refusal = try readData(by: schema, in: bytes, at: offset, into: &draft)
        batch.append(&draft, line: bytes, refusalIfNew: refusal)
    }

    /// Reads `data` by the schema that the event names, else by the newest that it obeys.
    ///
    /// - Returns: The refusal by the newest version if an older one was needed.
    private func readData(
        by schema: EventSchema,
        in bytes: Span<UInt8>,
        at offset: Int,
        into draft: inout EventDraft
    ) throws(Refusal) -> Refusal? {
        draft.schema = schema
        if let guessed = draft.readsAs, guessed === schema { return nil }
        do throws(Refusal) {
            var scanner = JSONScanner(bytes, atMemberValue: offset)
            try DataReading.read(schema, from: &scanner, into: &draft)
            return nil
        } catch {
            guard !draft.flags.contains(.namesSchema), schema.version > 1 else { throw error }
            for older in registry.versions(of: schema.type).reversed()
            where older.version < schema.version {
                var scanner = JSONScanner(bytes, atMemberValue: offset)
                do throws(Refusal) {
                    try DataReading.read(older, from: &scanner, into: &draft)
                } catch {
                    continue
                }
                draft.schema = older
                return error
            }
            throw error
        }
    }

    /// Reads one event alone, as ``read(_:into:)``.
    ///
    /// - Throws: ``Refusal`` as ``read(_:into:)``.
    package func read(_ bytes: Span<UInt8>) throws(Refusal) -> IncomingEvent {
        var batch = EventBatch()
        try read(bytes, into: &batch)
        batch.computeDigests()
        return batch.incomingEvent(at: 0)
    }

    /// Reads one event alone, as ``read(_:into:)``.
    ///
    /// - Throws: ``Refusal`` as ``read(_:into:)``.
    package func read(_ bytes: [UInt8]) throws(Refusal) -> IncomingEvent { try read(bytes.span) }

    /// Reads one event alone, as ``read(_:into:)``.
    ///
    /// - Throws: ``Refusal`` as ``read(_:into:)``.
    package func read(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> IncomingEvent {
        try read(bytes.span)
    }

    /// Reads one event that is part of a larger tree, such as an element of a batch.
    ///
    /// Numbers keep their spelling, so that `1.0` is refused here as well.
    ///
    /// - Throws: ``Refusal`` as ``read(_:into:)``.
    package func read(_ value: JSONValue) throws(Refusal) -> IncomingEvent {
        try read(value.compactText)
    }
}
