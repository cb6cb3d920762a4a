package import EventModel

/// Events that are to be recorded together: all of them or none.
///
/// A class with the parts of a batch side by side, so that it is handed on through the queue, and each part is
/// looked at, without counting references to all of a batch's lists.
package final class AppendRequest: Sendable {
    /// The events, in the order in which they are to stand; their schemas, sources and names are indices into the
    /// lists of the request.
    let events: PackedEvents
    let sources: TextTable
    let names: TextTable
    let schemas: [EventSchema]
    /// Why an event is refused unless it is recorded already or restores a history, by index.
    let refusalsIfNew: [Int: Refusal]
    /// Number of events.
    package let count: Int
    /// Where the streams of the events must stand; a miss is refused as `revisionConflict`.
    package let expectations: [StreamExpectation]
    /// Where other streams must stand; a miss is refused as `conditionFailed`.
    package let conditions: [StreamExpectation]
    /// Whether recorded times are taken from the events (a restoring import) instead of the clock.
    package let restoresRecordedTime: Bool
    /// Whether the request is only tried: checked like any other, and nothing of it recorded.
    package let isTrial: Bool

    /// Makes a request of single events.
    package convenience init(
        events: [IncomingEvent],
        expectations: [StreamExpectation] = [],
        conditions: [StreamExpectation] = [],
        restoresRecordedTime: Bool = false,
        isTrial: Bool = false
    ) {
        self.init(
            events: EventBatch(events),
            expectations: expectations,
            conditions: conditions,
            restoresRecordedTime: restoresRecordedTime,
            isTrial: isTrial
        )
    }

    /// Makes a request.
    package init(
        events: consuming EventBatch,
        expectations: [StreamExpectation] = [],
        conditions: [StreamExpectation] = [],
        restoresRecordedTime: Bool = false,
        isTrial: Bool = false
    ) {
        var batch = events
        batch.computeDigests()
        self.events = batch.events
        sources = batch.sources
        names = batch.names
        schemas = batch.schemas
        refusalsIfNew = batch.refusalsIfNew
        count = batch.count
        self.expectations = expectations
        self.conditions = conditions
        self.restoresRecordedTime = restoresRecordedTime
        self.isTrial = isTrial
    }

    /// An event of the request as a value of its own.
    func event(at index: Int) -> Event {
        let (sources, names) = (sources, names)
        let record = events.records[index]
        return events.event(
            at: index,
            schema: schemas[Int(record.schema)],
            source: String(copyingUTF8: sources.text(at: Int(record.source))),
            name: { String(copyingUTF8: names.text(at: Int($0))) }
        )
    }

    /// The pair that names an event.
    func reference(at index: Int) -> EventReference {
        let sources = sources
        let record = events.records[index]
        return EventReference(
            source: String(copyingUTF8: sources.text(at: Int(record.source))),
            id: events.string(record.id, of: record)
        )
    }
}

/// Where a stream must stand before the request for the request to be accepted.
package struct StreamExpectation: Hashable, Sendable {
    /// The stream: the events' `subject`.
    package let stream: String
    /// Its revision.
    package let expected: ExpectedRevision

    /// Makes the expectation.
    package init(stream: String, expected: ExpectedRevision) {
        self.stream = stream
        self.expected = expected
    }
}

/// A stream's revision: the number of its events less one, voided ones included.
package enum ExpectedRevision: Hashable, Sendable, CustomStringConvertible {
    /// Anything will do.
    case any
    /// The stream has no event.
    case noStream
    /// The stream has an event.
    case exists
    /// The stream's newest event has this revision; 0 is its first event.
    case exactly(UInt64)

    /// Whether a stream of that many events is as expected.
    func holds(eventCount: UInt64) -> Bool {
        switch self {
        case .any: true
        case .noStream: eventCount == 0
        case .exists: eventCount > 0
        case .exactly(let revision): eventCount > 0 && eventCount - 1 == revision
        }
    }

    /// As it is written in requests and messages: `any`, `noStream`, `exists` or the number.
    package var description: String {
        switch self {
        case .any: "any"
        case .noStream: "noStream"
        case .exists: "exists"
        case .exactly(let revision): String(revision)
        }
    }
}

/// What became of a request that was accepted; everything in it is on the disk.
package struct AppendReceipt: Hashable, Sendable {
    /// One per event of the request, in its order.
    package let outcomes: [AppendOutcome]
    /// Number of events in the log right after this request.
    package let eventCount: UInt64

    /// Makes the receipt.
    package init(outcomes: [AppendOutcome], eventCount: UInt64) {
        self.outcomes = outcomes
        self.eventCount = eventCount
    }
}

/// What became of one event.
package enum AppendOutcome: Hashable, Sendable {
    /// It was recorded.
    case recorded(position: UInt64, recordedAt: Instant, digest: SHA256Digest)
    /// The same content stands at that position already (perhaps earlier in this request); it takes
    /// none.
    case duplicate(of: UInt64, digest: SHA256Digest)
}
