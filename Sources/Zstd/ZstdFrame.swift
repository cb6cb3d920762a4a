/// Compression of single values; a loop keeps a ``ZstdCompressor`` or ``ZstdDecompressor`` instead.
package enum ZstdFrame {
    /// Compresses bytes into one frame.
    ///
    /// - Throws: As ``ZstdCompressor/compress(_:)-(RawSpan)``.
    package static func compress(
        _ content: RawSpan,
        level: Int32 = 1,
        checksum: Bool = false
    ) throws(ZstdError) -> [UInt8] {
        try ZstdCompressor(level: level, checksum: checksum).compress(content)
    }

    /// Compresses bytes into one frame.
    ///
    /// - Throws: As for a span.
    package static func compress(
        _ content: [UInt8],
        level: Int32 = 1,
        checksum: Bool = false
    ) throws(ZstdError) -> [UInt8] {
        try ZstdCompressor(level: level, checksum: checksum).compress(content)
    }

    /// Decompresses complete frames whose content has a known size.
    ///
    /// - Throws: As ``ZstdDecompressor``.
    package static func decompress(
        _ frames: RawSpan,
        exactly byteCount: Int
    ) throws(ZstdError) -> [UInt8] {
        try ZstdDecompressor().decompress(frames, exactly: byteCount)
    }

    /// Decompresses complete frames whose content has a known size.
    ///
    /// - Throws: As ``ZstdDecompressor``.
    package static func decompress(
        _ frames: [UInt8],
        exactly byteCount: Int
    ) throws(ZstdError) -> [UInt8] {
        try ZstdDecompressor().decompress(frames, exactly: byteCount)
    }

    /// Decompresses complete frames into at most a number of bytes.
    ///
    /// - Throws: As ``ZstdDecompressor``.
    package static func decompress(
        _ frames: RawSpan,
        atMost limitBytes: Int
    ) throws(ZstdError) -> [UInt8] {
        try ZstdDecompressor().decompress(frames, atMost: limitBytes)
    }

    /// Decompresses complete frames into at most a number of bytes.
    ///
    /// - Throws: As ``ZstdDecompressor``.
    package static func decompress(
        _ frames: [UInt8],
        atMost limitBytes: Int
    ) throws(ZstdError) -> [UInt8] {
        try ZstdDecompressor().decompress(frames, atMost: limitBytes)
    }
}
