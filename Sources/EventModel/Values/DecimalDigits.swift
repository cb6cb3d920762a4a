/// Fixed-width ASCII decimals, the form of every part of a date or time.
enum DecimalDigits {
    /// Reads `count` digits (1–18) from index `start` of ASCII text; `nil` if one is missing or no digit.
    @inline(__always)
    static func read(_ bytes: Span<UInt8>, from start: Int, count: Int) -> Int? {
        guard start >= 0, start + count <= bytes.count else { return nil }
        if count >= 8 { return readLong(bytes, from: start, count: count) }
        var value = 0
        for index in start..<(start + count) {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int(digit)
        }
        return value
    }

    /// Reads eight digits at once, then the others.
    private static func readLong(_ bytes: Span<UInt8>, from start: Int, count: Int) -> Int? {
        let word = bytes.word(at: start) ^ 0x3030_3030_3030_3030
        guard (word | word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0 == 0 else {
            return nil
        }
        // Neighbours are joined to numbers of two, four and eight digits.
        let pairs = (word &* 10 &+ word &>> 8) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 100 &+ pairs &>> 16) & 0x0000_FFFF_0000_FFFF
        let eight = (fours &* 10_000 &+ fours &>> 32) & 0xFFFF_FFFF
        var value = Int(truncatingIfNeeded: eight)
        for index in (start + 8)..<(start + count) {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int(digit)
        }
        return value
    }

    /// Eight bytes of digits and separators, one decimal digit a byte.
    struct Word {
        fileprivate let digits: UInt64

        /// The digit at an index, 0 at a separator.
        subscript(index: Int) -> Int { Int(digits >> UInt64(8 * index) & 15) }
    }

    /// Takes eight bytes (the first lowest) apart; `nil` unless those in the mask are the separators and all
    /// others digits.
    @inline(__always)
    static func word(_ bytes: UInt64, mask: UInt64, separators: UInt64) -> Word? {
        guard bytes & mask == separators else { return nil }
        let digits = (bytes ^ 0x3030_3030_3030_3030) & ~mask
        // A digit has no high bits, and none even with six added.
        guard (digits | digits &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0 == 0 else {
            return nil
        }
        return Word(digits: digits)
    }
}
