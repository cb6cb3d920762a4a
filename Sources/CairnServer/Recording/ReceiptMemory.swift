internal import EventModel
internal import NIOCore
internal import Synchronization

/// Answers to requests that bore an `Idempotency-Key`, so that the same request gets the same answer.
///
/// The key belongs to who sent it. Answers are kept for a day, in memory, as many as there is room for: after that, and
/// after a restart, the ledger itself still recognises events that were recorded, by source and id, and says `duplicate`
/// of them.
final class ReceiptMemory: Sendable {
    /// An answer.
    struct Kept: Sendable {
        let status: Int
        let type: String
        let body: [UInt8]
        let location: String?
    }

    /// What a key means for a request.
    enum Found: Sendable {
        /// Nobody has sent it: it is the request's own now, until it is finished or given up.
        case new
        /// The same request was answered so.
        case answered(Kept)
        /// The same key came with another body.
        case otherBody
        /// The same key is being served.
        case inFlight
    }

    private struct Entry {
        let digest: SHA256Digest
        let since: Int64
        var kept: Kept?
    }

    private struct State {
        var entries: [String: Entry] = [:]
        /// Bytes of the answers that are kept.
        var byteCount = 0

        /// Keeps what a condition says.
        mutating func keep(where condition: (Entry) -> Bool) {
            entries = entries.filter { condition($0.value) }
            byteCount = entries.values.reduce(0) { $0 + ($1.kept?.body.count ?? 0) }
        }
    }

    private let state = Mutex(State())
    private static let dayMilliseconds: Int64 = 86_400_000
    private static let entriesMax = 65_536
    private let byteLimit: Int

    /// Keeps answers of so many bytes.
    init(byteLimit: Int = 64 << 20) { self.byteLimit = byteLimit }

    /// Looks a key up, and takes it if it is free.
    func begin(_ key: String, _ digest: SHA256Digest, now: Instant) -> Found {
        state.withLock { state in
            if let entry = state.entries[key],
                entry.kept == nil
                    || now.millisecondsSince1970 - entry.since < Self.dayMilliseconds
            {
                guard entry.digest == digest else { return .otherBody }
                return entry.kept.map(Found.answered) ?? .inFlight
            }
            if state.entries.count >= Self.entriesMax { Self.makeRoom(&state, now) }
            state.byteCount -= state.entries[key]?.kept?.body.count ?? 0
            state.entries[key] = Entry(digest: digest, since: now.millisecondsSince1970)
            return .new
        }
    }

    /// Keeps the answer to a key.
    func finish(_ key: String, _ kept: Kept, now: Instant) {
        state.withLock { state in
            guard state.entries[key] != nil else { return }
            guard kept.body.count <= byteLimit / 4 else { return state.entries[key] = nil }
            if state.byteCount + kept.body.count > byteLimit { Self.makeRoom(&state, now) }
            state.entries[key]?.kept = kept
            state.byteCount += kept.body.count
        }
    }

    /// Frees a key whose request got no answer that holds.
    func giveUp(_ key: String) { state.withLock { $0.entries[key] = nil } }

    /// Forgets what is older than a day, then the older half.
    private static func makeRoom(_ state: inout State, _ now: Instant) {
        state.keep { $0.kept == nil || now.millisecondsSince1970 - $0.since < dayMilliseconds }
        let times = state.entries.values.filter { $0.kept != nil }.map(\.since).sorted()
        guard !times.isEmpty else { return }
        let middle = times[times.count / 2]
        state.keep { $0.kept == nil || $0.since > middle }
    }
}
