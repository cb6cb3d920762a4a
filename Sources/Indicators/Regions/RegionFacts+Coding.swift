import EventLog
import Programme

extension RegionFacts {
    /// Writes the facts.
    func encode(to writer: inout ByteWriter, from start: UInt64) {
        writer.append(declarations.map(\.from), from: start)
        writer.append(list: declarations.map(\.code))
        writer.append(optionalNames: declarations.map(\.parent))
        writer.append(places: declarations.map(\.level))
        writer.append(places: declarations.map(\.kind))
        writer.append(retirements.map(\.from), from: start)
        writer.append(list: retirements.map(\.code))
        writer.append(classes.map(\.stamp), from: start)
        writer.append(list: classes.map(\.county))
        writer.append(places: classes.map(\.demonstrationClass))
        writer.append(povertyStatuses.map(\.from), from: start)
        writer.append(list: povertyStatuses.map(\.village))
        writer.append(places: povertyStatuses.map(\.status))
    }

    /// Reads the facts.
    init(
        decoding reader: inout ByteReader,
        from start: UInt64,
        nameCount: UInt32
    ) throws(DamageError) {
        self.init()
        try decodeDeclarations(&reader, start, nameCount)
        let retiredFrom = try reader.datedStamps(from: start)
        let retired = try reader.names(retiredFrom.count, below: nameCount)
        for index in retired.indices {
            add(Retirement(code: retired[index], from: retiredFrom[index]))
        }
        let classStamps = try reader.stamps(from: start)
        let counties = try reader.names(classStamps.count, below: nameCount)
        let values = try reader.places(of: DemonstrationClass.self, classStamps.count)
        for index in counties.indices {
            add(
                ClassSetting(
                    county: counties[index],
                    demonstrationClass: values[index],
                    stamp: classStamps[index]
                )
            )
        }
        let povertyFrom = try reader.datedStamps(from: start)
        let villages = try reader.names(povertyFrom.count, below: nameCount)
        let statuses = try reader.places(of: PovertyStatus.self, povertyFrom.count)
        for index in villages.indices {
            add(
                PovertySetting(
                    village: villages[index],
                    status: statuses[index],
                    from: povertyFrom[index]
                )
            )
        }
    }

    private mutating func decodeDeclarations(
        _ reader: inout ByteReader,
        _ start: UInt64,
        _ nameCount: UInt32
    ) throws(DamageError) {
        let from = try reader.datedStamps(from: start)
        let codes = try reader.names(from.count, below: nameCount)
        let parents = try reader.optionalNames(from.count, below: nameCount)
        let levels = try reader.places(of: RegionLevel.self, from.count)
        let kinds = try reader.places(of: RegionKind.self, from.count)
        for index in codes.indices {
            add(
                Declaration(
                    code: codes[index],
                    parent: parents[index],
                    level: levels[index],
                    kind: kinds[index],
                    from: from[index]
                )
            )
        }
    }
}
