import EventLog
import EventModel
import Programme
import Projections

/// Counts scans by hour of the day, so that it must look at every event's instant.
struct HourlyProjection: Projection {
    static let id = "hourly"
    static let version = 1
    static let eventTypes = [ParcelEvents.scanned]

    /// Scans by hour of the business day.
    private(set) var counts = [UInt64](repeating: 0, count: 24)
    private var instants: [Int64] = []

    mutating func fold(_ block: borrowing EventBlock) throws(DamageError) {
        var (counts, instants) = (counts, instants)
        self.instants = []
        for place in block.places(of: ParcelEvents.scanned) {
            let scans = block.partition(at: place)
            for range in scans.liveRanges {
                scans.instants().decode(range, into: &instants)
                for row in 0..<range.count {
                    let local = instants[row] &+ BusinessDate.offsetMilliseconds
                    let hour = Int(truncatingIfNeeded: local / 3_600_000 % 24)
                    counts[hour] &+= 1
                }
            }
        }
        (self.counts, self.instants) = (counts, instants)
    }

    mutating func merge(_ later: consuming HourlyProjection) {
        for hour in counts.indices { counts[hour] += later.counts[hour] }
    }
}
