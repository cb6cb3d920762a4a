import EventModel
import Programme

extension Answer {
    /// Members of the head that say by which definition the answer was computed and how it is quoted.
    ///
    /// Answers that were recorded before there were any, or by another program, do not have them.
    package static let nameMembers = ["definition", "figure"]

    /// The answer as one JSON object with members in the order of `rules.md`, one row a line.
    ///
    /// - Parameter names: Whether ``nameMembers`` are written.
    /// - Returns: UTF-8 text that ends in a line break.
    package func json(names: Bool = true) -> String {
        var text = "{\n"
        text += "  \"indicator\": " + JSONText.string(indicator) + ",\n"
        text += "  \"asOf\": \"\(asOf)\",\n"
        text += "  \"knownAt\": " + (knownAt.map { "\"\($0.utcDescription)\"" } ?? "null") + ",\n"
        text += "  \"treeSize\": \(treeSize),\n"
        text += "  \"rootHash\": \"\(rootHash)\",\n"
        text += "  \"parameters\": " + parametersJSON() + ",\n"
        if names {
            text += "  \"definition\": \"\(figure.definition)\",\n"
            text += "  \"figure\": " + JSONText.string(figure.description) + ",\n"
        }
        text += "  \"rows\": " + Self.lines(rows.map { $0.json() }) + ",\n"
        text += "  \"findings\": " + Self.lines(findings.map { $0.json() }) + "\n"
        return text + "}\n"
    }

    private func parametersJSON() -> String {
        JSONText.object(
            parameters.map { rule in
                (rule.rule, JSONText.object(rule.members.map { ($0.key, Self.json($0.value)) }))
            }
        )
    }

    private static func json(_ value: ParameterValue) -> String {
        switch value {
        case .integer(let number): String(number)
        case .text(let text): JSONText.string(text)
        }
    }

    private static func lines(_ items: [String]) -> String {
        guard !items.isEmpty else { return "[]" }
        return "[\n" + items.map { "    " + $0 }.joined(separator: ",\n") + "\n  ]"
    }
}

extension Answer.Row {
    /// The row as a JSON object on one line.
    package func json() -> String {
        JSONText.object(members.map { ($0.name, $0.value.json()) })
    }
}

extension Answer.Value {
    /// The value as JSON text.
    package func json() -> String {
        switch self {
        case .text(let text): JSONText.string(text)
        case .integer(let number): String(number)
        case .boolean(let flag): flag ? "true" : "false"
        case .null: "null"
        case .texts(let list): JSONText.array(list.map(JSONText.string))
        }
    }
}

extension Answer.NamedFinding {
    /// The finding as a JSON object on one line.
    package func json() -> String {
        var members = [("finding", JSONText.string(name)), ("event", JSONText.string(event))]
        if let line { members.append(("line", JSONText.string(line))) }
        return JSONText.object(members.map { (name: $0.0, value: $0.1) })
    }
}
