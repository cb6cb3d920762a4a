/// A share as numerator and denominator, compared and printed without rounding on the way.
package struct ExactRatio: Comparable, Sendable {
    /// What is counted; may be negative.
    package let numerator: Int128
    /// What it is counted of; positive.
    package let denominator: Int128

    /// Joins the two; the denominator must be positive (a base of 0 has no ratio, the caller says so).
    package init(_ numerator: Int128, of denominator: Int128) {
        precondition(denominator > 0, "a ratio needs a positive base")
        self.numerator = numerator
        self.denominator = denominator
    }

    /// `n` of `d` in percent with 4 decimals, rounded half to even: 1 of 12 is `8.3333`.
    ///
    /// Exact for all values whose percent fits: long division, digit by digit, no intermediate overflow.
    ///
    /// - Parameters:
    ///   - n: The numerator; may be negative.
    ///   - d: The denominator; positive.
    /// - Returns: Decimal digits, `-` before them if negative and not rounded to zero.
    package static func percent(_ n: Int128, of d: Int128) -> String {
        precondition(d > 0, "a percentage needs a positive base")
        let divisor = d.magnitude
        let (whole, remainder) = n.magnitude.quotientAndRemainder(dividingBy: divisor)
        var rest = remainder
        var digits: [UInt8] = Array(String(whole).utf8)
        // Two more digits make the percent, four its decimals.
        for _ in 0..<6 {
            let next = tenfold(rest, dividedBy: divisor)
            digits.append(UInt8(ascii: "0") + next.digit)
            rest = next.rest
        }
        let (twice, overflow) = rest.multipliedReportingOverflow(by: 2)
        let isOdd = digits[digits.count - 1] & 1 == 1
        if overflow || twice > divisor || (twice == divisor && isOdd) { increment(&digits) }
        while digits.count > 5, digits[0] == UInt8(ascii: "0") { digits.removeFirst() }
        let isZero = digits.allSatisfy { $0 == UInt8(ascii: "0") }
        digits.insert(UInt8(ascii: "."), at: digits.count - 4)
        if n < 0, !isZero { digits.insert(UInt8(ascii: "-"), at: 0) }
        return String(decoding: digits, as: UTF8.self)
    }

    /// Whether both are the same number: 1 of 2 equals 2 of 4.
    package static func == (left: ExactRatio, right: ExactRatio) -> Bool {
        left.crossed(with: right) == right.crossed(with: left)
    }

    /// Orders ratios by value, by cross-multiplication in 256 bits.
    package static func < (left: ExactRatio, right: ExactRatio) -> Bool {
        let first = left.crossed(with: right)
        let second = right.crossed(with: left)
        return first.high != second.high ? first.high < second.high : first.low < second.low
    }

    private func crossed(with other: ExactRatio) -> (high: Int128, low: UInt128) {
        numerator.multipliedFullWidth(by: other.denominator)
    }

    /// The next decimal digit of `rest / divisor` and the rest after it; `rest < divisor < 2^127`.
    private static func tenfold(_ rest: UInt128, dividedBy divisor: UInt128) -> (
        digit: UInt8, rest: UInt128
    ) {
        let product = rest.multipliedFullWidth(by: 10)
        let (digit, remainder) = divisor.dividingFullWidth(product)
        return (UInt8(truncatingIfNeeded: digit), remainder)
    }

    private static func increment(_ digits: inout [UInt8]) {
        for index in digits.indices.reversed() {
            guard digits[index] == UInt8(ascii: "9") else {
                digits[index] += 1
                return
            }
            digits[index] = UInt8(ascii: "0")
        }
        digits.insert(UInt8(ascii: "1"), at: 0)
    }
}
