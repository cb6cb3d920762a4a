package import EventLog
package import EventModel

extension StreamExpectation {
    /// The same expectation of each stream that the events belong to, in the order in which they come up.
    ///
    /// Streams are told apart by their bytes: `é` and `e` + U+0301 are two names.
    package static func ofEach(
        _ events: [IncomingEvent],
        _ expected: ExpectedRevision
    ) -> [StreamExpectation] {
        var seen: Set<[UInt8]> = []
        return events.compactMap { event in
            let stream = event.event.subject
            guard seen.insert(Array(stream.utf8)).inserted else { return nil }
            return StreamExpectation(stream: stream, expected: expected)
        }
    }
}
