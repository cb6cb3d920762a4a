internal import Synchronization

/// What reads of single things remember of the blocks that they looked into: that a value was found
/// sound, where its table of sources has its entries, and between which streams of a kind its own lie.
///
/// Sealed blocks never change, so nothing goes stale. A few hundred bytes a block, whatever is asked.
final class LookupCache: Sendable {
    /// Kinds of streams that are remembered; a ledger has about a dozen.
    private static let kindCountMax = 16

    /// What is known; copying it costs a few references.
    struct Known: Sendable {
        /// Blocks whose `streams` value was checked, by their number.
        fileprivate(set) var streams = BlockNumbers()
        /// Blocks whose `cold` value was checked.
        fileprivate(set) var cold = BlockNumbers()
        fileprivate var marks: [SourceMarks?] = []
        fileprivate var zones: [StreamZone.Kind: [StreamZone]] = [:]

        /// The marks of a block, if they were made.
        func marks(of block: Int) -> SourceMarks? { block < marks.count ? marks[block] : nil }

        /// The zones of a kind of streams, of as many blocks from the first on as were looked into.
        func zones(of kind: StreamZone.Kind) -> [StreamZone] { zones[kind] ?? [] }
    }

    private let state = Mutex(Known())

    /// What is known at the moment.
    var known: Known { state.withLock { $0 } }

    /// Notes blocks whose `streams` value is sound.
    func noteStreams(_ blocks: [Int]) {
        guard !blocks.isEmpty else { return }
        state.withLock { state in
            for block in blocks { state.streams.insert(block) }
        }
    }

    /// Notes that a block's `cold` value is sound.
    func noteCold(_ block: Int) { state.withLock { $0.cold.insert(block) } }

    /// Notes the marks of blocks.
    func noteMarks(_ marks: [(block: Int, marks: SourceMarks)]) {
        guard !marks.isEmpty else { return }
        state.withLock { state in
            for (block, marks) in marks {
                while state.marks.count <= block { state.marks.append(nil) }
                state.marks[block] = marks
            }
        }
    }

    /// Notes the zones of a kind in the blocks from the first on; not of more kinds than a ledger has.
    func noteZones(_ zones: [StreamZone], of kind: StreamZone.Kind) {
        state.withLock { state in
            if state.zones[kind] == nil, state.zones.count >= Self.kindCountMax { return }
            guard zones.count > state.zones[kind]?.count ?? 0 else { return }
            state.zones[kind] = zones
        }
    }

    /// Forgets everything, so that stored values are checked again.
    func removeAll() { state.withLock { $0 = Known() } }
}

/// A set of block numbers, a bit each.
struct BlockNumbers: Sendable {
    private var words: [UInt64] = []

    /// Whether the block is in the set.
    func contains(_ block: Int) -> Bool {
        block >> 6 < words.count && words[block >> 6] >> UInt64(block & 63) & 1 == 1
    }

    /// Puts the block into the set.
    mutating func insert(_ block: Int) {
        while words.count <= block >> 6 { words.append(0) }
        words[block >> 6] |= 1 << UInt64(block & 63)
    }
}
