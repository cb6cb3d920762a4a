import EventModel
import Projections

/// Which stations had parcels, sales or reports in the 30 days up to a day.
struct RecentActivity {
    private var parcels: [Int64]
    private var others: [Int64]

    // D−29 … D.
    private static let windowDayCount = 30

    /// Adds up what happened in the window.
    ///
    /// - Parameters:
    ///   - parts: Counts of every event that the cut may see, each event once.
    ///   - targets: Events that may be voided, each once.
    ///   - cut: Which of them count.
    ///   - day: Last day of the window.
    init(
        _ parts: [StationActivity],
        targets: [StationActivity.Target],
        seenBy cut: Cut,
        on day: BusinessDate
    ) {
        let first = day.advanced(byDays: 1 - Self.windowDayCount).daysSince1970
        let window = first...day.daysSince1970
        var nameCount = 0
        for part in parts {
            nameCount = max(nameCount, part.parcels.nameLimit, part.others.nameLimit)
        }
        parcels = [Int64](repeating: 0, count: nameCount)
        others = [Int64](repeating: 0, count: nameCount)
        for part in parts {
            part.parcels.addCounts(in: window, to: &parcels)
            part.others.addCounts(in: window, to: &others)
        }
        for target in targets
        where window.contains(target.day) && target.position < cut.count
            && cut.voided.contains(target.position)
        {
            if target.isParcel {
                parcels[Int(target.name)] -= 1
            } else {
                others[Int(target.name)] -= 1
            }
        }
    }

    /// Whether a parcel was scanned at the station.
    func hasParcel(_ station: UInt32) -> Bool {
        Int(station) < parcels.count && parcels[Int(station)] > 0
    }

    /// Whether the station sold or reported something.
    func hasOther(_ station: UInt32) -> Bool {
        Int(station) < others.count && others[Int(station)] > 0
    }
}
