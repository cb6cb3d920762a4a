import EventModel

/// The distinct texts of a column in order of their bytes, and where each row's text stands among them.
struct SortedTexts {
    private let table: TextTable
    /// Indices into the table, in order of their texts.
    private let order: [Int]
    /// Place in the order of each index of the table.
    private let ranks: [UInt64]

    /// Sorts the texts of a table.
    ///
    /// - Complexity: O(*n* log *n*) comparisons of eight bytes; texts that share more are compared further.
    init(_ table: TextTable) {
        self.table = table
        let shared = Self.sharedCount(of: table)
        // The eight bytes behind what all share decide nearly every comparison.
        var keyed: [(key: UInt64, index: Int)] = []
        keyed.reserveCapacity(table.count)
        for index in 0..<table.count {
            let text = table.text(at: index)
            var key: UInt64 = 0
            if shared + 8 <= text.count {
                key = text.word(at: shared).byteSwapped
            } else {
                for place in shared..<(shared + 8) {
                    key = key << 8 | (place < text.count ? UInt64(text[place]) : 0)
                }
            }
            keyed.append((key, index))
        }
        keyed.sort { left, right in
            left.key != right.key
                ? left.key < right.key
                : table.text(at: left.index).precedes(table.text(at: right.index))
        }
        order = keyed.map(\.index)
        var ranks = [UInt64](repeating: 0, count: table.count)
        for (rank, index) in order.enumerated() { ranks[index] = UInt64(rank) }
        self.ranks = ranks
    }

    /// Number of distinct texts.
    var count: Int { order.count }

    /// Places of texts by their indices in the table; 0 for `absent`.
    func ranks(of indices: [UInt32], absent: UInt32 = .max) -> [UInt64] {
        indices.map { $0 == absent ? 0 : ranks[Int($0)] }
    }

    /// The text at a place of the order.
    @_lifetime(borrow self)
    subscript(rank: Int) -> Span<UInt8> {
        @_lifetime(borrow self)
        get { table.text(at: order[rank]) }
    }

    /// Bytes at the front that all texts share.
    private static func sharedCount(of table: TextTable) -> Int {
        guard table.count > 1 else { return 0 }
        let first = table.text(at: 0)
        var shared = first.count
        for index in 1..<table.count {
            shared = Swift.min(shared, first.sharedCount(with: table.text(at: index)))
            if shared == 0 { break }
        }
        return shared
    }
}
