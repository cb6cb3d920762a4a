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
        var bytes: [UInt8] = [0]
        bytes.reserveCapacity(49)
        appendBigEndian(position, to: &bytes)
        appendBigEndian(UInt64(bitPattern: recordedAt.millisecondsSince1970), to: &bytes)
        content.append(to: &bytes)
        return SHA256Digest.hash(bytes)
    }

    /// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
    package static func nodeHash(_ left: SHA256Digest, _ right: SHA256Digest) -> SHA256Digest {
        var bytes: [UInt8] = [1]
        bytes.reserveCapacity(65)
        left.append(to: &bytes)
        right.append(to: &bytes)
        return SHA256Digest.hash(bytes)
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
        while level.count > 1 {
            var next: [SHA256Digest] = []
            next.reserveCapacity((level.count + 1) / 2)
            for index in stride(from: 0, to: level.count - 1, by: 2) {
                next.append(nodeHash(level[index], level[index + 1]))
            }
            if let last = level.last, level.count % 2 == 1 { next.append(last) }
            level = next
        }
        return level[0]
    }

    private static func appendBigEndian(_ value: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
        }
    }
}
