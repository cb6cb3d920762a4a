import EventModel

/// Cuts a stream of bytes into lines and never holds more than one line and one piece.
///
/// A byte order mark at the start is skipped. Lines end at LF; a CR before it is left to the caller
/// (``content(of:)`` drops it). The last line needs no line end.
package final class LineReader {
    /// One line, as a place in ``buffer``; valid until the next call of ``next()``.
    package struct Line: Sendable {
        /// Counted from 1, as editors do.
        package let number: Int
        /// Where its bytes stand in ``LineReader/buffer``, without the line end; empty if too long.
        package let range: Range<Int>
        /// Bytes in the line; more than the limit if ``isTooLong``.
        package let byteCount: Int
        /// Whether the line was over the limit; its bytes were passed over, not kept.
        package let isTooLong: Bool
    }

    /// Longest line that is kept, in bytes.
    package let limitBytes: Int
    /// The bytes that lines refer to.
    package private(set) var buffer: [UInt8] = []

    private let source: any ByteSource
    private var start = 0
    private var lineNumber = 0
    private var hasEnded = false

    /// Reads lines of at most `limitBytes` from the source.
    package init(_ source: any ByteSource, limitBytes: Int) {
        self.source = source
        self.limitBytes = limitBytes
    }

    /// The name of the source.
    package var name: String { source.name }

    /// Gives the next line; `nil` at the end.
    ///
    /// - Throws: ``ImportError`` of the source.
    /// - Complexity: O(bytes of the line); memory ≤ limit + one piece of the source.
    package func next() throws(ImportError) -> Line? {
        var scanned = start
        while true {
            if let end = firstLineFeed(from: scanned) {
                return line(to: end, next: end + 1)
            }
            scanned = buffer.count
            if scanned - start > limitBytes { return try passOverLongLine() }
            guard !hasEnded else {
                return start < buffer.count ? line(to: buffer.count, next: buffer.count) : nil
            }
            scanned -= start
            try fill()
        }
    }

    /// Takes lines that lie in the buffer as a whole, all their bytes in one copy.
    ///
    /// Less than asked for does not mean that the source has ended: ``next()`` goes on.
    ///
    /// - Parameters:
    ///   - count: Lines to take at most.
    ///   - byteCount: Bytes after which no further line is taken.
    ///   - bytes: Gets the lines with their line ends.
    ///   - body: Is told each line's number and where it stands in `bytes`, without its line end.
    func takeBuffered(
        atMost count: Int,
        byteCount: Int,
        into bytes: inout [UInt8],
        _ body: (_ number: Int, _ range: Range<Int>) -> Void
    ) {
        let first = start
        let offset = bytes.count - first
        var taken = 0
        while taken < count, start - first < byteCount,
            let end = firstLineFeed(from: start), end - start <= limitBytes
        {
            lineNumber += 1
            body(lineNumber, (start + offset)..<(end + offset))
            start = end + 1
            taken += 1
        }
        bytes.append(contentsOf: buffer[first..<start])
    }

    /// The bytes of a line without a CR at its end.
    package func content(of line: Line) -> ArraySlice<UInt8> {
        let slice = buffer[line.range]
        return slice.last == 0x0D ? slice.dropLast() : slice
    }

    private func line(to end: Int, next: Int) -> Line {
        let range = start..<end
        start = next
        lineNumber += 1
        let isTooLong = range.count > limitBytes
        return Line(
            number: lineNumber,
            range: isTooLong ? end..<end : range,
            byteCount: range.count,
            isTooLong: isTooLong
        )
    }

    private func firstLineFeed(from position: Int) -> Int? {
        let held = buffer
        return held.span.firstIndex(of: 0x0A, from: position)
    }

    /// Drops what is behind and adds a piece; the unread bytes then start at 0.
    private func fill() throws(ImportError) {
        let isFirst = lineNumber == 0 && start == 0
        buffer.removeSubrange(0..<start)
        start = 0
        if try !source.read(into: &buffer) {
            hasEnded = true
        } else if isFirst, buffer.starts(with: [0xEF, 0xBB, 0xBF]) {
            buffer.removeSubrange(0..<3)
        }
    }

    /// Counts a line that is over the limit to its end without keeping it.
    private func passOverLongLine() throws(ImportError) -> Line {
        var byteCount = 0
        while true {
            if let end = firstLineFeed(from: start) {
                byteCount += end - start
                start = end + 1
                break
            }
            byteCount += buffer.count - start
            start = buffer.count
            guard !hasEnded else { break }
            try fill()
        }
        lineNumber += 1
        return Line(
            number: lineNumber,
            range: start..<start,
            byteCount: byteCount,
            isTooLong: true
        )
    }
}
