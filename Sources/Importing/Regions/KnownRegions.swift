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
    /// - Parameters:
    ///   - day: The day asked about.
    ///   - snapshot: The state of the log to read.
    ///   - eventCount: Number of events that are seen; `nil` stands for all.
    /// - Throws: ``LogError`` when the log cannot be read.
    /// - Complexity: O(events of region types).
    package init(
        on day: BusinessDate,
        in snapshot: LogSnapshot,
        knownTo eventCount: UInt64? = nil
    ) throws {
        self = try RegionHistory(in: snapshot, knownTo: eventCount).state(on: day)
    }

    /// Takes the facts that are not voided, in any order.
    init(_ facts: [RegionFact], on day: BusinessDate) {
        var existence: [String: RegionFact] = [:]
        var naming: [String: RegionFact] = [:]
        for fact in facts where fact.date <= day {
            let isRename: Bool
            if case .renamed = fact.change { isRename = true } else { isRename = false }
            if !isRename, fact.supersedes(existence[fact.code]) { existence[fact.code] = fact }
            if case .retired = fact.change { continue }
            if fact.supersedes(naming[fact.code]) { naming[fact.code] = fact }
        }
        var regions: [String: ListedRegion] = [:]
        var kinds: [String: RegionKind] = [:]
        for (code, fact) in existence {
            guard case .declared(let declared, let kind) = fact.change else { continue }
            var name = declared.name
            if case .renamed(let newer)? = naming[code]?.change { name = newer }
            regions[code] = ListedRegion(
                code: code,
                name: name,
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
}
