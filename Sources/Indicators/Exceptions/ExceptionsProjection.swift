package import EventLog
package import EventModel
import Programme
import Projections

/// What is kept for the list of exceptions: fingerprints of what must not occur twice.
///
/// The list also rests on the states of the funds and exits figures, and on one pass over the log for what is
/// too frequent to be kept (``RecordSweep``); see ``ExceptionsView``.
package struct ExceptionsProjection: Projection {
    /// Names the projection, as `indicator` does in its answers.
    package static let id = "exceptions"
    /// Raised whenever the same events would give another state.
    package static let version = 1
    /// The event types that are looked into; evidence is taken from every type.
    package static let eventTypes = [TrainingEvents.attended, FundEvents.disbursed]

    var fingerprints: [Fingerprint] = []

    /// Makes the state before the first event.
    package init() {}

    /// Takes a block's attendances in.
    ///
    /// - Throws: ``DamageError`` when a key column does not decode.
    /// - Complexity: O(attendances).
    package mutating func fold(_ block: borrowing EventBlock) throws(DamageError) {
        for place in block.places(of: TrainingEvents.attended) {
            let partition = block.partition(at: place)
            let stamps = partition.stamps()
            let sessions = try partition.keyHashes("session")
            let persons = try partition.keyHashes("person")
            for range in partition.liveRanges {
                for row in range {
                    let (session, person) = (sessions.codes[row], persons.codes[row])
                    guard session >= 0, person >= 0 else { continue }
                    fingerprints.append(
                        Fingerprint(
                            kind: .attendance,
                            hash: Self.joined(
                                sessions.hashes[Int(session)],
                                persons.hashes[Int(person)]
                            ),
                            stamp: stamps.stamp(row)
                        )
                    )
                }
            }
        }
    }

    /// One hash of two, in which their order matters.
    private static func joined(_ first: UInt64, _ second: UInt64) -> UInt64 {
        (first &* 0x9E37_79B1_85EB_CA87) ^ (second &+ first >> 29)
    }

    /// Takes in the state of the events that follow.
    package mutating func merge(_ later: consuming ExceptionsProjection) {
        fingerprints += later.fingerprints
    }
}
