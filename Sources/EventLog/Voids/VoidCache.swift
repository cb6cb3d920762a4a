internal import LMDB
internal import Synchronization

/// Remembers the relations of a log from question to question; rows of `voids` never change.
final class VoidCache: Sendable {
    private let known = Mutex(VoidHistory())

    /// The relations that a transaction sees, perhaps with later ones.
    func history(
        of parts: LogParts,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> VoidHistory {
        let rowCount = try transaction.rowCount(of: parts.store.voids)
        let before = known.withLock { $0 }
        if before.rowCount >= rowCount { return before }
        let history = VoidHistory(
            try parts.relations(upTo: .max, in: transaction),
            rowCount: rowCount
        )
        known.withLock { known in
            if known.rowCount < history.rowCount { known = history }
        }
        return history
    }

    /// Forgets everything, so that stored rows are read again.
    func removeAll() { known.withLock { $0 = VoidHistory() } }
}
