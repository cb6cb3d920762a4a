internal import CZstd

/// Compresses a stream that is made in pieces into one frame, for example an export.
///
/// ``finish(appendingTo:)`` ends the frame; without it the output is truncated. Not `Sendable`; use it
/// from one thread at a time.
@safe package final class ZstdStreamWriter {
    private let context: OpaquePointer
    private var isFinished = false

    /// Makes a writer at the beginning of a frame.
    ///
    /// - Parameters:
    ///   - level: As for ``ZstdCompressor/init(level:checksum:)``.
    ///   - checksum: Adds a checksum of the content to the frame.
    /// - Throws: ``ZstdError/invalidLevel(_:)``; ``ZstdError/outOfMemory``.
    package init(level: Int32 = 3, checksum: Bool = true) throws(ZstdError) {
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

    /// Takes the next piece of the content.
    ///
    /// - Parameters:
    ///   - content: Any bytes; must not come after ``finish(appendingTo:)``.
    ///   - output: Gets what is ready of the frame, perhaps nothing.
    /// - Throws: ``ZstdError/outOfMemory``.
    package func write(
        _ content: RawSpan,
        appendingTo output: inout [UInt8]
    ) throws(ZstdError) {
        precondition(!isFinished, "the stream was finished")
        try run(content, ZSTD_e_continue, appendingTo: &output)
    }

    /// Takes the next piece of the content.
    ///
    /// - Throws: As for a span.
    package func write(
        _ content: [UInt8],
        appendingTo output: inout [UInt8]
    ) throws(ZstdError) {
        try unsafe write(content.span.bytes, appendingTo: &output)
    }

    /// Gives out everything taken so far, so that a reader can decompress up to here.
    ///
    /// - Throws: ``ZstdError/outOfMemory``.
    package func flush(appendingTo output: inout [UInt8]) throws(ZstdError) {
        precondition(!isFinished, "the stream was finished")
        try run(RawSpan(), ZSTD_e_flush, appendingTo: &output)
    }

    /// Ends the frame.
    ///
    /// - Throws: ``ZstdError/outOfMemory``.
    package func finish(appendingTo output: inout [UInt8]) throws(ZstdError) {
        precondition(!isFinished, "the stream was finished")
        isFinished = true
        try run(RawSpan(), ZSTD_e_end, appendingTo: &output)
    }

    private func run(
        _ content: RawSpan,
        _ directive: ZSTD_EndDirective,
        appendingTo output: inout [UInt8]
    ) throws(ZstdError) {
        var consumedCount = 0
        while true {
            let rest = content.extracting(droppingFirst: consumedCount)
            let (takenCount, result) = unsafe rest.withUnsafeBytes { source in
                unsafe step(source, directive, appendingTo: &output)
            }
            consumedCount += takenCount
            let pendingCount = try checkedSize(result)
            let isTaken = consumedCount == content.byteCount
            // Flush and end are done when nothing is pending; pieces may stay in the window.
            if isTaken && (directive == ZSTD_e_continue || pendingCount == 0) { return }
        }
    }

    private func step(
        _ source: UnsafeRawBufferPointer,
        _ directive: ZSTD_EndDirective,
        appendingTo output: inout [UInt8]
    ) -> (Int, Int) {
        var taken = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        var result = 0
        let roomCount = ZSTD_CStreamOutSize()
        let piece = unsafe [UInt8](
            unsafeUninitializedCapacity: roomCount
        ) { target, writtenCount in
            var given = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: roomCount, pos: 0)
            result = unsafe ZSTD_compressStream2(context, &given, &taken, directive)
            writtenCount = unsafe given.pos
        }
        output.append(contentsOf: piece)
        return (unsafe taken.pos, result)
    }
}
