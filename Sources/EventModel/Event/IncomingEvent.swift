/// An event as it came through the door, with what the appender needs to know besides.
package struct IncomingEvent: Sendable {
    /// The fact, obeying its schema.
    package let event: Event
    /// SHA-256 of the event's canonical bytes.
    package let digest: SHA256Digest
    /// `recordedtime`, if the line carried one: only a restoring import may.
    package let recordedAt: Instant?
    /// `sequence`, if the line carried one: checked against the position that the event gets.
    package let sequence: UInt64?

    /// Why the event is refused unless it is recorded already or restores a history.
    ///
    /// An event without `dataschema` means its type's newest version. One that was recorded before that
    /// version existed obeys an older one; sent again it is still the duplicate that it was.
    package let refusalIfNew: Refusal?

    /// Joins an event with its digest.
    package init(
        event: Event,
        digest: SHA256Digest,
        recordedAt: Instant? = nil,
        sequence: UInt64? = nil,
        refusalIfNew: Refusal? = nil
    ) {
        self.event = event
        self.digest = digest
        self.recordedAt = recordedAt
        self.sequence = sequence
        self.refusalIfNew = refusalIfNew
    }

    /// Takes an event made in memory and computes its digest.
    package init(_ event: Event) {
        self.init(event: event, digest: EventWriter.digest(of: event))
    }
}
