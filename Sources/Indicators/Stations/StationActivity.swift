import EventLog
import EventModel
import Programme
import Projections

/// How many events happened at each station on each day, by kind.
///
/// Counts of every event, voided ones too, with a list of those that some event voids or corrects: a question
/// takes out of the counts what its cut does not see.
struct StationActivity: Sendable {
    /// `parcel.scanned` at the node.
    var parcels = DayCounts()
    /// Sales and reports of the station.
    var others = DayCounts()
    /// Events that may be voided, in the order in which they were found out.
    private(set) var targets: [Target] = []

    /// An event that some later event voids or corrects.
    struct Target: Hashable, Sendable {
        let position: UInt64
        let name: UInt32
        let day: Int32
        let isParcel: Bool
    }

    /// Takes a target in.
    mutating func add(_ target: Target) { targets.append(target) }

    /// Counts a block's live rows.
    mutating func fold(_ block: borrowing EventBlock) {
        for place in block.places(of: ParcelEvents.scanned) {
            let scans = block.partition(at: place)
            parcels.fold(scans, of: "node")
        }
        for place in block.places(of: TradeEvents.recorded) {
            let sales = block.partition(at: place)
            others.fold(sales, of: "station")
        }
        for place in block.places(of: SupervisionEvents.reportSubmitted) {
            let reports = block.partition(at: place)
            others.fold(reports, of: "station")
        }
    }

    /// Notes a block's live rows as events that may be voided.
    mutating func foldTargets(_ block: borrowing EventBlock) {
        foldTargets(block, ParcelEvents.scanned, "node", isParcel: true)
        foldTargets(block, TradeEvents.recorded, "station", isParcel: false)
        foldTargets(block, SupervisionEvents.reportSubmitted, "station", isParcel: false)
    }

    private mutating func foldTargets(
        _ block: borrowing EventBlock,
        _ type: EventSchema,
        _ field: String,
        isParcel: Bool
    ) {
        for place in block.places(of: type) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let names = partition.names(field)
            for range in partition.liveRanges {
                for row in range where names.isPresent(row) {
                    let stamp = stamps.stamp(row)
                    targets.append(
                        Target(
                            position: stamp.position,
                            name: names[row],
                            day: stamp.day.daysSince1970,
                            isParcel: isParcel
                        )
                    )
                }
            }
        }
    }

    /// Takes in the activity of later events.
    mutating func merge(_ later: StationActivity) {
        parcels.merge(later.parcels)
        others.merge(later.others)
        targets += later.targets
    }
}
