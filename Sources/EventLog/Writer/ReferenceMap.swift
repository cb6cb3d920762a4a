internal import EventModel

/// Indices of events by source and id, filled only as far as somebody asks.
///
/// Rising ids are told apart by their source's greatest id alone, so most logs never fill it.
struct ReferenceMap {
    /// Sources and ids of the events in order, so that an index in the table is one in the list; all differ.
    private var references = TextTable()
    private var key: [UInt8] = []

    /// Index of an event among the first `count` of a list that only grows.
    ///
    /// `event` gives the index among `events` of the list's event at an index.
    mutating func index(
        ofID id: Span<UInt8>,
        source: UInt32,
        in events: PackedEvents,
        count: Int,
        event: (Int) -> Int = { $0 }
    ) -> Int? {
        while references.count < count {
            let next = event(references.count)
            fillKey(events.records[next].source, events.id(at: next))
            insertKey()
        }
        fillKey(source, id)
        let key = key
        return references.index(of: key.span)
    }

    private mutating func insertKey() {
        let key = key
        _ = references.insert(key.span)
    }

    private mutating func fillKey(_ source: UInt32, _ id: Span<UInt8>) {
        key.removeAll(keepingCapacity: true)
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            key.append(UInt8(truncatingIfNeeded: source >> shift))
        }
        key.append(addingCapacity: id.count) { $0.append(copying: id) }
    }
}
