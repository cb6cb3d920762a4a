internal import EventModel

/// Indices of events by source ordinal and id, filled only as far as somebody asks.
///
/// Rising ids are told apart by their source's greatest id alone, so most logs never fill it.
struct ReferenceMap {
    private struct Key: Hashable {
        let ordinal: Int
        let id: ByteText
    }

    private var indices: [Key: Int] = [:]
    private var filledCount = 0

    /// Index of an event among the first `count` of a list that only grows.
    ///
    /// `reference` gives the source ordinal and id of the list's event at an index.
    mutating func index(
        ofID id: String,
        source ordinal: Int,
        count: Int,
        reference: (Int) -> (ordinal: Int, id: String)
    ) -> Int? {
        while filledCount < count {
            let (ordinal, id) = reference(filledCount)
            indices[Key(ordinal: ordinal, id: ByteText(id))] = filledCount
            filledCount += 1
        }
        return indices[Key(ordinal: ordinal, id: ByteText(id))]
    }
}

/// How many events each stream has in sealed blocks and behind them, as far as somebody asked.
struct StreamCounts {
    private static let keptCount = 65_536

    private var sealed: [ByteText: UInt64] = [:]
    private var recent: [ByteText: UInt64] = [:]
    private var countedCount = 0

    /// Number of a stream's events among the recent ones, a list that only grows between seals.
    mutating func recentCount(of stream: String, in events: [InternedEvent]) -> UInt64 {
        while countedCount < events.count {
            recent[ByteText(events[countedCount].event.subject), default: 0] += 1
            countedCount += 1
        }
        return recent[ByteText(stream)] ?? 0
    }

    /// Number of a stream's events in sealed blocks, if it is known.
    func sealedCount(of stream: String) -> UInt64? { sealed[ByteText(stream)] }

    /// Remembers the number of a stream's events in sealed blocks.
    mutating func remember(sealedCount: UInt64, of stream: String) {
        if sealed.count >= Self.keptCount { sealed = [:] }
        sealed[ByteText(stream)] = sealedCount
    }

    /// Moves the first recent events over to the sealed ones.
    mutating func seal(_ events: ArraySlice<InternedEvent>) {
        if !sealed.isEmpty {
            for event in events { sealed[ByteText(event.event.subject)]? += 1 }
        }
        recent = [:]
        countedCount = 0
    }
}
