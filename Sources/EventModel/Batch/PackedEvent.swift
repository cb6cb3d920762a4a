/// The fixed part of one event inside ``PackedEvents``: numbers, and the places of its texts.
package struct PackedEvent: Sendable {
    /// Which optional attributes the event has.
    package struct Flags: OptionSet, Hashable, Sendable {
        /// The bits, as they are stored.
        package let rawValue: UInt8

        /// Takes the bits as they are stored.
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// `dataschema` was given.
        package static let namesSchema = Flags(rawValue: 1)
        /// `datacontenttype` was given.
        package static let namesContentType = Flags(rawValue: 2)
        /// `actor` was given.
        package static let hasActor = Flags(rawValue: 4)
        /// `role` was given.
        package static let hasRole = Flags(rawValue: 8)
        /// `evidence` was given.
        package static let hasEvidence = Flags(rawValue: 16)
        /// `corrects` was given.
        package static let corrects = Flags(rawValue: 32)
    }

    /// Offset of the event's run of bytes.
    package var start = 0
    /// Length of the run.
    package var byteCount: UInt32 = 0
    /// Bytes of the run, from its start, that are the event's canonical JSON; 0 where only its texts are kept.
    package var canonicalCount: UInt32 = 0
    /// Index of the event's first value; one follows for each field of its schema.
    package var firstValue = 0
    /// Index of the event's schema: among the batch's, or the ledger's types.
    package var schema: UInt16 = 0
    /// Number of values: fields of the schema.
    package var valueCount: UInt16 = 0
    /// Index of the event's source: among the batch's, or the ledger's.
    package var source: UInt32 = 0
    /// Which optional attributes there are.
    package var flags: Flags = []
    /// The producer's offset from UTC in minutes.
    package var offsetMinutes: Int16 = 0
    /// When the fact happened, in milliseconds since 1970-01-01T00:00:00Z.
    package var instant: Int64 = 0
    /// Place of `id`.
    package var id = PackedRange.none
    /// Place of `subject`.
    package var subject = PackedRange.none
    /// Place of `actor`, if the event has one.
    package var actor = PackedRange.none
    /// Place of `role`, if the event has one.
    package var role = PackedRange.none
    /// Place of `evidence` as 64 hex digits, if the event has one.
    package var evidence = PackedRange.none
    /// Place of the corrected event's source, if the event corrects one.
    package var correctedSource = PackedRange.none
    /// Place of the corrected event's id, if the event corrects one.
    package var correctedID = PackedRange.none
    /// SHA-256 of the event's canonical bytes.
    package var digest = SHA256Digest.zero
    /// Recorded time in milliseconds since 1970-01-01T00:00:00Z; ``notRecorded`` if there is none.
    package var recordedAt = PackedEvent.notRecorded
    /// The position that the event claims.
    package var sequence: UInt64 = 0
    /// Whether the event claims a position.
    package var claimsSequence = false

    /// Stands for a recorded time that is not there.
    package static let notRecorded = Int64.min

    /// Makes an event without anything.
    package init() {}
}
