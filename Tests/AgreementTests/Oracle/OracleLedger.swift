import EventModel

/// All events with their recorded times; gives the events that a question may see.
struct OracleLedger {
    let events: [OracleEvent]

    /// Takes the accepted events in commit order.
    init(_ jsons: [JSONValue]) {
        events = jsons.enumerated().map { OracleEvent(position: $0.offset, json: $0.element) }
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

/// RFC 6962, section 2.1, as it is written there.
enum OracleTree {
    static func root(_ events: [OracleEvent]) -> [UInt8] {
        guard !events.isEmpty else { return SHA256Digest.hash([UInt8]()).bytes }
        return hash(events.map(entry)[...])
    }

    private static func entry(_ event: OracleEvent) -> [UInt8] {
        bigEndian(UInt64(event.position)) + bigEndian(UInt64(event.recordedMillis)) + event.digest
    }

    private static func bigEndian(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
    }

    private static func hash(_ entries: ArraySlice<[UInt8]>) -> [UInt8] {
        if entries.count == 1 { return SHA256Digest.hash([0] + entries[entries.startIndex]).bytes }
        var split = 1
        while split * 2 < entries.count { split *= 2 }
        let middle = entries.startIndex + split
        return SHA256Digest.hash([1] + hash(entries[..<middle]) + hash(entries[middle...])).bytes
    }
}
