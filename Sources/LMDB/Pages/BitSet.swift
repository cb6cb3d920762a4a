/// A set of small numbers, a bit each.
struct BitSet {
    private var words: [UInt64]
    let count: Int

    /// Makes an empty set of numbers below `count`.
    init(count: Int) {
        self.count = count
        words = [UInt64](repeating: 0, count: (count + 63) / 64)
    }

    func contains(_ number: Int) -> Bool {
        words[number >> 6] >> UInt64(number & 63) & 1 == 1
    }

    /// Whether one of the numbers of a range is in the set.
    func intersects(_ range: Range<Int>) -> Bool {
        var hasOne = false
        Self.forEachWord(of: range) { index, bits in hasOne = hasOne || words[index] & bits != 0 }
        return hasOne
    }

    /// Puts a range of numbers below ``count`` into the set.
    ///
    /// - Returns: False if one of them was in it.
    mutating func insert(_ range: Range<Int>) -> Bool {
        var areNew = true
        Self.forEachWord(of: range) { index, bits in
            areNew = areNew && words[index] & bits == 0
            words[index] |= bits
        }
        return areNew
    }

    /// Puts a number below ``count`` into the set; false if it was in it.
    mutating func insert(_ number: Int) -> Bool { insert(number..<(number + 1)) }

    /// The numbers that both sets have.
    func intersection(_ other: BitSet) -> BitSet {
        var result = self
        for index in words.indices { result.words[index] &= other.words[index] }
        return result
    }

    /// The numbers that at least one of the sets has.
    func union(_ other: BitSet) -> BitSet {
        var result = self
        for index in words.indices { result.words[index] |= other.words[index] }
        return result
    }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    private static func forEachWord(of range: Range<Int>, _ body: (Int, UInt64) -> Void) {
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(range.upperBound, (start | 63) + 1)
            let bits = end - start == 64 ? UInt64.max : (1 << UInt64(end - start) - 1)
            body(start >> 6, bits << UInt64(start & 63))
            start = end
        }
    }
}
