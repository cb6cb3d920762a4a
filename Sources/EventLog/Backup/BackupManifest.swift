package import EventModel

/// What `backup.json` says of a backup: of which ledger, up to where, and what it leaves out.
package struct BackupManifest: Hashable, Sendable {
    /// Name of the file in the backup's folder.
    package static let fileName = "backup.json"
    static let limitBytes = 65_536

    /// The ledger's id.
    package let ledgerID: String
    /// Number of events that the backup holds.
    package let eventCount: UInt64
    /// The root over them.
    package let rootHash: SHA256Digest
    /// Recorded time of the last of them; `nil` if there is none.
    package let lastRecordedAt: Instant?
    /// When the backup was made.
    package let createdAt: Instant
    /// Whether the keys of `keys/` are in it.
    package let holdsKeys: Bool
    /// Number of events of the access ledger; `nil` if there is none.
    package let accessCount: UInt64?

    /// The file's text.
    var text: [UInt8] {
        JSONValue.object([
            ("format", .integer(1)), ("ledger", .string(ledgerID)),
            ("eventCount", .integer(Int64(clamping: eventCount))),
            ("rootHash", .string(rootHash.description)),
            ("lastRecordedAt", lastRecordedAt.map { .string($0.utcDescription) } ?? .null),
            ("created", .string(createdAt.utcDescription)), ("keys", .boolean(holdsKeys)),
            ("access", accessCount.map { .integer(Int64(clamping: $0)) } ?? .null),
        ]).prettyText
    }

    init(
        ledgerID: String,
        eventCount: UInt64,
        rootHash: SHA256Digest,
        lastRecordedAt: Instant?,
        createdAt: Instant,
        holdsKeys: Bool,
        accessCount: UInt64?
    ) {
        self.ledgerID = ledgerID
        self.eventCount = eventCount
        self.rootHash = rootHash
        self.lastRecordedAt = lastRecordedAt
        self.createdAt = createdAt
        self.holdsKeys = holdsKeys
        self.accessCount = accessCount
    }

    /// Reads the file's text; `nil` if it is not that of a backup of format 1.
    init?(reading text: [UInt8]) {
        guard let value = try? JSONValue(parsing: text), value["format"]?.integerValue == 1,
            let ledgerID = value["ledger"]?.stringValue,
            let count = value["eventCount"]?.integerValue.flatMap(UInt64.init(exactly:)),
            let root = value["rootHash"]?.stringValue.flatMap(SHA256Digest.init(hex:)),
            let created = value["created"]?.stringValue.flatMap({ Instant(parsingUTC: $0) }),
            let holdsKeys = value["keys"]?.booleanValue
        else { return nil }
        self.init(
            ledgerID: ledgerID,
            eventCount: count,
            rootHash: root,
            lastRecordedAt: value["lastRecordedAt"]?.stringValue.flatMap {
                Instant(parsingUTC: $0)
            },
            createdAt: created,
            holdsKeys: holdsKeys,
            accessCount: value["access"]?.integerValue.flatMap(UInt64.init(exactly:))
        )
    }
}
