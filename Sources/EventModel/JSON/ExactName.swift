/// A name that is the same as another only if the bytes are: Swift takes `é` and `e` + U+0301 for the same text, a
/// ledger does not.
package struct ExactName: Hashable, Comparable, Sendable {
    /// The name.
    package let text: String

    /// Takes a text by its bytes.
    package init(_ text: String) { self.text = text }

    /// Whether both have the same bytes.
    package static func == (left: ExactName, right: ExactName) -> Bool {
        left.text.hasSameBytes(as: right.text)
    }

    /// Feeds the bytes to a hasher.
    package func hash(into hasher: inout Hasher) { text.hashBytes(into: &hasher) }

    /// Orders by bytes.
    package static func < (left: ExactName, right: ExactName) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}
