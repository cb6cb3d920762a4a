import EventModel

/// The days of a history, counted from 0, in milliseconds since 1970.
struct Timeline: Sendable {
    /// Milliseconds of a day.
    static let day: Int64 = 86_400_000
    /// Milliseconds of an hour.
    static let hour: Int64 = 3_600_000
    /// Milliseconds of a minute.
    static let minute: Int64 = 60_000

    /// The first day.
    let firstDay: BusinessDate
    /// Number of days on which business is planned.
    let dayCount: Int
    /// Midnight of the first day.
    let start: Int64

    /// Covers the days from the first to the last, both included.
    init(from firstDay: BusinessDate, to lastDay: BusinessDate) {
        self.firstDay = firstDay
        dayCount = max(1, Int(lastDay.daysSince1970 - firstDay.daysSince1970) + 1)
        start = firstDay.firstInstant.millisecondsSince1970
    }

    /// Midnight at which the day begins.
    func start(of day: Int) -> Int64 { start + Int64(day) * Self.day }

    /// The date of the day.
    func date(of day: Int) -> BusinessDate { firstDay.advanced(byDays: day) }

    /// The day that an instant falls on; negative before the first.
    func day(of instant: Int64) -> Int {
        Int(floorDivide(instant - start, by: Self.day))
    }
}
