/// The door: turns one JSON event into an ``Event``, or says why not.
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

    /// Reads one event: a JSON object, white space around it allowed (such as a line's end).
    ///
    /// - Throws: ``Refusal``, in this order: `tooLarge`; `envelope` for malformed JSON and attributes of
    ///   the wrong kind; then attribute by attribute (`specversion`, `id`, `source`, `type`, `dataschema`,
    ///   `subject`, `time`, `actor`, `role`, `evidence`, `corrects`, `datacontenttype`,
    ///   `recordedtime`); then `data` field by field.
    /// - Complexity: O(n) in bytes.
    package func read(_ bytes: Span<UInt8>) throws(Refusal) -> IncomingEvent {
        guard bytes.count <= limits.lineBytes else {
            throw Refusal(
                .tooLarge,
                field: nil,
                found: "\(bytes.count) bytes",
                accepted: "an event of at most \(limits.lineBytes) bytes"
            )
        }
        var scanner = JSONScanner(bytes)
        let envelope = try EnvelopeReading.read(&scanner)
        let head = try EnvelopeHead(envelope, in: scanner, registry: registry, limits: limits)
        guard let offset = envelope.dataOffset else {
            throw EnvelopeHead.missing("data", accepted: "an object with the type's fields")
        }
        let (schema, data, refusal) = try data(of: head, in: bytes, at: offset)
        let recordedAt = head.recordedAt
        let event = head.event(schema: schema, data: data)
        return IncomingEvent(
            event: event,
            digest: EventWriter.digest(of: event),
            recordedAt: recordedAt,
            sequence: envelope.sequence,
            refusalIfNew: refusal
        )
    }

    /// Reads `data` by the schema that the event names, else by the newest that it obeys.
    ///
    /// - Returns: The schema, the values, and the refusal by the newest version if an older one was needed.
    private func data(
        of head: borrowing EnvelopeHead,
        in bytes: Span<UInt8>,
        at offset: Int
    ) throws(Refusal) -> (EventSchema, [FieldValue], Refusal?) {
        let schema = head.schema
        do throws(Refusal) {
            var scanner = JSONScanner(bytes, atMemberValue: offset)
            return (schema, try DataReading.read(schema, from: &scanner), nil)
        } catch {
            guard !head.namesSchema, schema.version > 1 else { throw error }
            for older in registry.versions(of: schema.type).reversed()
            where older.version < schema.version {
                var scanner = JSONScanner(bytes, atMemberValue: offset)
                guard let values = try? DataReading.read(older, from: &scanner) else { continue }
                return (older, values, error)
            }
            throw error
        }
    }

    /// Reads one event, as ``read(_:)-(Span<UInt8>)``.
    ///
    /// - Throws: ``Refusal`` as ``read(_:)-(Span<UInt8>)``.
    package func read(_ bytes: [UInt8]) throws(Refusal) -> IncomingEvent {
        try read(bytes.span)
    }

    /// Reads one event, as ``read(_:)-(Span<UInt8>)``.
    ///
    /// - Throws: ``Refusal`` as ``read(_:)-(Span<UInt8>)``.
    package func read(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> IncomingEvent {
        try read(bytes.span)
    }

    /// Reads one event that is part of a larger tree, such as an element of a batch.
    ///
    /// Numbers keep their spelling, so that `1.0` is refused here as well.
    ///
    /// - Throws: ``Refusal`` as ``read(_:)-(Span<UInt8>)``.
    package func read(_ value: JSONValue) throws(Refusal) -> IncomingEvent {
        try read(value.compactText)
    }
}
