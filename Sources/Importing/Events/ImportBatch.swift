package import EventModel

/// Rows that have been read but not yet written, in the order of their file.
package struct ImportBatch: Sendable {
    /// The events of the rows that were not refused.
    package private(set) var events: EventBatch
    /// Line of each event.
    package private(set) var lines: [Int] = []
    /// Text of each event, if kept; else empty.
    package private(set) var texts: [[UInt8]] = []
    /// Rows that the door refused.
    package private(set) var refused: [(line: Int, refusal: Refusal, text: [UInt8])] = []
    /// Least and greatest line read for the batch; generated rows need not come in order of line.
    private(set) var range: ClosedRange<Int>?

    /// Starts a batch in the memory of one that is done with.
    package init(reusing events: consuming EventBatch = EventBatch()) {
        self.events = events
        self.events.removeAll()
    }

    /// Number of rows read.
    var rowCount: Int { events.count + refused.count }

    /// Completes the events.
    package mutating func finish() { events.computeDigests() }

    /// Takes a row in.
    ///
    /// - Parameters:
    ///   - line: Line in the source, from 1.
    ///   - text: The row as it stood in the source, if it is to be kept.
    ///   - read: Reads the row's event into the batch.
    mutating func take(
        line: Int,
        text: [UInt8],
        _ read: (inout EventBatch) throws(Refusal) -> Void
    ) {
        range = min(range?.lowerBound ?? line, line)...max(range?.upperBound ?? 0, line)
        do throws(Refusal) {
            try read(&events)
            lines.append(line)
            texts.append(text)
        } catch {
            refused.append((line, error, text))
        }
    }
}
