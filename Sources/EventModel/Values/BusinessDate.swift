/// A calendar day in Asia/Shanghai (UTC+8 without daylight saving), the clock of every figure.
package struct BusinessDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01; negative before it.
    package let daysSince1970: Int32

    /// Offset of Asia/Shanghai from UTC; the programme lies after the last daylight saving of 1991 and
    /// the definition fixes UTC+8 for every year.
    package static let offsetMilliseconds: Int64 = 8 * 3_600_000

    /// Makes the date from its count of days.
    package init(daysSince1970: Int32) {
        self.daysSince1970 = daysSince1970
    }

    /// Reads `YYYY-MM-DD`, a valid day of years 1970–9999; `nil` for anything else.
    package init?(parsing text: String) {
        self.init(parsing: text.utf8Span.span)
    }

    /// Reads `YYYY-MM-DD` from bytes; `nil` as for ``init(parsing:)-(String)``.
    package init?(parsing bytes: Span<UInt8>) {
        guard bytes.count == 10,
            bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = DecimalDigits.read(bytes, from: 0, count: 4),
            let month = DecimalDigits.read(bytes, from: 5, count: 2),
            let day = DecimalDigits.read(bytes, from: 8, count: 2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Takes the parts of a day of years 1970–9999; `nil` if there is no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1970...9999).contains(year),
            let civil = CivilDate(year: year, month: month, day: day)
        else { return nil }
        self.init(daysSince1970: Int32(civil.daysSince1970))
    }

    /// The day that the instant falls on in Asia/Shanghai.
    ///
    /// Any instant has one: days beyond Int32 (millions of years away) give the first or last day.
    package init(of instant: Instant) {
        // The offset is added to the rest: added to the instant, it could leave Int64.
        let (day, ofDay) = floorDivision(
            of: instant.millisecondsSince1970,
            by: Instant.millisecondsPerDay
        )
        let next: Int64 = ofDay >= Instant.millisecondsPerDay - Self.offsetMilliseconds ? 1 : 0
        self.init(daysSince1970: Int32(clamping: day + next))
    }

    /// Year, 1970–9999 for every date that was parsed.
    package var year: Int { civil.year }
    /// Month, 1–12.
    package var month: Int { civil.month }
    /// Day of the month, 1–31.
    package var day: Int { civil.day }

    /// The date as year, month and day, for callers that need more than one of them.
    package var civil: CivilDate { CivilDate(daysSince1970: daysSince1970) }

    /// The date that many days later, earlier if negative; stops at the ends of Int32.
    package func advanced(byDays days: Int) -> BusinessDate {
        let (sum, overflow) = Int(daysSince1970).addingReportingOverflow(days)
        guard !overflow else {
            return BusinessDate(daysSince1970: days < 0 ? .min : .max)
        }
        return BusinessDate(daysSince1970: Int32(clamping: sum))
    }

    /// Midnight in Asia/Shanghai, at which the day begins.
    package var firstInstant: Instant {
        Instant(
            millisecondsSince1970: Int64(daysSince1970) * Instant.millisecondsPerDay
                - Self.offsetMilliseconds
        )
    }

    /// The last millisecond of the day, inclusive.
    package var lastInstant: Instant {
        Instant(
            millisecondsSince1970: firstInstant.millisecondsSince1970
                + Instant.millisecondsPerDay - 1
        )
    }

    /// The month that the day lies in.
    package var businessMonth: BusinessMonth {
        let civil = civil
        return BusinessMonth(monthsSince1970: Int32((civil.year - 1970) * 12 + civil.month - 1))
    }

    /// `YYYY-MM-DD`.
    package var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends `YYYY-MM-DD` as ASCII bytes.
    package func append(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: JSONSize.time) { write(to: &$0) }
    }

    /// Writes `YYYY-MM-DD`, at most ``JSONSize/time`` bytes.
    func write(to output: inout OutputSpan<UInt8>) {
        let civil = civil
        output.append(year: civil.year)
        output.append(UInt8(ascii: "-"))
        output.append(twoDigits: civil.month)
        output.append(UInt8(ascii: "-"))
        output.append(twoDigits: civil.day)
    }

    /// Orders dates from earlier to later.
    package static func < (left: BusinessDate, right: BusinessDate) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }
}
