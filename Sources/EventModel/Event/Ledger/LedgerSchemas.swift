/// The event types of the engine itself, known to every ledger.
package let ledgerSchemas: [EventSchema] = [
    eventVoided, signingKeyChanged, witnessAccepted, subjectErased,
]

/// How the engine's own events are named.
package enum LedgerEvents {
    /// Source of the events that `cairn` itself records.
    package static let source = "/cairn/ledger"
    /// Stream of the keys that sign for the ledger.
    package static let keysSubject = "ledger/keys"
}
