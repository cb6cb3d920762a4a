import EventModel

/// Rows read but not yet written, in the order of their file.
struct ImportBatch: Sendable {
    private(set) var events: [IncomingEvent] = []
    /// Line of each event.
    private(set) var lines: [Int] = []
    /// Text of each event, if kept; else empty.
    private(set) var texts: [[UInt8]] = []
    /// Rows that the door refused.
    private(set) var refused: [(line: Int, refusal: Refusal, text: [UInt8])] = []
    /// Bytes of all rows.
    private(set) var byteCount = 0
    /// Least and greatest line read for the batch; generated rows need not come in order of line.
    private(set) var range: ClosedRange<Int>?

    var rowCount: Int { events.count + refused.count }

    mutating func append(_ row: EventRow) {
        range =
            min(range?.lowerBound ?? row.line, row.line)...max(range?.upperBound ?? 0, row.line)
        byteCount += row.byteCount
        switch row.outcome {
        case .success(let event):
            events.append(event)
            lines.append(row.line)
            texts.append(row.text)
        case .failure(let refusal):
            refused.append((row.line, refusal, row.text))
        }
    }
}
