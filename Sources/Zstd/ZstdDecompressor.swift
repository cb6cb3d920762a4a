internal import CZstd

/// Decompresses whole values, never into more bytes than allowed; keeps its working memory.
///
/// Not for use by two threads at once, hence not `Sendable`; make one per thread. Any input may be
/// given: damage is an error and never a trap, and a frame that only claims a huge
/// content does not get the memory for it.
@safe package final class ZstdDecompressor {
    /// Largest stated size, in bytes, for which memory is taken before the content is seen.
    private static let trustedByteCountMax: UInt64 = 64 << 20

    private let context: OpaquePointer

    /// Makes a decompressor.
    ///
    /// - Throws: ``ZstdError/outOfMemory``.
    package init() throws(ZstdError) {
        guard let created = unsafe ZSTD_createDCtx() else { throw .outOfMemory }
        unsafe context = unsafe created
    }

    deinit { unsafe ZSTD_freeDCtx(context) }

    /// Decompresses one or more complete frames whose content has a known size.
    ///
    /// - Parameters:
    ///   - frames: Complete frames and nothing else.
    ///   - byteCount: Size of the content of all frames together.
    /// - Returns: The content.
    /// - Throws: ``ZstdError/outputTooLarge(limitBytes:)`` if there is more;
    ///   ``ZstdError/sizeMismatch(expectedBytes:actualBytes:)`` if there is less; else as
    ///   ``decompress(_:atMost:)``.
    /// - Complexity: O(*content*); one allocation.
    package func decompress(
        _ frames: RawSpan,
        exactly byteCount: Int
    ) throws(ZstdError) -> [UInt8] {
        let content = try decompress(frames, capacity: byteCount, limitBytes: byteCount)
        guard content.count == byteCount else {
            throw .sizeMismatch(expectedBytes: byteCount, actualBytes: content.count)
        }
        return content
    }

    /// Decompresses one or more complete frames whose content has a known size.
    ///
    /// - Throws: As for a span.
    package func decompress(
        _ frames: [UInt8],
        exactly byteCount: Int
    ) throws(ZstdError) -> [UInt8] {
        try unsafe decompress(frames.span.bytes, exactly: byteCount)
    }

    /// Decompresses one or more complete frames.
    ///
    /// - Parameters:
    ///   - frames: Complete frames and nothing else.
    ///   - limitBytes: Largest content that is accepted.
    /// - Returns: The content of all frames, one behind the other.
    /// - Throws: ``ZstdError/outputTooLarge(limitBytes:)``, ``ZstdError/truncated``,
    ///   ``ZstdError/checksumMismatch`` or ``ZstdError/corrupt``, by the fault of the input.
    /// - Complexity: O(*content*); frames that do not state their size are decompressed in steps.
    /// - SeeAlso: `ZSTD_decompressDCtx` in `zstd.h`.
    package func decompress(
        _ frames: RawSpan,
        atMost limitBytes: Int
    ) throws(ZstdError) -> [UInt8] {
        let stated = statedByteCount(of: frames)
        guard let stated else { return try decompressInSteps(frames, limitBytes: limitBytes) }
        guard stated <= UInt64(limitBytes) else { throw .outputTooLarge(limitBytes: limitBytes) }
        // A damaged header may claim any size, and memory is only taken as content arrives then.
        let content =
            stated <= ZstdDecompressor.trustedByteCountMax
            ? try decompress(frames, capacity: Int(stated), limitBytes: limitBytes)
            : try decompressInSteps(frames, limitBytes: limitBytes)
        // The library does not compare when the last block is empty.
        guard content.count == stated else { throw .corrupt }
        return content
    }

    /// Decompresses one or more complete frames.
    ///
    /// - Throws: As for a span.
    package func decompress(
        _ frames: [UInt8],
        atMost limitBytes: Int
    ) throws(ZstdError) -> [UInt8] {
        try unsafe decompress(frames.span.bytes, atMost: limitBytes)
    }

    /// The content size that a single frame states; nil if it does not, or if there are several.
    private func statedByteCount(of frames: RawSpan) -> UInt64? {
        unsafe frames.withUnsafeBytes { source in
            let stated = unsafe ZSTD_getFrameContentSize(source.baseAddress, source.count)
            // The largest two numbers mean "not stated" and "no sound frame header".
            guard stated < UInt64.max - 1 else { return nil }
            let frameCount = unsafe ZSTD_findFrameCompressedSize(source.baseAddress, source.count)
            return frameCount == source.count ? stated : nil
        }
    }

    private func decompress(
        _ frames: RawSpan,
        capacity: Int,
        limitBytes: Int
    ) throws(ZstdError) -> [UInt8] {
        precondition(capacity >= 0, "a size is not negative")
        guard frames.byteCount > 0 else { throw .truncated }
        var result = 0
        let content = unsafe frames.withUnsafeBytes { source in
            unsafe [UInt8](unsafeUninitializedCapacity: capacity) { target, writtenCount in
                result = unsafe ZSTD_decompressDCtx(
                    context,
                    target.baseAddress,
                    capacity,
                    source.baseAddress,
                    source.count
                )
                writtenCount = ZSTD_isError(result) == 0 ? result : 0
            }
        }
        _ = try checkedSize(result, limitBytes: limitBytes)
        return content
    }

    private func decompressInSteps(
        _ frames: RawSpan,
        limitBytes: Int
    ) throws(ZstdError) -> [UInt8] {
        let reader = try ZstdStreamReader(limitBytes: limitBytes)
        var content: [UInt8] = []
        var readCount = 0
        while true {
            let step = try reader.read(
                frames.extracting(droppingFirst: readCount),
                appendingTo: &content,
                atMost: 1 << 17
            )
            readCount += step.consumedByteCount
            if readCount == frames.byteCount && !step.hasMoreOutput { break }
        }
        try reader.finish()
        return content
    }
}
