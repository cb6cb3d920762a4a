import EventModel
import Programme

/// Something about the conduct of an outlet that the authority or the operator recorded.
struct SupervisionFact: Hashable, StampedFact {
    /// Name ordinal of the station's id.
    let subject: UInt32
    let stamp: FactStamp
    let kind: Kind

    /// What was recorded.
    enum Kind: Hashable, Sendable {
        case exitRequested
        case agreementTerminated(AgreementInitiator)
        case breachConfirmed
        case inspected(isCompliant: Bool)
        /// `rule` is the name ordinal of the rule's id.
        case decisionTaken(rule: UInt32, ExitDecision)
    }
}

/// A target that was set for an outlet, or what it reached: one metric in one month.
struct MetricFact: Hashable, StampedFact {
    /// Name ordinal of the station's id.
    let subject: UInt32
    let month: BusinessMonth
    let stamp: FactStamp
    let amount: Int64
    /// Place of the metric in ``PerformanceMetric``, as stored.
    let metricPlace: UInt8
    let isTarget: Bool
}

/// A report that an outlet handed in for a month.
struct ReportFact: Hashable, StampedFact {
    /// Name ordinal of the station's id.
    let subject: UInt32
    let month: BusinessMonth
    let stamp: FactStamp
}
