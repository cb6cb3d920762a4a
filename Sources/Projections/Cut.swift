/// Which of the recorded events a question sees: those below a position that are not voided among them.
///
/// A state that was folded from every event, voided ones too, answers a question through its cut: facts carry
/// their positions and count only where the cut sees them. So one state serves every `knownAt`, whatever was
/// voided before or after, and voids of voids need no care of their own.
public struct Cut: Sendable {
    /// Number of events known; positions are below it.
    public let count: UInt64
    /// Positions of the events that are voided or replaced among those.
    public let voided: PositionSet

    /// The cut of a state that holds nothing but what counts.
    public static let everything = Cut(count: .max, voided: PositionSet([]))

    /// Makes a cut.
    ///
    /// - Parameters:
    ///   - count: Number of events known.
    ///   - voided: As the log tells them.
    public init(count: UInt64, voided: PositionSet) {
        self.count = count
        self.voided = voided
    }

    /// Whether the event at a position counts.
    ///
    /// - Complexity: O(1) for nearly every position, O(log *voided*) else.
    @inlinable @inline(__always)
    public func sees(_ position: UInt64) -> Bool {
        position < count && !voided.contains(position)
    }
}

/// Positions in the log, looked up quickly where most are not among them.
public struct PositionSet: Hashable, Sendable {
    /// The positions, ascending, each once.
    public let positions: [UInt64]
    // A bit for each position by its low bits: most of what is not in the set finds none.
    @usableFromInline let marks: [UInt64]
    @usableFromInline let mask: UInt64

    private static let bitsPerPosition = 64

    /// Makes the set of positions that ascend.
    public init(_ positions: [UInt64]) {
        var bitCount = 64
        while bitCount < positions.count * Self.bitsPerPosition, bitCount < 1 << 30 {
            bitCount *= 2
        }
        var marks = [UInt64](repeating: 0, count: bitCount / 64)
        let mask = UInt64(bitCount - 1)
        for position in positions {
            marks[Int((position & mask) >> 6)] |= 1 << (position & 63)
        }
        self.positions = positions
        self.marks = marks
        self.mask = mask
    }

    /// Whether a position is in the set.
    ///
    /// - Complexity: O(1) for nearly every position that is not, O(log *n*) else.
    @inlinable @inline(__always)
    public func contains(_ position: UInt64) -> Bool {
        marks[Int((position & mask) >> 6)] >> (position & 63) & 1 == 1 && holds(position)
    }

    @usableFromInline
    func holds(_ position: UInt64) -> Bool {
        var low = 0
        var high = positions.count
        while low < high {
            let middle = (low + high) / 2
            if positions[middle] < position { low = middle + 1 } else { high = middle }
        }
        return low < positions.count && positions[low] == position
    }
}
