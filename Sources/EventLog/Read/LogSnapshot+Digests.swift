package import EventModel

extension LogSnapshot {
    /// Hands over the events that pass a filter in packed form, each with its content digest.
    ///
    /// - Parameters:
    ///   - filter: What passes, and the direction.
    ///   - body: Gets neighbours, the index of one that passes, and its content digest as a producer computes it.
    /// - Throws: What the body throws, or ``LogError``.
    /// - Complexity: as ``packedEvents(matching:_:)``, and a digest for each event that passes.
    package func digestedEvents(
        matching filter: EventFilter,
        _ body: (borrowing RecordedEvents, Int, SHA256Digest) throws -> Void
    ) throws {
        var writer = RecordedWriter()
        var digests: [SHA256Digest] = []
        try packedEvents(matching: filter) { events, indices in
            writer.note(events)
            for index in indices {
                digests.removeAll(keepingCapacity: true)
                writer.appendDigests(of: events, index..<(index + 1), to: &digests)
                try body(events, index, digests[0])
            }
            return true
        }
    }
}
