import Answers
package import EventModel
internal import Yams

extension DeclaredIndicator {
    /// Reads a definition, and holds it to the event types that it names.
    ///
    /// - Parameters:
    ///   - yaml: The file's text.
    ///   - registry: The types.
    /// - Throws: ``DeclaredIndicatorError``; whatever the file does not know is refused.
    package init(yaml: String, registry: SchemaRegistry) throws(DeclaredIndicatorError) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw DeclaredIndicatorError(place: "the file", detail: "it is not YAML: \(error)")
        }
        let file = DefinitionNode(root, "the file")
        let members = try file.members(["name", "title", "meaning", "unit", "key", "terms"])
        func member(_ name: String) throws(DeclaredIndicatorError) -> DefinitionNode {
            guard let found = members[name] else {
                throw DeclaredIndicatorError(place: name, detail: "it is missing")
            }
            return found
        }
        name = try member("name").text()
        guard Self.isName(name) else {
            throw DeclaredIndicatorError(
                place: "name",
                detail:
                    "it has lower-case letters, digits and hyphens, and is not that of a built-in indicator"
            )
        }
        title = try member("title").phrase()
        meaning = try member("meaning").phrase()
        unit = try member("unit").text()
        key = try member("key").text()
        var terms: [Term] = []
        for node in try member("terms").list() {
            let term = try Self.term(node, key: key, registry)
            guard !terms.contains(where: { $0.type.hasSameBytes(as: term.type) }) else {
                throw DeclaredIndicatorError(
                    place: node.place,
                    detail: "\(term.type) stands there already"
                )
            }
            terms.append(term)
        }
        guard !terms.isEmpty else {
            throw DeclaredIndicatorError(place: "terms", detail: "at least one is needed")
        }
        self.terms = terms
    }

    private static func term(
        _ node: DefinitionNode,
        key: String,
        _ registry: SchemaRegistry
    ) throws(DeclaredIndicatorError) -> Term {
        let members = try node.members(["type", "sum", "sign"])
        guard let named = members["type"] else {
            throw DeclaredIndicatorError(place: node.place, detail: "its type is missing")
        }
        let type = try named.text()
        guard let schema = registry.schema(type: type) else {
            throw DeclaredIndicatorError(
                place: named.place,
                detail: "there is no event type \(type)"
            )
        }
        guard let place = schema.index(of: key), schema.fields[place].kind.canBeKey else {
            throw DeclaredIndicatorError(
                place: named.place,
                detail: "\(type) has no field \(key) of text, an id, a division or a choice"
            )
        }
        let field = try members["sum"]?.text()
        if let field {
            guard let place = schema.index(of: field), case .integer = schema.fields[place].kind
            else {
                throw DeclaredIndicatorError(
                    place: "\(node.place).sum",
                    detail: "\(type) has no whole-number field \(field)"
                )
            }
        }
        let sign = try members["sign"]?.text() ?? "+"
        guard ["+", "-"].contains(sign) else {
            throw DeclaredIndicatorError(
                place: "\(node.place).sign",
                detail: "it is \"+\" or \"-\""
            )
        }
        return Term(type: type, field: field, isNegative: sign == "-")
    }
}

extension FieldKind {
    /// Whether rows can be told apart by values of the kind.
    fileprivate var canBeKey: Bool {
        switch self {
        case .choice, .region, .identifier, .string, .month, .date: true
        default: false
        }
    }
}

/// A node of a definition's YAML with its place, read strictly.
private struct DefinitionNode {
    let node: Node?
    let place: String

    init(_ node: Node?, _ place: String) {
        self.node = node
        self.place = place
    }

    func members(_ known: [String]) throws(DeclaredIndicatorError) -> [String: DefinitionNode] {
        guard let mapping = node?.mapping else { throw wrong("it must be a mapping") }
        var members: [String: DefinitionNode] = [:]
        for (key, value) in mapping {
            guard let name = key.string, known.contains(name) else {
                throw wrong(
                    "\(key.string ?? "a name") is not known; known are "
                        + known.joined(separator: ", ")
                )
            }
            members[name] = DefinitionNode(value, place == "the file" ? name : "\(place).\(name)")
        }
        return members
    }

    func list() throws(DeclaredIndicatorError) -> [DefinitionNode] {
        guard let sequence = node?.sequence else { throw wrong("it must be a list") }
        return sequence.enumerated().map { DefinitionNode($0.element, "\(place)[\($0.offset)]") }
    }

    func text() throws(DeclaredIndicatorError) -> String {
        guard let text = node?.string, !text.isEmpty else { throw wrong("it must be a text") }
        return text
    }

    func phrase() throws(DeclaredIndicatorError) -> Phrase {
        let members = try members(["zh", "en"])
        guard let zh = members["zh"], let en = members["en"] else {
            throw wrong("it needs zh and en")
        }
        return Phrase(zh: try zh.text(), en: try en.text())
    }

    private func wrong(_ detail: String) -> DeclaredIndicatorError {
        DeclaredIndicatorError(place: place, detail: detail)
    }
}
