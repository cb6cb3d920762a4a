package import EventModel

/// What names an audit sample: with a copy of the ledger it draws the same events again.
///
/// ```
/// sample:<method>/<n>/<seed>@<population digest>?position=…&asOf=…[&knownAt=…][&population=…][&strata=county]
/// ```
package struct SampleID: Hashable, Sendable {
    /// What is drawn, and how.
    package let plan: SamplePlan
    /// Digest over the canonical list of what could be drawn.
    package let populationDigest: SHA256Digest
    /// Number of events that were known.
    package let position: UInt64
    /// Business date up to which events count.
    package let asOf: BusinessDate
    /// The instant of knowledge that was asked for, if one was.
    package let knownAt: Instant?

    private static let scheme = "sample:"
    private static let strata = "county"

    /// Joins the parts.
    package init(
        plan: SamplePlan,
        populationDigest: SHA256Digest,
        position: UInt64,
        asOf: BusinessDate,
        knownAt: Instant?
    ) {
        self.plan = plan
        self.populationDigest = populationDigest
        self.position = position
        self.asOf = asOf
        self.knownAt = knownAt
    }

    /// The id as text.
    package var text: String {
        var text = Self.scheme + "\(plan.method.rawValue)/\(plan.count)/\(plan.seed)"
        text += "@\(populationDigest)?position=\(position)&asOf=\(asOf)"
        if let knownAt { text += "&knownAt=\(knownAt.utcDescription)" }
        if plan.population != .payments { text += "&population=\(plan.population.type)" }
        if plan.isByCounty { text += "&strata=\(Self.strata)" }
        return text
    }

    /// Reads an id; `nil` for anything that ``text`` would not write.
    package init?(_ text: String) {
        guard text.hasPrefix(Self.scheme) else { return nil }
        let halves = text.dropFirst(Self.scheme.count).split(
            separator: "@",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard halves.count == 2 else { return nil }
        let draw = halves[0].split(separator: "/", omittingEmptySubsequences: false)
        let rest = halves[1].split(
            separator: "?",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard draw.count == 3, rest.count == 2,
            let method = SampleMethod(rawValue: String(draw[0])),
            let count = Int(draw[1]), let digest = SHA256Digest(hex: String(rest[0])),
            let values = Self.values(rest[1]),
            let position = values["position"].flatMap({ UInt64($0) }),
            let asOf = values["asOf"].flatMap({ BusinessDate(parsing: $0) })
        else { return nil }
        var knownAt: Instant?
        if let given = values["knownAt"] {
            guard let instant = Instant(parsingUTC: given) else { return nil }
            knownAt = instant
        }
        let plan = SamplePlan(
            method: method,
            count: count,
            seed: String(draw[2]),
            population: values["population"].map { SamplePopulationName(type: $0) } ?? .payments,
            isByCounty: values["strata"] != nil
        )
        guard let plan else { return nil }
        self.init(
            plan: plan,
            populationDigest: digest,
            position: position,
            asOf: asOf,
            knownAt: knownAt
        )
        // One spelling for one sample.
        guard self.text.hasSameBytes(as: text) else { return nil }
    }

    private static func values(_ text: Substring) -> [String: String]? {
        var values: [String: String] = [:]
        for pair in text.split(separator: "&", omittingEmptySubsequences: false) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, values[String(parts[0])] == nil else { return nil }
            values[String(parts[0])] = String(parts[1])
        }
        return values
    }
}
