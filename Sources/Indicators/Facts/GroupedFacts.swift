/// Facts about things that have a name and an order of events.
protocol StampedFact: Sendable {
    /// Name ordinal of the thing that the fact is about.
    var subject: UInt32 { get }
    /// When it happened, and its position.
    var stamp: FactStamp { get }
}

/// Facts by subject, each subject's facts in order of (business instant, position).
///
/// Subjects come in order of their first appearance in the input, never in hash order.
struct GroupedFacts<Fact: StampedFact>: Sendable {
    /// The subjects, each once.
    let subjects: [UInt32]
    private let places: [UInt32: Int]
    private let bounds: [Int]
    private let facts: [Fact]

    /// Groups and orders the facts.
    ///
    /// - Complexity: O(n) plus O(g log g) for each subject whose g facts do not come in order.
    init(_ input: [Fact]) {
        var places: [UInt32: Int] = [:]
        var subjects: [UInt32] = []
        var counts: [Int] = []
        var groupOf: [Int32] = []
        groupOf.reserveCapacity(input.count)
        for fact in input {
            let place: Int
            if let known = places[fact.subject] {
                place = known
                counts[place] += 1
            } else {
                place = subjects.count
                places[fact.subject] = place
                subjects.append(fact.subject)
                counts.append(1)
            }
            groupOf.append(Int32(truncatingIfNeeded: place))
        }
        var bounds = [0]
        bounds.reserveCapacity(counts.count + 1)
        for count in counts { bounds.append(bounds[bounds.count - 1] + count) }
        var order = [Int](repeating: 0, count: input.count)
        var next = bounds
        for (index, group) in groupOf.enumerated() {
            order[next[Int(group)]] = index
            next[Int(group)] += 1
        }
        var facts = order.map { input[$0] }
        for group in subjects.indices {
            let range = bounds[group]..<bounds[group + 1]
            let isOrdered = range.dropFirst().allSatisfy { facts[$0 - 1].stamp < facts[$0].stamp }
            if !isOrdered { facts[range].sort { $0.stamp < $1.stamp } }
        }
        self.subjects = subjects
        self.places = places
        self.bounds = bounds
        self.facts = facts
    }

    /// The facts about a subject in order; empty if there are none.
    subscript(subject: UInt32) -> ArraySlice<Fact> {
        guard let place = places[subject] else { return [] }
        return facts[bounds[place]..<bounds[place + 1]]
    }
}
