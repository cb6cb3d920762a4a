import EventModel
import Programme

/// The lines and payments that are known at the end of a day, and what refers to them.
///
/// Things are made once, by the first event in order; what refers to an unknown thing waits until it is known.
struct FundThings: Sendable {
    /// Whether a live event counts.
    enum Standing {
        /// It counts from this stamp on.
        case counted(from: FundStamp)
        /// Another event made the thing before.
        case repeated
        /// The thing is not known.
        case waiting
    }

    /// Budget lines by id, each from the event that made it.
    private(set) var lines: [ExactName: FundFact] = [:]
    /// The payments that count, in order.
    private(set) var payments: [FundJournal.PaymentRecord] = []
    private var places: [ExactName: Int] = [:]

    /// Takes the live facts up to a day, in order.
    init(_ facts: [FundFact]) {
        for fact in facts {
            switch fact.kind {
            case .lineBudgeted:
                guard let line = fact.key("line"), lines[line] == nil else { continue }
                lines[line] = fact
            case .disbursed:
                guard let payment = fact.key("payment"), places[payment] == nil else { continue }
                places[payment] = payments.count
                payments.append(FundJournal.PaymentRecord(fact: fact))
            case .appropriated, .reallocated, .returned, .recovered, .classified: break
            }
        }
        for fact in facts {
            guard let place = fact.key("payment").flatMap({ places[$0] }) else { continue }
            switch fact.kind {
            case .returned: payments[place].returnedFen += fact.amountFen
            case .recovered: payments[place].recoveredFen += fact.amountFen
            // In order, so that the newest stays.
            case .classified: payments[place].classification = fact
            case .appropriated, .lineBudgeted, .reallocated, .disbursed: break
            }
        }
    }

    /// The event that made a payment; `nil` if it is not known.
    func payment(_ id: ExactName?) -> FundFact? {
        id.flatMap { places[$0] }.map { payments[$0].fact }
    }

    /// Whether a live event counts, and from when.
    func standing(of fact: FundFact) -> Standing {
        switch fact.kind {
        case .appropriated: return .counted(from: fact.stamp)
        case .lineBudgeted:
            let maker = fact.key("line").flatMap { lines[$0] }
            return maker?.position == fact.position ? .counted(from: fact.stamp) : .repeated
        case .disbursed:
            let maker = payment(fact.key("payment"))
            return maker?.position == fact.position ? .counted(from: fact.stamp) : .repeated
        case .reallocated:
            guard let giver = fact.key("fromLine").flatMap({ lines[$0] }),
                let taker = fact.key("toLine").flatMap({ lines[$0] })
            else { return .waiting }
            return .counted(from: max(fact.stamp, giver.stamp, taker.stamp))
        case .returned, .recovered, .classified:
            guard let maker = payment(fact.key("payment")) else { return .waiting }
            return .counted(from: max(fact.stamp, maker.stamp))
        }
    }
}
