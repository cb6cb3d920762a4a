internal import Answers
internal import EventLog
internal import EventModel
internal import Evidence
internal import Feeds
internal import HTTPTypes

/// What goes before the events of a run, so that a receiver notices gaps and rewriting: the life of the ledger, the
/// positions that were looked at, the digest of the entry before them, and the newest checkpoint.
struct FeedHead: Sendable {
    let name: String
    let epoch: LedgerEpoch
    /// First position looked at.
    let from: UInt64
    /// First position not looked at.
    let next: UInt64
    /// Number of events in the log.
    let eventCount: UInt64
    /// Leaf hash of the entry before `from`; `nil` at the log's start.
    let previousEntry: SHA256Digest?
    /// The newest checkpoint; `nil` if none was signed.
    let checkpoint: SignedCheckpoint?

    /// The cursor behind the run; `nil` while nothing was looked at from the log's start.
    var cursor: FeedCursor? { next == 0 ? nil : FeedCursor(epoch: epoch, position: next - 1) }

    /// As one line of JSON, without a line end.
    var line: [UInt8] {
        let members: [(name: String, value: JSONValue)] = [
            ("name", .string(name)), ("epoch", .string(epoch.description)),
            ("from", .integer(Int64(clamping: from))), ("next", .integer(Int64(clamping: next))),
            ("eventCount", .integer(Int64(clamping: eventCount))),
            ("cursor", cursor.map { .string($0.description) } ?? .null),
            ("previousEntry", previousEntry.map { .string($0.description) } ?? .null),
            ("checkpoint", checkpoint.map { .string($0.description) } ?? .null),
        ]
        return JSONValue.object([("feed", .object(members))]).compactText
    }

    /// As header fields, for a batch, in which there is room for events only.
    var headers: HTTPFields {
        var headers = HTTPFields()
        headers[.cairnEpoch] = epoch.description
        headers[.cairnFrom] = String(from)
        headers[.cairnThrough] = String(next)
        headers[.cairnHead] = String(eventCount)
        headers[.cairnPreviousEntry] = previousEntry?.description
        headers[.cairnNext] = cursor?.description
        if let checkpoint {
            headers[.cairnCheckpoint] = Base64.encode(Array(checkpoint.description.utf8))
        }
        return headers
    }
}
