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

    /// Takes the next lines; see ``EventRows/take(rowCount:byteCount:)``.
    ///
    /// - Throws: ``ImportError`` of the source; the import ends, what was acknowledged stays.
    /// - Complexity: O(bytes of the lines).
    package func take(
        rowCount: Int,
        byteCount: Int
    ) throws(ImportError) -> (any UnreadRows)? {
        var taken = UnreadLines(reader: reader, keepsText: keepsText)
        while taken.count < rowCount, taken.bytes.count < byteCount, let line = try lines.next() {
            if line.isTooLong {
                taken.append([], of: line)
                continue
            }
            let content = lines.content(of: line)
            if content.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            taken.append(content, of: line)
        }
        return taken.count > 0 ? taken : nil
    }
}

/// Lines that wait for the door.
private struct UnreadLines: UnreadRows {
    let reader: EventReader
    let keepsText: Bool
    /// The lines, one behind the other.
    private(set) var bytes: [UInt8] = []
    private var lines: [(number: Int, end: Int, tooLongByteCount: Int)] = []

    init(reader: EventReader, keepsText: Bool) {
        self.reader = reader
        self.keepsText = keepsText
    }

    var count: Int { lines.count }

    mutating func append(_ content: ArraySlice<UInt8>, of line: LineReader.Line) {
        bytes.append(contentsOf: content)
        lines.append((line.number, bytes.count, line.isTooLong ? line.byteCount : 0))
    }

    func read(into batch: inout ImportBatch) {
        var start = 0
        for line in lines {
            let content = start..<line.end
            start = line.end
            let text = keepsText ? Array(bytes[content]) : []
            batch.take(line: line.number, text: text) { events throws(Refusal) in
                if line.tooLongByteCount > 0 { throw tooLarge(line.tooLongByteCount) }
                try reader.read(bytes.span.extracting(content), into: &events)
            }
        }
    }

    private func tooLarge(_ byteCount: Int) -> Refusal {
        Refusal(
            .tooLarge,
            field: nil,
            found: "a line of \(byteCount) bytes",
            accepted: "an event of at most \(reader.limits.lineBytes) bytes"
        )
    }
}
