/// Reading and comparing UTF-8 eight bytes at a time, the way every hot loop of the door does.
extension Span where Element == UInt8 {
    /// The eight bytes from an offset as one little-endian word; they must all lie inside the span.
    @inlinable @inline(__always)
    package func word(at offset: Int) -> UInt64 {
        unsafe UInt64(
            littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
        )
    }

    /// Whether the bytes from an offset on are those of `other`; `false` if the span ends before.
    @inlinable @inline(__always)
    package func hasBytes(of other: Span<UInt8>, at offset: Int) -> Bool {
        let count = other.count
        guard offset >= 0, count <= self.count - offset else { return false }
        if count >= 8 {
            var index = 0
            while index < count - 8 {
                guard word(at: offset + index) == other.word(at: index) else { return false }
                index += 8
            }
            // The last word overlaps the one before it.
            return word(at: offset + count - 8) == other.word(at: count - 8)
        }
        for index in 0..<count where self[offset + index] != other[index] { return false }
        return true
    }

    /// Whether both spans hold the same bytes.
    @inlinable @inline(__always)
    package func hasSameBytes(as other: Span<UInt8>) -> Bool {
        count == other.count && hasBytes(of: other, at: 0)
    }

    /// Number of bytes at the front that both spans share.
    package func sharedCount(with other: Span<UInt8>) -> Int {
        let limit = Swift.min(count, other.count)
        var index = 0
        while index + 8 <= limit {
            let difference = word(at: index) ^ other.word(at: index)
            if difference != 0 { return index + difference.trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < limit, self[index] == other[index] { index += 1 }
        return index
    }

    /// Whether the bytes come before those of `other` in the order of their first difference.
    @inlinable
    package func precedes(_ other: Span<UInt8>) -> Bool {
        let shared = Swift.min(count, other.count)
        var index = 0
        while index + 8 <= shared {
            let (mine, theirs) = (word(at: index), other.word(at: index))
            if mine != theirs { return mine.byteSwapped < theirs.byteSwapped }
            index += 8
        }
        while index < shared {
            if self[index] != other[index] { return self[index] < other[index] }
            index += 1
        }
        return count < other.count
    }
}

/// Finding kinds of bytes in eight at once; a result has the top bit of each byte found.
///
/// Above the lowest byte found a result may name bytes that are none (a borrow runs upwards), so only the
/// lowest is to be used.
enum ByteScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    static let tops: UInt64 = 0x8080_8080_8080_8080

    /// Bytes that end or interrupt a JSON string: quote, backslash, control characters.
    @inline(__always)
    static func interruptions(_ word: UInt64) -> UInt64 {
        let quotes = word ^ (ones &* 0x22)
        let slashes = word ^ (ones &* 0x5C)
        let found =
            (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes
            | (word &- (ones &* 0x20)) & ~word
        return found & tops
    }

    /// Bytes that are not printable ASCII of a string: 0x7F and above.
    @inline(__always)
    static func unusual(_ word: UInt64) -> UInt64 {
        let deletes = word ^ (ones &* 0x7F)
        return (word | (deletes &- ones) & ~deletes) & tops
    }
}
