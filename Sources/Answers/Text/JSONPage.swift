package import EventModel

/// JSON for programs and people: what fits on a line stands on one, what does not is broken by members.
package enum JSONPage {
    /// Characters up to which a value stands on one line, without what stands before it.
    private static let lineCharactersMax = 160

    /// The value as JSON text that ends in a line break; members keep their order.
    ///
    /// - Complexity: O(size × depth).
    package static func text(_ value: JSONValue) -> String {
        var text = ""
        append(value, indentation: 0, to: &text)
        return text + "\n"
    }

    private static func append(_ value: JSONValue, indentation: Int, to text: inout String) {
        let line = inline(value)
        guard line.utf8.count > lineCharactersMax else {
            text += line
            return
        }
        let inner = "\n" + String(repeating: " ", count: indentation + 2)
        let outer = "\n" + String(repeating: " ", count: indentation)
        switch value {
        case .array(let items):
            text += "["
            for (index, item) in items.enumerated() {
                text += (index > 0 ? "," : "") + inner
                append(item, indentation: indentation + 2, to: &text)
            }
            text += outer + "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                text += (index > 0 ? "," : "") + inner + JSONText.string(member.name) + ": "
                append(member.value, indentation: indentation + 2, to: &text)
            }
            text += outer + "}"
        default: text += line
        }
    }

    /// The value on one line, with a blank behind commas and colons.
    private static func inline(_ value: JSONValue) -> String {
        switch value {
        case .array(let items): JSONText.array(items.map(inline))
        case .object(let members): JSONText.object(members.map { ($0.name, inline($0.value)) })
        default: String(decoding: value.compactText, as: UTF8.self)
        }
    }
}
