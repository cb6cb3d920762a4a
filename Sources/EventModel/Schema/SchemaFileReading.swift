/// Reads definitions in the dialect that ``EventSchema/jsonSchema()`` writes.
///
/// A keyword that the door would not enforce is refused, so that nobody believes it enforced.
struct SchemaFileReading {
    private let root: JSONValue

    /// Reads the file's JSON.
    init(_ bytes: [UInt8]) throws(SchemaFileError) {
        do {
            root = try JSONValue(parsing: bytes)
        } catch {
            throw SchemaFileError(
                pointer: "",
                found: "malformed JSON",
                accepted: "JSON with \(error.expected) at byte \(error.offset)"
            )
        }
    }

    /// The definition that the file holds.
    func schema() throws(SchemaFileError) -> EventSchema {
        try checkMembers()
        let (type, version) = try name()
        return EventSchema(
            type,
            version: version,
            chinese: try text("x-cairn-chinese", or: type),
            summary: try text("description", or: type),
            source: try text("x-cairn-source", or: "Deployment"),
            fields: try fields(),
            implications: try implications()
        )
    }

    private func checkMembers() throws(SchemaFileError) {
        guard let members = root.objectValue else {
            throw SchemaFileError(pointer: "", found: shown(root), accepted: "a JSON object")
        }
        for member in members where !SchemaDialect.schemaMembers.contains(member.name) {
            throw SchemaFileError(
                pointer: "/\(member.name)",
                found: "keyword \(member.name)",
                accepted: "only \(SchemaDialect.schemaMembers.joined(separator: ", "))"
            )
        }
        try expect("$schema", .string(SchemaDialect.metaSchema), isRequired: false)
        try expect("type", .string("object"), isRequired: true)
        try expect("additionalProperties", .boolean(false), isRequired: true)
    }

    private func expect(
        _ name: String,
        _ value: JSONValue,
        isRequired: Bool
    ) throws(SchemaFileError) {
        guard let found = root[name] else {
            if !isRequired { return }
            throw SchemaFileError(pointer: "", found: "no \(name)", accepted: shown(value))
        }
        guard canonicalize(found) == canonicalize(value) else {
            throw SchemaFileError(pointer: "/\(name)", found: shown(found), accepted: shown(value))
        }
    }

    private func name() throws(SchemaFileError) -> (type: String, version: Int) {
        let prefix = "urn:cairn:schema:"
        let found = root["$id"]?.stringValue ?? ""
        let parts = found.utf8.dropFirst(prefix.utf8.count)
            .split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard found.utf8.starts(with: prefix.utf8), parts.count == 2,
            SchemaDialect.isTypeName(parts[0]),
            let version = Int(parts[1]), (1...65_535).contains(version),
            parts[1].hasSameBytes(as: String(version))
        else {
            throw SchemaFileError(
                pointer: "/$id",
                found: root["$id"].map(shown) ?? "no $id",
                accepted: "urn:cairn:schema:<noun.pastTenseVerb>:<version from 1>"
            )
        }
        try expect("title", .string(parts[0]), isRequired: false)
        return (parts[0], version)
    }

    private func text(_ name: String, or standard: String) throws(SchemaFileError) -> String {
        try Self.text(name, of: root, at: "", or: standard)
    }

    private static func text(
        _ name: String,
        of value: JSONValue,
        at pointer: String,
        or standard: String
    ) throws(SchemaFileError) -> String {
        guard let found = value[name] else { return standard }
        guard let text = found.stringValue else {
            throw SchemaFileError(
                pointer: "\(pointer)/\(name)",
                found: shown(found),
                accepted: "a string"
            )
        }
        return text
    }

    private func fields() throws(SchemaFileError) -> [SchemaField] {
        guard let properties = root["properties"]?.objectValue, properties.count <= 256 else {
            throw SchemaFileError(
                pointer: "/properties",
                found: root["properties"].map { _ in "too many or no object" } ?? "nothing",
                accepted: "an object of at most 256 fields"
            )
        }
        let required = try names(in: "required")
        for name in required where !properties.contains(where: { $0.name.hasSameBytes(as: name) }) {
            throw SchemaFileError(
                pointer: "/required",
                found: name,
                accepted: "names that stand in properties"
            )
        }
        var fields: [SchemaField] = []
        for property in properties {
            let isRequired = required.contains { $0.hasSameBytes(as: property.name) }
            fields.append(try Self.field(property.name, property.value, isRequired: isRequired))
        }
        guard root["x-cairn-order"] != nil else { return fields }
        let order = try names(in: "x-cairn-order")
        let ordered = order.compactMap { name in fields.first { $0.name.hasSameBytes(as: name) } }
        guard order.count == fields.count, ordered.count == fields.count else {
            throw SchemaFileError(
                pointer: "/x-cairn-order",
                found: "other names than those in properties",
                accepted: "each field once"
            )
        }
        return ordered
    }

    /// A list of distinct strings; empty if the member is absent.
    private func names(in member: String) throws(SchemaFileError) -> [String] {
        guard let value = root[member] else { return [] }
        let names = value.arrayValue?.compactMap(\.stringValue) ?? []
        guard let count = value.arrayValue?.count, count == names.count, count <= 256,
            Set(names.map { Array($0.utf8) }).count == count
        else {
            throw SchemaFileError(
                pointer: "/\(member)",
                found: shown(value),
                accepted: "a list of different strings"
            )
        }
        return names
    }

