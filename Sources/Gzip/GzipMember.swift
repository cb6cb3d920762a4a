/// Compression of values that are in memory as a whole.
package enum GzipMember {
    /// Compresses bytes into one member.
    ///
    /// - Throws: ``GzipError/invalidLevel(_:)``; ``GzipError/outOfMemory``.
    package static func compress(
        _ content: RawSpan,
        level: Int32 = 6
    ) throws(GzipError) -> [UInt8] {
        var member: [UInt8] = []
        let writer = try GzipStreamWriter(level: level)
        try writer.write(content, appendingTo: &member)
        try writer.finish(appendingTo: &member)
        return member
    }

    /// Compresses bytes into one member.
    ///
    /// - Throws: As for a span.
    package static func compress(
        _ content: [UInt8],
        level: Int32 = 6
    ) throws(GzipError) -> [UInt8] {
        try unsafe compress(content.span.bytes, level: level)
    }

    /// Decompresses one or more complete members into at most a number of bytes.
    ///
    /// - Throws: ``GzipError/outputTooLarge(limitBytes:)``, ``GzipError/truncated``,
    ///   ``GzipError/checksumMismatch`` or ``GzipError/corrupt``, by the fault of the input.
    package static func decompress(
        _ members: RawSpan,
        atMost limitBytes: Int
    ) throws(GzipError) -> [UInt8] {
        var content: [UInt8] = []
        let reader = try GzipStreamReader(limitBytes: limitBytes)
        var readCount = 0
        while true {
            let step = try reader.read(
                members.extracting(droppingFirst: readCount),
                appendingTo: &content,
                atMost: 1 << 17
            )
            readCount += step.consumedByteCount
            if readCount == members.byteCount && !step.hasMoreOutput { break }
        }
        try reader.finish()
        return content
    }

    /// Decompresses one or more complete members into at most a number of bytes.
    ///
    /// - Throws: As for a span.
    package static func decompress(
        _ members: [UInt8],
        atMost limitBytes: Int
    ) throws(GzipError) -> [UInt8] {
        try unsafe decompress(members.span.bytes, atMost: limitBytes)
    }
}
