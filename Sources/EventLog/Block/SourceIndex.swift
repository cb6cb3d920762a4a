import EventModel

/// The sources of a block's events with the range of their ids, so that a duplicate is looked for only
/// in blocks that can hold it.
///
/// Stored per source (ascending ordinal): ordinal (u32), event count (u32), least and greatest id
/// (strings) by ``EventIDOrder``, filter word count (LEB128) and the filter's words (u64). Only a source
/// whose ids do not rise from event to event has a filter: rising ids are told apart by range alone.
struct SourceIndex {
    struct Entry {
        let ordinal: UInt32
        var count = 0
        var least: String
        var greatest: String
        var rises = true
        var ids: [String] = []
    }

    private(set) var entries: [Entry] = []
    /// Per event the index into ``entries``.
    private(set) var codes: [Int] = []

    init(_ events: [InternedEvent]) {
        let ordinals = Set(events.map(\.sourceOrdinal)).sorted()
        let places = Dictionary(uniqueKeysWithValues: zip(ordinals, ordinals.indices))
        entries = ordinals.map { Entry(ordinal: $0, least: "", greatest: "") }
        codes.reserveCapacity(events.count)
        for event in events {
            let place = places[event.sourceOrdinal] ?? 0
            codes.append(place)
            entries[place].add(event.event.id)
        }
    }

    func append(to writer: inout ByteWriter) {
        for entry in entries {
            writer.append(entry.ordinal)
            writer.append(UInt32(entry.count))
            writer.append(entry.least)
            writer.append(entry.greatest)
            let words = entry.rises ? [] : IdentifierFilter.words(for: entry.ids)
            writer.appendVariable(UInt64(words.count))
            for word in words { writer.append(word) }
        }
    }
}

extension SourceIndex.Entry {
    fileprivate mutating func add(_ id: String) {
        if count == 0 {
            least = id
            greatest = id
        } else if EventIDOrder.precedes(greatest, id) {
            greatest = id
        } else {
            rises = false
            if EventIDOrder.precedes(id, least) { least = id }
        }
        count += 1
        ids.append(id)
    }
}

/// The order of a source's ids: shorter first, then by bytes, so that counting ids ("9", "10") and
/// time-ordered ids (UUIDv7) both rise.
package enum EventIDOrder {
    /// Whether `left` comes before `right`.
    package static func precedes(_ left: String, _ right: String) -> Bool {
        let (leftCount, rightCount) = (left.utf8.count, right.utf8.count)
        return leftCount != rightCount
            ? leftCount < rightCount : left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}

/// A Bloom filter over ids: 12 bits an id, 8 probes, about 0.3 % false hits; never a false miss.
package enum IdentifierFilter {
    private static let probeCount = 8

    static func words(for ids: [String]) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: max(1, (ids.count * 12 + 63) / 64))
        for id in ids {
            for bit in probes(of: id, bitCount: words.count * 64) {
                words[bit >> 6] |= 1 << (bit & 63)
            }
        }
        return words
    }

    /// Whether the filter may hold the id; an empty filter may hold anything.
    package static func mayContain(_ id: String, in words: [UInt64]) -> Bool {
        words.isEmpty
            || probes(of: id, bitCount: words.count * 64).allSatisfy {
                words[$0 >> 6] >> UInt64($0 & 63) & 1 == 1
            }
    }

    private static func probes(of id: String, bitCount: Int) -> [Int] {
        let hash = XXH64.hash(Array(id.utf8))
        let step = (hash >> 32) | 1
        return (0..<UInt64(probeCount)).map { Int((hash &+ $0 &* step) % UInt64(bitCount)) }
    }
}
