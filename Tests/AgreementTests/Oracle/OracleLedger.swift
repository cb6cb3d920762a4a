import EventModel

/// All events with their recorded times; gives the events that a question may see.
struct OracleLedger {
    let events: [OracleEvent]
    let tree: OracleTree

    /// Takes the accepted events in commit order.
    init(_ jsons: [JSONValue]) {
        events = jsons.enumerated().map { OracleEvent(position: $0.offset, json: $0.element) }
        tree = OracleTree(events)
    }

    /// What is recorded at or before K.
    func known(at knownAt: Int64?) -> [OracleEvent] {
        guard let knownAt else { return events }
        return events.filter { $0.recordedMillis <= knownAt }
    }

    /// The known events that no void and no correction takes away; in order (instant, position).
    static func standing(_ known: [OracleEvent]) -> [OracleEvent] {
        var positions: [String: Int] = [:]
        for event in known { positions[event.name] = event.position }
        let standing = OracleStanding(
            voids: known.map { event in
                event.type == "event.voided"
                    ? positions[event["source"] + "#" + event["id"]] : nil
            },
            corrects: known.map { event in event.corrects.flatMap { positions[$0] } }
        )
        return known.filter { standing.stands[$0.position] }.sorted(by: OracleEvent.precedes)
    }
}

/// Which of the events of a log stand, by what each of them voids and corrects.
struct OracleStanding {
    /// Whether an event counts.
    let stands: [Bool]
    /// Whether an event counts or a correction stands in its place.
    let lives: [Bool]

    /// Both lists give a smaller position, or `nil`.
    ///
    /// From the newest back, since what acts on an event always has a greater position.
    init(voids: [Int?], corrects: [Int?]) {
        let positions = 0..<voids.count
        var isVoided = positions.map { _ in false }
        var isReplaced = isVoided
        for position in positions.reversed() {
            let stands = !isVoided[position] && !isReplaced[position]
            if stands, let target = voids[position] { isVoided[target] = true }
            // What was corrected stays away as long as the correction or one in its place stands.
            if stands || isReplaced[position], let target = corrects[position] {
                isReplaced[target] = true
            }
        }
        stands = positions.map { !isVoided[$0] && !isReplaced[$0] }
        lives = positions.map { isReplaced[$0] || !isVoided[$0] }
    }
}
