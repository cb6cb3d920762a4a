package import EventLog
import EventModel
package import Privacy
import Zstd

/// The events that are known at a cut as canonical NDJSON: what `import --restore-recorded-time` takes back to the
/// same root.
package enum EventsFile {
    /// How far a file has come.
    package typealias Progress = (_ eventCount: UInt64) -> Void

    /// What a file holds.
    package struct Extent: Hashable, Sendable {
        /// Number of events.
        package let eventCount: UInt64
        /// Bytes of their lines, line ends included, before compression.
        package let lineByteCount: UInt64
    }

    /// Level of compression: three quarters of the size of level 3 would take ten times as long.
    private static let level: Int32 = 3
    private static let pieceBytes = 1 << 18

    /// Writes the first events of a log in order, each looked through for personal data.
    ///
    /// - Parameters:
    ///   - snapshot: A state of the log.
    ///   - count: Number of events.
    ///   - isCompressed: Whether to write one zstd frame with a checksum instead of plain lines.
    ///   - check: Gets every event; the caller refuses the export if it finds something.
    ///   - progress: Called now and then.
    ///   - write: Gets the file's bytes in order.
    /// - Returns: What was written.
    /// - Throws: ``LogError`` when the log cannot be read, or what `write` throws.
    /// - Complexity: O(events), in constant memory.
    package static func write(
        _ snapshot: LogSnapshot,
        upTo count: UInt64,
        isCompressed: Bool,
        checking check: inout PersonalDataCheck,
        progress: Progress = { _ in },
        to write: ([UInt8]) throws -> Void
    ) throws -> Extent {
        let compressor = isCompressed ? try ZstdStreamWriter(level: level) : nil
        var piece: [UInt8] = []
        var position: UInt64 = 0
        var lineByteCount: UInt64 = 0
        var checking = check
        func flush(isLast: Bool) throws {
            guard let compressor else {
                try write(piece)
                piece.removeAll(keepingCapacity: true)
                return
            }
            var compressed: [UInt8] = []
            try compressor.write(piece, appendingTo: &compressed)
            if isLast { try compressor.finish(appendingTo: &compressed) }
            piece.removeAll(keepingCapacity: true)
            if !compressed.isEmpty { try write(compressed) }
        }
        var filter = EventFilter()
        filter.positions = 0..<count
        try snapshot.lines(matching: filter) { line in
            checking.check(event: line, at: position)
            position += 1
            lineByteCount += UInt64(line.count) + 1
            piece.append(addingCapacity: line.count + 1) { output in
                output.append(copying: line)
                output.append(UInt8(ascii: "\n"))
            }
            if piece.count >= pieceBytes {
                try flush(isLast: false)
                progress(position)
            }
            return true
        }
        try flush(isLast: true)
        check = checking
        return Extent(eventCount: position, lineByteCount: lineByteCount)
    }
}
