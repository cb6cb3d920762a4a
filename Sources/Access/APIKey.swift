package import EventModel

/// What is kept of an API key: who holds it, and the hash of its secret.
package struct APIKey: Hashable, Sendable {
    /// Names the key in lists, logs and revocations; part of the key's text.
    package let id: String
    /// Who acts with it: the `actor` of what it records.
    package let actor: String
    /// Acting as what.
    package let role: Role
    /// First six digits of the counties that a role with a county is confined to.
    package let counties: [String]
    /// SHA-256 of the secret.
    ///
    /// The secret has 256 random bits, so that a fast hash is as good as a slow one.
    package let secretHash: SHA256Digest
    /// When it was made.
    package let createdAt: Instant
    /// From when on it opens nothing; `nil` for never.
    package let expiresAt: Instant?
    /// Since when it opens nothing because somebody said so; `nil` if nobody did.
    package var revokedAt: Instant?

    /// What every key begins with, so that scanners find keys that were left somewhere.
    package static let prefix = "cairn_"
    private static let idBytes = 6
    private static let secretBytes = 32

    /// Makes a key.
    ///
    /// - Parameters:
    ///   - actor: Who acts with it.
    ///   - role: Acting as what.
    ///   - counties: First six digits of counties.
    ///   - now: The moment of making.
    ///   - expiresAt: When it ends.
    /// - Returns: What is kept, and the key's text, which exists nowhere else.
    package static func make(
        actor: String,
        role: Role,
        counties: [String],
        now: Instant,
        expiresAt: Instant?
    ) -> (key: APIKey, text: String) {
        var generator = SystemRandomNumberGenerator()
        let id = (0..<idBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let secret = (0..<secretBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator)
        }
        let name = id.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        let spelled = Base64.encodeForURL(secret)
        let key = APIKey(
            id: name,
            actor: actor,
            role: role,
            counties: counties,
            secretHash: SHA256Digest.hash(Array(spelled.utf8)),
            createdAt: now,
            expiresAt: expiresAt,
            revokedAt: nil
        )
        return (key, prefix + name + "_" + spelled)
    }

    /// Splits a key's text into id and secret; `nil` if it has another form.
    package static func parts(of text: Substring) -> (id: Substring, secret: Substring)? {
        guard text.utf8.starts(with: prefix.utf8) else { return nil }
        let rest = text.dropFirst(prefix.count)
        guard let mark = rest.firstIndex(of: "_"), rest[..<mark].utf8.count == 2 * idBytes else {
            return nil
        }
        let secret = rest[rest.index(after: mark)...]
        guard secret.utf8.count == 43 else { return nil }
        return (rest[..<mark], secret)
    }

    /// Whether the secret is this key's; takes the same time for every wrong one.
    package func opens(with secret: Substring) -> Bool {
        let digest = SHA256Digest.hash(Array(secret.utf8))
        return zip(digest.bytes, secretHash.bytes).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Whether the key opens anything at an instant.
    package func isValid(at now: Instant) -> Bool {
        revokedAt == nil && (expiresAt.map { now < $0 } ?? true)
    }

    /// Who holds it.
    package var principal: Principal {
        Principal(proof: .apiKey(id: id), actor: actor, role: role, counties: counties)
    }
}
