package import EventModel
internal import Programme

/// What a division list changes in a ledger from a day on.
///
/// Only what differs becomes an event, so importing a list twice changes nothing. A list speaks for the
/// levels that it has in the counties that it names: a code of such a level that it no longer lists is
/// retired; villages are left alone by a list of townships. Where nothing differs, the first division of
/// the area is declared again as it is: so the ledger knows that the list spoke.
///
/// Lists may come in any order. What an older list changes ends on the day of the next list for the same
/// area, which has spoken already: there the later state is declared again.
package struct RegionChanges: Sendable {
    /// The events with their lines in the list, retirements first.
    package let events: [GeneratedEvent]
    /// Divisions declared, anew ones included.
    package private(set) var declaredCount = 0
    /// Divisions renamed.
    package private(set) var renamedCount = 0
    /// Divisions retired.
    package private(set) var retiredCount = 0
    /// Areas in which nothing differs and one division was declared again as it is.
    package private(set) var confirmedCount = 0
    /// Changes that end on the day of a later list that was imported before.
    package private(set) var restoredCount = 0
    /// Renamed divisions whose new name another code of the same county bore before: official lists give
    /// codes of one township to another, which is not a change of name.
    package private(set) var movedNameCount = 0

    /// Compares a list with what is known.
    ///
    /// - Parameters:
    ///   - list: The divisions of the list.
    ///   - history: What the ledger knows of divisions.
    ///   - day: First day on which the list holds.
    ///   - listName: Goes into the events' `source`, so that two lists of one day stay apart.
    ///   - additional: Divisions declared if neither the list nor the ledger has them; the list does not
    ///     speak for their level.
    package init(
        _ list: [ListedRegion],
        history: RegionHistory,
        from day: BusinessDate,
        listName: String?,
        additional: [ListedRegion] = []
    ) {
        var draft = RegionDraft(
            history,
            day: day,
            source: DivisionListSource.name(listName: listName, day: day)
        )
        let known = history.state(on: day)
        let codes = Set(list.map(\.code))
        let missing = additional.filter {
            known.regions[$0.code] == nil && !codes.contains($0.code)
        }
        let expected = codes.union(additional.map(\.code))
        let areas = Set(list.map(RegionArea.init))
        let gone = known.regions.values.filter {
            !expected.contains($0.code) && areas.contains(RegionArea($0))
        }
        for region in gone.sorted(by: { $0.code < $1.code }) {
            draft.retire(region, on: day)
            retiredCount += 1
        }
        let holders = Self.codesByCountyAndName(known)
        var declared: [ListedRegion] = []
        for listed in list.sorted(by: { $0.code < $1.code }) {
            let region = Self.withKnownParent(listed, codes: expected, known)
            switch Self.difference(from: known, region) {
            case .nothing: continue
            case .name:
                draft.rename(region, on: day)
                renamedCount += 1
                let key = [String(region.code.prefix(6)), region.name]
                if holders[key] != nil { movedNameCount += 1 }
            case .everything: declared.append(region)
            }
        }
        for region in declared { draft.declare(region, kind: region.kind, on: day) }
        declaredCount = declared.count
        confirmedCount = draft.confirm(list, known: known, areas: history.listedAreas)
        restoredCount = draft.restoreLaterLists()
        for region in missing.sorted(by: { $0.code < $1.code }) {
            let region = Self.withKnownParent(region, codes: expected, known)
            draft.declare(region, kind: region.kind, on: day, source: "/programmes/\(day)")
        }
        declaredCount += missing.count
        events = draft.events
    }

    private enum Difference { case nothing, name, everything }

    private static func difference(
        from known: KnownRegions,
        _ region: ListedRegion
    ) -> Difference {
        guard let before = known.regions[region.code], before.level == region.level,
            before.parent == region.parent, known.kinds[region.code] == region.kind
        else { return .everything }
        return before.name.hasSameBytes(as: region.name) ? .nothing : .name
    }

    /// The top region of a ledger has no parent; every other one has, known already or not.
    private static func withKnownParent(
        _ region: ListedRegion,
        codes: Set<String>,
        _ known: KnownRegions
    ) -> ListedRegion {
        let isKnown = codes.contains(region.parent) || known.regions[region.parent] != nil
        guard region.parent == region.code || (region.level == .city && !isKnown) else {
            return region
        }
        return ListedRegion(
            code: region.code,
            name: region.name,
            level: region.level,
            parent: "",
            line: region.line
        )
    }

    private static func codesByCountyAndName(_ known: KnownRegions) -> [[String]: String] {
        var codes: [[String]: String] = [:]
        for region in known.regions.values where region.level == .township {
            codes[[String(region.code.prefix(6)), region.name]] = region.code
        }
        return codes
    }
}
