internal import CZstd

/// Compresses whole values, each into one frame; keeps its working memory between calls.
///
/// Not for use by two threads at once, hence not `Sendable`; make one per thread.
@safe package final class ZstdCompressor {
    private let context: OpaquePointer

    /// Makes a compressor.
    ///
    /// - Parameters:
    ///   - level: 1 is fast, 3 the library's default, 19 small; negative is faster still.
    ///   - checksum: Adds four bytes of XXH64 of the content to each frame.
    /// - Throws: ``ZstdError/invalidLevel(_:)``; ``ZstdError/outOfMemory``.
    /// - SeeAlso: `ZSTD_CCtx_setParameter` in `zstd.h`.
    package init(level: Int32 = 1, checksum: Bool = false) throws(ZstdError) {
        guard (ZSTD_minCLevel()...ZSTD_maxCLevel()).contains(level) else {
            throw .invalidLevel(level)
        }
        guard let created = unsafe ZSTD_createCCtx() else { throw .outOfMemory }
        unsafe context = unsafe created
        let parameters = [
            (ZSTD_c_compressionLevel, level),
            (ZSTD_c_checksumFlag, checksum ? 1 : 0),
        ]
        for (parameter, value) in parameters {
            _ = try checkedSize(unsafe ZSTD_CCtx_setParameter(context, parameter, value))
        }
    }

    deinit { unsafe ZSTD_freeCCtx(context) }

    /// Compresses bytes into one frame that states its content size.
    ///
    /// - Returns: The frame; for incompressible bytes a little larger than they are.
    /// - Throws: ``ZstdError/outOfMemory``.
    /// - Complexity: O(*bytes*); one allocation.
    /// - SeeAlso: `ZSTD_compress2` in `zstd.h`.
    package func compress(_ content: RawSpan) throws(ZstdError) -> [UInt8] {
        var result = 0
        let frame = unsafe content.withUnsafeBytes { source in
            unsafe [UInt8](
                unsafeUninitializedCapacity: ZSTD_compressBound(source.count)
            ) { target, writtenCount in
                result = unsafe ZSTD_compress2(
                    context,
                    target.baseAddress,
                    target.count,
                    source.baseAddress,
                    source.count
                )
                writtenCount = ZSTD_isError(result) == 0 ? result : 0
            }
        }
        _ = try checkedSize(result)
        return frame
    }

    /// Compresses bytes into one frame that states its content size.
    ///
    /// - Throws: As for a span.
    package func compress(_ content: [UInt8]) throws(ZstdError) -> [UInt8] {
        try unsafe compress(content.span.bytes)
    }
}
