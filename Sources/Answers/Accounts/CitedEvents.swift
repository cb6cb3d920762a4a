import EventLog
import EventModel

/// Events that rows name, read whole when they are asked for and kept.
final class CitedEvents {
    private let snapshot: LogSnapshot
    private let count: UInt64
    private var known: [ExactName: StatedEvent?] = [:]

    /// Reads from the first events of a log.
    init(upTo count: UInt64, in snapshot: LogSnapshot) {
        self.snapshot = snapshot
        self.count = count
    }

    /// The events of some names `source#id`, in order of business instant, then position.
    ///
    /// What is no name of a recorded event is left out: a row that names it has no account.
    ///
    /// - Throws: ``LogError`` when the log cannot be read.
    func events(named names: [String]) throws(LogError) -> [StatedEvent] {
        var found: [StatedEvent] = []
        for name in names {
            if let event = try event(named: name) { found.append(event) }
        }
        return found.sorted { $0.precedes($1) }
    }

    private func event(named name: String) throws(LogError) -> StatedEvent? {
        let key = ExactName(name)
        if let event = known[key] { return event }
        var event: StatedEvent?
        if let reference = EventReference(parsing: name),
            let position = try snapshot.position(of: reference), position < count
        {
            event = try snapshot.event(at: position).map { StatedEvent($0) }
        }
        known[key] = event
        return event
    }
}
