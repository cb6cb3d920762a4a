/// The distinct ordinals of a column in ascending order, and where each row's ordinal stands among them.
struct OrdinalSet {
    /// The distinct ordinals, ascending.
    let sorted: [UInt32]
    /// Place of each row's ordinal in ``sorted``; 0 for a row without one.
    let codes: [UInt64]

    /// Collects the ordinals of a column; `absent` stands for a row that has none.
    ///
    /// - Complexity: O(rows) expected, plus O(*d* log *d*) for *d* distinct ordinals.
    init(_ rows: [UInt32], absent: UInt32) {
        // At most 16,384 rows: the table is never more than half full.
        var slotCount = 64
        while slotCount < rows.count * 2 { slotCount *= 2 }
        let mask = slotCount - 1
        var slots = [UInt32](repeating: absent, count: slotCount)
        var distinct: [UInt32] = []
        @inline(__always)
        func place(of ordinal: UInt32) -> Int {
            var place = Int(truncatingIfNeeded: ordinal &* 0x9E37_79B1 >> 7) & mask
            while slots[place] != ordinal, slots[place] != absent { place = (place + 1) & mask }
            return place
        }
        for ordinal in rows where ordinal != absent {
            let place = place(of: ordinal)
            if slots[place] == absent {
                slots[place] = ordinal
                distinct.append(ordinal)
            }
        }
        distinct.sort()
        var ranks = [UInt64](repeating: 0, count: slotCount)
        for (rank, ordinal) in distinct.enumerated() { ranks[place(of: ordinal)] = UInt64(rank) }
        sorted = distinct
        codes = rows.map { $0 == absent ? 0 : ranks[place(of: $0)] }
    }
}
