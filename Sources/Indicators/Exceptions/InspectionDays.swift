import EventModel

/// The inspections of stations by station and day, as a question sees them.
struct InspectionDays: Sendable {
    /// The inspections of one station on one day.
    struct Day: Sendable {
        /// Name ordinal of the station's id.
        let station: UInt32
        let day: BusinessDate
        /// The events, in order.
        var inspections: [FactStamp]
    }

    /// In order of stations as they come, days ascending.
    private(set) var days: [Day] = []

    /// Takes an inspection in; those of a station follow each other in order of (instant, position).
    mutating func add(_ station: UInt32, _ stamp: FactStamp) {
        if let last = days.last, last.station == station, last.day == stamp.day {
            days[days.count - 1].inspections.append(stamp)
        } else {
            days.append(Day(station: station, day: stamp.day, inspections: [stamp]))
        }
    }

    /// The recorded times of the days up to each inspection, by name ordinal of the station; times that overlap
    /// are joined.
    func windows(ofDays count: Int64) -> [[ClosedRange<Int64>]] {
        let nameCount = days.reduce(0) { max($0, Int($1.station) + 1) }
        var windows = [[ClosedRange<Int64>]](repeating: [], count: nameCount)
        for day in days {
            let window = Self.window(ofDays: count, upTo: day.day)
            let station = Int(day.station)
            if let last = windows[station].last, last.upperBound >= window.lowerBound - 1 {
                windows[station][windows[station].count - 1] = last.lowerBound...window.upperBound
            } else {
                windows[station].append(window)
            }
        }
        return windows
    }

    /// The instants of so many business dates, of which a day is the last.
    static func window(ofDays count: Int64, upTo day: BusinessDate) -> ClosedRange<Int64> {
        let first = day.advanced(byDays: 1 - Int(count))
        let end = day.lastInstant.millisecondsSince1970
        return min(first.firstInstant.millisecondsSince1970, end)...end
    }
}
