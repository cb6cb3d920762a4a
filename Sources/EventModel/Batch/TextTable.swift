/// Distinct texts in order of their first appearance, found by their bytes.
///
/// Texts lie one behind the other in one buffer, so that adding one allocates nothing of its own.
package struct TextTable: Sendable {
    private struct Entry {
        let start: UInt32
        let count: UInt32
        let hash: UInt64
    }

    private var entries: [Entry] = []
    /// The texts, one behind the other.
    private var bytes: [UInt8] = []
    /// Index of an entry plus one at the place of its hash or behind it; 0 is free.
    private var slots: [UInt32] = []

    /// Makes an empty table.
    package init() {}

    /// Number of distinct texts.
    package var count: Int { entries.count }

    /// The index of a text; `nil` if the table does not hold it.
    ///
    /// - Complexity: O(bytes).
    package func index(of text: Span<UInt8>) -> Int? {
        guard !slots.isEmpty else { return nil }
        let place = place(of: text, hash: ByteHash.hash(text))
        return slots[place] == 0 ? nil : Int(slots[place]) - 1
    }

    /// The index of a text, which is added if it is new.
    ///
    /// - Returns: The index, and whether the text is new.
    /// - Complexity: O(bytes), amortised.
    package mutating func insert(_ text: Span<UInt8>) -> (index: Int, isNew: Bool) {
        if 2 * (entries.count + 1) > slots.count { grow() }
        let hash = ByteHash.hash(text)
        let place = place(of: text, hash: hash)
        if slots[place] > 0 { return (Int(slots[place]) - 1, false) }
        entries.append(Entry(start: UInt32(bytes.count), count: UInt32(text.count), hash: hash))
        bytes.append(addingCapacity: text.count) { $0.append(copying: text) }
        slots[place] = UInt32(entries.count)
        return (entries.count - 1, true)
    }

    /// The text of an index.
    @_lifetime(borrow self)
    package func text(at index: Int) -> Span<UInt8> {
        let entry = entries[index]
        let start = Int(entry.start)
        return bytes.span.extracting(start..<(start + Int(entry.count)))
    }

    /// Forgets all texts and keeps the memory.
    package mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        for index in slots.indices { slots[index] = 0 }
    }

    @inline(__always)
    private func place(of text: Span<UInt8>, hash: UInt64) -> Int {
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while slots[place] > 0 {
            let entry = entries[Int(slots[place]) - 1]
            if entry.hash == hash, Int(entry.count) == text.count,
                bytes.span.hasBytes(of: text, at: Int(entry.start))
            {
                break
            }
            place = (place + 1) & mask
        }
        return place
    }

    private mutating func grow() { rehash(slotCount: max(64, slots.count * 2)) }

    private mutating func rehash(slotCount: Int) {
        slots = [UInt32](repeating: 0, count: slotCount)
        for (index, entry) in entries.enumerated() {
            var place = Int(truncatingIfNeeded: entry.hash) & (slotCount - 1)
            while slots[place] > 0 { place = (place + 1) & (slotCount - 1) }
            slots[place] = UInt32(index + 1)
        }
    }
}
