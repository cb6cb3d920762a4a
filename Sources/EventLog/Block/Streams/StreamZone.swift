/// The least and greatest stream of one kind in a block, told by their first bytes.
///
/// A stream's kind is the part of its name up to the first `/`. Names of a kind often rise with time
/// (parcels, orders), and then most blocks cannot hold a given one.
struct StreamZone: Sendable {
    /// What names begin with, and what comes right behind all of them.
    struct Kind: Hashable, Sendable {
        /// The kind, `/` included.
        let bytes: [UInt8]

        /// The kind of a stream; `nil` if its name has none.
        init?(of stream: String) {
            guard let slash = stream.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
            bytes = Array(stream.utf8[...slash])
        }

        fileprivate var behind: [UInt8] { bytes.dropLast() + [UInt8(ascii: "/") + 1] }
    }

    /// The first 16 bytes of a name behind its kind, in the order of bytes.
    struct Key: Comparable, Sendable {
        private let high: UInt64
        private let low: UInt64

        init(_ name: some Collection<UInt8>, of kind: Kind) {
            var words: [UInt64] = [0, 0]
            for (index, byte) in name.dropFirst(kind.bytes.count).prefix(16).enumerated() {
                words[index >> 3] |= UInt64(byte) << UInt64(56 - 8 * (index & 7))
            }
            (high, low) = (words[0], words[1])
        }

        static func < (left: Key, right: Key) -> Bool {
            left.high != right.high ? left.high < right.high : left.low < right.low
        }
    }

    /// `nil` if the block holds no stream of the kind.
    private let keys: ClosedRange<Key>?

    /// Whether the block may hold a stream with this key.
    func mayHold(_ key: Key) -> Bool { keys?.contains(key) ?? false }

    /// Reads the zone of a kind from a checked `streams` value.
    ///
    /// - Throws: ``DamageError`` when the dictionary does not decode, or is not sorted.
    /// - Complexity: two binary searches.
    init(of kind: Kind, in streams: borrowing StreamsLookup) throws(DamageError) {
        let first = try streams.firstCode(atOrAfter: SoughtText(kind.bytes))
        let end = try streams.firstCode(atOrAfter: SoughtText(kind.behind))
        guard first < end else {
            keys = nil
            return
        }
        let least = Key(try streams.subject(ofCode: first).utf8, of: kind)
        let greatest = Key(try streams.subject(ofCode: end - 1).utf8, of: kind)
        guard least <= greatest else { throw streams.damage("its streams are not sorted") }
        keys = least...greatest
    }
}
