/// Reads events of one version of a type as those of the next: a pure function, said field by field.
///
/// Events are never rewritten: they are stored and given back as they were recorded, and read by way of
/// the upcasters where a figure asks for a newer version. Said as data and not as code, an upcaster works
/// on a whole column as well as on one event. A field that is not named here keeps its name; one that the
/// older version does not have is absent.
package struct Upcaster: Sendable {
    /// By present name the name that a field had in the version before.
    package let formerNames: [String: String]
    /// By name the stored integer with which events of the version before are read; for fields with
    /// ``FieldStorage/integer`` that it does not have.
    package let constants: [String: Int64]

    /// Makes an upcaster.
    package init(formerNames: [String: String] = [:], constants: [String: Int64] = [:]) {
        self.formerNames = formerNames
        self.constants = constants
    }
}

/// Where a field's value comes from when an event of an older version is read as one of a newer.
package enum FieldOrigin: Hashable, Sendable {
    /// The field at this index of the stored version.
    case field(Int)
    /// A stored integer, the same for every event.
    case constant(Int64)
    /// Nowhere.
    case absent
}

extension EventSchema {
    /// Where a field's value comes from in events of a stored version of this type.
    ///
    /// - Parameters:
    ///   - field: Index into ``fields`` of this version.
    ///   - stored: The version of the events, at most this one.
    /// - Returns: The origin; the same field if both are of one version.
    /// - Complexity: O(versions between them).
    package func origin(of field: Int, in stored: EventSchema) -> FieldOrigin {
        precondition(stored.version <= version, "\(stored.urn) is newer than \(urn)")
        guard stored.version < version else { return .field(field) }
        let name = fields[field].name
        guard let predecessor else {
            // Types of a deployment say no more than their fields.
            return stored.index(of: name).map { .field($0) } ?? .absent
        }
        if let before = predecessor.index(of: upcaster.formerNames[name] ?? name) {
            return predecessor.origin(of: before, in: stored)
        }
        return upcaster.constants[name].map { .constant($0) } ?? .absent
    }

    /// An event's values, read by this version.
    ///
    /// - Parameters:
    ///   - data: Values of the stored version's fields, in their order.
    ///   - stored: The version of the event, at most this one.
    /// - Returns: One value per field of this version, in their order.
    package func upcast(_ data: [FieldValue], from stored: EventSchema) -> [FieldValue] {
        fields.indices.map { field in
            switch origin(of: field, in: stored) {
            case .field(let index): data[index]
            case .constant(let value): .integer(value)
            case .absent: .absent
            }
        }
    }

    /// Traps on an upcaster that does not fit: definitions are made by programmers.
    func checkUpcaster() {
        guard let predecessor else {
            precondition(
                upcaster.formerNames.isEmpty && upcaster.constants.isEmpty,
                "\(urn) has an upcaster but no version before it"
            )
            return
        }
        precondition(
            predecessor.type == type && predecessor.version == version - 1,
            "\(predecessor.urn) does not stand before \(urn)"
        )
        for field in fields {
            let name = upcaster.formerNames[field.name] ?? field.name
            if let before = predecessor.index(of: name) {
                precondition(
                    field.kind.reads(predecessor.fields[before].kind)
                        && field.storage == predecessor.fields[before].storage,
                    "\(urn) cannot read \(name) of \(predecessor.urn)"
                )
            } else {
                precondition(
                    !field.isRequired || upcaster.constants[field.name] != nil,
                    "\(urn) requires \(field.name), which \(predecessor.urn) has not"
                )
            }
        }
        for name in upcaster.constants.keys {
            let field = index(of: name).map { fields[$0] }
            precondition(field?.storage == .integer, "\(urn) has no integer field \(name)")
        }
    }
}

extension FieldKind {
    /// Whether stored values of another kind mean the same under this one: a choice may gain names at its
    /// end, since an index is what is stored.
    fileprivate func reads(_ older: FieldKind) -> Bool {
        switch (self, older) {
        case (.choice(let names), .choice(let known)): names.starts(with: known)
        case (.integer, .integer), (.string, .string), (.choices, .choices): true
        default: self == older
        }
    }
}
