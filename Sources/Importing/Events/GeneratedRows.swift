package import EventModel

/// An event made by the program itself out of one line of a list.
package struct GeneratedEvent: Sendable {
    /// Line that the event comes from, from 1; 0 if it comes from none.
    package let line: Int
    /// The event as a producer would send it.
    package let event: JSONValue

    /// Makes an event.
    package init(line: Int, event: JSONValue) {
        self.line = line
        self.event = event
    }
}

/// Events made by the program itself, taken through the same door as all others.
package final class GeneratedRows: EventRows {
    /// What stands for the file in messages.
    package let name: String
    private let reader: EventReader
    private var events: ArraySlice<GeneratedEvent>

    /// Serves events in their order.
    package init(_ events: [GeneratedEvent], name: String, reader: EventReader) {
        self.name = name
        self.reader = reader
        self.events = events[...]
    }

    /// Takes the next events; see ``EventRows/take(rowCount:byteCount:)``.
    ///
    /// - Throws: Nothing: the events are in memory.
    package func take(
        rowCount: Int,
        byteCount: Int
    ) throws(ImportError) -> (any UnreadRows)? {
        guard !events.isEmpty else { return nil }
        let taken = events.prefix(rowCount)
        events = events.dropFirst(rowCount)
        return UnreadEvents(events: Array(taken), reader: reader)
    }
}

/// Events made by the program that wait for the door.
private struct UnreadEvents: UnreadRows {
    let events: [GeneratedEvent]
    let reader: EventReader

    var count: Int { events.count }

    func read(into batch: inout ImportBatch) {
        for generated in events {
            let bytes = generated.event.compactText
            batch.take(line: generated.line, text: []) { events throws(Refusal) in
                try reader.read(bytes.span, into: &events)
            }
        }
    }
}
