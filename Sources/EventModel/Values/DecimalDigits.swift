/// Fixed-width ASCII decimals, the form of every part of a date or time.
enum DecimalDigits {
    /// Appends the last `width` digits of a number that is not negative, with leading zeros; more digits
    /// than `width` are all written.
    static func append(_ value: Int, width: Int, to bytes: inout [UInt8]) {
        precondition(value >= 0, "only the magnitude is written here")
        var limit = 1
        for _ in 1..<width { limit *= 10 }
        while value / limit >= 10 { limit *= 10 }
        var divisor = limit
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }

    /// Appends a year: four digits for 0–9999, with a sign or more digits outside.
    static func appendYear(_ year: Int, to bytes: inout [UInt8]) {
        if year < 0 { bytes.append(UInt8(ascii: "-")) }
        append(abs(year), width: 4, to: &bytes)
    }

    /// Reads `count` digits (1–18) from index `start` of ASCII text; `nil` if one is missing or no digit.
    static func read(_ bytes: some RandomAccessCollection<UInt8>, from start: Int, count: Int)
        -> Int?
    {
        guard start >= 0, start + count <= bytes.count else { return nil }
        var value = 0
        for offset in start..<(start + count) {
            let byte = bytes[bytes.index(bytes.startIndex, offsetBy: offset)]
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }
}
