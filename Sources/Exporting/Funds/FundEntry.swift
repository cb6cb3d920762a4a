import EventModel
import Programme

/// One row of the journal: what an event does to the account of a source and to that of a budget line.
struct FundEntry: Sendable {
    /// Whether a row counts.
    enum State: String, Hashable, Sendable, CaseIterable {
        /// A balance brought forward.
        case opening
        /// The row counts.
        case counted
        /// The event was voided.
        case voided
        /// Another event took the event's place.
        case corrected
        /// A thing that is made once was made again; the later event does not count.
        case repeated
        /// The event refers to a thing that is not known.
        case waiting
    }

    /// What a row does to an account, in fen.
    struct Movement: Hashable, Sendable {
        var inFen: Int128 = 0
        var outFen: Int128 = 0

        var netFen: Int128 { inFen - outFen }
    }

    /// The event; `nil` for an opening balance.
    let fact: FundFact?
    let state: State
    /// The stamp from which on the row counts: its own, or that of the thing it waited for.
    let effective: FundStamp
    /// Whose money; of a return that of its payment.
    let source: FundSource?
    /// The budget line; of a return that of its payment.
    let line: ExactName?
    /// What the row does to the source's account; zero if it does not count.
    var sourceMovement = Movement()
    /// What the row does to the line's account; zero if it does not count.
    var lineMovement = Movement()
    /// Balance of the source's account after the row.
    var sourceBalanceFen: Int128?
    /// Balance of the line's account after the row.
    var lineBalanceFen: Int128?

    /// Order of the journal: when rows count; what waits for a thing stands behind the thing's own row.
    static func precedes(_ left: FundEntry, _ right: FundEntry) -> Bool {
        if left.effective != right.effective { return left.effective < right.effective }
        guard let first = left.fact?.stamp, let second = right.fact?.stamp, first != second else {
            return false
        }
        // The row that counts from its own stamp is the thing that the other one waited for.
        if first == left.effective { return true }
        return second == right.effective ? false : first < second
    }
}