    private static func field(
        _ name: String,
        _ property: JSONValue,
        isRequired: Bool
    ) throws(SchemaFileError) -> SchemaField {
        let pointer = "/properties/\(name)"
        guard SchemaDialect.isFieldName(name) else {
            throw SchemaFileError(
                pointer: pointer,
                found: name,
                accepted: "a name of ASCII letters and digits, a lower-case letter first"
            )
        }
        guard let kind = FieldKind(schemaProperty: property) else {
            let names = FieldKind.schemaNames.joined(separator: ", ")
            throw SchemaFileError(
                pointer: pointer,
                found: shown(property),
                accepted: """
                    a field of one of the kinds \(names), written as generated schemas are; a string's \
                    maxLength only together with x-cairn-maximumBytes
                    """
            )
        }
        try checkKeywords(of: property, kind, at: pointer)
        let storage = try storage(of: property, kind, at: pointer)
        return SchemaField(
            name,
            kind,
            required: isRequired,
            storage: storage,
            chinese: try text("x-cairn-chinese", of: property, at: pointer, or: name),
            summary: try text("description", of: property, at: pointer, or: name)
        )
    }

    /// Every validating keyword must be one that the kind enforces, with the value that it enforces.
    private static func checkKeywords(
        of property: JSONValue,
        _ kind: FieldKind,
        at pointer: String
    ) throws(SchemaFileError) {
        let enforced = kind.schemaKeywords
        for member in property.objectValue ?? []
        where !Self.isAnnotation(member.name, of: kind) {
            let keyword = enforced.first { $0.name.hasSameBytes(as: member.name) }
            guard let keyword, canonicalize(keyword.value) == canonicalize(member.value) else {
                throw SchemaFileError(
                    pointer: "\(pointer)/\(member.name)",
                    found: shown(member.value),
                    accepted: keyword.map { shown($0.value) }
                        ?? "no such keyword with the kind \(kind.schemaName)"
                )
            }
        }
    }

    private static func isAnnotation(_ name: String, of kind: FieldKind) -> Bool {
        switch kind {
        case .string, .bytes:
            if name == "x-cairn-maximumBytes" { return true }
        default: break
        }
        return SchemaDialect.annotations.contains(name)
    }

    private static func storage(
        of property: JSONValue,
        _ kind: FieldKind,
        at pointer: String
    ) throws(SchemaFileError) -> FieldStorage {
        guard let found = property["x-cairn-storage"] else { return kind.defaultStorage }
        let isInteger = kind.defaultStorage == .integer
        guard let storage = found.stringValue.flatMap(FieldStorage.init(rawValue:)),
            (storage == .integer) == isInteger
        else {
            throw SchemaFileError(
                pointer: "\(pointer)/x-cairn-storage",
                found: shown(found),
                accepted: isInteger ? "integer" : "name, key or text"
            )
        }
        return storage
    }

    private func implications() throws(SchemaFileError) -> [EventSchema.Implication] {
        guard let value = root["allOf"] else { return [] }
        var implications: [EventSchema.Implication] = []
        for (index, element) in (value.arrayValue ?? [.null]).enumerated() {
            let first = element["if"]?["properties"]?.objectValue?.first?.name
            let second = element["then"]?["properties"]?.objectValue?.first?.name
            let implication = EventSchema.Implication(ifTrue: first ?? "", thenTrue: second ?? "")
            guard canonicalize(implication.definition) == canonicalize(element),
                isBoolean(implication.ifTrue), isBoolean(implication.thenTrue)
            else {
                throw SchemaFileError(
                    pointer: "/allOf/\(index)",
                    found: shown(element),
                    accepted: "if one boolean field is true, then another is true"
                )
            }
            implications.append(implication)
        }
        return implications
    }

    private func isBoolean(_ name: String) -> Bool {
        root["properties"]?[name].flatMap(FieldKind.init(schemaProperty:)) == .boolean
    }

    private func shown(_ value: JSONValue) -> String { Self.shown(value) }

    private static func shown(_ value: JSONValue) -> String {
        String(decoding: value.compactText, as: UTF8.self)
    }
}

extension SchemaRegistry {
    /// Reads a type that a deployment adds, from a file in the dialect of ``EventSchema/jsonSchema()``.
    ///
    /// Annotations may be left out where the keywords say enough; keywords outside the dialect are refused.
    ///
    /// - Throws: ``SchemaFileError`` that points at the member to change.
    package static func schema(
        fromJSONSchema bytes: [UInt8]
    ) throws(SchemaFileError) -> EventSchema {
        try SchemaFileReading(bytes).schema()
    }
}

extension EventSchema {
    /// Reads a definition that a ledger carries; its ``check`` is lost, which only writing needs.
    ///
    /// - Throws: ``SchemaFileError`` if the bytes are not of ``canonicalDefinition``'s making.
    package convenience init(canonicalDefinition bytes: [UInt8]) throws(SchemaFileError) {
        let read = try SchemaFileReading(bytes).schema()
        self.init(
            read.type,
            version: read.version,
            chinese: read.titleChinese,
            summary: read.summary,
            source: read.sourceClause,
            fields: read.fields,
            implications: read.implications
        )
    }
}
