import EventModel

/// Writes JSON text with the members in the order given, for answers whose bytes must not change.
package enum JSONText {
    /// A JSON string with its quotes, escaped as RFC 8785 spells it.
    package static func string(_ text: String) -> String {
        var bytes: [UInt8] = []
        CanonicalJSON.append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// An object on one line; values are JSON text already.
    package static func object(_ members: [(name: String, value: String)]) -> String {
        "{" + members.map { string($0.name) + ": " + $0.value }.joined(separator: ", ") + "}"
    }

    /// An array on one line; items are JSON text already.
    package static func array(_ items: [String]) -> String {
        "[" + items.joined(separator: ", ") + "]"
    }
}
