/// What one character of a text is to the scanner of numbers.
enum NumberCharacter: Equatable {
    /// A digit, also a full-width one.
    case digit(UInt8)
    /// A blank or hyphen as people put them between groups of digits; the value tells them apart.
    case separator(UInt32)
    /// A character that nobody sees, such as a zero-width space.
    case invisible
    /// An ASCII letter or `_`, also a full-width letter, in ASCII.
    case letter(UInt8)
    /// A decimal point.
    case point
    /// Anything else.
    case other(UInt32)
}

extension Span<UInt8> {
    /// The character of UTF-8 text at an offset where one begins, and its length in bytes; `nil` at the end.
    ///
    /// Ill-formed bytes are characters of their own.
    func numberCharacter(at offset: Int) -> (character: NumberCharacter, byteCount: Int)? {
        guard offset >= 0, offset < count else { return nil }
        let first = self[offset]
        if first < 0x80 { return (Self.ascii(first), 1) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
        guard length > 1, offset + length <= count else { return (.other(UInt32(first)), 1) }
        var scalar = UInt32(first) & (0xFF >> UInt32(length + 1))
        for index in 1..<length {
            scalar = scalar << 6 | UInt32(self[offset + index] & 0x3F)
        }
        return (Self.wide(scalar), length)
    }

    /// The character that ends before an offset, and its length in bytes; `nil` at the beginning.
    func numberCharacter(before offset: Int) -> (character: NumberCharacter, byteCount: Int)? {
        guard offset > 0 else { return nil }
        var start = offset - 1
        while start > 0, offset - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
        guard let found = numberCharacter(at: start), start + found.byteCount == offset else {
            return (.other(UInt32(self[offset - 1])), 1)
        }
        return found
    }

    private static func ascii(_ byte: UInt8) -> NumberCharacter {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit(byte)
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "_"):
            .letter(byte)
        case UInt8(ascii: " "), UInt8(ascii: "-"): .separator(UInt32(byte))
        case UInt8(ascii: "."): .point
        default: .other(UInt32(byte))
        }
    }

    private static func wide(_ scalar: UInt32) -> NumberCharacter {
        switch scalar {
        // Full-width forms stand 0xFEE0 above their ASCII twins.
        case 0xFF10...0xFF19: .digit(UInt8(scalar - 0xFEE0))
        case 0xFF21...0xFF3A, 0xFF41...0xFF5A: .letter(UInt8(scalar - 0xFEE0))
        case 0xFF0E: .point
        // No-break, en to hair, narrow and ideographic spaces count as the blank they look like.
        case 0x00A0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: .separator(UInt32(ascii: " "))
        // Hyphens, dashes and the minus sign.
        case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D: .separator(UInt32(ascii: "-"))
        case 0x00AD, 0x200B...0x200F, 0x2060, 0xFEFF: .invisible
        default: .other(scalar)
        }
    }
}

extension UInt32 {
    fileprivate init(ascii character: Unicode.Scalar) { self = character.value }
}
