import EventModel

/// A member of a row whose value changed, with its values after each step.
package struct CellChange: Sendable {
    /// Name of the member.
    package let member: String
    /// The value before the first step and after each one; `nil` where the row does not have it.
    package let values: [Answer.Value?]
    /// What each step adds, for members that add up; a row that is not there counts as 0.
    package let parts: [Int128]?
    /// What each step adds to a percentage, in ten-thousandths of a percent as they are printed.
    package let percentParts: [Int128]?
    /// The same as exact fractions of a percentage point, where they can be written.
    package let exactParts: [Fraction?]

    /// A fraction in lowest terms.
    package struct Fraction: Hashable, Sendable, CustomStringConvertible {
        /// Its numerator; may be negative.
        package let numerator: Int128
        /// Its denominator; positive.
        package let denominator: Int128

        /// `5/9`, or a whole number.
        package var description: String {
            denominator == 1 ? String(numerator) : "\(numerator)/\(denominator)"
        }
    }

    /// Looks at a member in the states of a row.
    ///
    /// - Parameters:
    ///   - member: Name of the member.
    ///   - rows: The row before the first step and after each one.
    ///   - indicator: Name of the indicator.
    init(_ member: String, of rows: [Answer.Row?], indicator: String) {
        self.member = member
        values = rows.map { $0?[member] }
        if AnswerMembers.additive(of: indicator).contains(member) {
            parts = Self.differences(values.map { Self.number($0) })
        } else {
            parts = nil
        }
        guard member == "percent", let ratio = AnswerMembers.ratio(of: indicator) else {
            percentParts = nil
            exactParts = []
            return
        }
        let printed = values.compactMap(Self.tenThousandths)
        percentParts = printed.count == values.count ? Self.differences(printed) : nil
        let ratios = rows.map { row -> (Int128, Int128)? in
            guard let row, case .integer(let numerator)? = row[ratio.numerator],
                case .integer(let denominator)? = row[ratio.denominator], denominator > 0
            else { return nil }
            return (numerator, denominator)
        }
        exactParts =
            percentParts == nil
            ? [] : zip(ratios, ratios.dropFirst()).map { Self.fraction(from: $0, to: $1) }
    }

    /// Whether the first and the last value differ.
    var isChanged: Bool {
        switch (values[0], values[values.count - 1]) {
        case (nil, nil): false
        case (let first?, let last?): !first.hasSameBytes(as: last)
        default: true
        }
    }

    private static func differences(_ numbers: [Int128]) -> [Int128] {
        zip(numbers, numbers.dropFirst()).map { $1 - $0 }
    }

    private static func number(_ value: Answer.Value?) -> Int128 {
        if case .integer(let number)? = value { number } else { 0 }
    }

    /// A printed percentage with its four decimals as a whole number.
    private static func tenThousandths(_ value: Answer.Value?) -> Int128? {
        guard case .text(let text)? = value else { return nil }
        return Int128(text.replacing(".", with: ""))
    }

    /// The difference of two ratios in percent; `nil` where it leaves the numbers that can be written.
    private static func fraction(
        from first: (numerator: Int128, denominator: Int128)?,
        to second: (numerator: Int128, denominator: Int128)?
    ) -> Fraction? {
        guard let first, let second else { return nil }
        let left = second.numerator.multipliedReportingOverflow(by: first.denominator)
        let right = first.numerator.multipliedReportingOverflow(by: second.denominator)
        let difference = left.partialValue.subtractingReportingOverflow(right.partialValue)
        let percent = difference.partialValue.multipliedReportingOverflow(by: 100)
        let base = first.denominator.multipliedReportingOverflow(by: second.denominator)
        let overflows = [left, right, difference, percent, base].map(\.overflow)
        guard !overflows.contains(true) else { return nil }
        let divisor = greatestCommonDivisor(
            percent.partialValue.magnitude,
            base.partialValue.magnitude
        )
        return Fraction(
            numerator: percent.partialValue / Int128(divisor),
            denominator: base.partialValue / Int128(divisor)
        )
    }

    private static func greatestCommonDivisor(_ first: UInt128, _ second: UInt128) -> UInt128 {
        var (left, right) = (first, second)
        while right != 0 { (left, right) = (right, left % right) }
        return max(1, left)
    }
}
