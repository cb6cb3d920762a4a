package import EventModel

/// Events of an NDJSON file, one a line; empty lines are passed over.
package final class NDJSONRows: EventRows {
    private let lines: LineReader
    private let reader: EventReader
    private let keepsText: Bool

    /// Reads events from a source.
    ///
    /// - Parameters:
    ///   - source: Where the lines come from.
    ///   - reader: The door that every line passes.
    ///   - keepsText: Whether rows carry their line, for a file of refused lines.
    package init(_ source: any ByteSource, reader: EventReader, keepsText: Bool = false) {
        self.lines = LineReader(source, limitBytes: reader.limits.lineBytes)
        self.reader = reader
        self.keepsText = keepsText
    }

    /// The name of the source.
    package var name: String { lines.name }

    /// Reads the next line's event; see ``EventRows/next(into:)``.
    ///
    /// - Throws: ``ImportError`` of the source; the import ends, what was acknowledged stays. A line that is
    ///   merely wrong is given with its refusal.
    /// - Complexity: O(bytes of the line).
    package func next(into batch: inout EventBatch) throws(ImportError) -> EventRow? {
        while let line = try lines.next() {
            if line.isTooLong {
                return EventRow(line: line.number, refusal: tooLarge(line.byteCount))
            }
            let content = lines.content(of: line)
            if content.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            return EventRow(
                line: line.number,
                refusal: reader.refusal(of: content.span, into: &batch),
                text: keepsText ? Array(content) : [],
                byteCount: line.byteCount
            )
        }
        return nil
    }

    private func tooLarge(_ byteCount: Int) -> Refusal {
        Refusal(
            .tooLarge,
            field: nil,
            found: "a line of \(byteCount) bytes",
            accepted: "an event of at most \(lines.limitBytes) bytes"
        )
    }
}
