internal import CZlib

/// How far one step of a stream reader got.
package struct GzipReadStep: Hashable, Sendable {
    /// Bytes taken from the front of the input; give the rest again in the next step.
    package let consumedByteCount: Int
    /// Bytes appended to the output.
    package let producedByteCount: Int
    /// True if the output was filled to its bound, so that there may be more without more input.
    package let hasMoreOutput: Bool
}

/// Decompresses a gzip stream that arrives in pieces of any size: one member or several in a row.
///
/// Give each piece until it is consumed and no output is pending, then call ``finish()`` at the end
/// of the stream. CRC-32 and length of every member are checked. After an error the reader is of no
/// more use and repeats the error. Not `Sendable`; use it from one thread at a time.
///
/// - SeeAlso: RFC 1952; `inflate` in `zlib.h`.
package final class GzipStreamReader {
    private let state: DeflateState
    private let limitBytes: Int
    private var failure: GzipError?
    /// True between members, also at the sound end of a stream; false before the first member.
    package private(set) var isAtMemberEnd = false
    /// Bytes of content given out so far.
    package private(set) var producedByteCount = 0

    /// Makes a reader at the beginning of a stream.
    ///
    /// - Parameter limitBytes: Largest content of the whole stream that is accepted.
    /// - Throws: ``GzipError/outOfMemory``.
    package init(limitBytes: Int = .max) throws(GzipError) {
        precondition(limitBytes >= 0, "a size is not negative")
        self.limitBytes = limitBytes
        state = try DeflateState(reading: ())
    }

    /// Decompresses a part of the input.
    ///
    /// - Parameters:
    ///   - input: The next bytes of the stream; may be empty to get pending output.
    ///   - output: Gets the content.
    ///   - byteCountMax: Most bytes appended by this call; at least 1, taken as 1 MiB if above.
    /// - Returns: How much was taken and given.
    /// - Throws: ``GzipError/outputTooLarge(limitBytes:)``, ``GzipError/checksumMismatch`` or
    ///   ``GzipError/corrupt``, by the fault of the stream.
    package func read(
        _ input: RawSpan,
        appendingTo output: inout [UInt8],
        atMost byteCountMax: Int
    ) throws(GzipError) -> GzipReadStep {
        precondition(byteCountMax > 0, "a step must be allowed to give something")
        if let failure { throw failure }
        do throws(GzipError) {
            return try advance(input, appendingTo: &output, atMost: byteCountMax)
        } catch {
            failure = error
            throw error
        }
    }

    /// Confirms that the stream ended where a member ends.
    ///
    /// - Throws: ``GzipError/truncated`` in the middle of a member or if nothing was read; the
    ///   error of an earlier step.
    package func finish() throws(GzipError) {
        if let failure { throw failure }
        guard isAtMemberEnd else { throw .truncated }
    }

    private func advance(
        _ input: RawSpan,
        appendingTo output: inout [UInt8],
        atMost byteCountMax: Int
    ) throws(GzipError) -> GzipReadStep {
        if isAtMemberEnd {
            guard input.byteCount > 0 else {
                return GzipReadStep(
                    consumedByteCount: 0,
                    producedByteCount: 0,
                    hasMoreOutput: false
                )
            }
            try state.beginNextMember()
            isAtMemberEnd = false
        }
        // One byte above the limit, so that a stream of exactly the limit is seen to end.
        let allowed = limitBytes - producedByteCount
        let roomCount = min(byteCountMax, allowed == .max ? allowed : allowed + 1, 1 << 20)
        let (takenCount, givenCount, code) = unsafe state.step(
            input,
            appendingTo: &output,
            roomCount: roomCount
        ) { stream in unsafe inflate(stream, Z_NO_FLUSH) }
        producedByteCount += givenCount
        switch code {
        case Z_OK, Z_BUF_ERROR:
            // Z_BUF_ERROR: nothing could be done with this input and room; not a fault.
            break
        case Z_STREAM_END:
            isAtMemberEnd = true
        case Z_DATA_ERROR where state.complainsAboutChecksum:
            throw .checksumMismatch
        default:
            throw DeflateState.error(of: code)
        }
        guard producedByteCount <= limitBytes else {
            throw .outputTooLarge(limitBytes: limitBytes)
        }
        return GzipReadStep(
            consumedByteCount: takenCount,
            producedByteCount: givenCount,
            hasMoreOutput: givenCount == roomCount && !isAtMemberEnd
        )
    }
}
