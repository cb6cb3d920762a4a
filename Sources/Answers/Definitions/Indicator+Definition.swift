package import EventModel

extension Indicator {
    /// What the indicator means.
    package var definition: IndicatorDefinition { known.definition }

    /// The digest of ``definition``, as answers and figures bear it.
    package var definitionDigest: SHA256Digest { known.digest }

    private var known: Known {
        switch self {
        case .coverage: Known.coverage
        case .funds: Known.funds
        case .exits: Known.exits
        case .exceptions: Known.exceptions
        }
    }
}

/// A definition with its digest, which is computed once.
private struct Known {
    let definition: IndicatorDefinition
    let digest: SHA256Digest

    init(_ definition: IndicatorDefinition) {
        self.definition = definition
        digest = definition.digest
    }

    static let coverage = Known(.coverage)
    static let funds = Known(.funds)
    static let exits = Known(.exits)
    static let exceptions = Known(.exceptions)
}
