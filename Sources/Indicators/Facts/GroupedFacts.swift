import Projections

/// A fact that the event at a position states.
protocol PositionedFact: Sendable {
    /// Position of the event.
    var position: UInt64 { get }
}

/// Facts about things that have a name and an order of events.
protocol StampedFact: PositionedFact {
    /// Name ordinal of the thing that the fact is about.
    var subject: UInt32 { get }
    /// When it happened, and its position.
    var stamp: FactStamp { get }
}

extension StampedFact {
    var position: UInt64 { stamp.position }
}

extension Array where Element: PositionedFact {
    /// The facts that a cut sees, in the same order.
    func seen(by cut: Cut) -> [Element] {
        allSatisfy { cut.sees($0.position) } ? self : filter { cut.sees($0.position) }
    }
}

/// Facts by subject, each subject's facts in order of (business instant, position).
///
/// Subjects come in order of their first appearance in the input, never in hash order.
struct GroupedFacts<Fact: StampedFact>: Sendable {
    /// The subjects, each once.
    let subjects: [UInt32]
    /// All facts, group by group.
    private let facts: [Fact]
    // Group plus one by name ordinal; 0 for a name that is no subject.
    private let places: [UInt32]
    private let bounds: [Int]

    /// Groups and orders the facts.
    ///
    /// - Complexity: O(n + greatest name ordinal) plus O(g log g) for each subject whose g facts do not come
    ///   in order.
    init(_ input: [Fact]) {
        let nameCount = input.reduce(0) { max($0, Int($1.subject) + 1) }
        var places = [UInt32](repeating: 0, count: nameCount)
        var subjects: [UInt32] = []
        var counts: [Int] = []
        for fact in input {
            let subject = Int(fact.subject)
            if places[subject] == 0 {
                subjects.append(fact.subject)
                counts.append(0)
                places[subject] = UInt32(subjects.count)
            }
            counts[Int(places[subject]) - 1] += 1
        }
        var bounds = [0]
        bounds.reserveCapacity(counts.count + 1)
        for count in counts { bounds.append(bounds[bounds.count - 1] + count) }
        var order = [UInt32](repeating: 0, count: input.count)
        var next = bounds
        for (index, fact) in input.enumerated() {
            let group = Int(places[Int(fact.subject)]) - 1
            order[next[group]] = UInt32(truncatingIfNeeded: index)
            next[group] += 1
        }
        var facts: [Fact] = []
        facts.reserveCapacity(input.count)
        for index in order { facts.append(input[Int(index)]) }
        for group in subjects.indices {
            let range = bounds[group]..<bounds[group + 1]
            let isOrdered = range.dropFirst().allSatisfy {
                facts[$0 - 1].stamp < facts[$0].stamp
            }
            if !isOrdered { facts[range].sort { $0.stamp < $1.stamp } }
        }
        self.subjects = subjects
        self.places = places
        self.bounds = bounds
        self.facts = facts
    }

    /// The facts about a subject in order; empty if there are none.
    subscript(subject: UInt32) -> ArraySlice<Fact> {
        guard let group = group(of: subject) else { return [] }
        return facts[bounds[group]..<bounds[group + 1]]
    }

    /// The facts about a subject that happened up to an instant and that a cut sees, in order.
    ///
    /// - Complexity: O(*g*); a copy is made only where a fact in between is voided.
    func facts(of subject: UInt32, through last: Int64, seenBy cut: Cut) -> ArraySlice<Fact> {
        guard let group = group(of: subject) else { return [] }
        let start = bounds[group]
        var end = end(of: group, through: last)
        // What is not known yet mostly stands last, and few facts are voided.
        while end > start, !cut.sees(facts[end - 1].stamp.position) { end -= 1 }
        for index in start..<end where !cut.sees(facts[index].stamp.position) {
            return facts[start..<end].filter { cut.sees($0.stamp.position) }[...]
        }
        return facts[start..<end]
    }

    /// Hands over what ``facts(of:through:seenBy:)`` gives, without making a list.
    @inline(__always)
    func forEach(
        of subject: UInt32,
        through last: Int64,
        seenBy cut: Cut,
        _ body: (Fact) -> Void
    ) {
        guard let group = group(of: subject) else { return }
        for index in bounds[group]..<end(of: group, through: last)
        where cut.sees(facts[index].stamp.position) {
            body(facts[index])
        }
    }

    private func group(of subject: UInt32) -> Int? {
        let index = Int(subject)
        guard index < places.count, places[index] > 0 else { return nil }
        return Int(places[index]) - 1
    }

    /// The first place of a group whose fact happened after the instant.
    private func end(of group: Int, through last: Int64) -> Int {
        var low = bounds[group]
        var high = bounds[group + 1]
        while low < high {
            let middle = (low + high) / 2
            if facts[middle].stamp.instant <= last { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
