import EventModel

/// What is doubtful about when things were recorded, and about business after closing, from a pass over the log.
struct RecordExceptions {
    let sweep: RecordSweep
    let limits: ExceptionLimits
    let inspections: InspectionDays
    let closings: StationClosings
    let board: ExitBoard

    private var names: any NameLookup { board.names }

    /// Back-dated events by producer and day of recording.
    ///
    /// - Parameter sources: Producers of ``RecordSweep/backDated``, in its order.
    /// - Returns: A case for each producer and day.
    func backDatedCases(sources: [String]) -> [ExceptionCase] {
        struct Key: Hashable {
            let source: ExactName
            let recordedOn: BusinessDate
        }
        var groups: [Key: [RecordSweep.LateRecord]] = [:]
        for (record, source) in zip(sweep.backDated, sources) {
            let recordedOn = BusinessDate(of: Instant(millisecondsSince1970: record.recordedAt))
            groups[Key(source: ExactName(source), recordedOn: recordedOn), default: []]
                .append(record)
        }
        return groups.map { key, records in
            let most = records.reduce(Int64(0)) { max($0, $1.lateness) }
            return ExceptionCase(
                .backDated,
                "source/" + key.source.text,
                detail: [
                    ("recordedOn", key.recordedOn.description), ("count", "\(records.count)"),
                    ("mostDays", "\(most / ExceptionLimits.dayMilliseconds)"),
                    ("days", "\(limits.lateDays)"),
                ],
                events: records.map(\.stamp)
            )
        }
    }

    /// Inspections with as many late records of the station in the days up to them as make a burst.
    var burstCases: [ExceptionCase] {
        let records = Dictionary(grouping: sweep.beforeInspections, by: \.station)
        return inspections.days.compactMap { day in
            let window = InspectionDays.window(ofDays: limits.burstWindowDays, upTo: day.day)
            let late = (records[day.station] ?? []).filter {
                window.contains($0.record.recordedAt)
            }
            guard Int64(late.count) >= limits.burstCount else { return nil }
            return ExceptionCase(
                .backDatedBurst,
                "station/" + names.name(at: day.station),
                region: board.newestLife(of: day.station).map { names.name(at: $0.region) },
                detail: [
                    ("count", "\(late.count)"), ("minimum", "\(limits.burstCount)"),
                    ("window", "\(limits.burstWindowDays)"), ("delay", "\(limits.burstDelayDays)"),
                ],
                events: day.inspections + late.map(\.record.stamp)
            )
        }
    }

    /// Closings after which the station did business.
    var businessCases: [ExceptionCase] {
        let business = Dictionary(grouping: sweep.business, by: \.place)
        return closings.spans.indices.compactMap { place in
            guard let found = business[place] else { return nil }
            let span = closings.spans[place]
            let reopened = span.reopenedOn.map { [(name: "reopenedOn", value: $0.description)] }
            return ExceptionCase(
                .businessAfterClosing,
                "station/" + names.name(at: span.station),
                region: names.name(at: span.region),
                detail: [("closedOn", span.closing.day.description)] + (reopened ?? []) + [
                    ("count", "\(found.count)")
                ],
                events: [span.closing] + found.map(\.stamp)
            )
        }
    }
}
