import EventModel
import Programme

/// The steps of very many parcels, 16 bytes each, and which of them may tell a way backwards.
///
/// Parcels are told apart by 32 bits of a hash of their ids alone. Parcels that fall together can only make a
/// group look more suspicious, never less: it is looked for one pair of steps in the wrong order, and more steps
/// have more pairs. So every parcel with such a pair is found, and whoever finds it confirms it by its name.
struct ParcelSteps: Sendable {
    /// One step: two words that sort by parcel, then instant.
    private struct Entry {
        /// Hash of the parcel, then the low half of the position.
        var head: UInt64
        /// Instant (48 bits), step (4 bits), high part of the position (12 bits).
        var tail: UInt64

        init(hash: UInt64, instant: Int64, code: UInt8, position: UInt64) {
            head = hash & 0xFFFF_FFFF_0000_0000 | position & 0xFFFF_FFFF
            let moment = UInt64(bitPattern: instant &+ Self.bias) & 0xFFFF_FFFF_FFFF
            tail = moment << 16 | UInt64(code) << 12 | (position >> 32) & 0xFFF
        }

        // Business dates begin in 1970, the instants of some of them a little earlier.
        private static let bias: Int64 = 1 << 40

        var key: UInt32 { UInt32(truncatingIfNeeded: head >> 32) }
        var moment: UInt64 { tail >> 16 }
        var code: Int { Int(tail >> 12 & 0xF) }
        var position: UInt64 { (tail & 0xFFF) << 32 | head & 0xFFFF_FFFF }
    }

    private var entries: [Entry] = []

    /// Takes a step of a parcel in.
    ///
    /// - Parameters:
    ///   - hash: Of the parcel's id.
    ///   - instant: When it was made, in milliseconds since 1970-01-01T00:00:00Z.
    ///   - code: See ``ParcelStep/code``.
    ///   - position: Of the event; below 2^44.
    @inline(__always)
    mutating func add(hash: UInt64, instant: Int64, code: UInt8, position: UInt64) {
        entries.append(Entry(hash: hash, instant: instant, code: code, position: position))
    }

    /// Takes the steps of later events in.
    mutating func merge(_ later: ParcelSteps) { entries += later.entries }

    /// Positions of all steps of the groups that may tell a way backwards, ascending.
    ///
    /// - Complexity: O(*n*) for parcels of few steps.
    consuming func suspectPositions() -> [UInt64] {
        let sorted = Self.sortedByKey(entries)
        var positions: [UInt64] = []
        var start = 0
        var group: [Entry] = []
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, sorted[end].key == sorted[start].key { end += 1 }
            if end - start > 1 {
                group.removeAll(keepingCapacity: true)
                group += sorted[start..<end]
                group.sort { $0.moment < $1.moment }
                if Self.isSuspect(group) { positions += group.map(\.position) }
            }
            start = end
        }
        return positions.sorted()
    }

    /// Whether some step stands before a step of an earlier instant, on the way that is stated, or on both where
    /// none is.
    private static func isSuspect(_ group: [Entry]) -> Bool {
        var isStated = [false, false]
        for entry in group {
            if entry.code == Int(ParcelStep.accepted(.downstream).code) { isStated[0] = true }
            if entry.code == Int(ParcelStep.accepted(.upstream).code) { isStated[1] = true }
        }
        let isBackwards = (0..<2).map { Self.isBackwards(group, ParcelStep.placesByCode[$0]) }
        guard isStated[0] || isStated[1] else { return isBackwards[0] && isBackwards[1] }
        return (isStated[0] && isBackwards[0]) || (isStated[1] && isBackwards[1])
    }

    private static func isBackwards(_ group: [Entry], _ places: [Int8]) -> Bool {
        var farthest: Int8 = -1
        var index = 0
        while index < group.count {
            let moment = group[index].moment
            var farthestNow = farthest
            // Steps of one instant are in no order among themselves.
            while index < group.count, group[index].moment == moment {
                let place = places[group[index].code]
                if place >= 0, place < farthest { return true }
                farthestNow = max(farthestNow, place)
                index += 1
            }
            farthest = farthestNow
        }
        return false
    }

    /// The entries in order of their keys: two passes of 16 bits each.
    private static func sortedByKey(_ entries: consuming [Entry]) -> [Entry] {
        var source = entries
        guard let first = source.first else { return [] }
        var target = [Entry](repeating: first, count: source.count)
        for shift in [UInt64(32), 48] {
            var next = [Int](repeating: 0, count: 1 << 16)
            for entry in source { next[Int(entry.head >> shift & 0xFFFF)] += 1 }
            var sum = 0
            for digit in next.indices { (next[digit], sum) = (sum, sum + next[digit]) }
            for entry in source {
                let digit = Int(entry.head >> shift & 0xFFFF)
                target[next[digit]] = entry
                next[digit] += 1
            }
            swap(&source, &target)
        }
        return source
    }
}
