import EventLog
import EventModel
import Projections

/// Everything about the live rows of an invented type, in order: what is folded twice, left out or out
/// of order shows.
struct WeighingProjection: Projection {
    static let id = "test-weighing"
    static let version = 1
    static let eventTypes = [eventVoided, WeighedHistory.schema]

    /// One live row.
    struct Row: Hashable, Sendable {
        let position: UInt64
        let occurredAt: Int64
        let place: UInt32
        let weight: Int64?
        let parcel: String?
    }

    private(set) var rows: [Row] = []
    private(set) var weightByPlace: [Int64] = []
    private(set) var voidCount = 0

    init() {}

    mutating func fold(_ block: borrowing EventBlock) throws(DamageError) {
        for place in block.places(of: eventVoided) {
            let voids = block.partition(at: place)
            voidCount += voids.liveRanges.map(\.count).reduce(0, +)
        }
        for place in block.places(of: WeighedHistory.schema) {
            let partition = block.partition(at: place)
            let instants = partition.instants()
            let places = partition.names("place")
            let weights = partition.integers("weight")
            let parcels = try partition.keys("parcel")
            for row in partition.liveRanges.joined() {
                let site = places[row]
                while weightByPlace.count <= Int(site) { weightByPlace.append(0) }
                weightByPlace[Int(site)] += weights.value(row) ?? 0
                rows.append(
                    Row(
                        position: partition.position(ofRow: row),
                        occurredAt: instants[row],
                        place: site,
                        weight: weights.value(row),
                        parcel: parcels.string(row)
                    )
                )
            }
        }
    }

    mutating func merge(_ later: consuming WeighingProjection) {
        rows += later.rows
        voidCount += later.voidCount
        for (place, weight) in later.weightByPlace.enumerated() {
            while weightByPlace.count <= place { weightByPlace.append(0) }
            weightByPlace[place] += weight
        }
    }
}

extension WeighingProjection: Equatable {}
