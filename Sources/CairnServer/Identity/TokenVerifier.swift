internal import Access
internal import EventModel
internal import Foundation
internal import JWTKit

/// Checks signed tokens (JWT, ES256 or EdDSA) against the keys of a JWKS file.
///
/// A token names who acts (`sub`), as what (`role`), for which counties (`counties`), and until when (`exp`, required).
/// Tokens of other algorithms, of keys that the file does not hold, or for another audience or issuer are refused.
package final class TokenVerifier: Sendable {
    private let keys: JWTKeyCollection
    private let keyIDs: Set<String>
    private let issuer: String?
    private let audience: String?

    private static let algorithms: Set<String> = ["ES256", "EdDSA"]
    private static let tokenBytesMax = 8_192

    /// Why a JWKS file cannot be used.
    package struct FileError: Error, CustomStringConvertible {
        /// What is wrong with the file.
        package let description: String
    }

    /// Reads the keys.
    ///
    /// - Parameters:
    ///   - jwks: Text of the JWKS file (RFC 7517): keys of kind EC P-256 or OKP Ed25519, each with a `kid`.
    ///   - issuer: What `iss` must be; `nil` takes any.
    ///   - audience: What `aud` must name; `nil` takes any.
    /// - Throws: ``FileError``
    package init(jwks: [UInt8], issuer: String?, audience: String?) async throws {
        guard let file = try? JSONValue(parsing: jwks), let listed = file["keys"]?.arrayValue,
            !listed.isEmpty
        else { throw FileError(description: "it is no JWKS with keys") }
        var ids: Set<String> = []
        for key in listed {
            guard let id = key["kid"]?.stringValue, !id.isEmpty, ids.insert(id).inserted else {
                throw FileError(description: "each key needs a kid of its own")
            }
            let kind = (key["kty"]?.stringValue, key["crv"]?.stringValue)
            guard kind == ("EC", "P-256") || kind == ("OKP", "Ed25519") else {
                throw FileError(description: "key \(id) is neither EC P-256 nor OKP Ed25519")
            }
            guard key["d"] == nil else {
                throw FileError(
                    description: "key \(id) holds its private part: keep that with the issuer"
                )
            }
        }
        keys = JWTKeyCollection()
        do {
            try await keys.add(jwksJSON: String(decoding: jwks, as: UTF8.self))
        } catch {
            throw FileError(description: "a key of it cannot be used: \(error)")
        }
        keyIDs = ids
        self.issuer = issuer
        self.audience = audience
    }

    /// Who a token names; `nil` if it opens nothing.
    func principal(ofToken token: Substring, now: Instant) async -> Principal? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= Self.tokenBytesMax, parts.count == 3,
            let header = Base64.decodeForURL(parts[0]).flatMap({ try? JSONValue(parsing: $0) }),
            let algorithm = header["alg"]?.stringValue, Self.algorithms.contains(algorithm),
            let id = header["kid"]?.stringValue, keyIDs.contains(id),
            let claims = try? await keys.verify(Array(token.utf8), as: Claims.self)
        else { return nil }
        let seconds = Double(now.millisecondsSince1970) / 1_000
        guard claims.exp.value.timeIntervalSince1970 > seconds,
            claims.nbf.map({ $0.value.timeIntervalSince1970 <= seconds }) ?? true,
            issuer.map({ claims.iss?.value == $0 }) ?? true,
            audience.map({ claims.aud?.value.contains($0) ?? false }) ?? true,
            let role = Role(rawValue: claims.role), role != .public,
            Principal.isActor(claims.sub.value)
        else { return nil }
        let counties = claims.counties ?? []
        guard counties.allSatisfy(Principal.isCounty) else { return nil }
        return Principal(
            proof: .token,
            actor: claims.sub.value,
            role: role,
            counties: counties,
            expiresAt: Self.instant(claims.exp.value.timeIntervalSince1970)
        )
    }

    private static func instant(_ seconds: Double) -> Instant? {
        Int64(exactly: (seconds * 1_000).rounded(.down)).map(Instant.init(millisecondsSince1970:))
    }

    private struct Claims: JWTPayload {
        let sub: SubjectClaim
        let exp: ExpirationClaim
        let nbf: NotBeforeClaim?
        let iss: IssuerClaim?
        let aud: AudienceClaim?
        let role: String
        let counties: [String]?

        func verify(using _: some JWTAlgorithm) async throws { try exp.verifyNotExpired() }
    }
}
