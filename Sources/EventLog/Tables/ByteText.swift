internal import EventModel

/// A string as a dictionary key by its bytes.
///
/// Swift compares strings by canonical equivalence: `é` and `e` + U+0301 would be one name, but
/// they are two in the log, in digests and for every other tool.
struct ByteText: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: ByteText, right: ByteText) -> Bool {
        left.text.hasSameBytes(as: right.text)
    }

    func hash(into hasher: inout Hasher) {
        // Strings of the same bytes are canonically equivalent, so they hash alike.
        hasher.combine(text)
    }
}
