package import EventLog

/// A place in a feed: behind which event of which life of the ledger the receiver stands.
///
/// Spelled `<epoch>:<position>`, the position of the last event received in at least 12 digits, as in the event's
/// `sequence`. It is the id of an event in the feed: HTTP Feeds' `lastEventId`, SSE's `Last-Event-ID`.
package struct FeedCursor: Hashable, Sendable, CustomStringConvertible {
    /// The life of the ledger.
    package let epoch: LedgerEpoch
    /// Position of the last event that was received.
    package let position: UInt64

    /// Names a place.
    package init(epoch: LedgerEpoch, position: UInt64) {
        self.epoch = epoch
        self.position = position
    }

    /// Reads a cursor; `nil` for another spelling.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let epoch = LedgerEpoch(parts[0]),
            (1...20).contains(parts[1].utf8.count),
            parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let position = UInt64(parts[1]), position < .max
        else { return nil }
        self.init(epoch: epoch, position: position)
    }

    /// The one spelling that is given out.
    package var description: String {
        let digits = String(position)
        let zeros = String(repeating: "0", count: max(0, 12 - digits.count))
        return "\(epoch):\(zeros)\(digits)"
    }
}
