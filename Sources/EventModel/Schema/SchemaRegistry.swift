/// The event types that a ledger or a program knows, by name and version; immutable.
///
/// The engine's own types (``ledgerSchemas``) are always among them. Registries are made once and shared by all threads.
package final class SchemaRegistry: Sendable {
    /// Every schema, sorted by type (as bytes), then by version.
    package let all: [EventSchema]
    /// Names of the types, sorted as bytes, each once.
    package let types: [String]

    // Ascending versions of each type. Type names are ASCII, so that Swift's string equality, by
    // canonical equivalence, is safe as long as the found name is compared by bytes.
    private let versions: [String: [EventSchema]]
    // The types' names in the order of `types`, found by their bytes, and the newest schema of each.
    private let names: TextTable
    private let newest: [EventSchema]

    /// Collects schemas; the same type and version twice must have the same form.
    package init(_ schemas: [EventSchema]) {
        var versions: [String: [EventSchema]] = [:]
        for schema in schemas + ledgerSchemas {
            let known = versions[schema.type, default: []]
            if let twin = known.first(where: { $0.version == schema.version }) {
                precondition(
                    twin.hasSameForm(as: schema),
                    "\(schema.urn) is defined in two ways"
                )
                continue
            }
            versions[schema.type] = (known + [schema]).sorted { $0.version < $1.version }
        }
        self.versions = versions
        self.types = versions.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        self.all = types.flatMap { versions[$0] ?? [] }
        var names = TextTable()
        for type in types { _ = names.insert(type.utf8Span.span) }
        self.names = names
        self.newest = types.compactMap { versions[$0]?.last }
    }

    /// The schema of a type at a version, the newest if `version` is `nil`; `nil` if unknown.
    package func schema(type: String, version: Int? = nil) -> EventSchema? {
        guard let known = versions[type], let newest = known.last,
            newest.type.hasSameBytes(as: type)
        else { return nil }
        guard let version else { return newest }
        return known.first { $0.version == version }
    }

    /// The newest schema of the type with those bytes; `nil` if unknown.
    func newestSchema(ofType type: Span<UInt8>) -> EventSchema? {
        names.index(of: type).map { newest[$0] }
    }

    /// Every version of a type, ascending; empty if the type is unknown.
    package func versions(of type: String) -> [EventSchema] {
        guard let known = versions[type], known.first?.type.hasSameBytes(as: type) == true else {
            return []
        }
        return known
    }

    /// A registry with these schemas too; a type and version already here stays as it is here.
    package func adding(_ schemas: [EventSchema]) -> SchemaRegistry {
        var added: [EventSchema] = []
        for schema in schemas where self.schema(type: schema.type, version: schema.version) == nil {
            let isTwin = added.contains { $0.type == schema.type && $0.version == schema.version }
            if !isTwin { added.append(schema) }
        }
        return added.isEmpty ? self : SchemaRegistry(all + added)
    }
}
