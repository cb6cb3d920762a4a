import EventModel

/// A name by its bytes: Swift takes `é` and `e` + U+0301 for the same text, a ledger does not.
struct NameKey: Hashable, Comparable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: NameKey, right: NameKey) -> Bool {
        left.text.hasSameBytes(as: right.text)
    }

    func hash(into hasher: inout Hasher) { text.hashBytes(into: &hasher) }

    static func < (left: NameKey, right: NameKey) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}
