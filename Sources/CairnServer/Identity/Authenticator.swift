internal import Access
internal import EventModel

/// Tells who asks: by API key or token; without either it is the public.
struct Authenticator: Sendable {
    let keys: APIKeyRing
    let tokens: TokenVerifier?
    /// Who somebody without a key is.
    let anonymous: Principal
    /// Holds those whose tokens open nothing to a rate, since each costs a look at a signature; `nil` for no rate.
    let failures: RequestBudget?

    private static let scheme = "bearer "
    /// Tokens a second from one address that may open nothing.
    private static let failuresPerSecond = 10

    /// Who asks.
    ///
    /// - Parameters:
    ///   - authorization: The header; `nil` if there is none.
    ///   - address: Where the request comes from.
    ///   - now: The moment.
    /// - Returns: The principal; the public where there is no header.
    /// - Throws: ``Problem`` when a key or token opens nothing: the public's rights are not given to who claims more.
    func principal(
        _ authorization: String?,
        from address: String,
        now: Instant
    ) async throws(Problem) -> Principal {
        guard let authorization else { return anonymous }
        guard authorization.prefix(Self.scheme.count).lowercased() == Self.scheme else {
            throw .badCredentials
        }
        let text = MediaType.trimmed(authorization.dropFirst(Self.scheme.count))
        if let found = keys.principal(ofKey: text, now: now) { return found }
        guard let tokens else { throw .badCredentials }
        let (holder, rate) = ("failed:" + address, Self.failuresPerSecond)
        if let failures, failures.isEmpty(holder, rate: rate, now: now) {
            throw .tooManyRequests(after: 1, rate: rate)
        }
        if let found = await tokens.principal(ofToken: text, now: now) { return found }
        _ = failures?.take(holder, rate: rate, now: now)
        throw .badCredentials
    }

    /// Whether somebody who was let in would still be.
    func isValid(_ principal: Principal, now: Instant) -> Bool {
        switch principal.proof {
        case .none: true
        case .apiKey(let id): keys.isValid(id: id, at: now)
        case .token: principal.expiresAt.map { now < $0 } ?? false
        }
    }
}
