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

    /// Reads the next event; see ``EventRows/next(into:)``.
    ///
    /// - Throws: Nothing: the events are in memory, and a refused one is given with its refusal.
    package func next(into batch: inout EventBatch) throws(ImportError) -> EventRow? {
        guard let generated = events.popFirst() else { return nil }
        let refusal = reader.refusal(of: generated.event.compactText.span, into: &batch)
        return EventRow(line: generated.line, refusal: refusal)
    }
}
