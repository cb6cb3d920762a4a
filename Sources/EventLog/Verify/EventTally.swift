internal import EventModel

/// What a verification keeps of events it has read: it must be the same in whatever pieces they are read.
struct EventTally: Sendable {
    /// A source's events among those counted.
    struct Source: Sendable {
        /// Place in the ledger's table of sources.
        let ordinal: UInt32
        var eventCount: UInt64 = 0
        /// The greatest id by ``EventIDOrder``.
        var greatestID: [UInt8] = []
        /// Index of the event with the greatest id in the piece at hand; −1 if that came before.
        fileprivate var greatest = -1
    }

    /// An event that voids or corrects another.
    struct Killer: Sendable {
        let position: UInt64
        let corrects: EventReference?
        let voids: EventReference?
    }

    /// Recorded times in milliseconds since 1970-01-01T00:00:00Z, in order of position.
    private(set) var recordedTimes: [Int64] = []
    /// The sources met, in order of their first event.
    private(set) var sources: [Source] = []
    /// The voiding and correcting events met.
    private(set) var killers: [Killer] = []
    /// Names of the events met at the positions asked for, by position.
    private(set) var targets: [UInt64: EventReference] = [:]
    /// Places in ``sources`` by ordinal; −1 for a source that was not met.
    private var places: [Int32] = []

    /// Counts events in.
    ///
    /// - Parameters:
    ///   - events: Neighbours.
    ///   - indices: Which of them.
    ///   - claimed: Positions whose events' names are to be kept, ascending.
    mutating func take(
        _ events: borrowing RecordedEvents,
        _ indices: Range<Int>,
        claimed: ClaimedTargets
    ) {
        let packed = events.packed
        let isVoiding = events.tables.schemas.map { $0.type.hasSameBytes(as: eventVoided.type) }
        if places.count < events.tables.sources.count {
            places.append(
                contentsOf: repeatElement(-1, count: events.tables.sources.count - places.count)
            )
        }
        recordedTimes.reserveCapacity(recordedTimes.count + indices.count)
        for index in indices {
            let record = packed.records[index]
            recordedTimes.append(record.recordedAt)
            let place = place(of: record.source)
            sources[place].eventCount += 1
            let id = packed.text(record.id, of: record)
            if isGreatest(id, place, packed) { sources[place].greatest = index }
            if record.flags.contains(.corrects) || isVoiding[Int(record.schema)] {
                note(events.event(at: index))
            }
        }
        keepNames(events, indices, claimed)
        for place in sources.indices where sources[place].greatest >= 0 {
            sources[place].greatestID = [UInt8](
                copying: packed.id(at: sources[place].greatest)
            )
            sources[place].greatest = -1
        }
    }

    @inline(__always)
    private func isGreatest(
        _ id: Span<UInt8>,
        _ place: Int,
        _ packed: borrowing PackedEvents
    ) -> Bool {
        if sources[place].greatest >= 0 {
            return EventIDOrder.precedes(packed.id(at: sources[place].greatest), id)
        }
        let known = sources[place].greatestID
        return EventIDOrder.precedes(known.span, id)
    }

    private mutating func place(of ordinal: UInt32) -> Int {
        let known = places[Int(ordinal)]
        if known >= 0 { return Int(known) }
        places[Int(ordinal)] = Int32(sources.count)
        sources.append(Source(ordinal: ordinal))
        return sources.count - 1
    }

    private mutating func keepNames(
        _ events: borrowing RecordedEvents,
        _ indices: Range<Int>,
        _ claimed: ClaimedTargets
    ) {
        let start = events.firstPosition
        let range = (start + UInt64(indices.lowerBound))..<(start + UInt64(indices.upperBound))
        for position in claimed.positions(in: range) {
            targets[position] = events.reference(at: Int(position - start))
        }
    }

    private mutating func note(_ recorded: RecordedEvent) {
        let (corrects, voids) = (recorded.event.corrects, recorded.event.voidedReference)
        guard corrects != nil || voids != nil else { return }
        killers.append(Killer(position: recorded.position, corrects: corrects, voids: voids))
    }
}

/// The events that the table of voids says are voided or corrected.
///
/// Where to look first for what a voiding event names: nothing rests on the table being right.
struct ClaimedTargets: Sendable {
    private let positions: [UInt64]

    init(_ relations: [VoidGraph.Relation]) {
        positions = Set(relations.map(\.target)).sorted()
    }

    /// Those in a range, ascending.
    func positions(in range: Range<UInt64>) -> ArraySlice<UInt64> {
        var low = 0
        var high = positions.count
        while low < high {
            let middle = (low + high) / 2
            if positions[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
        }
        return positions[low...].prefix { $0 < range.upperBound }
    }
}
