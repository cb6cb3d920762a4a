/// Writing JSON into memory of a known size, one bounds check a byte and no more.
///
/// An array's own `append` also asks at each byte whether its storage is shared, which is most of the time
/// that writing an event would take. The caller reserves with the byte counts of ``JSONSize``.
extension OutputSpan where Element == UInt8 {
    /// Appends the bytes as they are.
    mutating func append(bytes: [UInt8]) { append(copying: bytes.span) }

    /// Appends the text's UTF-8 as it is.
    mutating func append(raw text: String) { append(copying: text.utf8Span.span) }

    /// Appends a JSON string in quotes: only `"`, `\` and C0 controls are escaped, each in its one way.
    ///
    /// - SeeAlso: RFC 8785, section 3.2.2.2.
    mutating func append(quoted text: String) { append(quoted: text.utf8Span.span) }

    /// Appends a JSON string in quotes, as ``append(quoted:)-(String)``.
    mutating func append(quoted text: Span<UInt8>) {
        append(UInt8(ascii: "\""))
        append(escaped: text)
        append(UInt8(ascii: "\""))
    }

    /// Appends what stands in a JSON string between the quotes.
    mutating func append(escaped text: Span<UInt8>) {
        // Runs that stand as they are go in one piece.
        var start = 0
        while start < text.count {
            let end = JSONSize.firstEscaped(in: text, from: start)
            append(copying: text.extracting(start..<end))
            if end < text.count { append(escaped: text[end]) }
            start = end + 1
        }
    }

    /// Appends an integer in as many digits as it has.
    mutating func append(integer value: Int64) {
        if value < 0 { append(UInt8(ascii: "-")) }
        append(digits: value.magnitude, width: 1)
    }

    /// Appends a number in decimal, with zeros in front up to `width` digits.
    package mutating func append(digits value: UInt64, width: Int) {
        // Digits come from the right; twenty hold any number.
        var digits: InlineArray<20, UInt8> = .init(repeating: UInt8(ascii: "0"))
        var first = 20
        var rest = value
        while rest > 0 {
            first -= 1
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
            digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: remainder)
            rest = quotient
        }
        append(copying: digits.span.extracting(min(first, 20 - width)..<20))
    }

    /// Appends the last two digits of a number from 0 to 99.
    mutating func append(twoDigits value: Int) {
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10))
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
    }

    /// Appends a year: four digits for 0–9999, with a sign or more digits outside.
    mutating func append(year: Int) {
        if year < 0 { append(UInt8(ascii: "-")) }
        append(digits: UInt64(year.magnitude), width: 4)
    }

    private mutating func append(escaped byte: UInt8) {
        append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0D: append(UInt8(ascii: "r"))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
        default:
            append(UInt8(ascii: "u"))
            append(UInt8(ascii: "0"))
            append(UInt8(ascii: "0"))
            append(UInt8(ascii: "0") + byte >> 4)
            let low = byte & 15
            append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        }
    }
}

/// Upper bounds of written sizes, and which bytes are written as they are.
enum JSONSize {
    /// Longest Int64, with its sign.
    static let integer = 20
    /// Longest written date, time or month.
    static let time = 40

    /// Whether a byte stands in a JSON string as it is.
    static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// Whether every byte stands in a JSON string as it is.
    static func isPlain(_ text: Span<UInt8>) -> Bool {
        firstEscaped(in: text, from: 0) == text.count
    }

    /// Index of the first byte from `start` on that a JSON string escapes; the count if there is none.
    static func firstEscaped(in text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index &+ 8 <= text.count {
            let found = ByteScan.interruptions(text.word(at: index))
            if found != 0 { return index &+ found.trailingZeroBitCount >> 3 }
            index &+= 8
        }
        while index < text.count, isPlain(text[index]) { index &+= 1 }
        return index
    }

    /// Bytes that a text may need in quotes: a loose bound for short texts, the exact count for others.
    static func quoted(_ text: String) -> Int {
        let count = text.utf8.count
        guard count > 64 else { return 2 + 6 * count }
        var escapedCount = 0
        let span = text.utf8Span.span
        for index in span.indices where !isPlain(span[index]) { escapedCount += 1 }
        return 2 + count + 5 * escapedCount
    }
}
