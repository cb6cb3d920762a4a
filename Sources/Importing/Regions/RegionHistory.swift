package import EventLog
package import EventModel
import Programme

/// Every fact about divisions in a ledger, whatever its date.
package struct RegionHistory: Sendable {
    /// The facts that are not voided, in order of position.
    let facts: [RegionFact]
    /// Per code the position of the newest event about it, voided ones included.
    private let newestPositions: [String: UInt64]

    /// Reads the facts out of a log.
    ///
    /// - Parameters:
    ///   - snapshot: The state of the log to read.
    ///   - eventCount: Number of events that are seen; `nil` stands for all.
    /// - Throws: ``LogError`` when the log cannot be read.
    /// - Complexity: O(events of region types).
    package init(in snapshot: LogSnapshot, knownTo eventCount: UInt64? = nil) throws {
        let count = eventCount ?? snapshot.eventCount
        let voided = Set(try snapshot.voidedPositions(upTo: count))
        var filter = EventFilter()
        filter.types = [
            RegionEvents.declared.type, RegionEvents.renamed.type, RegionEvents.retired.type,
        ]
        var facts: [RegionFact] = []
        var newest: [String: UInt64] = [:]
        try snapshot.events(matching: filter) { recorded in
            guard recorded.position < count else { return false }
            guard let fact = RegionFact(recorded) else { return true }
            newest[fact.code] = fact.position
            if !voided.contains(fact.position) { facts.append(fact) }
            return true
        }
        self.facts = facts
        newestPositions = newest
    }

    /// The divisions valid on a day.
    package func state(on day: BusinessDate) -> KnownRegions { KnownRegions(facts, on: day) }

    /// Position of the newest event about a division, voided ones included; `nil` if there is none.
    func newestPosition(about code: String) -> UInt64? { newestPositions[code] }

    /// What division lists have spoken for, by the events that they left.
    var listedAreas: ListedAreas {
        var levels: [String: RegionLevel] = [:]
        for fact in facts {
            if case .declared(let region, _) = fact.change { levels[fact.code] = region.level }
        }
        var areas = ListedAreas()
        for fact in facts {
            guard let level = levels[fact.code] else { continue }
            areas.add(RegionArea(code: fact.code, level: level), source: fact.source)
        }
        return areas
    }
}

/// A level within a part of the country: what a division list is complete for.
struct RegionArea: Hashable, Sendable {
    let level: RegionLevel
    private let prefix: Substring

    /// The area of a level to which a code belongs.
    init(code: String, level: RegionLevel) {
        let length =
            switch level {
            case .city: 2
            case .county: 4
            case .township, .village: 6
            }
        self.level = level
        prefix = code.prefix(length)
    }

    /// The area of a division.
    init(_ region: ListedRegion) { self.init(code: region.code, level: region.level) }
}

/// Which division lists speak for which areas, from the sources of the events that they left.
struct ListedAreas: Sendable {
    private var sources: [RegionArea: Set<String>] = [:]

    mutating func add(_ area: RegionArea, source: String) {
        guard DivisionListSource.day(of: source) != nil else { return }
        sources[area, default: []].insert(source)
    }

    /// Whether a list has left an event in an area.
    func contains(_ area: RegionArea, source: String) -> Bool {
        sources[area]?.contains(source) ?? false
    }

    /// The first day after another on which a list for the area holds; `nil` if there is none.
    func nextDay(after day: BusinessDate, for area: RegionArea) -> BusinessDate? {
        (sources[area] ?? []).compactMap(DivisionListSource.day(of:)).filter { $0 > day }.min()
    }
}

/// The `source` of a division list's events: `/division-lists/[NAME/]DAY`.
enum DivisionListSource {
    private static let root = "/division-lists/"

    static func name(listName: String?, day: BusinessDate) -> String {
        root + (listName.map { "\($0)/" } ?? "") + "\(day)"
    }

    /// The first day on which the list holds; `nil` for a source of another kind.
    static func day(of source: String) -> BusinessDate? {
        guard source.hasPrefix(root) else { return nil }
        return source.split(separator: "/").last.flatMap { BusinessDate(parsing: String($0)) }
    }
}
