/// A SHA-256 digest: 32 bytes, printed in lower-case hex.
///
/// Ordered as the bytes are, so that sorted lists of digests are the same on every machine.
package struct SHA256Digest: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Length of every digest in bytes.
    package static let byteCount = 32

    // Big-endian words, so that comparing words compares bytes, without an allocation per digest.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Takes over exactly 32 bytes.
    ///
    /// - Parameter bytes: The digest, first byte first; another count than 32 is a caller's error.
    package init(bytes: some Collection<UInt8>) {
        precondition(bytes.count == Self.byteCount, "a SHA-256 digest has 32 bytes")
        self.init(checked: bytes)
    }

    /// Reads 64 lower-case hex digits; `nil` for anything else.
    package init?(hex: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        var high: UInt8?
        for unit in hex.utf8 {
            guard let digit = Self.hexValue(unit), bytes.count < Self.byteCount else { return nil }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        guard high == nil, bytes.count == Self.byteCount else { return nil }
        self.init(checked: bytes)
    }

    /// Whether a text is 64 lower-case hex digits.
    static func isHex(_ text: Span<UInt8>) -> Bool {
        guard text.count == 2 * byteCount else { return false }
        for index in text.indices where hexValue(text[index]) == nil { return false }
        return true
    }

    private init(checked bytes: some Sequence<UInt8>) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var index = 0
        for byte in bytes {
            switch index / 8 {
            case 0: words.0 = words.0 << 8 | UInt64(byte)
            case 1: words.1 = words.1 << 8 | UInt64(byte)
            case 2: words.2 = words.2 << 8 | UInt64(byte)
            default: words.3 = words.3 << 8 | UInt64(byte)
            }
            index += 1
        }
        self.words = words
    }

    /// Takes four words, whose first byte is the most significant.
    package init(bigEndianWords words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// The digest as four words, whose first byte is the most significant.
    package var bigEndianWords: (UInt64, UInt64, UInt64, UInt64) { words }

    /// 32 zero bytes: stands for a digest that is not known yet.
    package static var zero: SHA256Digest { SHA256Digest(bigEndianWords: (0, 0, 0, 0)) }

    /// The SHA-256 of the bytes, as ``hash(_:)-(Span<UInt8>)``.
    package static func hash(_ bytes: [UInt8]) -> SHA256Digest { hash(bytes.span) }

    /// The 32 bytes, first byte first.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        append(to: &bytes)
        return bytes
    }

    /// Appends the 32 bytes, first byte first, to `buffer`.
    package func append(to buffer: inout [UInt8]) {
        Self.append(words.0, to: &buffer)
        Self.append(words.1, to: &buffer)
        Self.append(words.2, to: &buffer)
        Self.append(words.3, to: &buffer)
    }

    /// Gives the 32 bytes as a span that is valid inside `body`.
    ///
    /// - Throws: What the body throws.
    package func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let bytes = bytes
        return try body(bytes.span)
    }

    /// 64 lower-case hex digits.
    package var description: String {
        let digits = [UInt8](capacity: 2 * Self.byteCount) { writeHex(to: &$0) }
        return String(decoding: digits, as: UTF8.self)
    }

    /// Writes 64 lower-case hex digits.
    package func writeHex(to output: inout OutputSpan<UInt8>) {
        Self.writeHex(words.0, to: &output)
        Self.writeHex(words.1, to: &output)
        Self.writeHex(words.2, to: &output)
        Self.writeHex(words.3, to: &output)
    }

    private static func writeHex(_ word: UInt64, to output: inout OutputSpan<UInt8>) {
        for shift in stride(from: 60, through: 0, by: -4) {
            output.append(hexDigit(UInt8(truncatingIfNeeded: word >> UInt64(shift)) & 15))
        }
    }

    /// Whether all 32 bytes are the same.
    package static func == (left: SHA256Digest, right: SHA256Digest) -> Bool {
        left.words == right.words
    }

    /// Orders digests as their bytes are ordered.
    package static func < (left: SHA256Digest, right: SHA256Digest) -> Bool {
        left.words < right.words
    }

    /// Feeds all 32 bytes to the hasher.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }

    private static func append(_ word: UInt64, to buffer: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) {
            buffer.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
        }
    }

    private static func hexValue(_ unit: UInt8) -> UInt8? {
        switch unit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): unit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): unit - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
