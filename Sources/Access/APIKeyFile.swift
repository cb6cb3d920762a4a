package import EventLog
package import EventModel

/// The API keys of a ledger, in `keys/api-keys.json`: hashes only, no key can be made from it.
package struct APIKeyFile: Sendable {
    private let folder: LedgerFolder

    /// Name of the file in `keys/`.
    package static let name = "api-keys.json"

    /// The file of a ledger.
    package init(of folder: LedgerFolder) { self.folder = folder }

    /// All keys in order of making, revoked ones too.
    ///
    /// - Throws: ``LogError`` when the file cannot be read or is damaged.
    package func keys() throws(LogError) -> [APIKey] {
        try keys(in: try folder.secretFile(Self.name))
    }

    /// Adds a key.
    ///
    /// - Throws: As ``keys()``, and when the file cannot be written; it is as it was then.
    package func add(_ key: APIKey) throws(LogError) {
        try folder.changeSecretFile(Self.name) { bytes throws(LogError) -> [UInt8] in
            Self.text(of: try keys(in: bytes) + [key])
        }
    }

    /// Revokes a key from now on.
    ///
    /// - Parameters:
    ///   - id: The key's id.
    ///   - now: The moment.
    /// - Returns: The key; `nil` if there is none of this id. One that was revoked before stays as it was.
    /// - Throws: As ``add(_:)``.
    package func revoke(_ id: String, now: Instant) throws(LogError) -> APIKey? {
        guard try keys().contains(where: { $0.id.hasSameBytes(as: id) }) else { return nil }
        try folder.changeSecretFile(Self.name) { bytes throws(LogError) -> [UInt8] in
            var keys = try keys(in: bytes)
            for index in keys.indices
            where keys[index].id.hasSameBytes(as: id) && keys[index].revokedAt == nil {
                keys[index].revokedAt = now
            }
            return Self.text(of: keys)
        }
        return try keys().first { $0.id.hasSameBytes(as: id) }
    }

    private func keys(in bytes: [UInt8]?) throws(LogError) -> [APIKey] {
        guard let bytes else { return [] }
        guard let file = try? JSONValue(parsing: bytes), file["format"]?.integerValue == 1,
            let listed = file["keys"]?.arrayValue
        else { throw damaged("it is no list of keys of format 1") }
        var keys: [APIKey] = []
        for (index, item) in listed.enumerated() {
            guard let key = APIKey(json: item) else {
                throw damaged("key \(index) of it is not readable")
            }
            keys.append(key)
        }
        return keys
    }

    private func damaged(_ detail: String) -> LogError {
        .manifestDamaged(path: "\(folder.path)/keys/\(Self.name)", detail: detail)
    }

    private static func text(of keys: [APIKey]) -> [UInt8] {
        JSONValue.object([("format", .integer(1)), ("keys", .array(keys.map(\.json)))]).prettyText
    }
}

extension APIKey {
    /// Reads what ``json`` wrote.
    init?(json: JSONValue) {
        func instant(_ name: String) -> Instant? {
            json[name]?.stringValue.flatMap { Instant(parsingUTC: $0) }
        }
        guard let id = json["id"]?.stringValue, let actor = json["actor"]?.stringValue,
            let role = json["role"]?.stringValue.flatMap(Role.init(rawValue:)),
            let hash = json["sha256"]?.stringValue.flatMap(SHA256Digest.init(hex:)),
            let created = instant("created"),
            let counties = json["counties"]?.arrayValue?.compactMap(\.stringValue)
        else { return nil }
        // A date that is there and cannot be read must not be taken for none.
        if json["expires"] != nil, instant("expires") == nil { return nil }
        if json["revoked"] != nil, instant("revoked") == nil { return nil }
        self.init(
            id: id,
            actor: actor,
            role: role,
            counties: counties,
            secretHash: hash,
            createdAt: created,
            expiresAt: instant("expires"),
            revokedAt: instant("revoked")
        )
    }

    /// What the file holds of a key.
    var json: JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("id", .string(id)), ("actor", .string(actor)), ("role", .string(role.rawValue)),
            ("counties", .array(counties.map { .string($0) })),
            ("sha256", .string(secretHash.description)),
            ("created", .string(createdAt.utcDescription)),
        ]
        if let expiresAt { members.append(("expires", .string(expiresAt.utcDescription))) }
        if let revokedAt { members.append(("revoked", .string(revokedAt.utcDescription))) }
        return .object(members)
    }
}
