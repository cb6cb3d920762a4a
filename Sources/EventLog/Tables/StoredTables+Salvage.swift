internal import EventModel
internal import LMDB

extension StoredTables {
    /// Takes in what damage left of the tables, each row for itself, and notes which rows it did not.
    ///
    /// - Throws: ``LogError`` for anything but damage.
    func salvage(
        _ tables: LedgerTables,
        from transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) {
        var gaps = TableGaps()
        var additions = TableAdditions()
        let names = try rows(.names, of: store.names, transaction) {
            (row, key) throws(DamageError) -> String in
            try TableRow.decode(.names, key: key, row) { reader throws(DamageError) -> String in
                try reader.string()
            }
        }
        additions.names = names.found.map { $0 ?? "" }
        for (ordinal, damage) in names.damages { gaps.names[UInt32(ordinal)] = damage }
        let sources = try rows(.sources, of: store.sources, transaction) {
            (row, key) throws(DamageError) -> SourceHead in
            try SourceHead(row: row, ordinal: UInt32(key))
        }
        additions.sources = sources.found.map { $0?.name ?? "" }
        for (ordinal, damage) in sources.damages { gaps.sources[UInt32(ordinal)] = damage }
        let types = try rows(.types, of: store.types, transaction) {
            (row, key) throws(DamageError) -> StoredType in
            try StoredType(row: row, key: key)
        }
        for stored in types.found {
            guard let stored else {
                additions.schemas.append(Self.placeholder)
                continue
            }
            additions.schemas.append(try schema(of: stored))
        }
        for (ordinal, damage) in types.damages { gaps.types[UInt16(ordinal)] = damage }
        gaps.whole = [names.whole, sources.whole, types.whole].compactMap { $0 }
        additions.gaps = gaps
        tables.publish(additions)
    }

    /// Stands where a type's definition is damaged; no event is read with it.
    private static let placeholder = EventSchema(
        "unreadable.type",
        chinese: "",
        summary: "",
        source: "",
        fields: []
    )

    private struct Salvaged<Row> {
        var found: [Row?] = []
        var damages: [(ordinal: Int, damage: DamageError)] = []
        var whole: DamageError?
    }

    private func rows<Row>(
        _ part: TableRow.Part,
        of table: Table<UInt32>,
        _ transaction: borrowing some ReadableTransaction & ~Copyable,
        _ decode: (RawSpan, UInt64) throws(DamageError) -> Row
    ) throws(LogError) -> Salvaged<Row> {
        var result = Salvaged<Row>()
        var count = UInt32.max
        do throws(LogError) {
            count = UInt32(clamping: try transaction.rowCount(of: table))
        } catch {
            // Their number is in doubt: they end where one cannot be had.
            guard case .damaged(let damage) = error else { throw error }
            result.whole = damage
        }
        for ordinal in 0..<count {
            do throws(LogError) {
                guard let row = try transaction.bytes(for: ordinal, in: table) else {
                    throw .damaged(
                        DamageError(
                            part: part.name,
                            position: UInt64(ordinal),
                            detail: "the row is missing"
                        )
                    )
                }
                let found = try LogError.catchingDamage { () throws(DamageError) -> Row in
                    try decode(row, UInt64(ordinal))
                }
                result.found.append(found)
            } catch {
                guard case .damaged(let damage) = error else { throw error }
                if result.whole != nil, damage.detail == DamageError.hiddenDetail { break }
                result.found.append(nil)
                result.damages.append((Int(ordinal), damage))
            }
        }
        return result
    }
}
