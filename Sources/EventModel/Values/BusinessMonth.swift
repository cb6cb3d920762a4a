/// A calendar month in Asia/Shanghai.
package struct BusinessMonth: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Months since January 1970, which is 0; negative before it.
    package let monthsSince1970: Int32

    /// Makes the month from its count of months.
    package init(monthsSince1970: Int32) {
        self.monthsSince1970 = monthsSince1970
    }

    /// Takes year 1970–9999 and month 1–12; `nil` outside.
    package init?(year: Int, month: Int) {
        guard (1970...9999).contains(year), (1...12).contains(month) else { return nil }
        self.init(monthsSince1970: Int32((year - 1970) * 12 + month - 1))
    }

    /// Reads `YYYY-MM` of years 1970–9999; `nil` for anything else.
    package init?(parsing text: String) {
        self.init(parsing: text.utf8Span.span)
    }

    /// Reads `YYYY-MM` from bytes; `nil` as for ``init(parsing:)-(String)``.
    package init?(parsing bytes: Span<UInt8>) {
        guard bytes.count == 7, bytes[4] == UInt8(ascii: "-"),
            let year = DecimalDigits.read(bytes, from: 0, count: 4),
            let month = DecimalDigits.read(bytes, from: 5, count: 2)
        else { return nil }
        self.init(year: year, month: month)
    }

    /// Year, 1970–9999 for every month that was parsed.
    package var year: Int { 1970 + floorDivide(Int(monthsSince1970), by: 12) }
    /// Month of the year, 1–12.
    package var month: Int { Int(monthsSince1970) - (year - 1970) * 12 + 1 }

    /// The month's first day; the first or last day there is for months millions of years away.
    package var firstDay: BusinessDate {
        guard let civil = CivilDate(year: year, month: month, day: 1) else {
            return BusinessDate(daysSince1970: monthsSince1970 < 0 ? .min : .max)
        }
        return BusinessDate(daysSince1970: Int32(clamping: civil.daysSince1970))
    }

    /// The month's last day, inclusive.
    package var lastDay: BusinessDate {
        firstDay.advanced(byDays: CivilDate.dayCount(ofMonth: month, year: year) - 1)
    }

    /// The month that many months later, earlier if negative; stops at the ends of Int32.
    package func advanced(byMonths months: Int) -> BusinessMonth {
        let (sum, overflow) = Int(monthsSince1970).addingReportingOverflow(months)
        guard !overflow else {
            return BusinessMonth(monthsSince1970: months < 0 ? .min : .max)
        }
        return BusinessMonth(monthsSince1970: Int32(clamping: sum))
    }

    /// The quarter that the month lies in.
    package var quarter: BusinessQuarter {
        BusinessQuarter(quartersSince1970: floorDivide(monthsSince1970, by: 3))
    }

    /// `YYYY-MM`.
    package var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends `YYYY-MM` as ASCII bytes.
    package func append(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: JSONSize.time) { write(to: &$0) }
    }

    /// Writes `YYYY-MM`, at most ``JSONSize/time`` bytes.
    func write(to output: inout OutputSpan<UInt8>) {
        output.append(year: year)
        output.append(UInt8(ascii: "-"))
        output.append(twoDigits: month)
    }

    /// Orders months from earlier to later.
    package static func < (left: BusinessMonth, right: BusinessMonth) -> Bool {
        left.monthsSince1970 < right.monthsSince1970
    }
}
