import EventLog
import EventModel

// Lists of facts as columns: each member of all facts together, at a fixed width, so that they are read by
// plain loops and compress well.

extension ByteWriter {
    /// Writes when facts happened and where they stand, counted from a first position.
    mutating func append(_ stamps: [FactStamp], from start: UInt64) {
        append(list: stamps.map { $0.position &- start })
        append(list: stamps.map(\.instant))
    }

    /// Writes listed values by their places.
    mutating func append<Value: CaseIterable & Equatable>(places values: [Value]) {
        let cases = Array(Value.allCases)
        append(
            list: values.map { value in UInt8(truncatingIfNeeded: cases.firstIndex(of: value) ?? 0)
            }
        )
    }

    /// Writes dates of facts that carry one, and their stamps.
    mutating func append(_ dates: [DatedStamp], from start: UInt64) {
        append(dates.map(\.stamp), from: start)
        append(list: dates.map(\.date.daysSince1970))
    }

    /// Writes name ordinals of which some are missing.
    mutating func append(optionalNames names: [UInt32?]) {
        append(list: names.map { $0 ?? NameColumn.absentName })
    }
}

extension ByteReader {
    /// Reads a list that must have as many elements as those read before it.
    mutating func list<Value: FixedWidthInteger & BitwiseCopyable>(
        of type: Value.Type,
        count: Int
    ) throws(DamageError) -> [Value] {
        let values = try list(of: type)
        guard values.count == count else {
            throw damage("a list of \(values.count) beside one of \(count)")
        }
        return values
    }

    /// Reads stamps.
    mutating func stamps(from start: UInt64) throws(DamageError) -> [FactStamp] {
        let positions = try list(of: UInt64.self)
        let instants = try list(of: Int64.self, count: positions.count)
        var stamps: [FactStamp] = []
        stamps.reserveCapacity(positions.count)
        for index in positions.indices {
            stamps.append(FactStamp(instant: instants[index], position: positions[index] &+ start))
        }
        return stamps
    }

    /// Reads stamps with dates.
    mutating func datedStamps(from start: UInt64) throws(DamageError) -> [DatedStamp] {
        let stamps = try stamps(from: start)
        let dates = try list(of: Int32.self, count: stamps.count)
        return zip(dates, stamps).map { date, stamp in
            DatedStamp(date: BusinessDate(daysSince1970: date), stamp: stamp)
        }
    }

    /// Reads name ordinals, each below a limit.
    mutating func names(_ count: Int, below limit: UInt32) throws(DamageError) -> [UInt32] {
        let names = try list(of: UInt32.self, count: count)
        guard names.allSatisfy({ $0 < limit }) else { throw damage("an unknown name") }
        return names
    }

    /// Reads name ordinals of which some are missing.
    mutating func optionalNames(
        _ count: Int,
        below limit: UInt32
    ) throws(DamageError) -> [UInt32?] {
        let names = try list(of: UInt32.self, count: count)
        guard names.allSatisfy({ $0 < limit || $0 == NameColumn.absentName }) else {
            throw damage("an unknown name")
        }
        return names.map { $0 == NameColumn.absentName ? nil : $0 }
    }

    /// Reads listed values.
    mutating func places<Value: CaseIterable>(
        of _: Value.Type,
        _ count: Int
    ) throws(DamageError) -> [Value] {
        let cases = Array(Value.allCases)
        let places = try list(of: UInt8.self, count: count)
        var values: [Value] = []
        values.reserveCapacity(count)
        for place in places {
            guard Int(place) < cases.count else { throw damage("an unknown value") }
            values.append(cases[Int(place)])
        }
        return values
    }
}
