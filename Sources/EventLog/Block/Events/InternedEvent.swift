package import EventModel

/// An event with the ordinals of its ledger-wide names, ready for storage.
package struct InternedEvent: Sendable {
    /// Marks a field that is absent or not stored as a name.
    package static let noName = UInt32.max

    /// The event as its producer gave it.
    package let event: Event
    /// The append's instant.
    package let recordedAt: Instant
    /// SHA-256 of the event's canonical bytes.
    package let digest: SHA256Digest
    /// Place of the event's schema in the ledger's table of types.
    package let typeOrdinal: UInt16
    /// Place of the event's source in the ledger's table of sources.
    package let sourceOrdinal: UInt32
    /// One per schema field: the ordinal of a present `.name` field, else ``noName``.
    package let names: [UInt32]

    /// Joins an event with its ordinals; `names` has one entry per schema field.
    package init(
        event: Event,
        recordedAt: Instant,
        digest: SHA256Digest,
        typeOrdinal: UInt16,
        sourceOrdinal: UInt32,
        names: [UInt32]
    ) {
        precondition(names.count == event.schema.fields.count, "one name ordinal per field")
        self.event = event
        self.recordedAt = recordedAt
        self.digest = digest
        self.typeOrdinal = typeOrdinal
        self.sourceOrdinal = sourceOrdinal
        self.names = names
    }
}
