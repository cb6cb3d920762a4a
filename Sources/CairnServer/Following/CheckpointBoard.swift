internal import EventLog
internal import EventModel
internal import Evidence
internal import Synchronization

/// The newest checkpoint, looked up at most once a second, since every batch of every feed carries it.
final class CheckpointBoard: Sendable {
    private let state = Mutex<(checkpoint: SignedCheckpoint?, lookedAt: Int64)>((nil, .min))
    private static let pauseMilliseconds: Int64 = 1_000

    /// The newest checkpoint that a snapshot's log signed and that the snapshot covers.
    ///
    /// - Throws: ``LogError`` when the folder cannot be read.
    func newest(_ snapshot: LogSnapshot, now: Instant) throws -> SignedCheckpoint? {
        let known = state.withLock { state -> SignedCheckpoint?? in
            let age = now.millisecondsSince1970 &- state.lookedAt
            return state.lookedAt != .min && age >= 0 && age < Self.pauseMilliseconds
                ? .some(state.checkpoint) : nil
        }
        if let known {
            return known.flatMap { $0.checkpoint.treeSize <= snapshot.eventCount ? $0 : nil }
        }
        let found = try snapshot.newestCheckpoint()
        state.withLock { $0 = (found, now.millisecondsSince1970) }
        return found
    }
}
