package import EventLog
package import EventModel

/// Events of an NDJSON file, one a line; empty lines are passed over.
package final class NDJSONRows: EventRows {
    private let lines: LineReader
    private let reader: EventReader
    private let keepsText: Bool
    private let sealer: PersonalFieldSealer?
    /// Lines and bytes of the largest batch so far, which the next one hardly exceeds.
    private var expected = (count: 0, byteCount: 0)

    /// Reads events from a source.
    ///
    /// - Parameters:
    ///   - source: Where the lines come from.
    ///   - reader: The door that every line passes.
    ///   - keepsText: Whether rows carry their line, for a file of refused lines.
    ///   - sealer: Seals personal fields of a line before the door reads it.
    package init(
        _ source: any ByteSource,
        reader: EventReader,
        keepsText: Bool = false,
        sealer: PersonalFieldSealer? = nil
    ) {
        self.lines = LineReader(source, limitBytes: reader.limits.lineBytes)
        self.reader = reader
        self.keepsText = keepsText
        self.sealer = sealer
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
        var taken = UnreadLines(reader: reader, keepsText: keepsText, sealer: sealer)
        taken.reserve(min(expected.count, rowCount), byteCount: expected.byteCount)
        while taken.count < rowCount, taken.byteCount < byteCount {
            taken.takeBuffered(
                from: lines,
                atMost: rowCount - taken.count,
                byteCount: byteCount - taken.byteCount
            )
            // A line that reaches beyond what is buffered, or is too long, comes alone.
            guard taken.count < rowCount, taken.byteCount < byteCount else { break }
            guard let line = try lines.next() else { break }
            taken.append(line, of: lines)
        }
        expected.count = max(expected.count, taken.count)
        expected.byteCount = max(expected.byteCount, taken.byteCount)
        return taken.count > 0 ? taken : nil
    }
}

/// Lines that wait for the door.
private struct UnreadLines: UnreadRows {
    let reader: EventReader
    let keepsText: Bool
    let sealer: PersonalFieldSealer?
    /// The lines, one behind the other.
    private var bytes: [UInt8] = []
    private var lines: [Line] = []

    private struct Line {
        let number: Int
        let range: Range<Int>
        /// Bytes of a line that is too long and was not kept; else 0.
        let tooLongByteCount: Int
    }

    init(reader: EventReader, keepsText: Bool, sealer: PersonalFieldSealer?) {
        self.reader = reader
        self.keepsText = keepsText
        self.sealer = sealer
    }

    var count: Int { lines.count }
    var byteCount: Int { bytes.count }

    /// Makes room, so that nothing is copied again as the lines come in.
    mutating func reserve(_ count: Int, byteCount: Int) {
        lines.reserveCapacity(count)
        bytes.reserveCapacity(byteCount + byteCount / 16)
    }

    mutating func takeBuffered(from source: LineReader, atMost count: Int, byteCount: Int) {
        let known = lines.count
        source.takeBuffered(
            atMost: count,
            byteCount: byteCount,
            into: &bytes
        ) { number, range in
            lines.append(Line(number: number, range: range, tooLongByteCount: 0))
        }
        // Empty lines are passed over; hardly any file has one.
        var kept = known
        for index in known..<lines.count where !isEmpty(lines[index].range) {
            lines[kept] = lines[index]
            kept += 1
        }
        lines.removeLast(lines.count - kept)
    }

    mutating func append(_ line: LineReader.Line, of source: LineReader) {
        let start = bytes.count
        bytes.append(contentsOf: source.content(of: line))
        let range = start..<bytes.count
        guard line.isTooLong || !isEmpty(range) else { return }
        let byteCount = line.isTooLong ? line.byteCount : 0
        lines.append(Line(number: line.number, range: range, tooLongByteCount: byteCount))
    }

    /// Whether nothing but white space stands in a line.
    private func isEmpty(_ range: Range<Int>) -> Bool {
        for index in range where bytes[index] != 0x20 && bytes[index] != 0x09 {
            return bytes[index] == 0x0D && index == range.upperBound - 1
        }
        return true
    }

    func read(into batch: inout ImportBatch) {
        for line in lines {
            var content = line.range
            if let last = content.last, bytes[last] == 0x0D {
                content = content.lowerBound..<last
            }
            let text = keepsText ? Array(bytes[content]) : []
            batch.take(line: line.number, text: text) { events throws(Refusal) in
                if line.tooLongByteCount > 0 { throw tooLarge(line.tooLongByteCount) }
                if let sealer {
                    let sealed = try sealer.sealed(Array(bytes[content]))
                    try reader.read(sealed.span, into: &events)
                } else {
                    try reader.read(bytes.span.extracting(content), into: &events)
                }
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
