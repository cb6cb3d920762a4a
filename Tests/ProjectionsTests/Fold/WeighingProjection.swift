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
    /// What events that may be voided added to the sums.
    private(set) var targets: [Target] = []

    /// One event that some event voids.
    struct Target: Hashable, Sendable {
        let position: UInt64
        /// `nil` for an event that voids.
        let place: UInt32?
        let weight: Int64
    }

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
        targets += later.targets
        voidCount += later.voidCount
        for (place, weight) in later.weightByPlace.enumerated() {
            while weightByPlace.count <= place { weightByPlace.append(0) }
            weightByPlace[place] += weight
        }
    }
}

extension WeighingProjection: Equatable {}

extension WeighingProjection: StoredProjection {
    static var keepsSums: Bool { true }

    mutating func foldTargets(_ block: borrowing EventBlock) throws(DamageError) {
        for place in block.places(of: eventVoided) {
            let voids = block.partition(at: place)
            for row in voids.liveRanges.joined() {
                let position = voids.position(ofRow: row)
                targets.append(Target(position: position, place: nil, weight: 0))
            }
        }
        for place in block.places(of: WeighedHistory.schema) {
            let partition = block.partition(at: place)
            let places = partition.names("place")
            let weights = partition.integers("weight")
            for row in partition.liveRanges.joined() {
                targets.append(
                    Target(
                        position: partition.position(ofRow: row),
                        place: places[row],
                        weight: weights.value(row) ?? 0
                    )
                )
            }
        }
    }

    func encode(to writer: inout ByteWriter, from start: UInt64) {
        writer.append(list: rows.map { $0.position - start })
        writer.append(list: rows.map(\.occurredAt))
        writer.append(list: rows.map(\.place))
        writer.append(list: rows.map { $0.weight ?? -1 })
        for row in rows { writer.append(row.parcel ?? "") }
        writer.append(list: weightByPlace)
        writer.append(UInt64(voidCount))
        writer.append(list: targets.map(\.position))
        writer.append(list: targets.map { $0.place ?? .max })
        writer.append(list: targets.map(\.weight))
    }

    init(
        decoding reader: inout ByteReader,
        from start: UInt64,
        nameCount: UInt32
    ) throws(DamageError) {
        let positions = try reader.list(of: UInt64.self)
        let instants = try reader.list(of: Int64.self)
        let places = try reader.list(of: UInt32.self)
        let weights = try reader.list(of: Int64.self)
        guard [instants.count, places.count, weights.count].allSatisfy({ $0 == positions.count }),
            places.allSatisfy({ $0 < nameCount })
        else { throw reader.damage("lists that differ") }
        for index in positions.indices {
            let parcel = try reader.string()
            rows.append(
                Row(
                    position: positions[index] &+ start,
                    occurredAt: instants[index],
                    place: places[index],
                    weight: weights[index] < 0 ? nil : weights[index],
                    parcel: parcel.isEmpty ? nil : parcel
                )
            )
        }
        weightByPlace = try reader.list(of: Int64.self)
        voidCount = Int(clamping: try reader.integer(UInt64.self))
        let targetPositions = try reader.list(of: UInt64.self)
        let targetPlaces = try reader.list(of: UInt32.self)
        let targetWeights = try reader.list(of: Int64.self)
        guard targetPlaces.count == targetPositions.count,
            targetWeights.count == targetPositions.count
        else { throw reader.damage("lists that differ") }
        for index in targetPositions.indices {
            targets.append(
                Target(
                    position: targetPositions[index],
                    place: targetPlaces[index] == .max ? nil : targetPlaces[index],
                    weight: targetWeights[index]
                )
            )
        }
    }

    static func index(
        _ parts: [StatePart<WeighingProjection>],
        names _: LedgerTables
    ) -> WeighingIndex {
        WeighingIndex(parts: parts)
    }
}

/// The parts of the weighing projection, put together anew for every question.
struct WeighingIndex: Sendable {
    let parts: [StatePart<WeighingProjection>]

    /// What a fold that leaves voided events out would give.
    func state(seenBy cut: Cut, behind rest: WeighingProjection) -> WeighingProjection {
        var whole = WeighingProjection()
        for part in parts where part.positions.upperBound <= cut.count { whole.merge(part.state) }
        whole.merge(rest)
        var taken: Set<UInt64> = []
        let targets = parts.flatMap(\.state.targets).filter {
            $0.position < cut.count && cut.voided.contains($0.position)
                && taken.insert($0.position).inserted
        }
        return whole.without(targets, seenBy: cut)
    }
}

extension WeighingProjection {
    /// The state without what some events added, and without the facts that a cut does not see.
    fileprivate func without(_ removed: [Target], seenBy cut: Cut) -> WeighingProjection {
        var state = self
        state.targets = []
        state.rows = rows.filter { cut.sees($0.position) }
        for target in removed {
            guard let place = target.place else {
                state.voidCount -= 1
                continue
            }
            state.weightByPlace[Int(place)] -= target.weight
        }
        let placeCount = state.rows.reduce(0) { max($0, Int($1.place) + 1) }
        state.weightByPlace.removeLast(state.weightByPlace.count - placeCount)
        return state
    }
}
