package import EventModel

/// Why a ledger does not give the figure that a name names; nothing is answered instead.
///
/// Cases stand in the order in which they are looked for.
package enum FigureError: Error, Hashable, Sendable {
    /// This program computes the indicator by another definition; ask the program version that knows it.
    case otherDefinition(indicator: Indicator, asked: String, known: SHA256Digest)
    /// The ledger holds fewer events than the figure stands on; ask a copy that holds them.
    case tooFewEvents(asked: UInt64, held: UInt64)
    /// The last event that the figure stands on was recorded after the instant that it is said to be known at.
    case knownAtMismatch(knownAt: Instant, position: UInt64, recordedAt: Instant)
    /// The events before the position are others than those that the figure stands on: another ledger, or an
    /// altered one.
    case otherRoot(position: UInt64, asked: String, found: SHA256Digest)
    /// The indicator has no such reading.
    case unknownReading(String, known: [String])
    /// The answer has no such row.
    case unknownRow(path: String)
    /// Several rows of the answer begin with these keys.
    case ambiguousRow(path: String, rows: [String])
    /// The row has no such member.
    case unknownMember(String, known: [String])
}
