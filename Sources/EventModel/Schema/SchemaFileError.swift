/// A schema file or stored definition that is not in the ledger's dialect; shown to who wrote it.
package struct SchemaFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// JSON Pointer (RFC 6901) to the member at fault; empty for the whole file.
    package let pointer: String
    /// What stands there.
    package let found: String
    /// What would be accepted.
    package let accepted: String

    /// Makes the error; `found` is cut to 120 code points.
    package init(pointer: String, found: String, accepted: String) {
        self.pointer = pointer
        self.found = Refusal.shortened(found)
        self.accepted = accepted
    }

    /// `/properties/day: found …; accepted: …`.
    package var description: String {
        "\(pointer.isEmpty ? "the file" : pointer): found \(found); accepted: \(accepted)"
    }
}
