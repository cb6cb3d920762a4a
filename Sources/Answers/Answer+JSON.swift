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
        String(decoding: jsonBytes(names: names), as: UTF8.self)
    }

    /// ``json(names:)`` as bytes.
    ///
    /// - Complexity: O(bytes): answers have thousands of rows, and nothing is made for each but its text.
    package func jsonBytes(names: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4_096 + rows.count * Self.rowBytes)
        bytes += head(names: names).utf8
        Self.append(rows, to: &bytes) { $0.append(to: &$1) }
        bytes += ",\n  \"findings\": ".utf8
        Self.append(findings, to: &bytes) { $1 += $0.json().utf8 }
        bytes += "\n}\n".utf8
        return bytes
    }

    /// About as many as a row has.
    private static let rowBytes = 512

    /// Everything before the rows.
    private func head(names: Bool) -> String {
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
        return text + "  \"rows\": "
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

    /// Appends a list, one item a line.
    private static func append<Item>(
        _ items: [Item],
        to bytes: inout [UInt8],
        _ write: (Item, inout [UInt8]) -> Void
    ) {
        bytes.append(UInt8(ascii: "["))
        for (index, item) in items.enumerated() {
            bytes += (index == 0 ? "\n    " : ",\n    ").utf8
            write(item, &bytes)
        }
        bytes += (items.isEmpty ? "]" : "\n  ]").utf8
    }
}

extension Answer.Row {
    /// The row as a JSON object on one line.
    package func json() -> String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends ``json()`` to a buffer.
    func append(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { bytes += ", ".utf8 }
            CanonicalJSON.append(member.name, to: &bytes)
            bytes += ": ".utf8
            member.value.append(to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }
}

extension Answer.Value {
    /// Appends the value as JSON text.
    func append(to bytes: inout [UInt8]) {
        switch self {
        case .text(let text): CanonicalJSON.append(text, to: &bytes)
        case .integer(let number): bytes += String(number).utf8
        case .boolean(let flag): CanonicalJSON.append(flag, to: &bytes)
        case .null: bytes += "null".utf8
        case .texts(let list):
            bytes.append(UInt8(ascii: "["))
            for (index, text) in list.enumerated() {
                if index > 0 { bytes += ", ".utf8 }
                CanonicalJSON.append(text, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
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
