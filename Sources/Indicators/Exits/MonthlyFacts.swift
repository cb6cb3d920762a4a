import EventModel
import Projections

/// A fact about a station in a month.
protocol MonthlyFact: StampedFact {
    /// The month that it is about, whatever its own date.
    var month: BusinessMonth { get }
}

extension MetricFact: MonthlyFact {}

extension ReportFact: MonthlyFact {}

/// Facts by station and month, those of a month in order of (business instant, position).
///
/// The rules look at the newest months first and mostly need no other.
struct MonthlyFacts<Fact: MonthlyFact>: Sendable {
    /// The stations, each once, in order of their ordinals.
    let stations: [UInt32]
    private let facts: [Fact]
    // Per name ordinal where its facts begin in `facts`, and one more.
    private let bounds: [Int]

    /// Orders the facts.
    ///
    /// - Complexity: O(n log n).
    init(_ input: [Fact]) {
        let nameCount = input.reduce(0) { max($0, Int($1.subject) + 1) }
        var bounds = [Int](repeating: 0, count: nameCount + 1)
        for fact in input { bounds[Int(fact.subject) + 1] += 1 }
        for name in 0..<nameCount { bounds[name + 1] += bounds[name] }
        var next = bounds
        var order = [UInt32](repeating: 0, count: input.count)
        for (index, fact) in input.enumerated() {
            order[next[Int(fact.subject)]] = UInt32(truncatingIfNeeded: index)
            next[Int(fact.subject)] += 1
        }
        var facts: [Fact] = []
        facts.reserveCapacity(input.count)
        for index in order { facts.append(input[Int(index)]) }
        for name in 0..<nameCount where bounds[name + 1] - bounds[name] > 1 {
            facts[bounds[name]..<bounds[name + 1]].sort {
                $0.month != $1.month ? $0.month < $1.month : $0.stamp < $1.stamp
            }
        }
        self.facts = facts
        self.bounds = bounds
        stations = (0..<nameCount).filter { bounds[$0] < bounds[$0 + 1] }.map { UInt32($0) }
    }

    /// Hands over the facts about a station in a month that happened up to an instant and that a cut sees, in
    /// order.
    @inline(__always)
    func forEach(
        of station: UInt32,
        in month: BusinessMonth,
        through last: Int64,
        seenBy cut: Cut,
        _ body: (Fact) -> Void
    ) {
        guard Int(station) + 1 < bounds.count else { return }
        let end = bounds[Int(station) + 1]
        var low = bounds[Int(station)]
        var high = end
        while low < high {
            let middle = (low + high) / 2
            if facts[middle].month < month { low = middle + 1 } else { high = middle }
        }
        while low < end, facts[low].month == month, facts[low].stamp.instant <= last {
            if cut.sees(facts[low].stamp.position) { body(facts[low]) }
            low += 1
        }
    }

    /// Hands over the facts about a station that happened up to an instant and that a cut sees, by month.
    func forEach(
        of station: UInt32,
        through last: Int64,
        seenBy cut: Cut,
        _ body: (Fact) -> Void
    ) {
        guard Int(station) + 1 < bounds.count else { return }
        for fact in facts[bounds[Int(station)]..<bounds[Int(station) + 1]]
        where fact.stamp.instant <= last && cut.sees(fact.stamp.position) {
            body(fact)
        }
    }
}
