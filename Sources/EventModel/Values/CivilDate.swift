/// A day of the proleptic Gregorian calendar as year, month and day; the arithmetic under every date.
///
/// Years are counted from March inside, so that the leap day ends the year and months follow one formula.
package struct CivilDate: Hashable, Sendable {
    /// Year by the Gregorian calendar; 1970–9999 in every accepted date, wider inside.
    package let year: Int
    /// Month, 1–12.
    package let month: Int
    /// Day of the month, 1–31.
    package let day: Int

    private static let daysPerEra = 146_097  // 400 years
    private static let daysFromEraZeroTo1970 = 719_468  // 0000-03-01 to 1970-01-01

    /// Takes the parts; `nil` if there is no such day.
    ///
    /// - Parameters:
    ///   - year: Any year of -9,999,999–9,999,999, which is wider than the day count.
    ///   - month: 1–12.
    ///   - day: From 1 to the month's last day.
    package init?(year: Int, month: Int, day: Int) {
        guard (-9_999_999...9_999_999).contains(year), (1...12).contains(month) else { return nil }
        guard day >= 1, day <= Self.dayCount(ofMonth: month, year: year) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that many days after 1970-01-01; negative before it.
    package init(daysSince1970: Int32) {
        let shifted = Int(daysSince1970) + Self.daysFromEraZeroTo1970
        let era = floorDivide(shifted, by: Self.daysPerEra)
        let dayOfEra = shifted - era * Self.daysPerEra
        let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leapDays) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        self.day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        self.month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        self.year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days from 1970-01-01 to this day; negative before it.
    package var daysSince1970: Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = floorDivide(marchYear, by: 400)
        let yearOfEra = marchYear - era * 400
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * Self.daysPerEra + dayOfEra - Self.daysFromEraZeroTo1970
    }

    /// How many days the month has; 28–31.
    package static func dayCount(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Quotient rounded towards negative infinity; `divisor` is positive.
package func floorDivide<Number: SignedInteger & FixedWidthInteger>(
    _ dividend: Number,
    by divisor: Number
) -> Number {
    floorDivision(of: dividend, by: divisor).quotient
}

/// Quotient rounded towards negative infinity and the remainder from 0; `divisor` is positive.
package func floorDivision<Number: SignedInteger & FixedWidthInteger>(
    of dividend: Number,
    by divisor: Number
) -> (quotient: Number, remainder: Number) {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}
