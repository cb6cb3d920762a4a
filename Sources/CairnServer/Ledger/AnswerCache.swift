internal import Answers
internal import NIOCore
internal import Synchronization

/// Answers that were given lately, as the bytes that were sent, and questions that are being answered.
///
/// An answer is named by its question, the number of events that it stands on and its form, which together determine
/// its bytes; so nothing here is ever out of date. Whoever asks what is being computed waits for that.
final class AnswerCache: Sendable {
    /// What determines an answer's bytes.
    struct Key: Hashable, Sendable {
        /// Everything that was asked, but for the number of events.
        let question: String
        let eventCount: UInt64
        let form: String
    }

    /// An answer ready to be sent.
    struct Entry: Sendable {
        let tag: EntityTag
        let type: String
        let plain: ByteBuffer
        /// `nil` where nothing is gained.
        let gzip: ByteBuffer?

        var byteCount: Int { plain.readableBytes + (gzip?.readableBytes ?? 0) }

        init(tag: EntityTag, type: String, bytes: [UInt8]) {
            self.tag = tag
            self.type = type
            plain = ByteBuffer(bytes: bytes)
            gzip = ContentCoding.gzip(bytes).map { ByteBuffer(bytes: $0) }
        }
    }

    /// How often an answer was there.
    struct Counts: Hashable, Sendable {
        var hits: UInt64 = 0
        var misses: UInt64 = 0
        var byteCount = 0
        var entryCount = 0
    }

    private struct State {
        var entries: [Key: (entry: Entry, usedAt: UInt64)] = [:]
        var underWay: [Key: Task<Entry, any Error>] = [:]
        var tick: UInt64 = 0
        var counts = Counts()
    }

    private let state = Mutex(State())
    private let byteLimit: Int

    /// Makes a cache of so many bytes.
    init(byteLimit: Int) { self.byteLimit = byteLimit }

    /// Hits, misses and size.
    var counts: Counts { state.withLock { $0.counts } }

    /// Counts a hit that was found elsewhere.
    func noteHit() { state.withLock { $0.counts.hits += 1 } }

    /// The answer of a name; computed if it is not there.
    ///
    /// - Throws: What the computation throws; nothing is kept then.
    func entry(
        _ key: Key,
        _ compute: @escaping @Sendable () async throws -> Entry
    ) async throws -> Entry {
        enum Found {
            case entry(Entry)
            case task(Task<Entry, any Error>)
        }
        let found = state.withLock { state -> Found in
            state.tick += 1
            if let known = state.entries[key] {
                state.entries[key] = (known.entry, state.tick)
                state.counts.hits += 1
                return .entry(known.entry)
            }
            state.counts.misses += 1
            if let task = state.underWay[key] { return .task(task) }
            let task = Task { try await compute() }
            state.underWay[key] = task
            return .task(task)
        }
        switch found {
        case .entry(let entry): return entry
        case .task(let task):
            let result = await task.result
            state.withLock { state in
                state.underWay[key] = nil
                if case .success(let entry) = result { keep(entry, key, &state) }
            }
            return try result.get()
        }
    }

    private func keep(_ entry: Entry, _ key: Key, _ state: inout State) {
        guard entry.byteCount <= byteLimit / 4, state.entries[key] == nil else { return }
        state.entries[key] = (entry, state.tick)
        state.counts.byteCount += entry.byteCount
        if state.counts.byteCount > byteLimit {
            // The older half goes at once: a search for the oldest at every answer would cost more.
            let inOrder = state.entries.sorted { $0.value.usedAt < $1.value.usedAt }
            for (old, value) in inOrder where state.counts.byteCount > byteLimit / 2 {
                state.entries[old] = nil
                state.counts.byteCount -= value.entry.byteCount
            }
        }
        state.counts.entryCount = state.entries.count
    }
}
