internal import CZstd

/// How far one step of a stream reader got.
package struct ZstdReadStep: Hashable, Sendable {
    /// Bytes taken from the front of the input; give the rest again in the next step.
    package let consumedByteCount: Int
    /// Bytes appended to the output.
    package let producedByteCount: Int
    /// True if the output was filled to its bound, so that there may be more without more input.
    package let hasMoreOutput: Bool
}

/// Decompresses a stream that arrives in pieces of any size: one frame or several in a row.
///
/// Give each piece until it is consumed and no output is pending, then call ``finish()`` at the end
/// of the stream. After an error the reader is of no more use and repeats the error. Not `Sendable`;
/// use it from one thread at a time.
///
/// ```swift
/// while !piece.isEmpty || hasMore {
///     let step = try reader.read(piece, appendingTo: &output, atMost: 65_536)
///     …
/// }
/// ```
@safe package final class ZstdStreamReader {
    private let context: OpaquePointer
    private let limitBytes: Int
    private var failure: ZstdError?
    /// True between frames, also at the sound end of a stream; false before the first frame.
    package private(set) var isAtFrameEnd = false
    /// Bytes of content given out so far.
    package private(set) var producedByteCount = 0

    /// Makes a reader at the beginning of a stream.
    ///
    /// - Parameters:
    ///   - limitBytes: Largest content of the whole stream that is accepted.
    ///   - windowLog: Largest window that a frame may ask for, as a power of two; bounds memory.
    ///     27 (128 MiB) is what the zstd program accepts.
    /// - Throws: ``ZstdError/outOfMemory``.
    /// - SeeAlso: `ZSTD_d_windowLogMax` in `zstd.h`.
    package init(limitBytes: Int = .max, windowLog: Int32 = 27) throws(ZstdError) {
        precondition(limitBytes >= 0, "a size is not negative")
        guard let created = unsafe ZSTD_createDCtx() else { throw .outOfMemory }
        unsafe context = unsafe created
        self.limitBytes = limitBytes
        _ = try checkedSize(
            unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, windowLog)
        )
    }

    deinit { unsafe ZSTD_freeDCtx(context) }

    /// Decompresses a part of the input.
    ///
    /// - Parameters:
    ///   - input: The next bytes of the stream; may be empty to get pending output.
    ///   - output: Gets the content.
    ///   - byteCountMax: Most bytes appended by this call; at least 1, taken as 1 MiB if above.
    /// - Returns: How much was taken and given.
    /// - Throws: ``ZstdError/outputTooLarge(limitBytes:)``, ``ZstdError/checksumMismatch``,
    ///   ``ZstdError/corrupt`` or ``ZstdError/unsupported``, by the fault of the stream.
    /// - SeeAlso: `ZSTD_decompressStream` in `zstd.h`.
    package func read(
        _ input: RawSpan,
        appendingTo output: inout [UInt8],
        atMost byteCountMax: Int
    ) throws(ZstdError) -> ZstdReadStep {
        precondition(byteCountMax > 0, "a step must be allowed to give something")
        if let failure { throw failure }
        // One byte above the limit, so that a stream of exactly the limit is seen to end.
        let allowed = limitBytes - producedByteCount
        let roomCount = min(byteCountMax, allowed == .max ? allowed : allowed + 1, 1 << 20)
        let (step, result) = step(input, appendingTo: &output, roomCount: roomCount)
        do throws(ZstdError) {
            let hint = try checkedSize(result, limitBytes: limitBytes)
            // Nothing taken and nothing given says nothing about where the stream stands.
            if step.consumedByteCount > 0 || step.producedByteCount > 0 {
                isAtFrameEnd = hint == 0
            }
            producedByteCount += step.producedByteCount
            guard producedByteCount <= limitBytes else {
                throw ZstdError.outputTooLarge(limitBytes: limitBytes)
            }
        } catch {
            failure = error
            throw error
        }
        return step
    }

    /// Confirms that the stream ended where a frame ends.
    ///
    /// - Throws: ``ZstdError/truncated`` in the middle of a frame or if nothing was read; the
    ///   error of an earlier step.
    package func finish() throws(ZstdError) {
        if let failure { throw failure }
        guard isAtFrameEnd else { throw .truncated }
    }

    private func step(
        _ input: RawSpan,
        appendingTo output: inout [UInt8],
        roomCount: Int
    ) -> (ZstdReadStep, Int) {
        unsafe input.withUnsafeBytes { source in
            var result = 0
            var taken = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
            var givenCount = 0
            let piece = unsafe [UInt8](
                unsafeUninitializedCapacity: roomCount
            ) { target, writtenCount in
                var given = unsafe ZSTD_outBuffer(
                    dst: target.baseAddress,
                    size: roomCount,
                    pos: 0
                )
                result = unsafe ZSTD_decompressStream(context, &given, &taken)
                givenCount = unsafe given.pos
                writtenCount = givenCount
            }
            output.append(contentsOf: piece)
            let step = unsafe ZstdReadStep(
                consumedByteCount: taken.pos,
                producedByteCount: givenCount,
                hasMoreOutput: givenCount == roomCount
            )
            return (step, result)
        }
    }
}
