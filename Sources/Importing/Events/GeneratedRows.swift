package import EventModel

/// Events made by the program itself, taken through the same door as all others.
package final class GeneratedRows: EventRows {
    /// What stands for the file in messages.
    package let name: String
    private let reader: EventReader
    private var events: ArraySlice<JSONValue>
    private var line = 0

    /// Serves events; the number of an event stands for its line.
    package init(_ events: [JSONValue], name: String, reader: EventReader) {
        self.name = name
        self.reader = reader
        self.events = events[...]
    }

    /// Gives the next event; see ``EventRows/next()``.
    package func next() throws(ImportError) -> EventRow? {
        guard let event = events.popFirst() else { return nil }
        line += 1
        return EventRow(
            line: line,
            outcome: Result { () throws(Refusal) in try reader.read(event) }
        )
    }
}
