import EventModel
import Programme

/// Collects what a division list says as events; they are dated on the days from which they hold.
///
/// An event's id tells what it builds on, so that the same import gives the same ids, and a division that
/// went and came back, or whose declaration was voided, can be declared again on the same day.
struct RegionDraft {
    private let history: RegionHistory
    private let day: BusinessDate
    private let source: String
    private var facts: [RegionFact] = []
    private(set) var events: [GeneratedEvent] = []

    init(_ history: RegionHistory, day: BusinessDate, source: String) {
        self.history = history
        self.day = day
        self.source = source
    }

    mutating func declare(
        _ region: ListedRegion,
        kind: RegionKind,
        on date: BusinessDate,
        source: String? = nil
    ) {
        var data: [(name: String, value: JSONValue)] = [
            ("code", .string(region.code)), ("name", .string(region.name)),
            ("level", .string(region.level.rawValue)),
        ]
        if !region.parent.isEmpty { data.append(("parent", .string(region.parent))) }
        data += [("kind", .string(kind.rawValue)), ("validFrom", .string("\(date)"))]
        add(region, RegionEvents.declared, "declared", .declared(region, kind), data, date, source)
    }

    mutating func rename(_ region: ListedRegion, on date: BusinessDate) {
        let data: [(name: String, value: JSONValue)] = [
            ("code", .string(region.code)), ("name", .string(region.name)),
            ("validFrom", .string("\(date)")),
        ]
        add(region, RegionEvents.renamed, "renamed", .renamed(region.name), data, date)
    }

    mutating func retire(_ region: ListedRegion, on date: BusinessDate) {
        let data: [(name: String, value: JSONValue)] = [
            ("code", .string(region.code)), ("retiredOn", .string("\(date)")),
        ]
        add(region, RegionEvents.retired, "retired", .retired, data, date)
    }

    /// Declares the first division of each of the list's areas again if the list left no event there.
    ///
    /// - Returns: Number of divisions declared again.
    mutating func confirm(
        _ list: [ListedRegion],
        known: KnownRegions,
        areas: ListedAreas
    ) -> Int {
        var firsts: [RegionArea: ListedRegion] = [:]
        for region in list {
            let area = RegionArea(region)
            if let first = firsts[area], first.code < region.code { continue }
            firsts[area] = region
        }
        let spoken = Set(facts.map(\.code))
        let spokenAreas = Set(
            list.filter { spoken.contains($0.code) }.map(RegionArea.init)
                + known.regions.values.filter { spoken.contains($0.code) }.map(RegionArea.init)
        )
        var count = 0
        for (area, first) in firsts.sorted(by: { $0.value.code < $1.value.code }) {
            guard !spokenAreas.contains(area), !areas.contains(area, source: source),
                let region = known.regions[first.code], let kind = known.kinds[first.code]
            else { continue }
            declare(region, kind: kind, on: day)
            count += 1
        }
        return count
    }

    /// Ends what was collected on the day of the next list of each area.
    ///
    /// - Returns: Number of divisions whose later state is said again.
    mutating func restoreLaterLists() -> Int {
        let areas = history.listedAreas
        let present = history.state(on: day)
        var codes: [BusinessDate: Set<String>] = [:]
        for fact in facts {
            let level: RegionLevel? =
                if case .declared(let region, _) = fact.change { region.level } else {
                    present.regions[fact.code]?.level
                }
            guard let level else { continue }
            let area = RegionArea(code: fact.code, level: level)
            guard let next = areas.nextDay(after: day, for: area) else { continue }
            codes[next, default: []].insert(fact.code)
        }
        let all = history.facts + facts
        var count = 0
        for (next, codes) in codes.sorted(by: { $0.key < $1.key }) {
            let wanted = history.state(on: next)
            let found = KnownRegions(all, on: next)
            for code in codes.sorted() {
                if restore(code, wanted, found, on: next) { count += 1 }
            }
        }
        return count
    }

    private mutating func restore(
        _ code: String,
        _ wanted: KnownRegions,
        _ found: KnownRegions,
        on date: BusinessDate
    ) -> Bool {
        switch (wanted.regions[code], found.regions[code]) {
        case (nil, let surplus?): retire(surplus, on: date)
        case (let region?, let other):
            if let other, other.level == region.level, other.parent == region.parent,
                wanted.kinds[code] == found.kinds[code]
            {
                if other.name.hasSameBytes(as: region.name) { return false }
                rename(region, on: date)
            } else {
                declare(region, kind: wanted.kinds[code] ?? region.kind, on: date)
            }
        case (nil, nil): return false
        }
        return true
    }

    private mutating func add(
        _ region: ListedRegion,
        _ schema: EventSchema,
        _ verb: String,
        _ change: RegionFact.Change,
        _ data: [(name: String, value: JSONValue)],
        _ date: BusinessDate,
        _ source: String? = nil
    ) {
        let source = source ?? self.source
        var id = "\(region.code)-\(verb)"
        if date != day { id += "-\(date)" }
        if let newest = history.newestPosition(about: region.code) { id += "-after-\(newest)" }
        let event: JSONValue = .object([
            ("specversion", .string("1.0")), ("id", .string(id)), ("source", .string(source)),
            ("type", .string(schema.type)), ("subject", .string("region/\(region.code)")),
            ("time", .string("\(date)T00:00:00+08:00")), ("data", .object(data)),
        ])
        events.append(GeneratedEvent(line: region.line, event: event))
        facts.append(
            RegionFact(
                code: region.code,
                date: date,
                instant: date.firstInstant,
                // Behind everything recorded: the order among equal dates and instants.
                position: (1 << 63) + UInt64(facts.count),
                source: source,
                change: change
            )
        )
    }
}
