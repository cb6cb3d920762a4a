import EventModel
import Projections

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

/// All filings in order, and what became of each complaint.
struct ComplaintIndex: Sendable {
    /// In order of (instant, position).
    let filings: [ComplaintFiling]
    let outcomes: GroupedFacts<ComplaintFact>
    /// One above the greatest name ordinal of a complaint or station.
    let nameCount: Int

    init(filings: [ComplaintFiling], outcomes: [ComplaintFact]) {
        self.filings = filings.sorted { $0.stamp < $1.stamp }
        self.outcomes = GroupedFacts(outcomes)
        nameCount = filings.reduce(0) { max($0, Int($1.subject) + 1, Int($1.station) + 1) }
    }
}

/// The complaints that a cut sees: the filing that counts of each, and what became of it.
///
/// A class, so that every case of every station can refer to it without copying.
final class Complaints: Sendable {
    /// Second and later filings of a complaint.
    let repeatedFilings: [ComplaintFiling]
    private let index: ComplaintIndex
    private let cut: Cut
    // Place in the index's filings plus one, by name ordinal of the complaint; 0 where none counts.
    private let filings: [UInt32]
    // The last filing of a station and, per filing, the one before it; plus one, 0 for none.
    private let lastOfStation: [UInt32]
    private let previous: [UInt32]

    /// A complaint that counts on a day.
    struct Counted: Hashable, Sendable {
        let filing: ComplaintFiling
        /// First day on which it is upheld without a break; `nil` if it is not.
        let upheldOn: BusinessDate?
    }

    /// Orders the complaints; the first filing by (instant, position) that the cut sees counts.
    init(_ index: ComplaintIndex, seenBy cut: Cut) {
        var filings = [UInt32](repeating: 0, count: index.nameCount)
        var lastOfStation = [UInt32](repeating: 0, count: index.nameCount)
        var previous = [UInt32](repeating: 0, count: index.filings.count)
        var repeated: [ComplaintFiling] = []
        for (place, filing) in index.filings.enumerated() where cut.sees(filing.stamp.position) {
            guard filings[Int(filing.subject)] == 0 else {
                repeated.append(filing)
                continue
            }
            filings[Int(filing.subject)] = UInt32(place) + 1
            previous[place] = lastOfStation[Int(filing.station)]
            lastOfStation[Int(filing.station)] = UInt32(place) + 1
        }
        self.index = index
        self.cut = cut
        self.filings = filings
        self.lastOfStation = lastOfStation
        self.previous = previous
        repeatedFilings = repeated
    }

    /// Whether the complaint was filed by the end of the day.
    func isFiled(_ complaint: UInt32, on day: BusinessDate) -> Bool {
        guard Int(complaint) < filings.count, filings[Int(complaint)] > 0 else { return false }
        return index.filings[Int(filings[Int(complaint)]) - 1].stamp.day <= day
    }

    /// The station's complaints filed in a window that count on a day, in order of filing.
    ///
    /// A complaint counts unless its newest verdict dismisses it or it is merged into another known one.
    func counted(
        of station: UInt32,
        on day: BusinessDate,
        isInWindow: (FactStamp) -> Bool
    ) -> [Counted] {
        guard Int(station) < lastOfStation.count else { return [] }
        var counted: [Counted] = []
        var next = lastOfStation[Int(station)]
        while next > 0 {
            let filing = index.filings[Int(next) - 1]
            next = previous[Int(next) - 1]
            guard filing.stamp.day <= day, isInWindow(filing.stamp),
                let complaint = counting(filing, on: day)
            else { continue }
            counted.append(complaint)
        }
        counted.reverse()
        return counted
    }

    private func counting(_ filing: ComplaintFiling, on day: BusinessDate) -> Counted? {
        var upheldOn: BusinessDate?
        var isDismissed = false
        let last = day.lastInstant.millisecondsSince1970
        for fact in index.outcomes.facts(of: filing.subject, through: last, seenBy: cut) {
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

    /// Hands over what became of complaints, as far as the cut sees it.
    func forEachOutcome(through last: Int64, _ body: (ComplaintFact) -> Void) {
        for complaint in index.outcomes.subjects {
            index.outcomes.forEach(of: complaint, through: last, seenBy: cut, body)
        }
    }

    /// The filings up to an instant that the cut sees, repeated ones too.
    func filings(through last: Int64) -> [ComplaintFiling] {
        index.filings.filter { $0.stamp.instant <= last && cut.sees($0.stamp.position) }
    }
}
