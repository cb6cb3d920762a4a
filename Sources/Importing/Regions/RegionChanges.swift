package import EventModel
import Programme

/// What a division list changes in a ledger from a day on.
///
/// Only what differs becomes an event, and every event's id comes from what it says; so importing a list
/// twice changes nothing. A list speaks for the levels that it has in the counties that it names: a code
/// of such a level that it no longer lists is retired; villages are left alone by a list of townships.
package struct RegionChanges: Sendable {
    /// The events, those of a lower code first.
    package let events: [JSONValue]
    /// Divisions declared, anew ones included.
    package let declaredCount: Int
    /// Divisions renamed.
    package let renamedCount: Int
    /// Divisions retired.
    package let retiredCount: Int
    /// Renamed divisions whose new name another code of the same county bore before: official lists give
    /// codes of one township to another, which is not a change of name.
    package let movedNameCount: Int

    /// Compares a list with what is known.
    ///
    /// - Parameters:
    ///   - list: The divisions of the list.
    ///   - known: The divisions valid in the ledger on `day`.
    ///   - day: First day on which the list holds.
    ///   - listName: Goes into the events' `source`, so that two lists of one day stay apart.
    ///   - additional: Divisions declared if neither the list nor the ledger has them; the list does not
    ///     speak for their level.
    package init(
        _ list: [ListedRegion],
        known: KnownRegions,
        from day: BusinessDate,
        listName: String?,
        additional: [ListedRegion] = []
    ) {
        let draft = RegionEventDraft(day: day, listName: listName)
        let missing = additional.filter { region in
            known.regions[region.code] == nil && !list.contains { $0.code == region.code }
        }
        let listed = Set((list + missing).map(\.code))
        let scope = Scope(list)
        var renamed: [JSONValue] = []
        var declared: [JSONValue] = []
        var moved = 0
        let holders = Self.codesByCountyAndName(known)
        for region in (list + missing).sorted(by: { $0.code < $1.code }) {
            guard let before = known.regions[region.code] else {
                let hasParent =
                    listed.contains(region.parent) || known.regions[region.parent] != nil
                declared.append(draft.declaration(of: region, hasParent: hasParent))
                continue
            }
            let isSameKind = known.kinds[region.code] == region.kind
            let isSameParent = before.parent == region.parent || before.parent.isEmpty
            if !isSameKind || !isSameParent || before.level != region.level {
                declared.append(draft.declaration(of: region, hasParent: true))
            } else if !before.name.hasSameBytes(as: region.name) {
                renamed.append(draft.renaming(of: region))
                let key = [String(region.code.prefix(6)), region.name]
                if let holder = holders[key], holder != region.code { moved += 1 }
            }
        }
        let retired = known.regions.values
            .filter { !listed.contains($0.code) && scope.covers($0) }
            .sorted { $0.code < $1.code }
            .map { draft.retirement(of: $0) }
        events = retired + renamed + declared
        declaredCount = declared.count
        renamedCount = renamed.count
        retiredCount = retired.count
        movedNameCount = moved
    }

    private static func codesByCountyAndName(_ known: KnownRegions) -> [[String]: String] {
        var codes: [[String]: String] = [:]
        for region in known.regions.values where region.level == .township {
            codes[[String(region.code.prefix(6)), region.name]] = region.code
        }
        return codes
    }

    /// The levels and areas for which a list speaks.
    private struct Scope {
        private var areas: [RegionLevel: Set<Substring>] = [:]

        init(_ list: [ListedRegion]) {
            for region in list {
                let length = Self.areaLength(of: region.level)
                areas[region.level, default: []].insert(region.code.prefix(length))
            }
        }

        func covers(_ region: ListedRegion) -> Bool {
            let area = region.code.prefix(Self.areaLength(of: region.level))
            return areas[region.level, default: []].contains(area)
        }

        /// Digits that name the area in which a list is complete at a level.
        private static func areaLength(of level: RegionLevel) -> Int {
            switch level {
            case .city: 2
            case .county: 4
            case .township, .village: 6
            }
        }
    }
}

/// Writes the events of a list; they are dated on the first day on which the list holds.
struct RegionEventDraft {
    private let day: BusinessDate
    private let source: String

    init(day: BusinessDate, listName: String?) {
        self.day = day
        self.source = "/division-lists/" + (listName.map { "\($0)/" } ?? "") + "\(day)"
    }

    func declaration(of region: ListedRegion, hasParent: Bool) -> JSONValue {
        var data: [(name: String, value: JSONValue)] = [
            ("code", .string(region.code)),
            ("name", .string(region.name)),
            ("level", .string(region.level.rawValue)),
        ]
        if hasParent { data.append(("parent", .string(region.parent))) }
        data.append(("kind", .string(region.kind.rawValue)))
        data.append(("validFrom", .string("\(day)")))
        return event(RegionEvents.declared, verb: "declared", code: region.code, data: data)
    }

    func renaming(of region: ListedRegion) -> JSONValue {
        event(
            RegionEvents.renamed,
            verb: "renamed",
            code: region.code,
            data: [
                ("code", .string(region.code)),
                ("name", .string(region.name)),
                ("validFrom", .string("\(day)")),
            ]
        )
    }

    func retirement(of region: ListedRegion) -> JSONValue {
        event(
            RegionEvents.retired,
            verb: "retired",
            code: region.code,
            data: [("code", .string(region.code)), ("retiredOn", .string("\(day)"))]
        )
    }

    private func event(
        _ schema: EventSchema,
        verb: String,
        code: String,
        data: [(name: String, value: JSONValue)]
    ) -> JSONValue {
        .object([
            ("specversion", .string("1.0")),
            ("id", .string("\(code)-\(verb)")),
            ("source", .string(source)),
            ("type", .string(schema.type)),
            ("subject", .string("region/\(code)")),
            ("time", .string("\(day)T00:00:00+08:00")),
            ("data", .object(data)),
        ])
    }
}
