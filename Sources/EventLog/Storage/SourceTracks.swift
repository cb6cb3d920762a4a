/// The tracks of the sources that are looked up often, up to a number of bytes.
struct SourceTracks {
    private struct Kept {
        let track: SourceTrack
        let byteCount: Int
        /// When it was used last.
        var usedAt: UInt64
    }

    /// Look-ups of a source before its blocks are kept in memory.
    private static let lookupsBeforeTrack = 4
    /// Most bytes of all tracks.
    private static let byteCountMax = 128 << 20
    /// Most bytes of one.
    private static let trackByteCountMax = byteCountMax / 4 * 3
    private static let countedSourcesMax = 4_096

    private var kept: [UInt32: Kept] = [:]
    private var byteCount = 0
    /// Look-ups of sources without a track.
    private var lookupCounts: [UInt32: Int] = [:]
    /// Sources whose track somebody uses: to make a second one would cost more than to look without.
    private var taken: Set<UInt32> = []
    /// Sources whose track would be too large, or goes over a block that cannot be read.
    private var untracked: Set<UInt32> = []
    private var tick: UInt64 = 0

    /// Takes a source's track out, to be put back or given up.
    ///
    /// - Returns: The track, a new one if the source was looked up often enough; `nil` to look without.
    mutating func take(of source: UInt32, from start: UInt64) -> SourceTrack? {
        guard !taken.contains(source), !untracked.contains(source) else { return nil }
        if let found = kept.removeValue(forKey: source) {
            byteCount -= found.byteCount
            taken.insert(source)
            return found.track
        }
        if lookupCounts.count > Self.countedSourcesMax { lookupCounts = [:] }
        lookupCounts[source, default: 0] += 1
        guard lookupCounts[source] ?? 0 > Self.lookupsBeforeTrack else { return nil }
        taken.insert(source)
        return SourceTrack(from: start)
    }

    /// Puts a track back; those that were used longest ago make room for it.
    mutating func putBack(_ track: SourceTrack, of source: UInt32) {
        taken.remove(source)
        let size = track.byteCount
        guard size <= Self.trackByteCountMax else {
            untracked.insert(source)
            return
        }
        while byteCount + size > Self.byteCountMax,
            let oldest = kept.min(by: { $0.value.usedAt < $1.value.usedAt })
        {
            kept[oldest.key] = nil
            byteCount -= oldest.value.byteCount
            // It has to be asked for often again.
            lookupCounts[oldest.key] = nil
        }
        tick += 1
        kept[source] = Kept(track: track, byteCount: size, usedAt: tick)
        byteCount += size
    }

    /// Says that a source's track cannot be made.
    mutating func giveUp(_ source: UInt32) {
        taken.remove(source)
        untracked.insert(source)
    }
}
