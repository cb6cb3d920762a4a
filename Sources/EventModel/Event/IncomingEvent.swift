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

    /// Joins an event with its digest.
    package init(
        event: Event,
        digest: SHA256Digest,
        recordedAt: Instant? = nil,
        sequence: UInt64? = nil
    ) {
        self.event = event
        self.digest = digest
        self.recordedAt = recordedAt
        self.sequence = sequence
    }

    /// Takes an event made in memory and computes its digest.
    package init(_ event: Event) {
        self.init(event: event, digest: EventWriter.digest(of: event))
    }
}
