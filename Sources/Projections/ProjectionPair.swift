package import EventLog
package import EventModel

/// Two projections that are folded in one pass; pairs of pairs hold any number.
package struct ProjectionPair<First: Projection, Second: Projection>: Projection {
    /// Names both.
    package static var id: String { First.id + "+" + Second.id }
    /// Rises when either does.
    package static var version: Int { First.version + Second.version }
    /// The event types of both.
    package static var eventTypes: [EventSchema] { First.eventTypes + Second.eventTypes }

    /// The state of the one.
    package private(set) var first = First()
    /// The state of the other.
    package private(set) var second = Second()

    /// Makes the states before the first event.
    package init() {}

    /// Takes a block's live rows in.
    ///
    /// - Throws: As the two projections do.
    package mutating func fold(_ block: borrowing EventBlock) throws(DamageError) {
        try first.fold(block)
        try second.fold(block)
    }

    /// Takes in the states of the events that follow.
    package mutating func merge(_ later: consuming ProjectionPair<First, Second>) {
        first.merge(later.first)
        second.merge(later.second)
    }
}
