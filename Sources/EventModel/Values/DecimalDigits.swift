/// Fixed-width ASCII decimals, the form of every part of a date or time.
enum DecimalDigits {
    /// Reads `count` digits (1–18) from index `start` of ASCII text; `nil` if one is missing or no digit.
    static func read(_ bytes: Span<UInt8>, from start: Int, count: Int) -> Int? {
        guard start >= 0, start + count <= bytes.count else { return nil }
        var value = 0
        for index in start..<(start + count) {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
