package import EventModel
package import Evidence

/// What `cairn.json` says of a ledger: written once, when it is made.
package struct LedgerManifest: Hashable, Sendable {
    /// Name of the file in the ledger's folder.
    package static let fileName = "cairn.json"
    static let limitBytes = 65_536

    /// Who the ledger is; chosen by who made it, and never changed.
    package let ledgerID: String
    /// The ledger's own moment of making.
    package let createdAt: Instant
    /// The version of the stored format in which the ledger is written.
    package let format: StoredFormat
    /// Whether its data are invented.
    package let isSynthetic: Bool
    /// Events of a sealed block: a power of two up to 16,384.
    package let blockEvents: Int
    /// The first key that signs the ledger's checkpoints; `nil` in a ledger that was made without one.
    package let key: VerifierKey?

    /// The file's text: a JSON object with one member a line.
    package var text: [UInt8] {
        var members: [(name: String, value: JSONValue)] = [
            ("format", .integer(Int64(format.rawValue))),
            ("ledger", .string(ledgerID)),
            ("created", .string(createdAt.utcDescription)),
            ("synthetic", .boolean(isSynthetic)),
            ("blockEvents", .integer(Int64(blockEvents))),
        ]
        if let key { members.append(("key", .string("\(key)"))) }
        return JSONValue.object(members).prettyText
    }

    init(
        ledgerID: String,
        format: StoredFormat,
        createdAt: Instant,
        isSynthetic: Bool,
        blockEvents: Int,
        key: VerifierKey?
    ) {
        self.ledgerID = ledgerID
        self.format = format
        self.createdAt = createdAt
        self.isSynthetic = isSynthetic
        self.blockEvents = blockEvents
        self.key = key
    }

    /// Reads the file's text; members it does not know are left to later versions.
    ///
    /// - Throws: ``LogError/newerFormat(path:found:supported:)``,
    ///   ``LogError/manifestDamaged(path:detail:)``; `path` is only for the message.
    init(reading text: [UInt8], path: String) throws(LogError) {
        func damaged(_ detail: String) -> LogError {
            .manifestDamaged(path: path, detail: detail)
        }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: text)
        } catch {
            throw damaged("it is not JSON (\(error))")
        }
        // The version comes first: a newer file may differ in everything else.
        guard let version = value["format"]?.integerValue, version >= 1 else {
            throw damaged("it has no format version")
        }
        guard let format = UInt16(exactly: version).flatMap(StoredFormat.init(rawValue:)) else {
            throw .newerFormat(
                path: path,
                found: Int(clamping: version),
                supported: Int(StoredFormat.newest.rawValue)
            )
        }
        guard let ledger = value["ledger"]?.stringValue, !ledger.isEmpty else {
            throw damaged("it has no ledger id")
        }
        guard let created = value["created"]?.stringValue.flatMap(Instant.init(parsingUTC:)) else {
            throw damaged("`created` is not a time such as 2019-07-01T02:00:00.000Z")
        }
        guard let blockEvents = value["blockEvents"]?.integerValue,
            Self.isBlockSize(Int(clamping: blockEvents))
        else { throw damaged("`blockEvents` is not a power of two up to 16384") }
        guard let isSynthetic = value["synthetic"]?.booleanValue else {
            throw damaged("`synthetic` is neither true nor false")
        }
        let key: VerifierKey?
        do throws(NoteError) {
            key = try value["key"].map { value throws(NoteError) in
                try VerifierKey(parsing: value.stringValue ?? "")
            }
        } catch {
            throw damaged("`key` cannot be used: \(error)")
        }
        self.init(
            ledgerID: ledger,
            format: format,
            createdAt: created,
            isSynthetic: isSynthetic,
            blockEvents: Int(blockEvents),
            key: key
        )
    }

    /// Whether blocks may have this many events: a power of two, so that a block is a perfect
    /// subtree.
    static func isBlockSize(_ count: Int) -> Bool {
        (2...LogOptions.standardBlockEvents).contains(count) && count & (count - 1) == 0
    }
}
