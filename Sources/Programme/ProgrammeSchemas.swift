package import EventModel

/// Every event type of the programme, version 1, in the order of the documentation; `event.voided`, which
/// belongs to the engine, is not among them.
package let programmeSchemas: [EventSchema] = [
    RegionEvents.declared, RegionEvents.renamed, RegionEvents.retired,
    RegionEvents.demonstrationClassSet, PovertyEvents.povertyStatusSet, RuleEvents.adopted,
    StationEvents.opened, StationEvents.suspended, StationEvents.resumed, StationEvents.closed,
    StationEvents.operatorChanged, StationEvents.exitRequested, StationEvents.agreementTerminated,
    SupervisionEvents.targetSet, SupervisionEvents.performanceRecorded,
    SupervisionEvents.reportSubmitted, SupervisionEvents.inspected,
    SupervisionEvents.integrityBreachConfirmed, SupervisionEvents.exitDecisionTaken,
    ComplaintEvents.filed, ComplaintEvents.upheld, ComplaintEvents.dismissed,
    ComplaintEvents.resolved, ComplaintEvents.merged, FundEvents.appropriated,
    FundEvents.lineBudgeted, FundEvents.reallocated, FundEvents.disbursed, FundEvents.returned,
    FundEvents.recovered, FundEvents.classified, ParcelEvents.accepted, ParcelEvents.scanned,
    TrainingEvents.sessionHeld, TrainingEvents.attended, TradeEvents.recorded,
    TradeEvents.refunded,
]

/// The programme's event types together with the engine's own `event.voided`.
package let programmeRegistry = SchemaRegistry(programmeSchemas)
