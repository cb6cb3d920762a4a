package import EventLog
package import EventModel
package import Programme

/// The divisions that are valid in a ledger on one day.
///
/// Of the facts about a division whose date is on or before the day, the one with the greatest (date,
/// business instant, position) holds; voided facts do not count.
package struct KnownRegions: Sendable {
    /// Valid divisions by code.
    package let regions: [String: ListedRegion]
    /// Kinds by code, as declared.
    package let kinds: [String: RegionKind]

    /// Reads the facts about divisions out of a log.
    ///
    /// - Complexity: O(events of region types).
    package init(
        on day: BusinessDate,
        in snapshot: LogSnapshot,
        knownTo eventCount: UInt64? = nil
    ) throws {
        let count = eventCount ?? snapshot.eventCount
        let voided = Set(try snapshot.voidedPositions(upTo: count))
        var filter = EventFilter()
        filter.types = [
            RegionEvents.declared.type, RegionEvents.renamed.type, RegionEvents.retired.type,
        ]
        var facts: [String: Facts] = [:]
        try snapshot.events(matching: filter) { recorded in
            guard recorded.position < count else { return false }
            if !voided.contains(recorded.position), let fact = Fact(recorded), fact.date <= day {
                facts[fact.code, default: Facts()].add(fact)
            }
            return true
        }
        var regions: [String: ListedRegion] = [:]
        var kinds: [String: RegionKind] = [:]
        for (code, known) in facts {
            guard let declared = known.standing, let kind = declared.kind else { continue }
            regions[code] = ListedRegion(
                code: code,
                name: known.name?.name ?? declared.name,
                level: declared.level,
                parent: declared.parent,
                line: 0
            )
            kinds[code] = kind
        }
        self.regions = regions
        self.kinds = kinds
    }

    /// Names by code.
    package var names: [String: String] { regions.mapValues(\.name) }

    /// What is known about one division.
    private struct Facts {
        /// The newest declaration or retirement.
        var existence: Fact?
        /// The newest fact that gives a name.
        var name: Fact?

        mutating func add(_ fact: Fact) {
            if !fact.isRename { existence = Fact.newer(existence, fact) }
            if !fact.name.isEmpty { name = Fact.newer(name, fact) }
        }

        var standing: Fact? { existence.flatMap { $0.kind == nil ? nil : $0 } }
    }
}

/// One fact about a division, with what orders it among others.
private struct Fact {
    let code: String
    let date: BusinessDate
    let instant: Instant
    let position: UInt64
    let isRename: Bool
    let name: String
    /// Only a declaration has a kind.
    let kind: RegionKind?
    let level: RegionLevel
    let parent: String

    init?(_ recorded: RecordedEvent) {
        let event = recorded.event
        let type = event.schema.type
        let dateField = type == RegionEvents.retired.type ? "retiredOn" : "validFrom"
        guard let code = event.text("code"), let days = event.integer(dateField) else { return nil }
        self.code = code
        self.date = BusinessDate(daysSince1970: Int32(truncatingIfNeeded: days))
        self.instant = event.time.instant
        self.position = recorded.position
        self.isRename = type == RegionEvents.renamed.type
        self.name = event.text("name") ?? ""
        self.kind = event.integer("kind").flatMap(RegionKind.init(stored:))
        self.level = event.integer("level").flatMap(RegionLevel.init(stored:)) ?? .village
        self.parent = event.text("parent") ?? ""
    }

    static func newer(_ known: Fact?, _ fact: Fact) -> Fact {
        guard let known else { return fact }
        let left = (known.date, known.instant, known.position)
        return left < (fact.date, fact.instant, fact.position) ? fact : known
    }
}

extension Event {
    fileprivate func text(_ field: String) -> String? {
        guard let index = schema.index(of: field), case .text(let text) = data[index] else {
            return nil
        }
        return text
    }

    fileprivate func integer(_ field: String) -> Int64? {
        guard let index = schema.index(of: field), case .integer(let value) = data[index] else {
            return nil
        }
        return value
    }
}
