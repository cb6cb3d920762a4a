package import EventModel
package import LMDB

/// Why a request was not acknowledged; nothing of it was written, unless the storage failed.
///
/// For a failure of the storage (``full``, ``storage(_:)``) it is uncertain whether it was written:
/// reopen and repeat, duplicates are recognised.
package enum AppendError: Error, Hashable, Sendable {
    /// The log was closed. Open it again.
    case closed
    /// The log was opened for reading. Open it for writing.
    case readOnly
    /// An earlier commit failed, so what the disk holds is uncertain. Open the log again, then
    /// retry.
    case poisoned
    /// Too many requests or events wait already. Retry later.
    case overloaded
    /// An event or expectation was refused: its index in the request (for an expectation the first
    /// event of its stream, or 0) and the reason. Correct it; repeating the request cannot succeed.
    case refused(index: Int, Refusal)
    /// The disk or the map is full; the writer is poisoned. Make room, open the log again, then
    /// retry.
    case full
    /// The engine failed or stored bytes are damaged. Open the log again, then retry; damage needs a
    /// backup.
    case storage(LogError)
}

extension AppendError: StorageFailure {
    /// Wraps the engine's failure.
    package init(_ failure: LMDBError) { self.init(LogError(failure)) }

    /// Wraps a failure of the log; a full disk or map keeps its own name.
    init(_ failure: LogError) {
        switch failure {
        case .full: self = .full
        case .closed: self = .closed
        default: self = .storage(failure)
        }
    }
}

extension AppendError: CustomStringConvertible {
    /// What happened and what to do about it.
    package var description: String {
        switch self {
        case .closed: "the ledger was closed; open it again"
        case .readOnly: "the ledger is open for reading only; open it for writing"
        case .poisoned:
            "an earlier commit failed, so nothing more is written; open the ledger again, then retry"
        case .overloaded: "too many requests are waiting; retry later"
        case .refused(let index, let refusal):
            """
            event \(index): \(refusal.name.rawValue)\(refusal.field.map { " in \($0)" } ?? ""): \
            found \(refusal.found), accepted is \(refusal.accepted)
            """
        case .full:
            "no room is left; free space or open with a larger map size, open the ledger again, then retry"
        case .storage(let failure): failure.description
        }
    }
}
