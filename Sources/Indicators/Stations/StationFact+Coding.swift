import EventLog
import Programme

extension [StationFact] {
    private enum Tag {
        static let opened: UInt8 = 0
        static let suspended: UInt8 = 1
        static let resumed: UInt8 = 2
        static let closed: UInt8 = 3
        static let operatorChanged: UInt8 = 4
    }

    /// Writes the facts.
    func encodeStationFacts(to writer: inout ByteWriter, from start: UInt64) {
        writer.append(map(\.stamp), from: start)
        writer.append(list: map(\.subject))
        writer.append(list: map { Self.tag(of: $0.change) })
        var levels: [StationLevel] = []
        var regions: [UInt32] = []
        for fact in self {
            guard case .opened(let level, let region) = fact.change else { continue }
            levels.append(level)
            regions.append(region)
        }
        writer.append(list: regions)
        writer.append(places: levels)
    }

    private static func tag(of change: StationFact.Change) -> UInt8 {
        switch change {
        case .opened: Tag.opened
        case .suspended: Tag.suspended
        case .resumed: Tag.resumed
        case .closed: Tag.closed
        case .operatorChanged: Tag.operatorChanged
        }
    }

    /// Reads the facts.
    static func decodeStationFacts(
        _ reader: inout ByteReader,
        from start: UInt64,
        nameCount: UInt32
    ) throws(DamageError) -> [StationFact] {
        let stamps = try reader.stamps(from: start)
        let subjects = try reader.names(stamps.count, below: nameCount)
        let tags = try reader.list(of: UInt8.self, count: stamps.count)
        let openingCount = tags.count { $0 == Tag.opened }
        let regions = try reader.names(openingCount, below: nameCount)
        let levels = try reader.places(of: StationLevel.self, openingCount)
        var facts: [StationFact] = []
        facts.reserveCapacity(stamps.count)
        var opening = 0
        for index in stamps.indices {
            let change: StationFact.Change
            switch tags[index] {
            case Tag.opened:
                change = .opened(level: levels[opening], region: regions[opening])
                opening += 1
            case Tag.suspended: change = .suspended
            case Tag.resumed: change = .resumed
            case Tag.closed: change = .closed
            case Tag.operatorChanged: change = .operatorChanged
            default: throw reader.damage("an unknown change of a station")
            }
            facts.append(
                StationFact(subject: subjects[index], stamp: stamps[index], change: change)
            )
        }
        return facts
    }
}
