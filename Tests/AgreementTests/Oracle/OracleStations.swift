/// One life of a station, from an opening to the closing that ended it.
struct OracleLife {
    /// The event that began it; what comes before belongs to no life or to an earlier one.
    let opening: OracleEvent
    var region: String
    var level: String
    /// The day from which runs are counted: of the opening or of the newest change of operator.
    var startDay: Int
    var closedDay: Int?
    /// Days on which it was suspended: from, up to and not including.
    var suspensions: [(from: Int, to: Int?)] = []

    var isSuspended: Bool {
        guard let last = suspensions.last else { return false }
        return last.to == nil
    }

    func isSuspended(on day: Int) -> Bool {
        suspensions.contains { $0.from <= day && day < ($0.to ?? Int.max) }
    }
}

/// The history of one station up to the end of a day.
struct OracleStation {
    private(set) var lives: [OracleLife] = []
    /// Openings of the station while it was not closed.
    private(set) var repeatedOpenings: [OracleEvent] = []

    /// `events`: of the station, in order (instant, position).
    init(_ events: [OracleEvent], twist: OracleTwist?) {
        for event in events { apply(event, twist) }
    }

    private var isOpen: Bool {
        guard let last = lives.last else { return false }
        return last.closedDay == nil
    }

    private mutating func apply(_ event: OracleEvent, _ twist: OracleTwist?) {
        if event.type == "station.opened", !isOpen {
            lives.append(
                OracleLife(
                    opening: event,
                    region: event["region"],
                    level: event["level"],
                    startDay: event.day
                )
            )
            return
        }
        guard isOpen else { return }
        let last = lives.count - 1
        switch event.type {
        case "station.opened":
            repeatedOpenings.append(event)
            lives[last].region = event["region"]
            lives[last].level = event["level"]
            if twist == .secondOpeningStartsAnew { lives[last].startDay = event.day }
        case "station.closed":
            lives[last].closedDay = event.day
        case "station.suspended" where !lives[last].isSuspended:
            lives[last].suspensions.append((event.day, nil))
        case "station.resumed" where lives[last].isSuspended:
            let pause = lives[last].suspensions.count - 1
            lives[last].suspensions[pause].to =
                twist == .resumedDayPaused ? event.day + 1 : event.day
        case "station.operatorChanged":
            lives[last].startDay = event.day
        default:
            break
        }
    }
}
