/// A JSON value as a tree, for everything off the hot path: schema files, free objects, configuration.
///
/// Members keep their order and numbers their spelling. Strings are compared by bytes, as everywhere in
/// the ledger: Swift's `==` would take `é` and `e` + U+0301 for the same.
package indirect enum JSONValue: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A number spelled as an integer of Int64, other than `-0`.
    case integer(Int64)
    /// Any other number, in its JSON spelling; finite as a double.
    case number(String)
    /// A string.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// An object; names are unique, in the order of the text.
    case object([(name: String, value: JSONValue)])

    /// Value of an object's member; `nil` if this is no object or has no such member.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name.hasSameBytes(as: name) }?.value
    }

    /// The text, if this is a string.
    package var stringValue: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The number, if this is spelled as an integer of Int64.
    package var integerValue: Int64? {
        guard case .integer(let value) = self else { return nil }
        return value
    }

    /// The truth value, if this is one.
    package var booleanValue: Bool? {
        guard case .boolean(let value) = self else { return nil }
        return value
    }

    /// The elements, if this is a list.
    package var arrayValue: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members, if this is an object.
    package var objectValue: [(name: String, value: JSONValue)]? {
        guard case .object(let members) = self else { return nil }
        return members
    }
}
