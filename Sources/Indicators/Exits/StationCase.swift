import EventModel
import Programme
import Projections

/// Everything that the exit rules look at for one station at the end of a day.
///
/// A class, so that each rule can refer to it without copying.
final class StationCase {
    /// Name ordinal of the station's id.
    let station: UInt32
    /// The newest life as seen at the end of ``day``.
    let life: StationLife
    let day: BusinessDate
    /// The conduct of the station in order up to the end of ``day``, whatever life it belongs to.
    let conduct: ArraySlice<SupervisionFact>
    /// The conduct in the newest life and under the present operator, in order.
    let inWindow: ArraySlice<SupervisionFact>
    let complaints: Complaints
    private let index: ExitsIndex
    private let cut: Cut
    private let window: ClosedRange<Int64>?

    /// Looks at a station at the end of a day.
    ///
    /// - Parameters:
    ///   - station: Name ordinal of the station's id.
    ///   - life: Its newest life as seen at the end of the day.
    ///   - day: The day.
    ///   - index: All facts.
    ///   - cut: Which of them count.
    ///   - complaints: The complaints that the cut sees.
    init(
        station: UInt32,
        life: StationLife,
        day: BusinessDate,
        index: ExitsIndex,
        cut: Cut,
        complaints: Complaints
    ) {
        self.station = station
        self.life = life
        self.day = day
        self.index = index
        self.cut = cut
        self.complaints = complaints
        let first = life.start.firstInstant.millisecondsSince1970
        let last = day.lastInstant.millisecondsSince1970
        let window = first <= last ? first...last : nil
        self.window = window
        conduct = index.conduct.facts(of: station, through: last, seenBy: cut)
        // In order, so that what belongs to the window stands together at the end.
        let start = conduct.firstIndex { Self.isIn(window, $0.stamp, life) } ?? conduct.endIndex
        inWindow = conduct[start...]
    }

    /// Hands over the station's targets and values of a month up to the end of ``day``, in order.
    @inline(__always)
    func forEachMetric(in month: BusinessMonth, _ body: (MetricFact) -> Void) {
        let last = day.lastInstant.millisecondsSince1970
        index.metrics.forEach(of: station, in: month, through: last, seenBy: cut, body)
    }

    /// Whether the station had reported on a month by the end of ``day``.
    func hasReported(on month: BusinessMonth) -> Bool {
        let last = day.lastInstant.millisecondsSince1970
        var isReported = false
        index.reports.forEach(of: station, in: month, through: last, seenBy: cut) { _ in
            isReported = true
        }
        return isReported
    }

    /// Whether a fact belongs to the newest life and the present operator, and has happened.
    func isInWindow(_ stamp: FactStamp) -> Bool { Self.isIn(window, stamp, life) }

    private static func isIn(
        _ window: ClosedRange<Int64>?,
        _ stamp: FactStamp,
        _ life: StationLife
    ) -> Bool {
        guard let window, window.contains(stamp.instant) else { return false }
        return stamp > life.opening
    }

    /// First month that lies wholly in the newest life under the present operator.
    var firstMonth: BusinessMonth {
        let start = life.start
        return start.day == 1 ? start.businessMonth : start.businessMonth.advanced(byMonths: 1)
    }
}
