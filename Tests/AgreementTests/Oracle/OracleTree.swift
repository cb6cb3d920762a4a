import EventModel

/// The Merkle tree of RFC 6962, section 2.1, as it is written there.
struct OracleTree {
    /// Hashes of the perfect subtrees by height, from the leaves up, kept since they never change.
    private var perfect: [[[UInt8]]]

    init(_ events: [OracleEvent]) {
        perfect = [events.map { SHA256Digest.hash([0] + Self.entry($0)).bytes }]
        while let below = perfect.last, below.count > 1 {
            perfect.append(
                stride(from: 0, to: below.count - 1, by: 2).map {
                    SHA256Digest.hash([1] + below[$0] + below[$0 + 1]).bytes
                }
            )
        }
    }

    /// Root over the first entries.
    func root(_ count: Int) -> [UInt8] {
        count == 0 ? SHA256Digest.hash([UInt8]()).bytes : hash(from: 0, count)
    }

    private func hash(from start: Int, _ count: Int) -> [UInt8] {
        let height = (0..<63).first { 1 << $0 >= count } ?? 0
        if 1 << height == count { return perfect[height][start >> height] }
        // The left part is the largest power of two below the count.
        let left = 1 << (height - 1)
        return SHA256Digest.hash(
            [1] + hash(from: start, left) + hash(from: start + left, count - left)
        ).bytes
    }

    private static func entry(_ event: OracleEvent) -> [UInt8] {
        bigEndian(UInt64(event.position)) + bigEndian(UInt64(event.recordedMillis)) + event.digest
    }

    private static func bigEndian(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
    }
}
