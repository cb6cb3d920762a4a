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
    /// The damaged page of the file, if it is one that leads to values.
    package let page: Page?

    /// A page of the file that leads to values.
    package struct Page: Hashable, Sendable {
        /// Its number; it stands at so many page sizes from the start of the file.
        package let number: UInt64
        /// Whether values cannot be reached: those from ``DamageError/position`` on.
        package let hidesValues: Bool
        /// Position (for tables: row) before which they end; `nil`: to the end.
        package let endPosition: UInt64?
    }

    /// Describes damage found in a value, or in a page that leads to some.
    package init(part: String, position: UInt64, detail: String, page: Page? = nil) {
        self.part = part
        self.position = position
        self.detail = detail
        self.page = page
    }

    /// One sentence for people.
    package var description: String {
        guard let page else {
            return "the \(part) value at position \(position) is damaged: \(detail)"
        }
        return
            "page \(page.number) of the log's file, for \(part) from position \(position), is damaged: "
            + detail
    }
}
