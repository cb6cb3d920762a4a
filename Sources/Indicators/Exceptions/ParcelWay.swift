import EventModel
import Programme

/// One step of a parcel, with its event.
struct ParcelFact: Sendable {
    let stamp: FactStamp
    let step: ParcelStep
    /// County of a scan.
    let county: String?
}

/// The way of one parcel, and what of it is told backwards.
struct ParcelWay {
    /// What an acceptance says of the direction; `nil` without one.
    let direction: TradeDirection?
    /// What should come second and came first, each with what should come first.
    let backwards: [Pair]
    private let facts: [ParcelFact]

    /// Two steps in the wrong order.
    struct Pair: Hashable {
        /// The step that belongs later on the way, and happened earlier.
        let later: ParcelStep
        /// The step that belongs earlier on the way, and happened later.
        let earlier: ParcelStep
    }

    /// Looks at the steps of a parcel that a question sees, in whatever order.
    init(_ all: [ParcelFact]) {
        let ordered = all.sorted { $0.stamp < $1.stamp }
        let acceptance = ordered.last { fact in
            if case .accepted = fact.step { true } else { false }
        }
        let end = ordered.first { $0.step == .returned }?.stamp
        let facts = ordered.filter { fact in
            if case .accepted = fact.step { return fact.stamp == acceptance?.stamp }
            return end.map { fact.stamp < $0 } ?? true
        }
        self.facts = facts
        if case .accepted(let direction)? = acceptance?.step {
            self.direction = direction
            backwards = Self.pairs(facts, on: ParcelStep.Way(direction))
        } else {
            direction = nil
            let pairs = ParcelStep.Way.allCases.map { Self.pairs(facts, on: $0) }
            backwards =
                pairs.contains(where: \.isEmpty)
                ? [] : pairs[0] + pairs[1].filter { !pairs[0].contains($0) }
        }
    }

    /// First and last instant of a step.
    private struct Times {
        let step: ParcelStep
        var instants: ClosedRange<Int64>
    }

    /// The pairs of steps of which the later one happened before the earlier one and never after.
    private static func pairs(_ facts: [ParcelFact], on way: ParcelStep.Way) -> [Pair] {
        var times: [Int: Times] = [:]
        for fact in facts {
            guard let place = fact.step.place(on: way) else { continue }
            let instant = fact.stamp.instant
            let known = times[place]?.instants ?? instant...instant
            times[place] = Times(
                step: fact.step,
                instants: min(known.lowerBound, instant)...max(known.upperBound, instant)
            )
        }
        let places = times.keys.sorted()
        return places.flatMap { earlier in
            places.compactMap { later -> Pair? in
                guard earlier < later, let first = times[earlier], let second = times[later],
                    second.instants.upperBound < first.instants.lowerBound
                else { return nil }
                return Pair(later: second.step, earlier: first.step)
            }
        }
    }

    /// The events of both steps of each pair.
    private var involved: [ParcelFact] {
        let steps = Set(backwards.flatMap { [$0.later, $0.earlier] })
        return facts.filter { steps.contains($0.step) }
    }

    /// The row about the parcel; `nil` if nothing is told backwards.
    func exceptionCase(of parcel: String) -> ExceptionCase? {
        guard !backwards.isEmpty else { return nil }
        let involved = involved
        let orders = backwards.map { $0.later.name + "<" + $0.earlier.name }.sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        return ExceptionCase(
            .scanBackInTime,
            "parcel/" + parcel,
            county: involved.last { $0.county != nil }?.county,
            detail: [("direction", direction?.rawValue ?? "unknown")]
                + orders.map { ("order", $0) },
            events: involved.map(\.stamp)
        )
    }
}
