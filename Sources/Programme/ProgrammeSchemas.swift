package import EventModel

/// Every event type of the programme, version 1, in the order of the documentation; `event.voided`, which
/// belongs to the engine, is not among them.
///
/// Where a field is stored follows from who reads it. What figures group by or look up is a ledger-wide
/// name: stations, nodes, divisions and their names, persons complained about, lines, payments,
/// complaints, rules, lists of classes and parameter sets. What comes new with nearly every event is a key
/// with a dictionary per block: parcels, orders, sessions, trainees, payees, products. Free texts are
/// cold. Titles and summaries are the words of the documentation pages and of CSV headers.
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
    PersonEvents.registered, PersonEvents.householdRegistered, TrainingEvents.sessionHeld,
    TrainingEvents.attended, TradeEvents.recorded,
    TradeEvents.refunded,
]

/// The programme's event types together with the engine's own `event.voided`.
package let programmeRegistry = SchemaRegistry(programmeSchemas)
