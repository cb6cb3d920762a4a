/// A threshold in percent as it was adopted: a decimal number without superfluous zeros.
///
/// At most six digits before the point and four after it, so that a sum of 2^32 amounts times the
/// threshold stays inside Int128.
package struct Percent: Hashable, Sendable {
    /// The adopted spelling, such as `15` or `33.3333`.
    package let text: String
    /// The percentage times 10,000; 15 % is 150,000.
    package let tenThousandths: Int64

    /// What ``tenThousandths`` are of: 100 % is one million.
    private static let whole: Int128 = 1_000_000

    /// Reads a spelling such as `0`, `40` or `33.5`; `nil` for signs, superfluous zeros, other characters or
    /// more digits than the limits.
    package init?(parsing text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, (1...6).contains(parts[0].count) else { return nil }
        guard parts[0].count == 1 || parts[0].first != UInt8(ascii: "0") else { return nil }
        var decimals = parts.count == 2 ? Array(parts[1]) : []
        if parts.count == 2 {
            guard (1...4).contains(decimals.count), decimals.last != UInt8(ascii: "0") else {
                return nil
            }
        }
        while decimals.count < 4 { decimals.append(UInt8(ascii: "0")) }
        var value: Int64 = 0
        for byte in Array(parts[0]) + decimals {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        self.text = text
        self.tenThousandths = value
    }

    /// Whether `numerator` of `base` is at least this percentage; `base` must be positive.
    package func isReached(by numerator: Int128, of base: Int128) -> Bool {
        numerator * Self.whole >= base * Int128(tenThousandths)
    }

    /// Whether `numerator` of `base` is at most this percentage; `base` must be positive.
    package func isKept(by numerator: Int128, of base: Int128) -> Bool {
        numerator * Self.whole <= base * Int128(tenThousandths)
    }

    /// The greatest whole number that is at most this percentage of `base`.
    package func floor(of base: Int128) -> Int128 {
        let (quotient, remainder) = (base * Int128(tenThousandths))
            .quotientAndRemainder(dividingBy: Self.whole)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The least whole number that is at least this percentage of `base`.
    package func ceiling(of base: Int128) -> Int128 { -floor(of: -base) }
}
