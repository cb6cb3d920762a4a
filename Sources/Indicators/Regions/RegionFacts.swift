import EventModel
import Programme
import Projections

/// What the events say about divisions, demonstration counties and poor villages.
struct RegionFacts: Sendable {
    private(set) var declarations: [Declaration] = []
    private(set) var retirements: [Retirement] = []
    private(set) var classes: [ClassSetting] = []
    private(set) var povertyStatuses: [PovertySetting] = []

    /// One `region.declared`.
    struct Declaration: Hashable, PositionedFact {
        /// Name ordinal of the division's code.
        let code: UInt32
        /// Name ordinal of the parent's code; `nil` for the top.
        let parent: UInt32?
        let level: RegionLevel
        let kind: RegionKind
        let from: DatedStamp

        var position: UInt64 { from.stamp.position }
    }

    /// One `region.retired`.
    struct Retirement: Hashable, PositionedFact {
        let code: UInt32
        let from: DatedStamp

        var position: UInt64 { from.stamp.position }
    }

    /// One `region.demonstrationClassSet`; counts from its business date.
    struct ClassSetting: Hashable, PositionedFact {
        let county: UInt32
        let demonstrationClass: DemonstrationClass
        let stamp: FactStamp

        var position: UInt64 { stamp.position }
    }

    /// One `village.povertyStatusSet`.
    struct PovertySetting: Hashable, PositionedFact {
        let village: UInt32
        let status: PovertyStatus
        let from: DatedStamp

        var position: UInt64 { from.stamp.position }
    }

    /// Takes a declaration in.
    mutating func add(_ fact: Declaration) { declarations.append(fact) }
    /// Takes a retirement in.
    mutating func add(_ fact: Retirement) { retirements.append(fact) }
    /// Takes a county's class in.
    mutating func add(_ fact: ClassSetting) { classes.append(fact) }
    /// Takes a village's standing in.
    mutating func add(_ fact: PovertySetting) { povertyStatuses.append(fact) }

    /// Takes the facts of later events in.
    mutating func merge(_ later: RegionFacts) {
        declarations += later.declarations
        retirements += later.retirements
        classes += later.classes
        povertyStatuses += later.povertyStatuses
    }

    /// The facts that a cut sees.
    func seen(by cut: Cut) -> RegionFacts {
        var seen = RegionFacts()
        seen.declarations = declarations.seen(by: cut)
        seen.retirements = retirements.seen(by: cut)
        seen.classes = classes.seen(by: cut)
        seen.povertyStatuses = povertyStatuses.seen(by: cut)
        return seen
    }

    /// The class of each county on a day; of several settings the newest holds.
    func classes(on day: BusinessDate) -> [UInt32: DemonstrationClass] {
        var newest: [UInt32: ClassSetting] = [:]
        for fact in classes where fact.stamp.day <= day {
            if let held = newest[fact.county], held.stamp > fact.stamp { continue }
            newest[fact.county] = fact
        }
        return newest.mapValues(\.demonstrationClass)
    }

    /// The villages that are registered poor on a day.
    func registeredPoor(on day: BusinessDate) -> Set<UInt32> {
        var newest: [UInt32: PovertySetting] = [:]
        for fact in povertyStatuses where fact.from.date <= day {
            if let held = newest[fact.village], held.from > fact.from { continue }
            newest[fact.village] = fact
        }
        return Set(newest.values.lazy.filter { $0.status == .registeredPoor }.map(\.village))
    }
}
