import EventModel

/// An object of a column map that has these members and no others: a mistyped name must not pass for
/// something left out.
struct MapObject {
    private let place: String
    private let json: JSONValue

    /// - Throws: ``ColumnMap/Fault`` if this is no object, or for a member of another name.
    init(_ json: JSONValue, place: String, members: [String]) throws(ColumnMap.Fault) {
        self.json = json
        self.place = place
        guard let found = json.objectValue else {
            throw ColumnMap.Fault(place: place, accepted: "a JSON object")
        }
        for member in found where !members.contains(where: member.name.hasSameBytes(as:)) {
            throw ColumnMap.Fault(
                place: self.place(of: member.name),
                accepted: "one of " + members.joined(separator: ", ")
            )
        }
    }

    /// Where a member stands in the map.
    func place(of member: String) -> String { place.isEmpty ? member : "\(place).\(member)" }

    /// A member's value as it stands; `nil` if it is left out.
    subscript(member: String) -> JSONValue? { json[member] }

    /// A text; `nil` if the member is left out.
    func text(_ member: String, accepted: String = "a text") throws(ColumnMap.Fault) -> String? {
        guard let value = json[member] else { return nil }
        guard let text = value.stringValue, !text.isEmpty else {
            throw ColumnMap.Fault(place: place(of: member), accepted: accepted)
        }
        return text
    }

    /// A text that must be there.
    func requiredText(_ member: String) throws(ColumnMap.Fault) -> String {
        guard let text = try text(member) else {
            throw ColumnMap.Fault(place: place(of: member), accepted: "a text")
        }
        return text
    }

    /// One character; `nil` if the member is left out.
    func character(_ member: String, accepted: String) throws(ColumnMap.Fault) -> Character? {
        guard let text = try text(member, accepted: accepted) else { return nil }
        guard text.count == 1 else {
            throw ColumnMap.Fault(place: place(of: member), accepted: accepted)
        }
        return text.first
    }

    /// The members of an object; none if it is left out.
    func members(
        _ member: String
    ) throws(ColumnMap.Fault) -> [(name: String, value: JSONValue)] {
        guard let value = json[member] else { return [] }
        guard let members = value.objectValue else {
            throw ColumnMap.Fault(place: place(of: member), accepted: "a JSON object")
        }
        return members
    }
}
