import EventModel

/// For each name the set of business days on which something happened: one bit per (name, day).
///
/// Days are kept in words of 64, sorted, so that a name costs memory only for the weeks it was active in.
struct ActivityDays: Hashable, Sendable {
    // Index into `rows` plus one by name ordinal; 0 for a name without days.
    private var places: [UInt32] = []
    private var rows: [Days] = []
    private var ordinals: [UInt32] = []

    private struct Days: Hashable, Sendable {
        var words: [Int32] = []
        var bits: [UInt64] = []

        mutating func insert(_ word: Int32, _ mask: UInt64) {
            if let last = words.last, word <= last {
                let place = firstPlace(notBelow: word)
                if words[place] == word {
                    bits[place] |= mask
                } else {
                    words.insert(word, at: place)
                    bits.insert(mask, at: place)
                }
            } else {
                words.append(word)
                bits.append(mask)
            }
        }

        func firstPlace(notBelow word: Int32) -> Int {
            var (low, high) = (0, words.count)
            while low < high {
                let middle = (low + high) / 2
                if words[middle] < word { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// Sets the bit of a name and a day.
    mutating func insert(_ ordinal: UInt32, _ day: BusinessDate) {
        let bit = UInt64(truncatingIfNeeded: day.daysSince1970 & 63)
        insert(ordinal, word: day.daysSince1970 >> 6, mask: 1 << bit)
    }

    private mutating func insert(_ ordinal: UInt32, word: Int32, mask: UInt64) {
        let index = Int(ordinal)
        if index >= places.count {
            places.append(contentsOf: repeatElement(0, count: index + 1 - places.count))
        }
        if places[index] == 0 {
            rows.append(Days())
            ordinals.append(ordinal)
            places[index] = UInt32(rows.count)
        }
        rows[Int(places[index]) - 1].insert(word, mask)
    }

    /// Whether any day from the first to the last, both included, is set for the name.
    func contains(_ ordinal: UInt32, in days: ClosedRange<BusinessDate>) -> Bool {
        guard Int(ordinal) < places.count, places[Int(ordinal)] > 0 else { return false }
        let row = rows[Int(places[Int(ordinal)]) - 1]
        let first = days.lowerBound.daysSince1970
        let last = days.upperBound.daysSince1970
        var place = row.firstPlace(notBelow: first >> 6)
        while place < row.words.count, row.words[place] <= last >> 6 {
            var bits = row.bits[place]
            if row.words[place] == first >> 6 { bits &= ~0 << UInt64(first & 63) }
            if row.words[place] == last >> 6 { bits &= ~0 >> UInt64(63 - last & 63) }
            if bits != 0 { return true }
            place += 1
        }
        return false
    }

    /// Takes the days of later events in.
    mutating func merge(_ later: ActivityDays) {
        for (row, ordinal) in zip(later.rows, later.ordinals) {
            for (word, bits) in zip(row.words, row.bits) {
                insert(ordinal, word: word, mask: bits)
            }
        }
    }
}
