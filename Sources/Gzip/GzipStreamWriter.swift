internal import CZlib

/// Compresses a stream that is made in pieces into one gzip member.
///
/// The header carries no name and no time, so equal content gives equal bytes.
/// ``finish(appendingTo:)`` ends the member; without it the output is truncated. Not `Sendable`; use
/// it from one thread at a time.
///
/// - SeeAlso: RFC 1952; `deflate` in `zlib.h`.
package final class GzipStreamWriter {
    private static let roomCount = 1 << 16

    private let state: DeflateState
    private var isFinished = false

    /// Makes a writer at the beginning of a member.
    ///
    /// - Parameter level: 0 (stored) to 9 (small); 6 is the library's usual.
    /// - Throws: ``GzipError/invalidLevel(_:)``; ``GzipError/outOfMemory``.
    package init(level: Int32 = 6) throws(GzipError) {
        guard (0...9).contains(level) else { throw .invalidLevel(level) }
        state = try DeflateState(writingAt: level)
    }

    /// Takes the next piece of the content.
    ///
    /// - Parameters:
    ///   - content: Any bytes; must not come after ``finish(appendingTo:)``.
    ///   - output: Gets what is ready of the member, perhaps nothing.
    /// - Throws: ``GzipError/outOfMemory``.
    package func write(
        _ content: RawSpan,
        appendingTo output: inout [UInt8]
    ) throws(GzipError) {
        precondition(!isFinished, "the stream was finished")
        try run(content, Z_NO_FLUSH, appendingTo: &output)
    }

    /// Takes the next piece of the content.
    ///
    /// - Throws: As for a span.
    package func write(
        _ content: [UInt8],
        appendingTo output: inout [UInt8]
    ) throws(GzipError) {
        try unsafe write(content.span.bytes, appendingTo: &output)
    }

    /// Ends the member.
    ///
    /// - Throws: ``GzipError/outOfMemory``.
    package func finish(appendingTo output: inout [UInt8]) throws(GzipError) {
        precondition(!isFinished, "the stream was finished")
        isFinished = true
        try run(RawSpan(), Z_FINISH, appendingTo: &output)
    }

    private func run(
        _ content: RawSpan,
        _ flush: Int32,
        appendingTo output: inout [UInt8]
    ) throws(GzipError) {
        var consumedCount = 0
        while true {
            let (takenCount, givenCount, code) = unsafe state.step(
                content.extracting(droppingFirst: consumedCount),
                appendingTo: &output,
                roomCount: GzipStreamWriter.roomCount
            ) { stream in unsafe deflate(stream, flush) }
            consumedCount += takenCount
            guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
                throw DeflateState.error(of: code)
            }
            if code == Z_STREAM_END { return }
            // A full room means that there may be more to give without more input.
            let isTaken = consumedCount == content.byteCount
            let isEmptied = givenCount < GzipStreamWriter.roomCount
            if flush == Z_NO_FLUSH && isTaken && isEmptied { return }
        }
    }
}
