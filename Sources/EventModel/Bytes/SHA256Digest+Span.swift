internal import CSHA256

extension SHA256Digest {
    /// The SHA-256 of the bytes that the span shows.
    ///
    /// - Complexity: O(*n*) in the count of bytes, no allocation.
    /// - SeeAlso: FIPS 180-4.
    package static func hash(_ bytes: Span<UInt8>) -> SHA256Digest {
        unsafe hash(raw: bytes.bytes)
    }

    /// The SHA-256 of the bytes that the span shows, as ``hash(_:)-(Span<UInt8>)``.
    package static func hash(raw bytes: RawSpan) -> SHA256Digest {
        var digest = SHA256Digest.zero
        unsafe bytes.withUnsafeBytes { bytes in
            unsafe digest.withWords { words in
                unsafe cairn_sha256(
                    bytes.assumingMemoryBound(to: UInt8.self).baseAddress,
                    bytes.count,
                    words
                )
            }
        }
        return digest
    }

    /// The SHA-256 of two messages; side by side they take little longer than one.
    ///
    /// - Complexity: O(*n*), no allocation.
    package static func hash(
        raw first: RawSpan,
        _ second: RawSpan
    ) -> (SHA256Digest, SHA256Digest) {
        var digests = (SHA256Digest.zero, SHA256Digest.zero)
        unsafe first.withUnsafeBytes { first in
            unsafe second.withUnsafeBytes { second in
                unsafe digests.0.withWords { one in
                    unsafe digests.1.withWords { other in
                        unsafe cairn_sha256_pair(
                            first.assumingMemoryBound(to: UInt8.self).baseAddress,
                            first.count,
                            second.assumingMemoryBound(to: UInt8.self).baseAddress,
                            second.count,
                            one,
                            other
                        )
                    }
                }
            }
        }
        return digests
    }

    /// The SHA-256 of words in memory order, of the first of which only the last byte counts.
    package static func hash<let count: Int>(
        _ words: InlineArray<count, UInt64>
    ) -> SHA256Digest {
        unsafe hash(raw: words.span.bytes.extracting(7..<(8 * count)))
    }

    /// The SHA-256 of two such lists of words side by side.
    package static func hash<let count: Int>(
        _ first: InlineArray<count, UInt64>,
        _ second: InlineArray<count, UInt64>
    ) -> (SHA256Digest, SHA256Digest) {
        unsafe hash(
            raw: first.span.bytes.extracting(7..<(8 * count)),
            second.span.bytes.extracting(7..<(8 * count))
        )
    }

    /// The SHA-256 of two texts, as ``hash(raw:_:)``.
    package static func hash(
        _ first: Span<UInt8>,
        _ second: Span<UInt8>
    ) -> (SHA256Digest, SHA256Digest) { unsafe hash(raw: first.bytes, second.bytes) }

    /// Lends the four words for writing.
    @unsafe
    private mutating func withWords(_ body: (UnsafeMutablePointer<UInt64>) -> Void) {
        var buffer: InlineArray<4, UInt64> = [0, 0, 0, 0]
        var span = buffer.mutableSpan
        unsafe span.withUnsafeMutableBufferPointer { words in
            if let start = words.baseAddress { unsafe body(start) }
        }
        self = SHA256Digest(bigEndianWords: (buffer[0], buffer[1], buffer[2], buffer[3]))
    }
}
