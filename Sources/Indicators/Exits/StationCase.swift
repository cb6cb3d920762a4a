import EventModel
import Programme

/// Everything that the exit rules look at for one station at the end of a day.
struct StationCase {
    /// Name ordinal of the station's id.
    let station: UInt32
    /// The newest life as seen at the end of ``day``.
    let life: StationLife
    let day: BusinessDate
    /// The station's facts in order up to the end of ``day``, whatever life they belong to.
    let visible: ArraySlice<SupervisionFact>
    /// The facts of the newest life and the present operator, in order.
    let inWindow: [SupervisionFact]
    let complaints: Complaints
    private let window: ClosedRange<Int64>?

    /// Looks at a station at the end of a day.
    ///
    /// - Parameters:
    ///   - station: Name ordinal of the station's id.
    ///   - life: Its newest life as seen at the end of the day.
    ///   - day: The day.
    ///   - supervision: All its facts in order, later ones too.
    ///   - complaints: The complaints of the ledger.
    init(
        station: UInt32,
        life: StationLife,
        day: BusinessDate,
        supervision: ArraySlice<SupervisionFact>,
        complaints: Complaints
    ) {
        self.station = station
        self.life = life
        self.day = day
        self.complaints = complaints
        let first = life.start.firstInstant.millisecondsSince1970
        let last = day.lastInstant.millisecondsSince1970
        let window = first <= last ? first...last : nil
        let visible = supervision.prefix { $0.stamp.instant <= last }
        self.window = window
        self.visible = visible
        inWindow = visible.filter { Self.isIn(window, $0.stamp, life) }
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
