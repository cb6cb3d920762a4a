import EventModel
import Programme

/// Something the authority or the operator recorded about an outlet.
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
        case targetSet(MetricMonth, target: Int64)
        case performanceRecorded(MetricMonth, value: Int64)
        case reportSubmitted(BusinessMonth)
        /// `rule` is the name ordinal of the rule's id.
        case decisionTaken(rule: UInt32, ExitDecision)
    }
}

/// A metric in a calendar month.
struct MetricMonth: Hashable, Sendable {
    let month: BusinessMonth
    /// Place of the metric in ``PerformanceMetric``, as stored.
    let metricPlace: Int
}
