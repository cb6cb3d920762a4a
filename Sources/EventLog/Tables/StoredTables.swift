internal import EventModel
internal import LMDB

/// Reads and writes the rows behind ``LedgerTables``.
struct StoredTables: Sendable {
    let store: LogStore
    let registry: SchemaRegistry

    /// Adds to `tables` what the transaction sees beyond them.
    ///
    /// - Throws: ``LogError/damaged(_:)``, or ``LogError/schemaDiffers(type:version:)`` when the
    ///   registry knows a stored type with another definition.
    func refresh(
        _ tables: LedgerTables,
        from transaction: borrowing some ReadableTransaction & ~Copyable
    )
        throws(LogError)
    {
        let known = tables.counts
        var additions = TableAdditions(start: known)
        if try transaction.rowCount(of: store.names) > known.names {
            additions.names = try rows(.names, of: store.names, from: known.names, transaction) {
                (_, row, key) throws(DamageError) -> String in
                try TableRow.decode(.names, key: key, row) { reader throws(DamageError) -> String in
                    try reader.string()
                }
            }
        }
        if try transaction.rowCount(of: store.sources) > known.sources {
            additions.sources = try heads(from: known.sources, in: transaction).map(\.name)
        }
        if try transaction.rowCount(of: store.types) > known.types {
            let stored = try rows(.types, of: store.types, from: known.types, transaction) {
                (_, row, key) throws(DamageError) -> StoredType in
                try StoredType(row: row, key: key)
            }
            for type in stored { additions.schemas.append(try schema(of: type)) }
        }
        if !additions.isEmpty { tables.publish(additions) }
    }

    /// The stored heads of the sources with ordinals from `first` on.
    func heads(
        from first: Int,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> [SourceHead] {
        try rows(.sources, of: store.sources, from: first, transaction) {
            (ordinal, row, _) throws(DamageError) -> SourceHead in
            try SourceHead(row: row, ordinal: ordinal)
        }
    }

    /// Writes new names and types; sources are written with their heads.
    func write(
        _ additions: TableAdditions,
        to transaction: inout WriteTransaction
    ) throws(LMDBError) {
        for (index, name) in additions.names.enumerated() {
            let key = UInt32(additions.start.names + index)
            let row = TableRow.encode(.names, key: UInt64(key)) { $0.append(name) }
            try transaction.append(row, for: key, in: store.names)
        }
        for (index, schema) in additions.schemas.enumerated() {
            let key = UInt32(additions.start.types + index)
            let row = StoredType(schema).row(key: UInt64(key))
            try transaction.append(row, for: key, in: store.types)
        }
    }

    private func rows<Row>(
        _ part: TableRow.Part,
        of table: Table<UInt32>,
        from first: Int,
        _ transaction: borrowing some ReadableTransaction & ~Copyable,
        _ decode: (UInt32, RawSpan, UInt64) throws(DamageError) -> Row
    ) throws(LogError) -> [Row] {
        var result: [Row] = []
        try transaction.forEachRow(of: table, from: UInt32(first)) {
            (key, row) throws(LogError) -> Bool in
            do throws(DamageError) {
                guard Int(key) == first + result.count else {
                    throw DamageError(
                        part: part.name,
                        position: UInt64(first + result.count),
                        detail: "the row is missing"
                    )
                }
                result.append(try decode(key, row, UInt64(key)))
            } catch {
                throw LogError.damaged(error)
            }
            return true
        }
        let expected = try transaction.rowCount(of: table)
        guard UInt64(first + result.count) == max(expected, UInt64(first)) else {
            throw .damaged(
                DamageError(
                    part: part.name,
                    position: UInt64(first + result.count),
                    detail: "\(first + result.count) rows of \(expected) are there"
                )
            )
        }
        return result
    }

    func schema(of stored: StoredType) throws(LogError) -> EventSchema {
        let own = try stored.schema()
        guard let known = registry.schema(type: stored.type, version: stored.version) else {
            return own
        }
        // Titles and summaries may be reworded; what decides how events are stored may not.
        guard known.hasSameForm(as: own) else {
            throw .schemaDiffers(type: stored.type, version: stored.version)
        }
        return known
    }
}

/// A row of the table `types`: the ledger carries the definitions of its own events.
struct StoredType: Sendable {
    let type: String
    let version: Int
    let definition: [UInt8]

    init(_ schema: EventSchema) {
        type = schema.type
        version = schema.version
        definition = schema.canonicalDefinition
    }

    init(row: RawSpan, key: UInt64) throws(DamageError) {
        (type, version, definition) = try TableRow.decode(
            .types,
            key: key,
            row
        ) { reader throws(DamageError) -> (String, Int, [UInt8]) in
            let type = try reader.string()
            let version = Int(try reader.integer(UInt32.self))
            let count = try reader.variable(below: row.byteCount)
            return (type, version, try reader.take(count))
        }
    }

    func row(key: UInt64) -> [UInt8] {
        TableRow.encode(.types, key: key) { writer in
            writer.append(type)
            writer.append(UInt32(version))
            writer.appendVariable(UInt64(definition.count))
            writer.append(bytes: definition)
        }
    }

    /// The schema as the ledger carries it.
    func schema() throws(LogError) -> EventSchema {
        do throws(SchemaFileError) {
            return try EventSchema(canonicalDefinition: definition)
        } catch {
            throw .schemaUnreadable(type: type, version: version, detail: "\(error)")
        }
    }
}
