internal import EventModel
internal import LMDB

/// The log's own note of what `cairn.json` says, so that another one, or a changed one, is found out.
enum LedgerIdentityRow {
    private static let key = Array("ledger".utf8)

    /// Writes the note into a new log.
    static func write(_ manifest: LedgerManifest, to store: LogStore) throws(LogError) {
        let row = TableRow.encode(.meta, key: 0) { writer in
            writer.append(UInt32(manifest.format.rawValue))
            writer.append(UInt32(manifest.blockEvents))
            writer.append(manifest.ledgerID)
            writer.append(manifest.createdAt.millisecondsSince1970)
            writer.append(UInt8(manifest.isSynthetic ? 1 : 0))
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
            let note: Note
            do throws(NewerFormat) {
                note = try Note(row)
            } catch {
                switch error {
                case .version(let version):
                    throw .newerFormat(
                        path: folder.path,
                        found: version,
                        supported: Int(StoredFormat.newest.rawValue)
                    )
                case .damage(let damage): throw .damaged(damage)
                }
            }
            guard let difference = note.difference(from: folder.manifest) else { return }
            throw .manifestDamaged(path: folder.path, detail: difference)
        }
    }

    private enum NewerFormat: Error {
        case version(Int)
        case damage(DamageError)
    }

    /// What the log says.
    private struct Note {
        let format: StoredFormat
        let ledgerID: String
        let blockEvents: Int
        let createdAt: Instant
        let isSynthetic: Bool

        init(_ row: RawSpan) throws(NewerFormat) {
            var newer: Int?
            do throws(DamageError) {
                (format, blockEvents, ledgerID, createdAt, isSynthetic) = try TableRow.decode(
                    .meta,
                    key: 0,
                    row
                ) { reader throws(DamageError) -> (StoredFormat, Int, String, Instant, Bool) in
                    let version = Int(try reader.integer(UInt32.self))
                    let format = UInt16(exactly: version).flatMap(StoredFormat.init(rawValue:))
                    // What follows is that version's own affair.
                    if format == nil { newer = version }
                    let blockEvents = Int(try reader.integer(UInt32.self))
                    let ledgerID = try reader.string()
                    let created = Instant(
                        millisecondsSince1970: try reader.integer(Int64.self)
                    )
                    let isSynthetic = try reader.integer(UInt8.self) == 1
                    return (format ?? .newest, blockEvents, ledgerID, created, isSynthetic)
                }
            } catch {
                throw newer.map { .version($0) } ?? .damage(error)
            }
            if let newer { throw .version(newer) }
        }

        /// Where `cairn.json` says something else, in words; `nil` if nowhere.
        func difference(from manifest: LedgerManifest) -> String? {
            if format != manifest.format {
                return
                    "it says format \(manifest.format.rawValue), the log has \(format.rawValue)"
            }
            if !ledgerID.hasSameBytes(as: manifest.ledgerID) {
                return "the log beside it belongs to ledger \(ledgerID)"
            }
            if blockEvents != manifest.blockEvents {
                return
                    "it says blocks of \(manifest.blockEvents) events, the log has \(blockEvents)"
            }
            if createdAt != manifest.createdAt {
                return "the log beside it was made at \(createdAt.utcDescription)"
            }
            if isSynthetic != manifest.isSynthetic {
                return isSynthetic
                    ? "the log beside it is marked as synthetic"
                    : "the log beside it is not marked as synthetic"
            }
            return nil
        }
    }
}
