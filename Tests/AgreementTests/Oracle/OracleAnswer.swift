import EventModel

/// An answer in the shape of the ledger's JSON.
struct OracleAnswer {
    /// What stands before the rows.
    let head: [(name: String, value: JSONValue)]
    let rows: [JSONValue]
    let findings: [JSONValue]

    /// The text: the head's members, then one row and one finding a line.
    var text: String {
        var text = "{\n"
        for member in head { text += "  \"\(member.name)\": " + Self.text(member.value) + ",\n" }
        text += "  \"rows\": " + Self.lines(rows) + ",\n"
        return text + "  \"findings\": " + Self.lines(findings) + "\n}\n"
    }

    private static func lines(_ items: [JSONValue]) -> String {
        guard !items.isEmpty else { return "[]" }
        return "[\n" + items.map { "    " + text($0) }.joined(separator: ",\n") + "\n  ]"
    }

    /// JSON on one line with a blank after each colon and comma.
    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .boolean(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .number(let spelling): spelling
        // Names in these histories need no escapes.
        case .string(let text): "\"" + text + "\""
        case .array(let items): "[" + items.map(text).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { "\"\($0.name)\": " + text($0.value) }.joined(separator: ", ") + "}"
        }
    }
}
