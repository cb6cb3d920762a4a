import EventLog
import EventModel
import Projections

/// Signs of life of stations in the 30 days up to some dates: parcels, sales, reports.
///
/// There may be very many: only place, kind and time of each are kept, and those that are listed are read whole.
struct SignShelf {
    /// The types that are signs, with the field that names the station.
    private static let fields = [
        "parcel.scanned": "node", "trade.recorded": "station",
        "station.reportSubmitted": "station",
    ]
    // D−29 … D.
    private static let windowDayCount = 30

    /// Names of the types that are signs.
    static let types = fields.keys.sorted()

    /// An event that shows that a station is alive.
    private struct Sign {
        let station: ExactName
        let position: UInt64
        let instant: Int64
        let isParcel: Bool
    }

    /// The newest signs of a station.
    struct Newest {
        var parcel: UInt64?
        var other: UInt64?
    }

    // In order of business instant, then position.
    private var signs: [Sign] = []
    private let snapshot: LogSnapshot?

    /// Makes a shelf without signs.
    init() { snapshot = nil }

    /// Reads the signs of the windows that end on some days.
    ///
    /// - Throws: ``LogError`` when the log cannot be read.
    init(on days: [BusinessDate], upTo count: UInt64, in snapshot: LogSnapshot) throws {
        self.snapshot = snapshot
        for window in Self.windows(on: days) {
            var filter = EventFilter()
            filter.positions = 0..<count
            filter.types = Self.types
            filter.occurredFrom = window.lowerBound
            filter.occurredThrough = window.upperBound
            try snapshot.events(matching: filter) { recorded in
                let event = recorded.event
                guard let field = Self.fields[event.schema.type],
                    let place = event.schema.index(of: field),
                    case .text(let station) = event.data[place]
                else { return true }
                signs.append(
                    Sign(
                        station: ExactName(station),
                        position: recorded.position,
                        instant: event.time.instant.millisecondsSince1970,
                        isParcel: event.schema.type == "parcel.scanned"
                    )
                )
                return true
            }
        }
        signs.sort { ($0.instant, $0.position) < ($1.instant, $1.position) }
    }

    /// The windows as ranges that do not overlap.
    private static func windows(on days: [BusinessDate]) -> [ClosedRange<BusinessDate>] {
        var windows: [ClosedRange<BusinessDate>] = []
        for day in days.sorted() {
            let first = day.advanced(byDays: 1 - windowDayCount)
            if let last = windows.last, first <= last.upperBound {
                windows[windows.count - 1] = last.lowerBound...day
            } else {
                windows.append(first...day)
            }
        }
        return windows
    }

    /// The newest signs of each station that a scope sees.
    ///
    /// - Complexity: O(signs).
    func newest(_ scope: EventScope) -> [ExactName: Newest] {
        let first = scope.day.advanced(byDays: 1 - Self.windowDayCount).firstInstant
        let last = scope.day.lastInstant
        let window = first.millisecondsSince1970...last.millisecondsSince1970
        var newest: [ExactName: Newest] = [:]
        for sign in signs where window.contains(sign.instant) && scope.cut.sees(sign.position) {
            if sign.isParcel {
                newest[sign.station, default: Newest()].parcel = sign.position
            } else {
                newest[sign.station, default: Newest()].other = sign.position
            }
        }
        return newest
    }

    /// Reads a sign whole.
    ///
    /// - Throws: ``LogError`` when the log cannot be read.
    func event(at position: UInt64) throws -> StatedEvent? {
        try snapshot?.event(at: position).map(StatedEvent.init)
    }
}
