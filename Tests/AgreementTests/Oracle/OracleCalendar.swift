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
    static func firstDay(ofMonth month: Int) -> Int {
        var days = 0
        for year in 1970..<(month / 12) { days += isLeap(year) ? 366 : 365 }
        for earlier in (month / 12 * 12)..<month { days += length(ofMonth: earlier) }
        return days
    }

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
        let parts = text.split(separator: "-").compactMap { Int($0) }
        return firstDay(ofMonth: parts[0] * 12 + parts[1] - 1) + parts[2] - 1
    }

    /// `YYYY-MM`.
    static func month(_ text: String) -> Int {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        return parts[0] * 12 + parts[1] - 1
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
        let bytes = Array(text)
        let day = day(String(bytes[0..<10]))
        let clock = String(bytes[11..<19]).split(separator: ":").compactMap { Int64($0) }
        var rest = bytes[19...]
        var fraction: Int64 = 0
        if rest.first == "." {
            fraction = Int64(String(rest.dropFirst().prefix(3))) ?? 0
            rest = rest.dropFirst(4)
        }
        var offset: Int64 = 0
        if rest.first != "Z" {
            let parts = String(rest.dropFirst()).split(separator: ":").compactMap { Int64($0) }
            offset = (parts[0] * 60 + parts[1]) * (rest.first == "-" ? -1 : 1)
        }
        let seconds = clock[0] * 3600 + clock[1] * 60 + clock[2] - offset * 60
        return Int64(day) * dayMillis + seconds * 1000 + fraction
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
