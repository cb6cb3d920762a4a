package import EventModel

/// Where the draws of a sample take their numbers from.
package protocol NumberSource {
    /// A whole number from 0 to below a bound, each as likely as any other.
    ///
    /// - Parameter bound: At least 1.
    /// - Returns: The number.
    mutating func next(below bound: UInt128) -> UInt128
}

/// The numbers of an audit sample: SHA-256 in counter mode over what names the sample, so that anybody can draw
/// them again (`Schemas/audit-sample.md`).
///
/// Block *k* = 0, 1, 2 … is the SHA-256 of the tag `cairn-audit-sample/1`, the method, the seed and the stratum, each
/// behind it a line feed, then the 32 bytes of the population digest and *k* in 8 bytes, big-endian. Its first 16
/// bytes, big-endian, are the next number *r*. For a number below *m*, an *r* at or above the greatest multiple of
/// *m* that is at most 2^128 is passed over; otherwise it is *r* mod *m*.
package struct SampleNumbers: NumberSource {
    private let head: [UInt8]
    private var counter: UInt64 = 0

    /// Starts at the first block.
    package init(
        method: SampleMethod,
        seed: String,
        stratum: String,
        population: SHA256Digest
    ) {
        var head = Array("cairn-audit-sample/1\n\(method.rawValue)\n\(seed)\n\(stratum)\n".utf8)
        head += population.bytes
        self.head = head
    }

    /// The next block's first 16 bytes.
    private mutating func nextBlock() -> UInt128 {
        var bytes = head
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: counter >> shift))
        }
        counter += 1
        let words = SHA256Digest.hash(bytes).bigEndianWords
        return UInt128(words.0) << 64 | UInt128(words.1)
    }

    /// The next number below a bound.
    package mutating func next(below bound: UInt128) -> UInt128 {
        precondition(bound > 0, "there is no number below 0")
        // 2^128 mod bound.
        let excess = (UInt128.max % bound + 1) % bound
        while true {
            let block = nextBlock()
            if block <= UInt128.max - excess { return block % bound }
        }
    }
}
