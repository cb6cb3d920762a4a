/// Decimal numbers that a spreadsheet shows to the last digit.
///
/// A cell holds a double and shows 15 significant digits. A decimal of at most 15 digits is shown as it is;
/// a longer one would be shown rounded and is written as text.
///
/// - SeeAlso: IEEE 754: a decimal of 15 digits survives the way into a double and back.
package struct ExactNumber: Hashable, Sendable {
    /// The number without its decimal point: 12345 stands for 123.45 with 2 decimals.
    package let digits: Int128
    /// Digits behind the point, 0 to 9.
    package let decimalCount: Int

    /// Makes the number.
    package init(_ digits: Int128, decimalCount: Int = 0) {
        precondition((0...9).contains(decimalCount), "\(decimalCount) decimals")
        self.digits = digits
        self.decimalCount = decimalCount
    }

    private static let limit: Int128 = 1_000_000_000_000_000

    /// The double next to the number; `nil` if a cell could not show all of its digits.
    package var double: Double? {
        guard digits > -Self.limit, digits < Self.limit else { return nil }
        // Both are exact as doubles, and IEEE 754 rounds a quotient correctly.
        var scale: Double = 1
        for _ in 0..<decimalCount { scale *= 10 }
        return Double(Int64(digits)) / scale
    }

    /// The number in plain decimal spelling, all digits.
    package var text: String {
        guard decimalCount > 0 else { return String(digits) }
        let magnitude = String(digits.magnitude)
        let padded =
            String(repeating: "0", count: max(0, decimalCount + 1 - magnitude.count)) + magnitude
        return (digits < 0 ? "-" : "") + padded.dropLast(decimalCount) + "."
            + padded.suffix(decimalCount)
    }
}
