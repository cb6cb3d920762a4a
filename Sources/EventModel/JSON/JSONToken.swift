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
    /// Offset of the first byte.
    let start: Int
    /// Offset behind the last byte.
    let end: Int
    /// Whether a string holds a backslash and must be decoded.
    let hasEscapes: Bool
}
