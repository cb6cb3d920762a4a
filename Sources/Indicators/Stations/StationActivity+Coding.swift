import EventLog

extension DayCounts {
    /// Writes the counts, days and names ascending.
    func encode(to writer: inout ByteWriter) {
        let rows = days.indices.sorted { days[$0] < days[$1] }
        let places = names.indices.sorted { names[$0] < names[$1] }
        writer.append(list: rows.map { days[$0] })
        writer.append(list: places.map { names[$0] })
        var counts: [UInt32] = []
        counts.reserveCapacity(rows.count * places.count)
        for row in rows {
            for place in places { counts.append(count(row: row, place: place)) }
        }
        writer.append(list: counts)
    }

    /// Reads the counts.
    init(decoding reader: inout ByteReader, nameCount: UInt32) throws(DamageError) {
        let days = try reader.list(of: Int32.self)
        let names = try reader.list(of: UInt32.self)
        guard names.allSatisfy({ $0 < nameCount }), Self.ascends(days), Self.ascends(names) else {
            throw reader.damage("days or names out of order")
        }
        let counts = try reader.list(of: UInt32.self, count: days.count * names.count)
        self.init(days: days, names: names, counts: counts)
    }

    private static func ascends<Value: Comparable>(_ values: [Value]) -> Bool {
        zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
    }
}

extension StationActivity {
    /// Writes the counts, and the events that may be voided by position.
    func encode(to writer: inout ByteWriter) {
        parcels.encode(to: &writer)
        others.encode(to: &writer)
        writer.append(list: targets.map(\.position))
        writer.append(list: targets.map(\.name))
        writer.append(list: targets.map(\.day))
        writer.append(list: targets.map { $0.isParcel ? UInt8(1) : 0 })
    }

    /// Reads what was written.
    init(decoding reader: inout ByteReader, nameCount: UInt32) throws(DamageError) {
        self.init()
        parcels = try DayCounts(decoding: &reader, nameCount: nameCount)
        others = try DayCounts(decoding: &reader, nameCount: nameCount)
        let positions = try reader.list(of: UInt64.self)
        let names = try reader.names(positions.count, below: nameCount)
        let days = try reader.list(of: Int32.self, count: positions.count)
        let kinds = try reader.list(of: UInt8.self, count: positions.count)
        for index in positions.indices {
            add(
                Target(
                    position: positions[index],
                    name: names[index],
                    day: days[index],
                    isParcel: kinds[index] == 1
                )
            )
        }
    }
}
