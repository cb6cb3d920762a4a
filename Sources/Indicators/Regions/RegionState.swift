import EventModel
import Programme

/// The divisions as they are at the end of a day: which are valid, and to which county each belongs.
struct RegionState: Sendable {
    /// The counties with a demonstration class: the universe of the figures.
    let classes: [UInt32: DemonstrationClass]
    /// The valid divisions that belong to a county of the universe, in no particular order of meaning but
    /// always in the order of their first declaration.
    let members: [Member]

    /// A valid division below a county of the universe.
    struct Member: Hashable, Sendable {
        let code: UInt32
        let level: RegionLevel
        let kind: RegionKind
        let county: UInt32
    }

    // A chain of parents is city, county, township, village; longer ones are circles.
    private static let longestChain = 8

    /// Works out the state at the end of a day.
    ///
    /// Of declarations and retirements of a code whose date is not after the day, the greatest by (date,
    /// instant, position) says whether the division is valid. Membership follows the parents of the newest
    /// declarations, also through a retired parent, up to the first county of the universe.
    ///
    /// - Complexity: O(facts).
    init(_ facts: RegionFacts, on day: BusinessDate) {
        var newest: [UInt32: RegionFacts.Declaration] = [:]
        var order: [UInt32] = []
        for fact in facts.declarations where fact.from.date <= day {
            if let held = newest[fact.code] {
                if held.from > fact.from { continue }
            } else {
                order.append(fact.code)
            }
            newest[fact.code] = fact
        }
        var retired: [UInt32: DatedStamp] = [:]
        for fact in facts.retirements where fact.from.date <= day {
            if let held = retired[fact.code], held > fact.from { continue }
            retired[fact.code] = fact.from
        }
        let classes = facts.classes(on: day)
        self.classes = classes
        self.members = order.compactMap { code in
            guard let declared = newest[code] else { return nil }
            if let end = retired[code], end > declared.from { return nil }
            var above = declared.parent
            for _ in 0..<Self.longestChain {
                guard let ancestor = above else { return nil }
                if classes[ancestor] != nil {
                    return Member(
                        code: code,
                        level: declared.level,
                        kind: declared.kind,
                        county: ancestor
                    )
                }
                above = newest[ancestor]?.parent
            }
            return nil
        }
    }
}
