import EventModel

/// The stored versions of event types as a pass over blocks needs them: each type is looked up once.
///
/// Belongs to one pass on one thread.
final class TypeVersions {
    private let tables: LedgerTables
    // Schemas are shared objects; each is kept here, so that its address stays its own.
    private var known: [ObjectIdentifier: (schema: EventSchema, ordinals: [UInt16])] = [:]

    init(_ tables: LedgerTables) { self.tables = tables }

    /// Ordinals of the type's versions up to the schema's own, by ascending version.
    func ordinals(readAs schema: EventSchema) -> [UInt16] {
        if let found = known[ObjectIdentifier(schema)] { return found.ordinals }
        let ordinals = tables.typeOrdinals(type: schema.type).filter {
            tables.schema(at: $0).version <= schema.version
        }
        known[ObjectIdentifier(schema)] = (schema, ordinals)
        return ordinals
    }
}
