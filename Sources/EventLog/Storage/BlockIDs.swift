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

    init(_ references: borrowing BlockReferences) throws(DamageError) {
        var ordinals: [UInt32] = []
        var bytes: [UInt8] = []
        var ends: [UInt32] = []
        var slotCount = 4
        while slotCount < references.eventCount * 2 { slotCount *= 2 }
        var slots = [UInt16](repeating: 0, count: slotCount)
        try references.forEach { ordinal, id in
            ordinals.append(ordinal)
            bytes.append(addingCapacity: id.count) { $0.append(copying: id) }
            ends.append(UInt32(bytes.count))
            var slot = Self.slot(ordinal, id, slotCount)
            while slots[slot] != 0 { slot = (slot + 1) & (slotCount - 1) }
            slots[slot] = UInt16(ordinals.count)
        }
        self.ordinals = ordinals
        self.bytes = bytes
        self.ends = ends
        self.slots = slots
    }

    /// The row of a pair in the block, or `nil`.
    func row(of id: String, source ordinal: UInt32) -> Int? {
        let wanted = id.utf8Span.span
        let bytes = bytes
        var slot = Self.slot(ordinal, wanted, slots.count)
        while slots[slot] != 0 {
            let row = Int(slots[slot]) - 1
            let start = row == 0 ? 0 : Int(ends[row - 1])
            if ordinals[row] == ordinal,
                bytes.span.extracting(start..<Int(ends[row])).hasSameBytes(as: wanted)
            {
                return row
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// The hashes of a source's ids.
    func hashes(ofSource ordinal: UInt32) -> [IdentifierFilter.Hash] {
        let bytes = bytes
        var hashes: [IdentifierFilter.Hash] = []
        for row in ordinals.indices where ordinals[row] == ordinal {
            let start = row == 0 ? 0 : Int(ends[row - 1])
            hashes.append(IdentifierFilter.Hash(bytes.span.extracting(start..<Int(ends[row]))))
        }
        return hashes
    }

    private static func slot(_ ordinal: UInt32, _ id: Span<UInt8>, _ count: Int) -> Int {
        // Never stored: it need not be the hash that filters use.
        let hash = ByteHash.hash(id) ^ UInt64(ordinal) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: hash ^ hash >> 32) & (count - 1)
    }
}

/// Finds events by source and id in the sealed blocks.
///
/// A block is looked into only if its table of sources admits the id. A few look-ups step through the ids of a
/// frame; a block that is asked more often, as by a file that is imported again, is decoded once and kept.
final class BlockIDIndex: Sendable {
    private static let keptBlockCount = 64
    /// Look-ups in a block before it is decoded whole.
    private static let stepsBeforeDecoding = 8

    private struct State {
        var ids: [UInt64: BlockIDs] = [:]
        var digests: [UInt64: [SHA256Digest]] = [:]
        /// Keys of ``ids`` by when they were decoded, oldest first; a hit does not move the key.
        var order: [UInt64] = []
        var digestOrder: [UInt64] = []
        /// Look-ups in blocks that are not decoded.
        var lookupCounts: [UInt64: Int] = [:]
        /// Where the events of sources stand that are looked up often.
        var tracks = SourceTracks()

        /// Counts a look-up in a block; gives its ids if they are decoded.
        mutating func lookUp(_ key: UInt64) -> (ids: BlockIDs?, count: Int) {
            if let known = ids[key] { return (known, 0) }
            if lookupCounts.count > 4_096 { lookupCounts = [:] }
            lookupCounts[key, default: 0] += 1
            return (nil, lookupCounts[key] ?? 1)
        }
    }

    private let state = Mutex(State())
    private let blocks: BlockStore
    private let lookups: LookupCache

    init(blocks: BlockStore, lookups: LookupCache) {
        self.blocks = blocks
        self.lookups = lookups
    }

    /// Blocks that are looked into at first; then eight times as many before them, and so on.
    private static let firstBlockCount: UInt64 = 8

    /// The position of an event in the blocks that begin below `sealedCount`, or `nil`; it does not stand before
    /// `first`.
    ///
    /// - Complexity: a binary search in the table of sources of each block from the event's own on, and of up to
    ///   seven times as many: events that are named again are mostly young.
    func position(
        ofID id: String,
        source ordinal: UInt32,
        from first: UInt64 = 0,
        sealedCount: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> UInt64? {
        let floor = blocks.key(holding: first)
        let sealed = floor..<max(floor, sealedCount)
        if let track = track(ofSource: ordinal, in: sealed, in: transaction) {
            return try position(
                ofID: id,
                source: ordinal,
                by: track,
                below: sealed.upperBound,
                in: transaction
            )
        }
        var end = sealedCount
        var count = Self.firstBlockCount * blocks.blockEvents
        while end > floor {
            let start = max(floor, blocks.key(holding: end - min(end, count)))
            let position = try position(
                ofID: id,
                source: ordinal,
                among: try blocks.candidates(
                    forID: id,
                    source: ordinal,
                    in: start..<end,
                    lookups: lookups,
                    in: transaction
                ),
                in: transaction
            )
            if let position { return position }
            end = start
            count *= 8
        }
        return nil
    }

    /// A source's track over the sealed blocks, taken out to be put back; `nil` if it has none, or a block cannot be read,
    /// which is told where that block is in the way.
    private func track(
        ofSource ordinal: UInt32,
        in sealed: Range<UInt64>,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) -> SourceTrack? {
        let taken = state.withLock { $0.tracks.take(of: ordinal, from: sealed.lowerBound) }
        guard var track = taken else { return nil }
        do throws(LogError) {
            try blocks.extend(
                &track,
                ofSource: ordinal,
                to: sealed.upperBound,
                lookups: lookups,
                in: transaction
            )
            return track
        } catch {
            state.withLock { $0.tracks.giveUp(ordinal) }
            return nil
        }
    }

    /// Looks an id up by a track, and puts that back.
    private func position(
        ofID id: String,
        source ordinal: UInt32,
        by taken: consuming SourceTrack,
        below sealedCount: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> UInt64? {
        var track = taken
        defer { state.withLock { $0.tracks.putBack(track, of: ordinal) } }
        for candidate in track.candidates(forID: id, below: sealedCount) {
            if let row = try row(ofID: id, source: ordinal, candidate, in: transaction) {
                return candidate.key + UInt64(row)
            }
            let ids = try ids(ofBlock: candidate.key, in: transaction)
            track.refine(candidate.key, ids.hashes(ofSource: ordinal))
        }
        return nil
    }

    private func position(
        ofID id: String,
        source ordinal: UInt32,
        among candidates: [BlockStore.Candidate],
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> UInt64? {
        for candidate in candidates.reversed() {
            if let row = try row(ofID: id, source: ordinal, candidate, in: transaction) {
                return candidate.key + UInt64(row)
            }
        }
        return nil
    }

    /// The row of an event in a block that may hold it.
    private func row(
        ofID id: String,
        source ordinal: UInt32,
        _ candidate: BlockStore.Candidate,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> Int? {
        let (known, count) = state.withLock { $0.lookUp(candidate.key) }
        if let known { return known.row(of: id, source: ordinal) }
        guard count > Self.stepsBeforeDecoding else {
            return try blocks.row(
                ofID: id,
                candidate: candidate,
                lookups: lookups,
                in: transaction
            )
        }
        return try ids(ofBlock: candidate.key, in: transaction).row(of: id, source: ordinal)
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
        let digests = try blocks.digests(
            ofBlock: key,
            rows: Int(first - key)..<Int(end - key),
            in: transaction
        )
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
        ) { references throws(DamageError) -> BlockIDs in try BlockIDs(references) }
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
}
