internal import EventModel

/// How many events each stream has in sealed blocks and behind them, as far as somebody asked.
struct StreamCounts {
    private static let keptCount = 65_536

    private var sealed: [ByteText: UInt64] = [:]
    private var recent = TextTable()
    private var recentCounts: [UInt64] = []
    private var countedCount = 0

    /// Number of a stream's events among the recent ones, a list that only grows between seals.
    mutating func recentCount(of stream: String, in events: PackedEvents) -> UInt64 {
        while countedCount < events.count {
            let (index, isNew) = recent.insert(events.subject(at: countedCount))
            if isNew { recentCounts.append(0) }
            recentCounts[index] += 1
            countedCount += 1
        }
        return recent.index(of: stream.utf8Span.span).map { recentCounts[$0] } ?? 0
    }

    /// Number of a stream's events in sealed blocks, if it is known.
    func sealedCount(of stream: String) -> UInt64? { sealed[ByteText(stream)] }

    /// Remembers the number of a stream's events in sealed blocks.
    mutating func remember(sealedCount: UInt64, of stream: String) {
        if sealed.count >= Self.keptCount { sealed = [:] }
        sealed[ByteText(stream)] = sealedCount
    }

    /// Moves the first recent events over to the sealed ones.
    mutating func seal(_ events: PackedEvents, _ count: Int) {
        if !sealed.isEmpty {
            for index in 0..<count {
                sealed[ByteText(String(copyingUTF8: events.subject(at: index)))]? += 1
            }
        }
        recent = TextTable()
        recentCounts = []
        countedCount = 0
    }
}
