import EventModel

/// Rows read but not yet written, in the order of their file.
struct ImportBatch: Sendable {
    private(set) var events: EventBatch
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

    /// Starts a batch in the memory of one that is done with.
    init(reusing events: consuming EventBatch) {
        self.events = events
        self.events.removeAll()
    }

    /// Completes the events.
    mutating func finish() { events.computeDigests() }

    var rowCount: Int { events.count + refused.count }

    /// Reads the next row of a source; `false` at its end.
    mutating func readRow(of rows: any EventRows) throws(ImportError) -> Bool {
        guard let row = try rows.next(into: &events) else { return false }
        range =
            min(range?.lowerBound ?? row.line, row.line)...max(range?.upperBound ?? 0, row.line)
        byteCount += row.byteCount
        if let refusal = row.refusal {
            refused.append((row.line, refusal, row.text))
        } else {
            lines.append(row.line)
            texts.append(row.text)
        }
        return true
    }
}
