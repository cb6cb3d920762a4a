import EventLog
import EventModel
import Testing

/// Compares everything that can be read from a log with the model.
struct LogComparison {
    let log: EventLog
    let model: ModelLog
    let trace: Comment

    private var count: UInt64 { UInt64(model.entries.count) }

    /// All reads at chosen places.
    func requireEqual(using history: inout RandomHistory) throws {
        try log.withSnapshot { snapshot in
            try #require(snapshot.eventCount == count, trace)
            try requireSameEvents(snapshot)
            try requireSameFiltered(snapshot, using: &history)
            try requireSameStreams(snapshot)
            try requireSamePlaces(snapshot, using: &history)
            try requireSameCuts(snapshot, using: &history)
        }
    }

    private func requireSameEvents(_ snapshot: LogSnapshot) throws {
        var lines: [String] = []
        try snapshot.events(matching: EventFilter()) { recorded in
            lines.append(String(decoding: EventWriter.json(of: recorded), as: UTF8.self))
            return true
        }
        let expected = (0..<count).map { model.line(at: $0) }
        try #require(lines.map { Array($0.utf8) } == expected.map { Array($0.utf8) }, trace)
        let last = try snapshot.lastRecordedAt
        try #require(last?.millisecondsSince1970 == model.entries.last?.recordedAt, trace)
    }

    /// Positions that a filter lets through, in the order in which they come.
    private func positions(_ filter: EventFilter, _ snapshot: LogSnapshot) throws -> [UInt64] {
        var positions: [UInt64] = []
        try snapshot.events(matching: filter) { recorded in
            positions.append(recorded.position)
            return true
        }
        return positions
    }

    private func require(
        _ filter: EventFilter,
        _ snapshot: LogSnapshot,
        gives expected: [UInt64]
    ) throws {
        var filter = filter
        try #require(try positions(filter, snapshot) == expected, trace)
        filter.direction = .backwards
        try #require(try positions(filter, snapshot) == expected.reversed(), trace)
    }

    private func requireSameFiltered(
        _ snapshot: LogSnapshot,
        using history: inout RandomHistory
    ) throws {
        let first = UInt64(history.number(0...Int(count)))
        let end = first + UInt64(history.number(0...60))
        var filter = EventFilter()
        filter.positions = first..<end
        try require(filter, snapshot, gives: Array(min(first, count)..<min(end, count)))

        filter = EventFilter()
        filter.types = history.chance(50) ? ["test.noted"] : ["event.voided", "test.scanned"]
        let types = filter.types
        try require(filter, snapshot, gives: model.positions { types.contains($0.event.type) })

        filter = EventFilter()
        let prefix = history.chance(50) ? "54" : history.chance(50) ? "5402" : "540222"
        filter.region = RegionScope(code: prefix + String(repeating: "0", count: 12 - prefix.count))
        try #require(filter.region != nil)
        let inRegion = model.positions { entry in
            entry.event.regions.contains { $0.hasPrefix(prefix) }
        }
        try require(filter, snapshot, gives: inRegion)

        filter = EventFilter()
        let firstDay = Int32(history.number(18_038...18_062))
        let lastDay = firstDay + Int32(history.number(-1...8))
        filter.occurredFrom = BusinessDate(daysSince1970: firstDay)
        filter.occurredThrough = BusinessDate(daysSince1970: lastDay)
        let range = { (entry: ModelLog.Entry) in
            entry.event.businessDay >= Int64(firstDay) && entry.event.businessDay <= Int64(lastDay)
        }
        try require(filter, snapshot, gives: model.positions(where: range))

        filter = EventFilter()
        filter.streamPrefix = "station/caf"
        filter.types = ["test.noted"]
        let stations = model.positions {
            $0.event.type == "test.noted"
                && Array($0.event.subject.utf8).starts(with: "station/caf".utf8)
        }
        try require(filter, snapshot, gives: stations)
    }

    private func requireSameStreams(_ snapshot: LogSnapshot) throws {
        let streams = Set(model.entries.map { Array($0.event.subject.utf8) })
        for bytes in streams.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let stream = String(decoding: bytes, as: UTF8.self)
            let expected = model.positions(ofStream: stream)
            var filter = EventFilter()
            filter.stream = stream
            try require(filter, snapshot, gives: expected)
            let streamCount = try snapshot.eventCount(ofStream: stream)
            try #require(streamCount == UInt64(expected.count), trace)
        }
        let none = try snapshot.eventCount(ofStream: "none/1")
        try #require(none == 0, trace)
    }

    private func requireSamePlaces(
        _ snapshot: LogSnapshot,
        using history: inout RandomHistory
    ) throws {
        let beyond = try snapshot.event(at: count)
        try #require(beyond == nil, trace)
        let strange = try snapshot.position(of: EventReference(source: "/m/nobody", id: "1"))
        try #require(strange == nil, trace)
        guard count > 0 else { return }
        let places = (0..<12).map { _ in UInt64(history.number(0...(Int(count) - 1))) }
        let references = try snapshot.references(at: places)
        for (place, reference) in zip(places, references) {
            let entry = model.entries[Int(place)]
            let expected = entry.event.reference
            try #require(ModelReference(reference.source, reference.id) == expected, trace)
            let found = try snapshot.position(of: reference)
            try #require(found == place, trace)
            let recordedAt = try snapshot.recordedAt(position: place)
            try #require(recordedAt.millisecondsSince1970 == entry.recordedAt, trace)
            let recorded = try #require(try snapshot.event(at: place), trace)
            let line = String(decoding: EventWriter.json(of: recorded), as: UTF8.self)
            try #require(line == model.line(at: place), trace)
        }
    }

    private func requireSameCuts(
        _ snapshot: LogSnapshot,
        using history: inout RandomHistory
    ) throws {
        for probe in 0..<4 {
            let cut = probe == 0 ? count : UInt64(history.number(0...Int(count)))
            let root = try snapshot.rootHash(of: cut)
            try #require(root == model.rootHash(of: cut), trace)
            let voided = try snapshot.voidedPositions(upTo: cut)
            try #require(voided == model.voidedPositions(upTo: cut), trace)
            let live = try livePositions(snapshot, upTo: cut, excluding: voided)
            try #require(live == (0..<cut).filter { !voided.contains($0) }, trace)
            guard cut > 0 else { continue }
            let millis = model.entries[Int(cut - 1)].recordedAt + Int64(history.number(-2...2))
            let known = try snapshot.eventCount(knownAt: Instant(millisecondsSince1970: millis))
            try #require(known == model.eventCount(knownAt: millis), trace)
            var filter = EventFilter()
            filter.recordedFrom = Instant(millisecondsSince1970: millis)
            let later = model.positions { $0.recordedAt >= millis }
            try require(filter, snapshot, gives: later)
            filter.recordedFrom = nil
            filter.recordedThrough = Instant(millisecondsSince1970: millis)
            try require(filter, snapshot, gives: Array(0..<known))
        }
    }

    /// What projections see: the live rows of all types, by position.
    private func livePositions(
        _ snapshot: LogSnapshot,
        upTo cut: UInt64,
        excluding voided: [UInt64]
    ) throws -> [UInt64] {
        var positions: [UInt64] = []
        try snapshot.forEachBlock(upTo: cut, excluding: voided) { block in
            for ordinal in 0..<snapshot.tables.typeCount {
                guard let partition = block.partition(typeOrdinal: UInt16(ordinal)) else {
                    continue
                }
                for row in partition.liveRanges.joined() {
                    positions.append(partition.position(ofRow: row))
                }
            }
        }
        return positions.sorted()
    }
}
