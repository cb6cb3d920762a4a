import EventModel

/// The filing of a complaint.
struct ComplaintFiling: Hashable, StampedFact {
    /// Name ordinal of the complaint's id.
    let subject: UInt32
    let station: UInt32
    let person: UInt32?
    let stamp: FactStamp
}

/// What became of a complaint.
struct ComplaintFact: Hashable, StampedFact {
    /// Name ordinal of the complaint's id.
    let subject: UInt32
    let stamp: FactStamp
    let kind: Kind

    /// What happened.
    enum Kind: Hashable, Sendable {
        case upheld
        case dismissed
        case resolved
        /// `into` is the name ordinal of the other complaint.
        case merged(into: UInt32)
    }
}

/// The complaints of the ledger: the filing that counts of each, and what became of it.
struct Complaints: Sendable {
    /// Second and later filings of a complaint.
    private(set) var repeatedFilings: [ComplaintFiling] = []
    private var filings: [UInt32: ComplaintFiling] = [:]
    private var byStation: [UInt32: [ComplaintFiling]] = [:]
    private let outcomes: GroupedFacts<ComplaintFact>

    /// A complaint that counts on a day.
    struct Counted: Hashable, Sendable {
        let filing: ComplaintFiling
        /// First day on which it is upheld without a break; `nil` if it is not.
        let upheldOn: BusinessDate?
    }

    /// Orders the complaints; the first filing by (instant, position) counts.
    init(filings input: [ComplaintFiling], outcomes facts: [ComplaintFact]) {
        for filing in input.sorted(by: { $0.stamp < $1.stamp }) {
            if filings[filing.subject] == nil {
                filings[filing.subject] = filing
                byStation[filing.station, default: []].append(filing)
            } else {
                repeatedFilings.append(filing)
            }
        }
        outcomes = GroupedFacts(facts)
    }

    /// Whether the complaint was filed by the end of the day.
    func isFiled(_ complaint: UInt32, on day: BusinessDate) -> Bool {
        filings[complaint].map { $0.stamp.day <= day } ?? false
    }

    /// The station's complaints filed in a window that count on a day, in order of filing.
    ///
    /// A complaint counts unless its newest verdict dismisses it or it is merged into another known one.
    func counted(
        of station: UInt32,
        on day: BusinessDate,
        isInWindow: (FactStamp) -> Bool
    ) -> [Counted] {
        (byStation[station] ?? []).compactMap { filing in
            guard filing.stamp.day <= day, isInWindow(filing.stamp) else { return nil }
            var upheldOn: BusinessDate?
            var isDismissed = false
            for fact in outcomes[filing.subject] {
                guard fact.stamp.day <= day else { break }
                switch fact.kind {
                case .upheld:
                    upheldOn = upheldOn ?? fact.stamp.day
                    isDismissed = false
                case .dismissed:
                    upheldOn = nil
                    isDismissed = true
                case .resolved:
                    continue
                case .merged(let target):
                    if target != filing.subject, isFiled(target, on: day) { return nil }
                }
            }
            if isDismissed { return nil }
            // A verdict dated before the filing takes effect when the complaint is known.
            return Counted(filing: filing, upheldOn: upheldOn.map { max($0, filing.stamp.day) })
        }
    }
}
