package import EventLog
import EventModel
import Programme

/// The events about money that are known at a cut, read out of the log by their types.
///
/// It reads events as events, not the columns that projections fold, so that journal and balances are a second
/// computation beside the figures.
package struct FundHistory: Sendable {
    /// The event types about money.
    static let schemas = [
        FundEvents.appropriated, FundEvents.lineBudgeted, FundEvents.reallocated,
        FundEvents.disbursed, FundEvents.returned, FundEvents.recovered, FundEvents.classified,
    ]

    /// All facts in order of position, voided ones too.
    let facts: [FundFact]
    /// The facts that are voided or corrected as known at the cut, with the event that did it.
    let retractions: [UInt64: Retraction]

    /// What took a fact back.
    struct Retraction: Sendable {
        /// Whether another event took its place.
        let isCorrection: Bool
        /// Position of the event that did it; `nil` if it is not among the events that were read.
        let position: UInt64?
        /// Its name.
        let reference: String?
    }

    /// Reads the events.
    ///
    /// - Parameters:
    ///   - snapshot: A state of the log.
    ///   - count: Number of events that are known.
    /// - Throws: ``LogError`` when the log cannot be read.
    /// - Complexity: O(events about money and voids); blocks without them are passed over.
    package init(in snapshot: LogSnapshot, upTo count: UInt64) throws {
        try snapshot.checkVersions(of: Self.schemas)
        var filter = EventFilter()
        filter.positions = 0..<count
        filter.types = Self.schemas.map(\.type) + [eventVoided.type]
        var facts: [FundFact] = []
        var killers: [EventReference: [RecordedEvent]] = [:]
        try snapshot.events(matching: filter) { recorded in
            if let target = Self.voidTarget(of: recorded.event) {
                killers[target, default: []].append(recorded)
            }
            if let target = recorded.event.corrects {
                killers[target, default: []].append(recorded)
            }
            if let fact = FundFact(recorded) { facts.append(fact) }
            return true
        }
        let voided = try snapshot.voidedPositions(upTo: count)
        self.facts = facts
        retractions = Self.retractions(of: facts, voided: Set(voided), killers)
    }

    private static func voidTarget(of event: Event) -> EventReference? {
        guard event.schema.type == eventVoided.type, case .text(let source) = event.data[0],
            case .text(let id) = event.data[1]
        else { return nil }
        return EventReference(source: source, id: id)
    }

    /// The newest event that stands and took the fact back; where none stands, as behind a corrected correction,
    /// the newest.
    private static func retractions(
        of facts: [FundFact],
        voided: Set<UInt64>,
        _ killers: [EventReference: [RecordedEvent]]
    ) -> [UInt64: Retraction] {
        var retractions: [UInt64: Retraction] = [:]
        for fact in facts where voided.contains(fact.position) {
            let candidates = killers[fact.recorded.event.reference, default: []]
            let killer =
                candidates.last { !voided.contains($0.position) } ?? candidates.last
            retractions[fact.position] = Retraction(
                isCorrection: killer.map { $0.event.corrects == fact.recorded.event.reference }
                    ?? false,
                position: killer?.position,
                reference: killer?.event.reference.description
            )
        }
        return retractions
    }
}
