internal import EventModel

/// Gives names and types their ordinals; new ones are staged and published only after their commit.
struct Interner {
    private let tables: LedgerTables
    private let registry: SchemaRegistry
    /// Entries that the next commit stores; sources are added by ``LogWriter``.
    var additions: TableAdditions
    private var newNames: [ByteText: UInt32] = [:]
    /// Schemas known to be the ledger's own, with their ordinals once they have one.
    private var schemas: [ObjectIdentifier: (schema: EventSchema, ordinal: UInt16?)] = [:]

    init(tables: LedgerTables, registry: SchemaRegistry) {
        self.tables = tables
        self.registry = registry
        additions = TableAdditions(start: tables.counts)
    }

    /// Checks that a schema is the one that this ledger and this program know by its name.
    mutating func check(_ schema: EventSchema) throws(Refusal) {
        guard schemas[ObjectIdentifier(schema)] == nil else { return }
        let stored = tables.typeOrdinal(type: schema.type, version: schema.version)
        let known =
            stored.map { tables.schema(at: $0) }
            ?? registry.schema(type: schema.type, version: schema.version)
        guard let known else {
            throw Refusal(
                .schema,
                field: "type",
                found: schema.urn,
                accepted: "a type that the ledger was opened with"
            )
        }
        guard known.hasSameForm(as: schema) else {
            throw Refusal(
                .schema,
                field: "dataschema",
                found: "another definition of \(schema.urn)",
                accepted: "the ledger's own definition, or a new version"
            )
        }
        schemas[ObjectIdentifier(schema)] = (schema, stored)
    }

    /// Makes the staged entries visible to all, after they were committed.
    mutating func publish() {
        guard !additions.isEmpty else { return }
        tables.publish(additions)
        additions = TableAdditions(start: tables.counts)
        newNames = [:]
    }

    /// The ordinal of a name, which is staged if it is new.
    mutating func ordinal(ofName name: Span<UInt8>) -> UInt32 {
        let name = String(copyingUTF8: name)
        if let known = tables.nameOrdinal(of: name) { return known }
        let key = ByteText(name)
        if let new = newNames[key] { return new }
        let ordinal = UInt32(additions.start.names + additions.names.count)
        additions.names.append(name)
        newNames[key] = ordinal
        return ordinal
    }

    /// The ordinal of a schema, which must have been checked and is staged if it is new.
    mutating func ordinal(of schema: EventSchema) -> UInt16 {
        if let known = schemas[ObjectIdentifier(schema)]?.ordinal { return known }
        let ordinal: UInt16
        if let stored = tables.typeOrdinal(type: schema.type, version: schema.version) {
            ordinal = stored
        } else if let staged = additions.schemas.firstIndex(where: {
            $0.version == schema.version && $0.type.hasSameBytes(as: schema.type)
        }) {
            ordinal = UInt16(additions.start.types + staged)
        } else {
            ordinal = UInt16(additions.start.types + additions.schemas.count)
            additions.schemas.append(schema)
        }
        schemas[ObjectIdentifier(schema)] = (schema, ordinal)
        return ordinal
    }
}
