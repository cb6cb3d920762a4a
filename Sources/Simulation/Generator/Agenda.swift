import EventModel

/// A scan of a parcel that is to be recorded.
struct PlannedScan: Sendable {
    /// When it happened, in milliseconds.
    var occurredAt: Int64
    /// Number of the parcel.
    var parcel: UInt32
    /// Place of the node in the generator's list.
    var node: UInt32
    /// Stored place of the kind of scan.
    var kind: UInt8
}

/// A fact that is to be recorded.
struct PlannedFact: Sendable {
    /// What happened.
    var fact: Fact
    /// Place of the producer in the generator's list.
    var source: Int
    /// When it happened, in milliseconds.
    var occurredAt: Int64
    /// Who recorded it.
    var actor: String?
    /// Acting as what.
    var role: String?
    /// The event that it corrects.
    var corrects: EventReference?
    /// Digest of the voucher behind it.
    var evidence: SHA256Digest?
    /// Place in the script of ``HistoryOptions``, if it comes from there.
    var scriptPlace: Int?
}

/// What is still to be recorded, by the day of recording.
///
/// Only days that lie ahead hold anything, so that memory follows the business of a few weeks and not the
/// length of the history.
struct Agenda: Sendable {
    /// The next event to record.
    enum Item {
        /// A parcel scan.
        case scan(PlannedScan)
        /// Anything else.
        case fact(PlannedFact)
    }

    private struct Key: Sendable {
        let recordedAt: Int64
        // Twice the place in its list, plus one for facts: ties keep the order of planning.
        let place: UInt32
    }

    private struct Slot: Sendable {
        var keys: [Key] = []
        var scans: [PlannedScan] = []
        var facts: [PlannedFact] = []
    }

    /// Number of events planned so far, recorded ones included.
    private(set) var plannedCount = 0
    /// The day whose events are being handed out; −1 before the first.
    private(set) var day = -1

    private let timeline: Timeline
    private var slots: [Slot] = []
    private var today = Slot()
    private var cursor = 0

    /// An empty agenda over the days of a history.
    init(timeline: Timeline) { self.timeline = timeline }

    /// Plans a scan; it is recorded today at the earliest and tomorrow once today is being handed out.
    mutating func add(_ scan: PlannedScan, recordedAt: Int64) {
        let slot = slot(for: recordedAt)
        let place = UInt32(slots[slot].scans.count) * 2
        slots[slot].scans.append(scan)
        slots[slot].keys.append(Key(recordedAt: recordedAt, place: place))
    }

    /// Plans a fact, as ``add(_:recordedAt:)-(PlannedScan,_)``.
    mutating func add(_ fact: PlannedFact, recordedAt: Int64) {
        let slot = slot(for: recordedAt)
        let place = UInt32(slots[slot].facts.count) * 2 + 1
        slots[slot].facts.append(fact)
        slots[slot].keys.append(Key(recordedAt: recordedAt, place: place))
    }

    private mutating func slot(for recordedAt: Int64) -> Int {
        let slot = timeline.day(of: recordedAt)
        precondition(slot > day, "nothing is planned for days that were handed out")
        while slots.count <= slot { slots.append(Slot()) }
        plannedCount += 1
        return slot
    }

    /// Begins to hand out the next day.
    ///
    /// - Returns: Whether there was anything ahead.
    mutating func advance() -> Bool {
        day += 1
        guard day < slots.count else { return false }
        today = slots[day]
        slots[day] = Slot()
        cursor = 0
        today.keys.sort { ($0.recordedAt, $0.place) < ($1.recordedAt, $1.place) }
        return true
    }

    /// The next event of the day with its recorded time; `nil` at its end.
    mutating func next() -> (item: Item, recordedAt: Int64)? {
        guard cursor < today.keys.count else { return nil }
        let key = today.keys[cursor]
        cursor += 1
        let place = Int(key.place / 2)
        return key.place % 2 == 0
            ? (.scan(today.scans[place]), key.recordedAt)
            : (.fact(today.facts[place]), key.recordedAt)
    }
}
