/// What somebody is to the ledger; what each may do stands in the ``AccessPolicy``.
package enum Role: String, Sendable, CaseIterable {
    /// Records for a station or township.
    case clerk
    /// A county's office 县(区).
    case county
    /// The city's office 市.
    case city
    /// The statistics office 统计.
    case statistics
    /// The audit bureau 审计; its reads are recorded.
    case auditor
    /// A receiver of feeds: the provincial system, the Ministry.
    case feed
    /// Everybody without a key.
    case `public`
}

/// Something that may be allowed.
package enum Right: String, Sendable, CaseIterable {
    /// Head, checkpoints, proofs, schemas: what proves without telling.
    case proofs
    /// Answers of the indicators that the policy lists for the role.
    case indicators
    /// Explanations and comparisons of figures, which name events.
    case explanations
    /// Events, streams, stations, parcels.
    case events
    /// Feeds.
    case feeds
    /// Recording the event types that the policy lists for the role.
    case append
    /// Trying events without recording them.
    case validate
    /// Reading personal fields in clear, which is recorded.
    case unseal
    /// The service's own figures.
    case metrics
}
