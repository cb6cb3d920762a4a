/// The figures that a ledger answers.
///
/// What an indicator needs besides its name and readings stands in ``IndicatorView``, ``definition`` and
/// ``accounting``: a new one is added to these three and the compiler names what is missing.
package enum Indicator: String, Sendable, CaseIterable {
    /// Stations per township and village.
    case coverage
    /// Ratios of the central fund.
    case funds
    /// Grounds for a station's exit.
    case exits
    /// What the events make doubtful 疑点清单.
    case exceptions

    /// The figures of the programme, which are kept ready to answer in milliseconds.
    package static let headline: [Indicator] = [.coverage, .funds, .exits]

    /// The readings that may be asked for, the default of each rule first.
    package var readings: [String] {
        switch self {
        case .coverage:
            [
                "all", "administrativeVillages", "withCommittees", "currentList", "frozenList",
            ]
        case .funds:
            [
                "CAP-a", "CAP-b", "CAP-c", "FLOOR-a", "FLOOR-b", "FLOOR-c", "FLOOR-d",
                "PROHIBITED",
            ]
        case .exits:
            ["either", "both", "filed", "upheld", "filedPerPerson", "upheldPerPerson"]
        case .exceptions: []
        }
    }

    /// Whether each row stands for a division or lies in one, so that a question may ask for those of one division.
    package var hasRegions: Bool { self == .coverage || self == .exits }

    /// Whether a question may ask for rows that are left out otherwise: clear ones, closed stations.
    package var hasHiddenRows: Bool { self == .exits }
}
