import EventModel
import Programme

/// One event about money as the journal needs it; amounts in fen.
struct FundFact: Sendable {
    /// The event types about money.
    enum Kind: Sendable {
        case appropriated
        case lineBudgeted
        case reallocated
        case disbursed
        case returned
        case recovered
        case classified
    }

    let kind: Kind
    /// The event itself, its texts and its place in the log.
    let recorded: RecordedEvent

    /// Reads an event; `nil` if it is none about money.
    init?(_ recorded: RecordedEvent) {
        switch recorded.event.schema.type {
        case FundEvents.appropriated.type: kind = .appropriated
        case FundEvents.lineBudgeted.type: kind = .lineBudgeted
        case FundEvents.reallocated.type: kind = .reallocated
        case FundEvents.disbursed.type: kind = .disbursed
        case FundEvents.returned.type: kind = .returned
        case FundEvents.recovered.type: kind = .recovered
        case FundEvents.classified.type: kind = .classified
        default: return nil
        }
        self.recorded = recorded
    }

    var position: UInt64 { recorded.position }
    var stamp: FundStamp {
        FundStamp(instant: recorded.event.time.instant, position: recorded.position)
    }
    var day: BusinessDate { recorded.event.time.businessDate }
    var reference: String { recorded.event.reference.description }
    var type: String { recorded.event.schema.type }

    /// A text field; `nil` if the event has none of that name or it is left out.
    func text(_ field: String) -> String? {
        guard case .text(let text)? = value(field) else { return nil }
        return text
    }

    /// A text field as the name of a thing.
    func key(_ field: String) -> ExactName? { text(field).map { ExactName($0) } }

    /// Fen; 0 for events without an amount.
    var amountFen: Int128 {
        guard case .integer(let amount)? = value("amountFen") else { return 0 }
        return Int128(amount)
    }

    /// Whose money; events that refer to a payment do not say it.
    var source: FundSource? {
        guard case .integer(let place)? = value("source") else { return nil }
        return FundSource(stored: place)
    }

    /// The classes as they stand in the event, in its order.
    var classes: [String] {
        guard case .text(let json)? = value("classes"),
            let list = try? JSONValue(parsing: json).arrayValue
        else { return [] }
        return list.compactMap(\.stringValue)
    }

    private func value(_ field: String) -> FieldValue? {
        recorded.event.schema.index(of: field).map { recorded.event.data[$0] }
    }
}

/// Where an event stands inside a question: by business instant, then by position.
struct FundStamp: Hashable, Comparable, Sendable {
    let instant: Instant
    let position: UInt64

    var day: BusinessDate { BusinessDate(of: instant) }

    static func < (left: FundStamp, right: FundStamp) -> Bool {
        (left.instant, left.position) < (right.instant, right.position)
    }
}
