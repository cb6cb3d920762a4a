package import EventModel

/// Where recorded times come from; passed in, so that tests and replays decide what time it is.
package protocol LedgerClock: Sendable {
    /// The present instant. May go back: the ledger's recorded times still never decrease.
    func now() -> Instant
}
