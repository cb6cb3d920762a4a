import EventModel

/// The sealed blocks that hold events of one source, in memory: in each the range of the source's ids and the filter over
/// them.
///
/// For sources that are looked up again and again, such as a device whose ids do not rise: an id that was never recorded
/// costs a binary search then, and a look into the filter of each block in whose range it lies; nothing of the store is
/// touched. A block whose range or filter was wrong once gets fingerprints of the source's ids, so that it is not read in vain again. Blocks never change, so that a track only
/// grows.
struct SourceTrack {
    /// A block with events of the source.
    private struct Stretch {
        /// First position of the block.
        let key: UInt64
        /// What cold frames call the source.
        let code: UInt32
        /// Where the least and the greatest id stand.
        let least: Range<Int>
        let greatest: Range<Int>
        /// Where the filter's words begin, and how many there are; 0 if the range alone decides.
        let filterStart: UInt32
        let filterCount: UInt32
        /// Where the fingerprints of the ids begin, and how many there are; 0 before range or filter was wrong.
        var printStart: UInt32 = 0
        var printCount: UInt32 = 0
    }

    /// Ascending by least id.
    private var stretches: [Stretch] = []
    /// Which stretch has the greatest id in the part of the tree below each.
    ///
    /// The stretches are an interval tree: its root stands in the middle, and so on in both halves.
    private var farthest: [Int] = []
    private var ids: [UInt8] = []
    private var filters: [UInt64] = []
    /// Of each block that has some ascending.
    private var prints: [UInt32] = []
    /// Position before which all blocks are taken in.
    private(set) var end: UInt64

    /// Begins with the block at a position, before which the source has no event.
    init(from start: UInt64) { end = start }

    /// Bytes that it takes, about.
    var byteCount: Int {
        stretches.count * (MemoryLayout<Stretch>.stride + 8) + ids.count
            + filters.count * 8 + prints.count * 4
    }

    /// Takes a block in; blocks come in order.
    ///
    /// - Throws: ``DamageError`` when the block's table of sources does not hold together.
    mutating func append(
        _ entry: SourceMarks.Entry,
        of value: RawSpan,
        key: UInt64
    ) throws(DamageError) {
        let (least, greatest) = (entry.least.text(in: value), entry.greatest.text(in: value))
        guard let least, let greatest else {
            throw DamageError(part: "streams", position: key, detail: "an id is not UTF-8")
        }
        guard !EventIDOrder.precedes(greatest.utf8Span.span, least.utf8Span.span) else {
            throw DamageError(part: "streams", position: key, detail: "ids out of order")
        }
        let words = try entry.filter(in: value, key: key)
        let stretch = Stretch(
            key: key,
            code: UInt32(entry.code),
            least: append(least),
            greatest: append(greatest),
            filterStart: UInt32(filters.count),
            filterCount: UInt32(words.count)
        )
        filters += words
        stretches.insert(stretch, at: count(withLeastUpTo: least.utf8Span.span))
    }

    /// Says that all blocks before a position are taken in.
    ///
    /// - Complexity: O(*b*) comparisons if there are new ones among the *b* blocks of the source.
    mutating func finish(at end: UInt64) {
        self.end = max(self.end, end)
        guard farthest.count < stretches.count else { return }
        farthest = [Int](repeating: 0, count: stretches.count)
        _ = findFarthest(0..<stretches.count)
    }

    /// Fills in a part of the tree; gives the one of its stretches with the greatest id.
    private mutating func findFarthest(_ part: Range<Int>) -> Int? {
        guard !part.isEmpty else { return nil }
        let middle = Self.middle(part)
        var found = middle
        for half in [part.lowerBound..<middle, middle + 1..<part.upperBound] {
            guard let other = findFarthest(half) else { continue }
            if precedes(stretches[found].greatest, stretches[other].greatest) { found = other }
        }
        farthest[middle] = found
        return found
    }

    private static func middle(_ part: Range<Int>) -> Int {
        (part.lowerBound + part.upperBound) / 2
    }

    private mutating func append(_ id: String) -> Range<Int> {
        let start = ids.count
        ids += id.utf8
        return start..<ids.count
    }

    /// Count of the stretches whose least id does not come after an id.
    private func count(withLeastUpTo id: Span<UInt8>) -> Int {
        let ids = ids.span
        var (low, high) = (0, stretches.count)
        while low < high {
            let middle = (low + high) / 2
            let isAfter = EventIDOrder.precedes(id, ids.extracting(stretches[middle].least))
            if isAfter { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func precedes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        EventIDOrder.precedes(ids.span.extracting(left), ids.span.extracting(right))
    }

    /// The blocks below a position that may hold an id, youngest first.
    ///
    /// - Precondition: ``finish(at:)`` came after the last block.
    /// - Complexity: O(log *b*) comparisons for *b* blocks of the source and for each in whose range the id lies.
    func candidates(forID id: String, below sealedCount: UInt64) -> [BlockStore.Candidate] {
        let sought = id.utf8Span.span
        var found: [BlockStore.Candidate] = []
        collect(sought, IdentifierFilter.Hash(sought), in: 0..<stretches.count, &found)
        found.removeAll { $0.key >= sealedCount }
        if found.count > 1 { found.sort { $0.key > $1.key } }
        return found
    }

    /// Finds the blocks of a part of the tree that may hold an id.
    private func collect(
        _ id: Span<UInt8>,
        _ hash: IdentifierFilter.Hash,
        in part: Range<Int>,
        _ found: inout [BlockStore.Candidate]
    ) {
        var part = part
        let ids = ids.span
        while !part.isEmpty {
            let middle = Self.middle(part)
            let end = stretches[farthest[middle]].greatest
            if EventIDOrder.precedes(ids.extracting(end), id) { return }
            collect(id, hash, in: part.lowerBound..<middle, &found)
            let stretch = stretches[middle]
            if EventIDOrder.precedes(id, ids.extracting(stretch.least)) { return }
            if !EventIDOrder.precedes(ids.extracting(stretch.greatest), id),
                mayHold(hash, stretch)
            {
                found.append(BlockStore.Candidate(key: stretch.key, code: Int(stretch.code)))
            }
            part = middle + 1..<part.upperBound
        }
    }

    /// Takes in the hashes of all ids of the source in a block that was read in vain.
    mutating func refine(_ key: UInt64, _ hashes: [IdentifierFilter.Hash]) {
        guard let index = stretches.lastIndex(where: { $0.key == key }),
            stretches[index].printCount == 0
        else { return }
        stretches[index].printStart = UInt32(prints.count)
        stretches[index].printCount = UInt32(hashes.count)
        prints += hashes.map(\.print).sorted()
    }

    private func isPrinted(_ hash: IdentifierFilter.Hash, _ stretch: Stretch) -> Bool {
        var low = Int(stretch.printStart)
        let end = low + Int(stretch.printCount)
        var high = end
        while low < high {
            let middle = (low + high) / 2
            if prints[middle] < hash.print { low = middle + 1 } else { high = middle }
        }
        return low < end && prints[low] == hash.print
    }

    /// Whether a block whose range holds an id may hold the id itself.
    private func mayHold(_ hash: IdentifierFilter.Hash, _ stretch: Stretch) -> Bool {
        if stretch.printCount > 0 { return isPrinted(hash, stretch) }
        guard stretch.filterCount > 0 else { return true }
        let start = Int(stretch.filterStart)
        return hash.isIn(filters, start..<(start + Int(stretch.filterCount)))
    }
}
