/// Stored bytes that are not what was written: a checksum or a structure does not hold.
///
/// Nothing of a damaged value is ever returned. The caller reports it and restores the ledger from a
/// backup; `cairn verify` lists every damaged value.
package struct DamageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of value, such as `hot` or `tail`.
    package let part: String
    /// First position that the value holds (for tables: the row's key).
    package let position: UInt64
    /// What does not hold.
    package let detail: String

    /// Describes damage found in a value.
    package init(part: String, position: UInt64, detail: String) {
        self.part = part
        self.position = position
        self.detail = detail
    }

    /// One sentence for people.
    package var description: String {
        "the \(part) value at position \(position) is damaged: \(detail)"
    }
}
