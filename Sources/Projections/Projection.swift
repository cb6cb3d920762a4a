package import EventLog
package import EventModel

/// A pure fold over the log's blocks, from which a figure is finalised for any date.
///
/// A projection folds on the recorded clock and keeps the business dates that it needs, so that one state
/// answers every `asOf`. It refers to names by their ordinals in ``LedgerTables`` and to events by
/// position. Inside it there is no clock, randomness, locale, floating point or hash order.
package protocol Projection: Sendable {
    /// Names the projection, as `indicator` does in its answers; a stored state is to bear it.
    ///
    /// No state is stored yet.
    static var id: String { get }
    /// Names its definition: raised whenever the same events would give another state, so that a stored
    /// state of another definition can be told apart.
    ///
    /// No state is stored yet.
    static var version: Int { get }

    /// The event types that it folds, each in the version that it reads; older ones are upcast.
    static var eventTypes: [EventSchema] { get }

    /// Makes the state before the first event.
    init()

    /// Takes a block's live rows in; blocks come in order of position, without gaps.
    ///
    /// - Throws: ``DamageError`` when a key column does not decode.
    mutating func fold(_ block: borrowing EventBlock) throws(DamageError)

    /// Takes in the state of the events that follow this state's.
    mutating func merge(_ later: consuming Self)
}
