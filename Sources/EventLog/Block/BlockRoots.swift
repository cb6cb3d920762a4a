internal import Evidence
package import EventModel

/// The Merkle roots of a block: over all its entries, and over every 128 of them, so that the root at a
/// position inside the block takes at most 127 leaves.
package struct BlockRoots: Sendable {
    /// Entries under one of ``groups``; the last may have fewer.
    package static let groupEventCount = 128

    /// Root over all entries.
    package let whole: SHA256Digest
    /// Roots over every 128 entries.
    package let groups: [SHA256Digest]

    /// The roots over leaf hashes in order of position.
    ///
    /// - Complexity: O(*n*) hashes.
    package init(leaves: [SHA256Digest]) {
        groups = stride(from: 0, to: leaves.count, by: Self.groupEventCount).map { start in
            MerkleTree.root(of: leaves[start..<min(start + Self.groupEventCount, leaves.count)])
        }
        whole = MerkleTree.root(of: groups)
    }

    /// Stands for the roots of a block in memory, which are never asked for.
    package static func unasked(eventCount: Int) -> BlockRoots {
        BlockRoots(
            groups: [SHA256Digest](repeating: .zero, count: groupCount(events: eventCount))
        )
    }

    private init(groups: [SHA256Digest]) {
        self.groups = groups
        whole = .zero
    }

    /// Number of ``groups`` of so many entries.
    static func groupCount(events: Int) -> Int {
        (events + groupEventCount - 1) / groupEventCount
    }

    /// Bytes that the roots of the groups take at the end of a `hot` value.
    static func byteCount(events: Int, _ format: StoredFormat) -> Int {
        format >= .second ? groupCount(events: events) * 32 : 0
    }

    /// The first of the stored roots of the groups of a checked `hot` value, which lie before its last 8 bytes; none
    /// in the first format, which has none.
    static func groups(in hot: RawSpan, events: Int, prefix: Int = .max) -> [SHA256Digest] {
        let count = byteCount(events: events, ValueFrame.format(of: hot)) / 32
        let start = hot.byteCount - 8 - 32 * count
        return (0..<min(count, prefix)).map { index in
            func word(_ place: Int) -> UInt64 {
                hot.littleEndian(UInt64.self, at: start + 32 * index + 8 * place).byteSwapped
            }
            return SHA256Digest(bigEndianWords: (word(0), word(1), word(2), word(3)))
        }
    }
}
