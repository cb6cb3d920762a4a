package import EventModel

/// Who asks, as it was authenticated.
package struct Principal: Hashable, Sendable {
    /// How it was authenticated.
    package enum Proof: Hashable, Sendable {
        /// Not at all.
        case none
        /// By an API key of this id.
        case apiKey(id: String)
        /// By a signed token.
        case token
    }

    /// How it was authenticated.
    package let proof: Proof
    /// Who acts: the `actor` of recorded events.
    package let actor: String
    /// Acting as what.
    package let role: Role
    /// First six digits of the counties that a role with a county is confined to.
    package let counties: [String]
    /// From when on a token holds no longer; `nil` for none, and for keys, which are looked up.
    package let expiresAt: Instant?

    /// Somebody without a key.
    package static let anonymous = Principal(proof: .none, actor: "", role: .public, counties: [])

    /// Names somebody.
    package init(
        proof: Proof,
        actor: String,
        role: Role,
        counties: [String],
        expiresAt: Instant? = nil
    ) {
        self.expiresAt = expiresAt
        self.proof = proof
        self.actor = actor
        self.role = role
        self.counties = counties
    }

    /// What stands for the principal in logs and limits: the key's id, never a secret.
    package var name: String {
        switch proof {
        case .none: "anonymous"
        case .apiKey(let id): "key:\(id)"
        case .token: "token:\(actor)"
        }
    }

    /// Whether a text can name an actor: 1–128 bytes without control characters.
    package static func isActor(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// Whether a text is the code of a county: 6 digits, no trailing `00`.
    package static func isCounty(_ code: String) -> Bool {
        code.utf8.count == 6 && !code.hasSuffix("00")
            && code.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
