import EventModel
import Programme

/// What is doubtful about the exits of stations, from the state of the exits figures.
struct ExitExceptions {
    let board: ExitBoard
    let limits: ExceptionLimits

    private var names: any NameLookup { board.names }

    /// The cases about decisions and grounds.
    var cases: [ExceptionCase] { decisionCases + openCases }

    private var decisionCases: [ExceptionCase] {
        let unfounded = Set(
            ExitFindings(board: board).decisionFindings.map(\.position)
        )
        return board.index.terminations.compactMap { fact in
            guard unfounded.contains(fact.stamp.position),
                case .decisionTaken(let rule, _) = fact.kind
            else { return nil }
            return ExceptionCase(
                .decisionWithoutGround,
                "station/" + names.name(at: fact.subject),
                region: board.newestLife(of: fact.subject).map { names.name(at: $0.region) },
                detail: [("decided", names.name(at: rule))],
                events: [fact.stamp]
            )
        }
    }

    private var openCases: [ExceptionCase] {
        board.judgedStations.flatMap { judged in
            board.establishedGrounds(judged).compactMap { openCase(judged, $0) }
        }
    }

    private func openCase(_ judged: StationCase, _ ground: ExitGround) -> ExceptionCase? {
        guard let established = ground.establishedOn else { return nil }
        let open = Int64(board.day.daysSince1970) - Int64(established.daysSince1970)
        guard open > limits.openDays else { return nil }
        let isDecided = judged.conduct.contains { fact in
            guard case .decisionTaken(let rule, _) = fact.kind else { return false }
            return fact.stamp.day >= established && names.name(at: rule) == ground.rule
        }
        guard !isDecided else { return nil }
        let known = board.evidenceStamps(of: judged)
        var stamps = [judged.life.opening]
        var missing: [(name: String, value: String)] = []
        for item in ground.evidence {
            switch item {
            case .missing(let month): missing.append(("missing", month.description))
            case .event(let position):
                if let stamp = known[position] { stamps.append(stamp) }
            }
        }
        return ExceptionCase(
            .groundOpenTooLong,
            "station/" + names.name(at: judged.station),
            region: names.name(at: judged.life.region),
            detail: [
                ("ground", ground.rule), ("establishedOn", established.description),
                ("daysOpen", "\(open)"), ("days", "\(limits.openDays)"),
            ] + missing,
            events: stamps
        )
    }

    /// The inspections that the question sees, by station and day.
    var inspections: InspectionDays {
        var days = InspectionDays()
        let last = board.day.lastInstant.millisecondsSince1970
        for station in board.index.conduct.subjects {
            board.index.conduct.forEach(of: station, through: last, seenBy: board.cut) { fact in
                if case .inspected = fact.kind { days.add(station, fact.stamp) }
            }
        }
        return days
    }

    /// The times in which stations were closed.
    var closings: StationClosings {
        StationClosings(
            Array(zip(board.index.stationsByName, board.lives)).map { (station: $0, lives: $1) }
        )
    }
}
