internal import Yams

/// Who may do what, as data: a YAML file, or the built-in default.
///
/// ```yaml
/// version: 1
/// roles:
///   county:
///     counties: own            # only what concerns the holder's counties; otherwise: all
///     rights: [proofs, indicators, events, append]
///     indicators: [coverage, funds, exits]
///     append: [station.*, complaint.filed]
///     requestsPerSecond: 50
/// ```
/// A role that is not listed may do nothing. Whatever the file does not know is refused: a misspelled word must not
/// open a door.
package struct AccessPolicy: Sendable {
    private let roles: [Role: RolePolicy]

    /// Reads a policy.
    ///
    /// - Parameter yaml: The file's text.
    /// - Throws: ``AccessPolicyError`` that names the place.
    package init(yaml: String) throws(AccessPolicyError) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw AccessPolicyError(place: "the file", detail: "it is not YAML: \(error)")
        }
        let members = try PolicyNode(root, at: "the file").members(["version", "roles"])
        guard try members["version"]?.integer() == 1 else {
            throw AccessPolicyError(place: "version", detail: "this program reads version 1")
        }
        guard let listed = members["roles"] else {
            throw AccessPolicyError(place: "roles", detail: "they are missing")
        }
        var roles: [Role: RolePolicy] = [:]
        for (name, node) in try listed.members(Role.allCases.map(\.rawValue)) {
            guard let role = Role(rawValue: name) else { continue }
            roles[role] = try Self.role(node)
        }
        self.roles = roles
    }

    private static func role(_ node: PolicyNode) throws(AccessPolicyError) -> RolePolicy {
        let members = try node.members([
            "counties", "rights", "indicators", "append", "requestsPerSecond",
        ])
        var policy = RolePolicy()
        if let counties = members["counties"] {
            policy.isConfinedToCounties = try counties.word(["own", "all"]) == "own"
        }
        if let rights = members["rights"] {
            let words = try rights.words(Right.allCases.map(\.rawValue))
            policy.rights = Set(words.compactMap(Right.init(rawValue:)))
        }
        if let indicators = members["indicators"] {
            policy.indicators = Set(try indicators.texts())
        }
        if let append = members["append"] {
            let patterns = try append.texts()
            if let bad = patterns.first(where: { !TypePatterns.isPattern($0) }) {
                throw AccessPolicyError(
                    place: append.place,
                    detail: "\(bad) is no event type, family (parcel.*) or *"
                )
            }
            policy.appends = TypePatterns(patterns)
        }
        if let rate = members["requestsPerSecond"] {
            let limit = try rate.integer()
            guard (1...1_000_000).contains(limit) else {
                throw AccessPolicyError(place: rate.place, detail: "it is from 1 to 1000000")
            }
            policy.requestsPerSecond = limit
        }
        return policy
    }

    /// What a role may do.
    package subscript(role: Role) -> RolePolicy { roles[role] ?? RolePolicy() }

    /// Whether somebody may do something at all.
    package func allows(_ right: Right, to principal: Principal) -> Bool {
        self[principal.role].rights.contains(right)
    }

    /// Whether somebody may ask for an indicator.
    package func allows(indicator: String, to principal: Principal) -> Bool {
        let role = self[principal.role]
        return role.rights.contains(.indicators)
            && (role.indicators.contains("*") || role.indicators.contains(indicator))
    }

    /// Whether somebody may record a type.
    package func allows(appending type: String, to principal: Principal) -> Bool {
        let role = self[principal.role]
        return role.rights.contains(.append) && role.appends.contains(type)
    }

    /// First six digits of the counties that somebody is confined to; `nil` for all.
    package func counties(of principal: Principal) -> [String]? {
        self[principal.role].isConfinedToCounties ? principal.counties : nil
    }
}

/// What is wrong with a policy; the service does not start with it.
package struct AccessPolicyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where, such as `roles.county.rights`.
    package let place: String
    /// What, and what is accepted.
    package let detail: String

    /// Names the place.
    package init(place: String, detail: String) {
        self.place = place
        self.detail = detail
    }

    /// Place and detail.
    package var description: String { "\(place): \(detail)" }
}
