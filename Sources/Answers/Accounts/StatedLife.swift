import EventModel

/// One life of a station as its events state it: from an opening to the next closing.
struct StatedLife: Sendable {
    /// The opening that began the life.
    let opening: StatedEvent
    /// The events of the life in order, the opening first.
    private(set) var events: [StatedEvent]
    /// Level and division as last stated.
    private(set) var level: String
    private(set) var region: ExactName
    /// The closing, if it has happened.
    private(set) var closing: StatedEvent?
    /// The newest change of operator.
    private(set) var operatorChange: StatedEvent?
    private var pauses: [(from: BusinessDate, until: BusinessDate?)] = []

    /// The types that make up a life.
    static let types: Set = [
        "station.opened", "station.suspended", "station.resumed", "station.closed",
        "station.operatorChanged",
    ]

    private init(_ opening: StatedEvent) {
        self.opening = opening
        events = [opening]
        level = opening.text("level") ?? ""
        region = opening.name("region")
    }

    /// The lives that the events of one station make up to the end of a day; what happens before any opening or
    /// after a closing has no effect.
    ///
    /// - Parameters:
    ///   - events: The station's events of ``types``, in order.
    ///   - day: The last day seen.
    /// - Returns: The lives in order; only the last may not be closed.
    static func lives(of events: [StatedEvent], through day: BusinessDate) -> [StatedLife] {
        var lives: [StatedLife] = []
        for event in events where event.day <= day {
            if let last = lives.last, last.closing == nil {
                lives[lives.count - 1].take(event)
            } else if event.type == "station.opened" {
                lives.append(StatedLife(event))
            }
        }
        return lives
    }

    private mutating func take(_ event: StatedEvent) {
        events.append(event)
        switch event.type {
        case "station.opened":
            level = event.text("level") ?? ""
            region = event.name("region")
        case "station.suspended":
            if !isSuspended { pauses.append((event.day, nil)) }
        case "station.resumed":
            if isSuspended { pauses[pauses.count - 1].until = event.day }
        case "station.closed": closing = event
        case "station.operatorChanged": operatorChange = event
        default: break
        }
    }

    /// The events that say whether and where the station does business at the end: openings, closing, and the
    /// last pause with its end.
    var statesOfBusiness: [StatedEvent] {
        let pause = events.lastIndex { $0.type == "station.suspended" } ?? events.endIndex
        return events.enumerated().filter { place, event in
            switch event.type {
            case "station.opened", "station.closed": true
            case "station.suspended", "station.resumed": place >= pause
            default: false
            }
        }.map(\.element)
    }

    /// Whether a pause still runs.
    var isSuspended: Bool { pauses.last.map { $0.until == nil } ?? false }

    /// Whether the station is open at the end of the day up to which the life was followed.
    var isOpen: Bool { closing == nil && !isSuspended }

    /// The day from which months, inspections and complaints of the present operator count.
    var start: BusinessDate { max(opening.day, operatorChange?.day ?? opening.day) }

    /// First month that lies wholly in the life under the present operator.
    var firstMonth: BusinessMonth {
        start == start.businessMonth.firstDay
            ? start.businessMonth : start.businessMonth.advanced(byMonths: 1)
    }

    /// Whether any day of the month was a day of a pause; one that ends on the day it began holds none.
    func isPaused(_ month: BusinessMonth) -> Bool {
        pauses.contains { pause in
            let first = max(pause.from, month.firstDay)
            let end = pause.until ?? month.lastDay.advanced(byDays: 1)
            return first <= month.lastDay && first < end
        }
    }

    /// Whether an event belongs to the life and the present operator; it has happened by the day followed.
    func holds(_ event: StatedEvent) -> Bool {
        event.day >= start && opening.precedes(event)
    }

    /// What the events of a life state in an account.
    static func role(of event: StatedEvent) -> String {
        switch event.type {
        case "station.opened": "opened"
        case "station.suspended": "suspended"
        case "station.resumed": "resumed"
        case "station.closed": "closed"
        default: "operatorChanged"
        }
    }
}
