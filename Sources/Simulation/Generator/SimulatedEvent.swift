package import EventModel

/// An invented event with the moment at which the ledger is to have recorded it.
package struct SimulatedEvent: Sendable {
    /// The event; its source begins with `/synthetic/`.
    package let event: Event
    /// Recorded time; never decreases from one event of a history to the next.
    package let recordedAt: Instant

    /// Joins an event with its recorded time.
    package init(event: Event, recordedAt: Instant) {
        self.event = event
        self.recordedAt = recordedAt
    }
}
