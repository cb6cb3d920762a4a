/// Writes JSON text with the members in the order given, for answers whose bytes must not change.
package enum JSONText {
    /// A JSON string with its quotes; escapes only what RFC 8259 demands, as RFC 8785 spells it.
    package static func string(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case "\u{8}": out += "\\b"
            case "\u{C}": out += "\\f"
            case "\0"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
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
