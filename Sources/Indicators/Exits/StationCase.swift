import EventModel
import Programme

/// Everything that the exit rules look at for one station at the end of a day.
struct StationCase {
    /// Name ordinal of the station's id.
    let station: UInt32
    /// The newest life as seen at the end of ``day``.
    let life: StationLife
    let day: BusinessDate
    /// All the station's facts in order; those after ``day`` must be passed over.
    let supervision: ArraySlice<SupervisionFact>
    let complaints: Complaints

    /// Whether a fact belongs to the newest life and the present operator, and has happened.
    func isInWindow(_ stamp: FactStamp) -> Bool {
        stamp > life.opening && stamp.day >= life.start && stamp.day <= day
    }

    /// The station's facts up to the end of the day, whatever life they belong to.
    var visible: ArraySlice<SupervisionFact> {
        let last = day.lastInstant.millisecondsSince1970
        return supervision.prefix { $0.stamp.instant <= last }
    }

    /// The facts of the newest life and the present operator, in order.
    var inWindow: [SupervisionFact] {
        supervision.filter { isInWindow($0.stamp) }
    }

    /// First month that lies wholly in the newest life under the present operator.
    var firstMonth: BusinessMonth {
        let start = life.start
        return start.day == 1 ? start.businessMonth : start.businessMonth.advanced(byMonths: 1)
    }
}
