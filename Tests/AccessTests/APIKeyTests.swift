import Access
import CairnTestSupport
import EventLog
import EventModel
import Testing

private struct FixedClock: LedgerClock {
    func now() -> Instant { Instant(millisecondsSince1970: 1_700_000_000_000) }
}

private func withLedger(_ body: (LedgerFolder) throws -> Void) throws {
    try withScratchFolder { folder in
        let path = folder + "/ledger"
        try EventLog.create(
            at: path,
            options: LogOptions(mapSizeBytes: 1 << 30),
            clock: FixedClock(),
            ledgerID: "test"
        )
        try body(try LedgerFolder(opening: path))
    }
}

@Suite("API keys")
struct APIKeyTests {
    private let now = FixedClock().now()

    private func key(
        _ role: Role = .county,
        expiresAt: Instant? = nil
    ) -> (key: APIKey, text: String) {
        APIKey.make(
            actor: "县商务局",
            role: role,
            counties: ["540202"],
            now: now,
            expiresAt: expiresAt
        )
    }

    @Test("A key opens with its own secret and no other")
    func opens() throws {
        let (made, text) = key()
        let (other, _) = key()
        let parts = try #require(APIKey.parts(of: text[...]))
        #expect(parts.id == made.id[...])
        #expect(made.opens(with: parts.secret))
        #expect(!other.opens(with: parts.secret))
        for index in parts.secret.indices {
            var changed = Array(String(parts.secret))
            let place = parts.secret.distance(from: parts.secret.startIndex, to: index)
            changed[place] = changed[place] == "A" ? "B" : "A"
            #expect(!made.opens(with: String(changed)[...]))
        }
    }

    @Test(
        "What has not the form of a key is none",
        arguments: [
            "", "cairn_", "cairn_0123456789ab", "cairn_0123456789ab_", "token", "cairn_x_y",
        ]
    )
    func forms(_ text: String) { #expect(APIKey.parts(of: text[...]) == nil) }

    @Test("A key is valid until it expires or is revoked")
    func validity() {
        let end = Instant(millisecondsSince1970: now.millisecondsSince1970 + 10)
        var (made, _) = key(expiresAt: end)
        #expect(made.isValid(at: now))
        #expect(!made.isValid(at: end))
        made.revokedAt = now
        #expect(!made.isValid(at: now))
    }

    @Test("Keys are kept as hashes, and read back as they were")
    func file() throws {
        try withLedger { folder in
            let file = APIKeyFile(of: folder)
            #expect(try file.keys().isEmpty)
            let end = Instant(millisecondsSince1970: now.millisecondsSince1970 + 1_000)
            let keys = [key(), key(.auditor, expiresAt: end), key(.clerk)]
            for key in keys { try file.add(key.key) }
            #expect(try file.keys() == keys.map(\.key))
            let stored = String(
                decoding: try fileBytes("\(folder.keysPath)/\(APIKeyFile.name)"),
                as: UTF8.self
            )
            for key in keys {
                let secret = try #require(APIKey.parts(of: key.text[...])).secret
                #expect(!stored.contains(secret))
            }
            let revoked = try file.revoke(keys[1].key.id, now: now)
            #expect(revoked?.revokedAt == now)
            let later = Instant(millisecondsSince1970: now.millisecondsSince1970 + 5)
            #expect(try file.revoke(keys[1].key.id, now: later)?.revokedAt == now)
            #expect(try file.revoke("000000000000", now: now) == nil)
        }
    }

    @Test("A ring follows its file when it is told to")
    func ring() throws {
        try withLedger { folder in
            let (made, text) = key()
            let ring = try APIKeyRing(of: folder)
            #expect(ring.principal(ofKey: text[...], now: now) == nil)
            try APIKeyFile(of: folder).add(made)
            #expect(ring.principal(ofKey: text[...], now: now) == nil)
            try ring.reload()
            #expect(ring.principal(ofKey: text[...], now: now) == made.principal)
            _ = try APIKeyFile(of: folder).revoke(made.id, now: now)
            try ring.reload()
            #expect(ring.principal(ofKey: text[...], now: now) == nil)
        }
    }
}
