/// A version of the stored format (`Schemas/block-format.md`).
///
/// A ledger is written in one version all its life, the one that `cairn.json` names, so that a program
/// which opens it can read all of it. Every stored value names its version too.
package enum StoredFormat: UInt16, Comparable, Sendable {
    /// Recorded times as offsets or runs, ids of any form in one section.
    case first = 1
    /// Recorded times as steps, UUIDs by byte, roots of every 128 events.
    case second = 2

    /// The version that new ledgers are written in, and the newest that this build reads.
    package static let newest = StoredFormat.second

    /// Whether a version is older than another.
    package static func < (left: StoredFormat, right: StoredFormat) -> Bool {
        left.rawValue < right.rawValue
    }
}
