/// The generator's only source of chance: SplitMix64 with integer helpers.
///
/// Nothing here uses floating point, so that a seed gives the same history on every platform.
///
/// - SeeAlso: Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators (2014).
struct RandomSource: Sendable {
    private var state: UInt64

    /// Starts the sequence that belongs to the seed.
    init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `count`, which is positive.
    mutating func below(_ count: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(count)).high)
    }

    /// A number of the range, each alike.
    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// Whether something that happens `count` times in `total` happens now.
    mutating func chance(_ count: Int, in total: Int) -> Bool { below(total) < count }

    /// A place below `count` by a quadratic law: half of the draws fall into the first quarter.
    mutating func skewed(below count: Int) -> Int {
        let draw = next() >> 32
        let square = (draw &* draw) >> 32
        return Int(truncatingIfNeeded: (square &* UInt64(count)) >> 32)
    }

    /// An element of a list that is not empty.
    mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

    /// Mixes the list in place.
    mutating func shuffle<Element>(_ list: inout [Element]) {
        for index in stride(from: list.count - 1, to: 0, by: -1) {
            list.swapAt(index, below(index + 1))
        }
    }
}
