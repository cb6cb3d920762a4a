/// `"name":` as words, so that a line is compared with it in two or three steps.
struct WrittenName: Sendable {
    /// Number of bytes.
    let count: Int
    private let first: UInt64
    /// The bytes of ``first`` that belong to the name.
    private let mask: UInt64
    private let middle: UInt64
    private let last: UInt64

    /// Longest name that three words hold.
    private static let countMax = 24

    /// Takes a name's bytes with quotes and colon.
    init(_ written: [UInt8]) {
        count = written.count
        let padded = (written + [UInt8](repeating: 0, count: 24)).span
        first = padded.word(at: 0)
        mask = count >= 8 ? .max : (1 << UInt64(8 * count)) - 1
        middle = padded.word(at: 8)
        last = count >= 8 ? padded.word(at: count - 8) : 0
    }

    /// Whether the name stands at an offset; `false` too if it is too long, or so near to the end that no
    /// value can follow.
    @inline(__always)
    func stands(in bytes: Span<UInt8>, at offset: Int) -> Bool {
        guard offset &+ max(count, 8) <= bytes.count,
            bytes.word(at: offset) & mask == first
        else { return false }
        guard count > 8 else { return true }
        guard bytes.word(at: offset &+ count &- 8) == last else { return false }
        guard count > 16 else { return true }
        return count <= Self.countMax && bytes.word(at: offset &+ 8) == middle
    }
}
