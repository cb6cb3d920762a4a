/// One step of a ``JSONScanner`` through a text.
enum JSONToken {
    case beginObject
    case endObject
    case beginArray
    case endArray
    /// Name of a member; its value is the next token.
    case name(JSONTextRange)
    case string(JSONTextRange)
    /// A number that is spelled as an integer and fits; `-0` is not one of them.
    case integer(Int64)
    /// Any other number; the range is its spelling.
    case number(JSONTextRange)
    case boolean(Bool)
    case null
    /// Nothing but white space follows the value.
    case end
}

/// Where a string (between its quotes) or a number stands in the scanned bytes.
struct JSONTextRange {
    private let first: Int32
    private let behind: Int32
    /// Whether a string holds a backslash and must be decoded.
    let hasEscapes: Bool
    /// Whether a string is printable ASCII without escapes, and so means what it shows.
    let isPlain: Bool

    /// Makes a range; texts are shorter than 2 GiB.
    init(start: Int, end: Int, hasEscapes: Bool, isPlain: Bool = false) {
        first = Int32(start)
        behind = Int32(end)
        self.hasEscapes = hasEscapes
        self.isPlain = isPlain
    }

    /// Offset of the first byte.
    var start: Int { Int(first) }
    /// Offset behind the last byte.
    var end: Int { Int(behind) }
    /// Number of bytes.
    var count: Int { Int(behind - first) }
}
