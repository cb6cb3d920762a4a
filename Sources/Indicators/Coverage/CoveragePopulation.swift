import Programme

/// What coverage is measured over.
enum CoveragePopulation: String, CaseIterable, Sendable {
    case townships
    case villages
    case poorVillages

    /// The readings of the population, the default first.
    var readings: [CoverageReading] {
        switch self {
        case .townships: [.all]
        case .villages: [.administrativeVillages, .withCommittees]
        case .poorVillages: [.currentList, .frozenList]
        }
    }

    /// Level of the stations that cover a region of the population.
    var stationLevel: StationLevel { self == .townships ? .townshipStation : .villagePoint }

    /// The rule that sets the population's threshold.
    var rule: String {
        switch self {
        case .townships: "R-COV-01"
        case .villages: "R-COV-02"
        case .poorVillages: "R-COV-03"
        }
    }
}

/// How a population is read.
enum CoverageReading: String, CaseIterable, Sendable {
    case all
    case administrativeVillages
    case withCommittees
    case currentList
    case frozenList

    /// Place in the order of definition.
    var place: Int {
        switch self {
        case .all: 0
        case .administrativeVillages: 1
        case .withCommittees: 2
        case .currentList: 3
        case .frozenList: 4
        }
    }
}

/// What a station must be or have been to cover its region.
enum CoverageFlavour: String, CaseIterable, Sendable {
    /// Open on the day.
    case open
    /// Opened on or before the day.
    case everOpened
    /// Open, with a parcel scan, sale or report in the last 30 days.
    case active30
    /// Open, with a parcel scan in the last 30 days.
    case withParcel30

    /// Place in the order of definition.
    var place: Int {
        switch self {
        case .open: 0
        case .everOpened: 1
        case .active30: 2
        case .withParcel30: 3
        }
    }
}
