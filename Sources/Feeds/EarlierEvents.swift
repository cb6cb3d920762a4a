package import EventModel

/// Events of a batch that come before one and are not recorded yet, found by their streams and names.
package struct EarlierEvents: Sendable {
    private var events: [Event] = []
    private var places: [EventReference: Int] = [:]
    private var streams: [String: [Int]] = [:]

    /// Makes an empty list.
    package init() {}

    /// Takes the next event in.
    package mutating func append(_ event: Event) {
        places[event.reference] = events.count
        streams[event.subject, default: []].append(events.count)
        events.append(event)
    }

    /// The event of a name; `nil` if none of these has it.
    package func event(_ reference: EventReference) -> Event? {
        places[reference].map { events[$0] }
    }

    /// The events of a stream, in order.
    package func events(ofStream stream: String) -> [Event] {
        (streams[stream] ?? []).map { events[$0] }
    }
}
