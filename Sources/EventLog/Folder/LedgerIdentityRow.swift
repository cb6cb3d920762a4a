internal import LMDB

/// The log's own note of which ledger it is, so that `cairn.json` of another one is found out.
enum LedgerIdentityRow {
    private static let key = Array("ledger".utf8)

    /// Writes the note into a new log.
    static func write(_ manifest: LedgerManifest, to store: LogStore) throws(LogError) {
        let row = TableRow.encode(.meta, key: 0) { writer in
            writer.append(UInt32(LedgerManifest.formatVersion))
            writer.append(UInt32(manifest.blockEvents))
            writer.append(manifest.ledgerID)
        }
        try store.environment.writing { transaction throws(LogError) in
            do throws(LMDBError) {
                try transaction.put(row, for: key, in: store.meta)
            } catch {
                throw LogError(error)
            }
        }
    }

    /// Compares the note with `cairn.json`.
    static func check(_ folder: LedgerFolder, in store: LogStore) throws(LogError) {
        try store.environment.reading { transaction throws(LogError) in
            guard let row = try transaction.bytes(for: key, in: store.meta) else {
                throw .damaged(
                    DamageError(part: "meta", position: 0, detail: "the log names no ledger")
                )
            }
            let (format, blockEvents, ledgerID) = try LogError.catchingDamage {
                () throws(DamageError) in
                try TableRow.decode(.meta, key: 0, row) {
                    reader throws(DamageError) -> (UInt32, UInt32, String) in
                    (
                        try reader.integer(UInt32.self), try reader.integer(UInt32.self),
                        try reader.string()
                    )
                }
            }
            guard format <= UInt32(LedgerManifest.formatVersion) else {
                throw .newerFormat(
                    path: folder.path,
                    found: Int(format),
                    supported: LedgerManifest.formatVersion
                )
            }
            guard Int(blockEvents) == folder.manifest.blockEvents,
                Array(ledgerID.utf8) == Array(folder.manifest.ledgerID.utf8)
            else {
                throw .manifestDamaged(
                    path: folder.path,
                    detail: "the log beside it belongs to ledger \(ledgerID)"
                )
            }
        }
    }
}
