/// Walks over a line that is spelled as programs spell JSON: names and texts without escapes.
///
/// Every step gives `nil` or `false` for anything else and for anything wrong; what is wrong, and whether it is,
/// is for ``JSONScanner`` to say. Nothing is taken then that could not be read again from the line's start.
struct PlainCursor: ~Escapable {
    /// A text between its quotes.
    struct Text {
        let start: Int
        let end: Int
        /// Whether there is nothing in it but printable ASCII.
        let isPrintable: Bool

        var count: Int { end - start }
    }

    let bytes: Span<UInt8>
    private(set) var position: Int
    /// Bytes of white space that were passed over.
    private(set) var spaceCount = 0

    /// Starts at a byte.
    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// Goes on where another cursor has come to in the same line, and counts its white space too.
    @inline(__always)
    mutating func goOn(at position: Int, spaceCount: Int) {
        self.position = position
        self.spaceCount &+= spaceCount
    }

    /// Takes one byte if it comes next.
    @inline(__always)
    mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: byte) else { return false }
        position &+= 1
        return true
    }

    /// Passes over white space.
    @inline(__always)
    mutating func skipSpace() {
        guard position < bytes.count, bytes[position] <= 0x20 else { return }
        let end = Self.endOfSpace(in: bytes, from: position)
        spaceCount &+= end &- position
        position = end
    }

    /// Apart and by value, so that a walk keeps its position in a register.
    @inline(never)
    private static func endOfSpace(in bytes: Span<UInt8>, from start: Int) -> Int {
        var end = start
        while end < bytes.count {
            switch bytes[end] {
            case 0x20, 0x09, 0x0A, 0x0D: end &+= 1
            default: return end
            }
        }
        return end
    }

    /// Whether nothing but white space follows.
    @inline(__always)
    mutating func isAtEnd() -> Bool {
        skipSpace()
        return position == bytes.count
    }

    /// Takes a name with its quotes and its colon if it is the one expected, and the white space behind it.
    @inline(__always)
    mutating func takeName(_ written: WrittenName) -> Bool {
        guard written.stands(in: bytes, at: position) else { return false }
        position &+= written.count
        skipSpace()
        return true
    }

    /// Takes any name and its colon, and the white space behind them.
    mutating func name() -> Text? {
        guard let name = string(), take(":") else { return nil }
        skipSpace()
        return name
    }

    /// Takes a comma and the white space around it.
    @inline(__always)
    mutating func takeComma() -> Bool {
        skipSpace()
        guard take(",") else { return false }
        skipSpace()
        return true
    }

    /// Takes a string without escapes.
    @inline(__always)
    mutating func string() -> Text? {
        guard take("\"") else { return nil }
        let start = position
        var index = start
        var unusual: UInt32 = 0
        var bits = textBits(at: index)
        while bits.interruptions == 0 {
            unusual |= bits.unusual
            index &+= 16
            guard index < bytes.count else { return nil }
            bits = textBits(at: index)
        }
        // The bytes below the one found belong to the string.
        unusual |= bits.unusual & ((bits.interruptions & (0 &- bits.interruptions)) &- 1)
        index &+= bits.interruptions.trailingZeroBitCount
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return nil }
        position = index &+ 1
        return Text(start: start, end: index, isPrintable: unusual == 0)
    }

    /// What stands in the next sixteen bytes; behind the line's end there is nothing.
    @inline(__always)
    private func textBits(at index: Int) -> (interruptions: UInt32, unusual: UInt32) {
        if index &+ 16 <= bytes.count { return bytes.textBits(at: index) }
        // The line's last sixteen bytes, less those that come before.
        guard bytes.count >= 16 else { return (.max, 0) }
        let bits = bytes.textBits(at: bytes.count &- 16)
        let passed = UInt32(truncatingIfNeeded: index &+ 16 &- bytes.count)
        return (bits.interruptions >> passed, bits.unusual >> passed)
    }

    /// Takes a whole number within ±(2^53 − 1), spelled as it is written.
    @inline(__always)
    mutating func integer() -> Int64? {
        let isNegative = take("-")
        let first = position
        var value: Int64 = 0
        // Sixteen digits fit; what is longer is refused or spelled as nobody spells it.
        while position < bytes.count, position &- first < 17 {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = value &* 10 &+ Int64(digit)
            position &+= 1
        }
        let count = position &- first
        guard count > 0, position < bytes.count, value <= CanonicalJSON.integerLimit else {
            return nil
        }
        // No zero in front, no -0, no fraction, no exponent, no further digit.
        if bytes[first] == UInt8(ascii: "0"), count > 1 || isNegative { return nil }
        switch bytes[position] {
        case UInt8(ascii: ","), UInt8(ascii: "}"), 0x20, 0x09, 0x0A, 0x0D: break
        default: return nil
        }
        return isNegative ? -value : value
    }

    /// Takes `true` or `false`.
    @inline(__always)
    mutating func boolean() -> Bool? {
        if bytes.hasBytes(of: "true".utf8Span.span, at: position) {
            position &+= 4
            return true
        }
        guard bytes.hasBytes(of: "false".utf8Span.span, at: position) else { return nil }
        position &+= 5
        return false
    }

    /// The bytes of a text.
    @_lifetime(copy self)
    @inline(__always)
    func bytes(of text: Text) -> Span<UInt8> { bytes.extracting(text.start..<text.end) }

    /// Whether a text is well-formed UTF-8.
    @inline(__always)
    func isUTF8(_ text: Text) -> Bool { text.isPrintable || bytes(of: text).isUTF8 }
}

extension Span where Element == UInt8 {
    /// Whether the bytes are well-formed UTF-8.
    var isUTF8: Bool {
        do {
            _ = try UTF8Span(validating: self)
            return true
        } catch {
            return false
        }
    }
}
