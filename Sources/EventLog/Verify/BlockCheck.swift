internal import EventModel

/// Compares what a block says of its events with the events themselves.
struct BlockCheck {
    let key: UInt64
    let events: [RecordedEvent]
    let tables: LedgerTables

    /// Compares the zone map.
    func problems(with summary: BlockSummary) -> [DamageError] {
        var problems: [DamageError] = []
        let instants = events.map(\.event.time.instant)
        if events.first?.recordedAt != summary.recordedAt.lowerBound
            || events.last?.recordedAt != summary.recordedAt.upperBound
        {
            problems.append(damage("hot", "its recorded times are not those of its events"))
        }
        if instants.min() != summary.occurred.lowerBound
            || instants.max() != summary.occurred.upperBound
        {
            problems.append(damage("hot", "its earliest or latest time is not that of its events"))
        }
        var counts: [ObjectIdentifier: Int] = [:]
        for recorded in events { counts[ObjectIdentifier(recorded.event.schema), default: 0] += 1 }
        for (ordinal, count) in summary.typeCounts
        where counts[ObjectIdentifier(tables.schema(at: ordinal))] != count {
            problems.append(damage("hot", "its count of type \(ordinal) is not that of its events"))
        }
        return problems
    }

    /// Compares the range of times of each type.
    func problems(with block: borrowing EventBlock) -> [DamageError] {
        var ranges: [ObjectIdentifier: ClosedRange<Int64>] = [:]
        for recorded in events {
            let instant = recorded.event.time.instant.millisecondsSince1970
            let schema = ObjectIdentifier(recorded.event.schema)
            let range = ranges[schema] ?? instant...instant
            ranges[schema] = min(range.lowerBound, instant)...max(range.upperBound, instant)
        }
        var problems: [DamageError] = []
        for ordinal in 0..<tables.typeCount {
            guard let partition = block.partition(typeOrdinal: UInt16(ordinal)) else { continue }
            if ranges[ObjectIdentifier(partition.schema)] != partition.instantRange {
                problems.append(
                    damage("hot", "the time range of type \(ordinal) is not that of its events")
                )
            }
        }
        return problems
    }

    /// Compares the stream dictionary and the table of sources.
    func problems(with streams: borrowing BlockStreams) throws(DamageError) -> [DamageError] {
        var problems: [DamageError] = []
        let subjects = try streams.subjects()
        for (left, right) in zip(subjects, subjects.dropFirst())
        where !left.utf8.lexicographicallyPrecedes(right.utf8) {
            problems.append(damage("streams", "its streams are not sorted at \(right)"))
        }
        let used = Set(events.map { ByteText($0.event.subject) })
        for subject in subjects {
            let isFound = try streams.contains(subject)
            guard !isFound || !used.contains(ByteText(subject)) else { continue }
            problems.append(damage("streams", "stream \(subject) is listed in vain or not found"))
        }
        let sources = Dictionary(
            try streams.sources().map { (ByteText(tables.source(at: $0.ordinal)), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        var sourceCounts: [ByteText: Int] = [:]
        for recorded in events {
            let name = ByteText(recorded.event.source)
            sourceCounts[name, default: 0] += 1
            guard let source = sources[name], source.mayContain(recorded.event.id) else {
                problems.append(
                    damage("streams", "its sources do not admit \(recorded.event.reference)")
                )
                continue
            }
        }
        for source in sources.values.sorted(by: { $0.ordinal < $1.ordinal })
        where sourceCounts[ByteText(tables.source(at: source.ordinal))] != source.eventCount {
            problems.append(damage("streams", "the count of source \(source.ordinal) is wrong"))
        }
        return problems
    }

    private func damage(_ part: String, _ detail: String) -> DamageError {
        DamageError(part: part, position: key, detail: detail)
    }
}
