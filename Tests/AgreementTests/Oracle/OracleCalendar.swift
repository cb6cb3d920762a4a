/// Days, months and quarters as plain numbers; Gregorian, Asia/Shanghai, by the year-month-day loop
/// that one would do by hand.
enum OracleCalendar {
    static let dayMillis: Int64 = 86_400_000
    static let shanghaiMillis: Int64 = 8 * 3_600_000

    /// The business day of an instant: days since 1970-01-01 in UTC+8.
    static func day(ofMillis millis: Int64) -> Int {
        let shifted = millis + shanghaiMillis
        let day = shifted / dayMillis
        return Int(shifted % dayMillis < 0 ? day - 1 : day)
    }

    static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    static func length(ofMonth month: Int) -> Int {
        switch month % 12 {
        case 1: isLeap(month / 12) ? 29 : 28
        case 3, 5, 8, 10: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 to the first of a month; months are counted as year × 12 + (1…12) − 1.
    static func firstDay(ofMonth month: Int) -> Int { firstDays[month - 1970 * 12] }

    /// First days of the months of 1970 to 2030.
    private static let firstDays: [Int] = {
        var days = [0]
        for month in (1970 * 12)..<(2030 * 12) {
            days.append(days[days.count - 1] + length(ofMonth: month))
        }
        return days
    }()

    static func lastDay(ofMonth month: Int) -> Int {
        firstDay(ofMonth: month) + length(ofMonth: month) - 1
    }

    static func month(ofDay day: Int) -> Int {
        var month = 1970 * 12 + day / 31
        while lastDay(ofMonth: month) < day { month += 1 }
        return month
    }

    /// Quarters are counted as year × 4 + (0…3).
    static func quarter(ofDay day: Int) -> Int { month(ofDay: day) / 3 }

    /// `YYYY-MM-DD`.
    static func day(_ text: String) -> Int {
        let digits = Array(text.utf8)
        return firstDay(ofMonth: month(text)) + number(digits[8..<10]) - 1
    }

    /// `YYYY-MM`.
    static func month(_ text: String) -> Int {
        let digits = Array(text.utf8)
        return number(digits[0..<4]) * 12 + number(digits[5..<7]) - 1
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int {
        digits.reduce(0) { $0 * 10 + Int($1) - 48 }
    }

    static func text(ofDay day: Int) -> String {
        let month = month(ofDay: day)
        return text(ofMonth: month) + "-" + padded(day - firstDay(ofMonth: month) + 1, 2)
    }

    static func text(ofMonth month: Int) -> String {
        padded(month / 12, 4) + "-" + padded(month % 12 + 1, 2)
    }

    /// RFC 3339 with any offset, to milliseconds since 1970.
    static func millis(ofTime text: String) -> Int64 {
        let bytes = Array(text.utf8)
        func two(_ place: Int) -> Int { number(bytes[place..<(place + 2)]) }
        var minutes = two(11) * 60 + two(14)
        var zone = 19
        var fraction = 0
        if bytes[zone] == UInt8(ascii: ".") {
            fraction = number(bytes[20..<23])
            zone = 23
        }
        if bytes[zone] != UInt8(ascii: "Z") {
            let offset = two(zone + 1) * 60 + two(zone + 4)
            minutes += bytes[zone] == UInt8(ascii: "-") ? offset : -offset
        }
        return Int64(day(text)) * dayMillis + Int64(minutes) * 60_000
            + Int64(two(17) * 1_000 + fraction)
    }

    /// RFC 3339 in UTC, `Z`, three fraction digits.
    static func utcText(ofMillis millis: Int64) -> String {
        let dayNumber = Int(millis / dayMillis)
        let rest = Int(millis % dayMillis)
        let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60]
        return text(ofDay: dayNumber) + "T" + clock.map { padded($0, 2) }.joined(separator: ":")
            + "." + padded(rest % 1000, 3) + "Z"
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
