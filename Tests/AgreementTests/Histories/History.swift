import EventModel

/// An invented history as it is given to the door, with what the log must make of it.
struct History {
    struct Line {
        /// The event with `recordedtime`.
        let json: JSONValue
        /// Whether the same content stands in an earlier line, so that the line takes no position.
        let isDuplicate: Bool
    }

    let lines: [Line]
    /// Sizes of the batches in which the lines are appended.
    let batches: [Int]
    /// Events of a sealed block.
    let blockEvents: Int

    /// The events that take a position, in order.
    var events: [JSONValue] { lines.filter { !$0.isDuplicate }.map(\.json) }
}

/// An event before it has an id and a place in the history.
struct Draft {
    var type: String
    var subject: String
    /// Business day and milliseconds since its midnight, both in UTC+8.
    var day: Int
    var millis: Int
    var data: [(name: String, value: JSONValue)]
}
