import EventModel
import Programme

/// One life of an outlet: from an opening to the next closing, as seen at the end of a day.
struct StationLife: Hashable, Sendable {
    /// The opening that began the life.
    let opening: FactStamp
    /// Level and region as last stated in the life.
    private(set) var level: StationLevel
    private(set) var region: UInt32
    /// The closing, if it has happened.
    private(set) var closing: FactStamp?
    /// The newest change of operator.
    private(set) var operatorChange: FactStamp?
    /// Pauses in order; only the last may still run.
    private(set) var suspensions: [Suspension] = []

    /// Days on which the outlet was not open though not closed.
    struct Suspension: Hashable, Sendable {
        /// First day of the pause.
        let from: BusinessDate
        /// First day after the pause; `nil` while it runs.
        var until: BusinessDate?
    }

    fileprivate init(opening: FactStamp, level: StationLevel, region: UInt32) {
        self.opening = opening
        self.level = level
        self.region = region
    }

    /// Whether the outlet is open at the end of the day up to which the life was followed.
    var isOpen: Bool { closing == nil && !isSuspended }

    /// Whether a pause still runs.
    var isSuspended: Bool { suspensions.last.map { $0.until == nil } ?? false }

    /// The day from which months, inspections and complaints of the present operator count.
    var start: BusinessDate {
        guard let operatorChange else { return opening.day }
        return max(opening.day, operatorChange.day)
    }

    /// Whether any day of the month was a day of a pause.
    func isPaused(_ month: BusinessMonth) -> Bool {
        if suspensions.isEmpty { return false }
        let (first, last) = (month.firstDay, month.lastDay)
        return suspensions.contains { pause in
            guard pause.from <= last else { return false }
            guard let until = pause.until else { return true }
            // A pause that ends on the day it began holds no day.
            return until > max(pause.from, first)
        }
    }

    fileprivate mutating func take(_ fact: StationFact) {
        switch fact.change {
        case .opened(let level, let region):
            self.level = level
            self.region = region
        case .suspended:
            if !isSuspended { suspensions.append(Suspension(from: fact.stamp.day)) }
        case .resumed:
            if isSuspended { suspensions[suspensions.count - 1].until = fact.stamp.day }
        case .closed:
            closing = fact.stamp
        case .operatorChanged:
            operatorChange = fact.stamp
        }
    }
}

/// The lives of one outlet up to the end of a day.
struct StationLives: Sendable {
    /// The lives in order; only the last may not be closed.
    private(set) var lives: [StationLife] = []
    /// Openings of an outlet that was not closed: they changed it and began nothing.
    private(set) var repeatedOpenings: [FactStamp] = []

    /// Follows the facts of one station, which come in order, up to the end of a day.
    ///
    /// What happens before any opening or after a closing has no effect.
    ///
    /// - Parameters:
    ///   - facts: The station's facts by (instant, position).
    ///   - day: The last day seen.
    ///   - bound: Closings after this stamp are left out; `nil` leaves none out.
    init(
        _ facts: ArraySlice<StationFact>,
        through day: BusinessDate,
        ignoringClosingsAfter bound: FactStamp? = nil
    ) {
        let last = day.lastInstant.millisecondsSince1970
        for fact in facts {
            guard fact.stamp.instant <= last else { break }
            if fact.change == .closed, let bound, fact.stamp > bound { continue }
            if let current = lives.last, current.closing == nil {
                lives[lives.count - 1].take(fact)
                if case .opened = fact.change { repeatedOpenings.append(fact.stamp) }
            } else if case .opened(let level, let region) = fact.change {
                lives.append(StationLife(opening: fact.stamp, level: level, region: region))
            }
        }
    }

    /// The newest life; `nil` if the station was never opened.
    var newest: StationLife? { lives.last }
}
