internal import EventModel

/// Compares what a block says of its events with the events themselves.
struct BlockCheck {
    private let key: UInt64
    /// The sources that the block lists, by ordinal.
    private var sources: [ListedSource]
    /// The least and the greatest id of each.
    private var bounds = TextList()
    /// Places in ``sources`` by ordinal; −1 for a source that the block does not list.
    private var places: [Int32]
    /// By type ordinal what was met of the type.
    private var types: [TypeRange]
    private var refused: [EventReference] = []

    private struct ListedSource {
        let source: BlockStreams.Source
        var eventCount = 0
    }

    private struct TypeRange {
        var count = 0
        var earliest = Int64.max
        var latest = Int64.min
    }

    /// Starts before the first event.
    init(_ streams: borrowing BlockStreams, key: UInt64, tables: RecordedTables)
        throws(DamageError)
    {
        self.key = key
        sources = []
        places = Array(repeating: -1, count: tables.sources.count)
        types = Array(repeating: TypeRange(), count: tables.schemas.count)
        // What is listed twice counts as listed first.
        for source in try streams.sources() where places[Int(source.ordinal)] < 0 {
            places[Int(source.ordinal)] = Int32(sources.count)
            sources.append(ListedSource(source: source))
            bounds.append(source.leastID.utf8Span.span)
            bounds.append(source.greatestID.utf8Span.span)
        }
    }

    /// Looks at events of the block.
    mutating func take(_ events: borrowing RecordedEvents, _ indices: Range<Int>) {
        let packed = events.packed
        for index in indices {
            let record = packed.records[index]
            let type = Int(record.schema)
            types[type].count += 1
            types[type].earliest = min(types[type].earliest, record.instant)
            types[type].latest = max(types[type].latest, record.instant)
            let place = Int(places[Int(record.source)])
            let id = packed.text(record.id, of: record)
            if place >= 0 { sources[place].eventCount += 1 }
            if place < 0 || !admits(place, id) { refused.append(events.reference(at: index)) }
        }
    }

    @inline(__always)
    private func admits(_ place: Int, _ id: Span<UInt8>) -> Bool {
        !EventIDOrder.precedes(id, bounds.text(at: 2 * place))
            && !EventIDOrder.precedes(bounds.text(at: 2 * place + 1), id)
            && IdentifierFilter.mayContain(id, in: sources[place].source.filter)
    }

    /// Compares the zone map.
    func problems(with summary: BlockSummary, recordedTimes: [Int64]) -> [DamageError] {
        var problems: [DamageError] = []
        if recordedTimes.first != summary.recordedAt.lowerBound.millisecondsSince1970
            || recordedTimes.last != summary.recordedAt.upperBound.millisecondsSince1970
        {
            problems.append(damage("hot", "its recorded times are not those of its events"))
        }
        let met = types.filter { $0.count > 0 }
        if met.map(\.earliest).min() != summary.occurred.lowerBound.millisecondsSince1970
            || met.map(\.latest).max() != summary.occurred.upperBound.millisecondsSince1970
        {
            problems.append(damage("hot", "its earliest or latest time is not that of its events"))
        }
        for (ordinal, count) in summary.typeCounts where types[Int(ordinal)].count != count {
            problems.append(damage("hot", "its count of type \(ordinal) is not that of its events"))
        }
        return problems
    }

    /// Compares the range of times of each type.
    func problems(with block: borrowing EventBlock) -> [DamageError] {
        var problems: [DamageError] = []
        for ordinal in types.indices {
            guard let partition = block.partition(typeOrdinal: UInt16(ordinal)) else { continue }
            let met = types[ordinal]
            if met.count == 0 || met.earliest...met.latest != partition.instantRange {
                problems.append(
                    damage("hot", "the time range of type \(ordinal) is not that of its events")
                )
            }
        }
        return problems
    }

    /// Compares the stream dictionary and the table of sources; `isOrderly` says whether the dictionary is
    /// known to be sorted and every entry to be found.
    func problems(
        with streams: borrowing BlockStreams,
        isOrderly: Bool
    ) throws(DamageError) -> [DamageError] {
        var problems = try subjectProblems(streams, isOrderly)
        for reference in refused {
            problems.append(damage("streams", "its sources do not admit \(reference)"))
        }
        for listed in sources.sorted(by: { $0.source.ordinal < $1.source.ordinal })
        where listed.eventCount != listed.source.eventCount {
            problems.append(
                damage("streams", "the count of source \(listed.source.ordinal) is wrong")
            )
        }
        return problems
    }

    private func subjectProblems(
        _ streams: borrowing BlockStreams,
        _ isOrderly: Bool
    ) throws(DamageError) -> [DamageError] {
        var codes: [Int32] = []
        streams.decodeCodes(0..<streams.eventCount, into: &codes)
        var isUsed = [Bool](repeating: false, count: streams.streamCount)
        for code in codes { isUsed[Int(code)] = true }
        if isOrderly, isUsed.allSatisfy({ $0 }) { return [] }
        var problems: [DamageError] = []
        let subjects = try streams.subjects()
        for (left, right) in zip(subjects, subjects.dropFirst())
        where !left.utf8.lexicographicallyPrecedes(right.utf8) {
            problems.append(damage("streams", "its streams are not sorted at \(right)"))
        }
        let used = Set(codes.map { ByteText(subjects[Int($0)]) })
        for subject in subjects {
            let isFound = try streams.contains(subject)
            guard !isFound || !used.contains(ByteText(subject)) else { continue }
            problems.append(damage("streams", "stream \(subject) is listed in vain or not found"))
        }
        return problems
    }

    private func damage(_ part: String, _ detail: String) -> DamageError {
        DamageError(part: part, position: key, detail: detail)
    }
}
