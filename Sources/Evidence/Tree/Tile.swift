package import EventModel

/// A tile of the tree: up to 256 hashes of one level, or the entries under the lowest ones.
///
/// - SeeAlso: c2sp.org/tlog-tiles
package struct Tile: Hashable, Sendable {
    /// What the tile holds.
    package enum Content: Hashable, Sendable {
        /// Hashes over 256^level entries each.
        case hashes(level: Int)
        /// The entries themselves, each behind its length.
        case entries
    }

    /// Hashes of a full tile.
    package static let fullWidth: UInt64 = 256

    /// What it holds.
    package let content: Content
    /// Which tile of its level, from the left.
    package let index: UInt64
    /// Number of hashes or entries: 1…256.
    package let width: UInt64

    /// The tiles of a tree, level by level, left to right; entries first.
    package static func tiles(ofTreeSize size: UInt64) -> some Sequence<Tile> {
        var contents: [(content: Content, count: UInt64)] = [(.entries, size)]
        var count = size
        var level = 0
        while count > 0 {
            contents.append((.hashes(level: level), count))
            count /= fullWidth
            level += 1
        }
        return contents.lazy.flatMap { content, count in
            (0..<(count + fullWidth - 1) / fullWidth).lazy.map { index in
                Tile(
                    content: content,
                    index: index,
                    width: min(fullWidth, count - index * fullWidth)
                )
            }
        }
    }

    /// Path under the log's prefix: `tile/0/x001/x234/067.p/112`.
    package var path: String {
        var elements: [String] = []
        var rest = index
        repeat {
            let digits = String(rest % 1_000)
            let padded = String(repeating: "0", count: 3 - digits.count) + digits
            elements.insert(elements.isEmpty ? padded : "x" + padded, at: 0)
            rest /= 1_000
        } while rest > 0
        let folder =
            switch content {
            case .entries: "entries"
            case .hashes(let level): String(level)
            }
        let end = width < Self.fullWidth ? ".p/\(width)" : ""
        return "tile/\(folder)/" + elements.joined(separator: "/") + end
    }

    /// The nodes whose hashes a tile of hashes holds; none for entries.
    package var nodes: [MerkleNode] {
        guard case .hashes(let level) = content else { return [] }
        let first = index * Self.fullWidth
        return (first..<first + width).map { MerkleNode(level: 8 * level, index: $0) }
    }

    /// Positions of the entries that the tile is about.
    package var positions: Range<UInt64> {
        let level =
            switch content {
            case .entries: 0
            case .hashes(let level): level
            }
        let first = index * Self.fullWidth
        return first << UInt64(8 * level)..<(first + width) << UInt64(8 * level)
    }

    /// An entry as a bundle of entries holds it: its length in two bytes, then its 48 bytes.
    package static func bundled(_ entry: [UInt8]) -> [UInt8] {
        [UInt8(entry.count >> 8), UInt8(entry.count & 255)] + entry
    }
}

extension MerkleTree {
    /// The 48 bytes of an entry: position and recorded time, big-endian, then the content digest.
    package static func entry(
        position: UInt64,
        recordedAt: Instant,
        digest: SHA256Digest
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(48)
        let time = UInt64(bitPattern: recordedAt.millisecondsSince1970)
        for word in [position, time] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        digest.append(to: &bytes)
        return bytes
    }
}
