internal import EventModel
internal import LMDB
internal import Synchronization

/// The (source, id) pairs of one block, decoded once and found by hash.
final class BlockIDs: Sendable {
    private let ordinals: [UInt32]
    private let bytes: [UInt8]
    /// Per row where its id ends in ``bytes``.
    private let ends: [UInt32]
    /// Open addressing: row + 1, or 0 where nothing stands.
    private let slots: [UInt16]

    init(_ references: [(sourceOrdinal: UInt32, id: String)]) {
        var ordinals: [UInt32] = []
        var bytes: [UInt8] = []
        var ends: [UInt32] = []
        var slotCount = 4
        while slotCount < references.count * 2 { slotCount *= 2 }
        var slots = [UInt16](repeating: 0, count: slotCount)
        for (row, reference) in references.enumerated() {
            ordinals.append(reference.sourceOrdinal)
            bytes.append(contentsOf: reference.id.utf8)
            ends.append(UInt32(bytes.count))
            var slot = Self.slot(reference.sourceOrdinal, Array(reference.id.utf8), slotCount)
            while slots[slot] != 0 { slot = (slot + 1) & (slotCount - 1) }
            slots[slot] = UInt16(row + 1)
        }
        self.ordinals = ordinals
        self.bytes = bytes
        self.ends = ends
        self.slots = slots
    }

    /// The row of a pair in the block, or `nil`.
    func row(of id: String, source ordinal: UInt32) -> Int? {
        let wanted = Array(id.utf8)
        var slot = Self.slot(ordinal, wanted, slots.count)
        while slots[slot] != 0 {
            let row = Int(slots[slot]) - 1
            let start = row == 0 ? 0 : Int(ends[row - 1])
            if ordinals[row] == ordinal, bytes[start..<Int(ends[row])].elementsEqual(wanted) {
                return row
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private static func slot(_ ordinal: UInt32, _ id: [UInt8], _ count: Int) -> Int {
        Int(truncatingIfNeeded: XXH64.hash(id, seed: UInt64(ordinal))) & (count - 1)
    }
}

/// Finds events by source and id in the sealed blocks.
///
/// A block is looked into only if its table of sources admits the id; what was decoded is kept for
/// the next look-up, since repeated and correcting events come in neighbourhoods.
final class BlockIDIndex: Sendable {
    private static let keptBlockCount = 64

    private struct State {
        /// Per source the blocks that hold events of it, in order, and what it has there.
        var sources: [UInt32: [(block: UInt64, source: BlockStreams.Source)]] = [:]
        /// Number of blocks whose sources are known.
        var knownBlockCount = 0
        var ids: [UInt64: BlockIDs] = [:]
        var digests: [UInt64: [SHA256Digest]] = [:]
        /// Keys of ``ids`` by when they were decoded, oldest first; a hit does not move the key.
        var order: [UInt64] = []
        var digestOrder: [UInt64] = []
    }

    private let state = Mutex(State())
    private let blocks: BlockStore

    init(blocks: BlockStore) { self.blocks = blocks }

    /// The position of an event below `sealedCount`, or `nil`.
    func position(
        ofID id: String,
        source ordinal: UInt32,
        sealedCount: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> UInt64? {
        try loadSources(sealedCount, transaction)
        for key in candidates(id, ordinal, sealedCount) {
            let ids = try ids(ofBlock: key, in: transaction)
            if let row = ids.row(of: id, source: ordinal) { return key + UInt64(row) }
        }
        return nil
    }

    /// The content digest of a sealed event, recomputed from its bytes.
    ///
    /// - Complexity: decodes 4,096 neighbours with it and keeps their digests.
    func digest(
        at position: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> SHA256Digest {
        let key = blocks.key(holding: position)
        let frameEvents = UInt64(BlockLayout.Cold.frameEventCount)
        let first = key + (position - key) / frameEvents * frameEvents
        if let known = state.withLock({ $0.digests[first] }) { return known[Int(position - first)] }
        let end = min(first + frameEvents, key + blocks.blockEvents)
        let rows = Array(Int(first - key)..<Int(end - key))
        let digests = try blocks.withContents(
            ofBlock: key,
            in: transaction
        ) { contents throws(LogError) -> [SHA256Digest] in
            try LogError.catchingDamage { () throws(DamageError) -> [SHA256Digest] in
                try contents.events(at: rows).map { EventWriter.digest(of: $0.event) }
            }
        }
        state.withLock { state in
            state.digests[first] = digests
            state.digestOrder.append(first)
            if state.digestOrder.count > 4 * Self.keptBlockCount {
                state.digests[state.digestOrder.removeFirst()] = nil
            }
        }
        return digests[Int(position - first)]
    }

    /// The pairs of a block.
    func ids(
        ofBlock key: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> BlockIDs {
        if let known = state.withLock({ $0.ids[key] }) { return known }
        let ids = try blocks.withReferences(
            ofBlock: key,
            in: transaction
        ) { references throws(DamageError) -> BlockIDs in
            BlockIDs(try references.all())
        }
        state.withLock { state in
            state.ids[key] = ids
            state.order.removeAll { $0 == key }
            state.order.append(key)
            if state.order.count > Self.keptBlockCount {
                state.ids[state.order.removeFirst()] = nil
            }
        }
        return ids
    }

    /// Reads the tables of sources of the blocks that are new since the last time.
    private func loadSources(
        _ sealedCount: UInt64,
        _ transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) {
        let wanted = Int(sealedCount / blocks.blockEvents)
        var known = state.withLock { $0.knownBlockCount }
        while known < wanted {
            let key = UInt64(known) * blocks.blockEvents
            let sources = try blocks.withStreams(
                ofBlock: key,
                in: transaction
            ) { streams throws(DamageError) -> [BlockStreams.Source] in
                try streams.sources()
            }
            state.withLock { state in
                guard state.knownBlockCount == known else { return }
                for source in sources {
                    state.sources[source.ordinal, default: []].append((key, source))
                }
                state.knownBlockCount += 1
            }
            known += 1
        }
    }

    /// Keys of the blocks that may hold the id, decoded ones first.
    private func candidates(_ id: String, _ ordinal: UInt32, _ sealedCount: UInt64) -> [UInt64] {
        state.withLock { state in
            var decoded: [UInt64] = []
            var others: [UInt64] = []
            for (key, source) in state.sources[ordinal] ?? []
            where key < sealedCount && source.mayContain(id) {
                if state.ids[key] == nil { others.append(key) } else { decoded.append(key) }
            }
            return decoded + others
        }
    }
}
