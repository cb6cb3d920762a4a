package import EventModel

/// The Merkle tree over a log's entries, as RFC 9162 defines it.
///
/// An entry is 48 bytes: position (8 bytes big-endian), recorded time (milliseconds since
/// 1970-01-01T00:00:00Z, 8 bytes big-endian), content digest (32 bytes).
///
/// - SeeAlso: RFC 9162, section 2.1.1.
package enum MerkleTree {
    /// The root of a tree without entries: SHA-256 of the empty string.
    package static var emptyRoot: SHA256Digest { SHA256Digest.hash([]) }

    /// The leaf hash of an entry: SHA-256(0x00 ‖ entry).
    package static func leafHash(
        position: UInt64,
        recordedAt: Instant,
        digest content: SHA256Digest
    ) -> SHA256Digest {
        SHA256Digest.hash(leaf(position, recordedAt.millisecondsSince1970, content))
    }

    /// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
    package static func nodeHash(_ left: SHA256Digest, _ right: SHA256Digest) -> SHA256Digest {
        SHA256Digest.hash(node(left, right))
    }

    /// The root over leaf hashes in order of position.
    ///
    /// The same function joins the roots of perfect subtrees of one size, the last of which may be smaller
    /// and of any size: RFC 9162 splits at the largest power of two below the count.
    ///
    /// - Complexity: O(*n*) hashes.
    package static func root(of hashes: some RandomAccessCollection<SHA256Digest>) -> SHA256Digest {
        guard let first = hashes.first else { return emptyRoot }
        guard hashes.count > 1 else { return first }
        // Joining neighbours level by level and carrying an odd last node up gives the tree of RFC 9162.
        var level = Array(hashes)
        var count = level.count
        while count > 1 {
            let pairs = count / 2
            var index = 0
            // Two nodes are hashed side by side.
            while index + 1 < pairs {
                let one = node(level[2 * index], level[2 * index + 1])
                let other = node(level[2 * index + 2], level[2 * index + 3])
                (level[index], level[index + 1]) = SHA256Digest.hash(one, other)
                index += 2
            }
            if index < pairs { level[index] = nodeHash(level[2 * index], level[2 * index + 1]) }
            if count % 2 == 1 { level[pairs] = level[count - 1] }
            count = (count + 1) / 2
        }
        return level[0]
    }

    /// The leaf hashes of consecutive entries, two computed side by side.
    ///
    /// - Parameters:
    ///   - count: Number of entries.
    ///   - firstPosition: Position of the first.
    ///   - entry: Gives recorded time (milliseconds since 1970-01-01T00:00:00Z) and content digest of the
    ///     entry at an offset from the first.
    /// - Returns: A hash for each entry.
    package static func leafHashes(
        ofEntries count: Int,
        from firstPosition: UInt64,
        _ entry: (Int) -> (recordedAt: Int64, digest: SHA256Digest)
    ) -> [SHA256Digest] {
        var leaves: [SHA256Digest] = []
        leaves.reserveCapacity(count)
        func message(_ offset: Int) -> InlineArray<7, UInt64> {
            let (recordedAt, digest) = entry(offset)
            return leaf(firstPosition + UInt64(offset), recordedAt, digest)
        }
        for offset in stride(from: 0, to: count - 1, by: 2) {
            let hashes = SHA256Digest.hash(message(offset), message(offset + 1))
            leaves.append(hashes.0)
            leaves.append(hashes.1)
        }
        if count % 2 == 1 {
            leaves.append(SHA256Digest.hash(message(count - 1)))
        }
        return leaves
    }

    // Only the last byte of a message's first word is hashed: it tells leaves and nodes apart.

    private static func leaf(
        _ position: UInt64,
        _ recordedAt: Int64,
        _ digest: SHA256Digest
    ) -> InlineArray<7, UInt64> {
        let words = digest.bigEndianWords
        return [
            UInt64(0), position.bigEndian, UInt64(bitPattern: recordedAt).bigEndian,
            words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian,
        ]
    }

    private static func node(
        _ left: SHA256Digest,
        _ right: SHA256Digest
    ) -> InlineArray<9, UInt64> {
        let (left, right) = (left.bigEndianWords, right.bigEndianWords)
        return [
            UInt64(1).bigEndian, left.0.bigEndian, left.1.bigEndian, left.2.bigEndian,
            left.3.bigEndian, right.0.bigEndian, right.1.bigEndian, right.2.bigEndian,
            right.3.bigEndian,
        ]
    }
}
