internal import EventModel

/// A stratum of a population, or all of it.
struct SampleGroup {
    /// Code of the county; `nil` for events without one, or without strata.
    let county: String?
    /// In order of position.
    let items: [SamplePopulation.Item]

    /// An event that was drawn.
    struct Drawn {
        let item: SamplePopulation.Item
        /// The number of the draw, from 1.
        var draw: Int?
        /// Fen that were hit, counted from 1 within the stratum.
        var units: [UInt128] = []
    }

    /// The strata of a population in order of their counties as bytes, events without a county first.
    static func groups(of population: SamplePopulation, by plan: SamplePlan) -> [SampleGroup] {
        guard plan.isByCounty else { return [SampleGroup(county: nil, items: population.items)] }
        return Dictionary(grouping: population.items, by: { $0.county ?? "" })
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { SampleGroup(county: $0.key.isEmpty ? nil : $0.key, items: $0.value) }
    }

    /// Number of events, or sum of their amounts in fen.
    func size(by method: SampleMethod) -> UInt128 {
        switch method {
        case .record: UInt128(items.count)
        case .monetaryUnit:
            items.reduce(0) { $0 + UInt128(UInt64(clamping: $1.amountFen)) }
        }
    }

    /// Draws from the stratum.
    func draw(_ count: Int, _ plan: SamplePlan, _ population: SHA256Digest) -> [Drawn] {
        var numbers = SampleNumbers(
            method: plan.method,
            seed: plan.seed,
            stratum: county ?? "",
            population: population
        )
        switch plan.method {
        case .record:
            return SampleDraw.records(count, of: items.count, &numbers).enumerated().map {
                Drawn(item: items[$1], draw: $0 + 1)
            }
        case .monetaryUnit:
            return hit(SampleDraw.units(count, of: size(by: .monetaryUnit), &numbers))
        }
    }

    /// The events that hold the fen, each once with all of its fen.
    func hit(_ units: [UInt128]) -> [Drawn] {
        var drawn: [Drawn] = []
        var rest = units[...]
        var end: UInt128 = 0
        for item in items {
            end += UInt128(UInt64(clamping: item.amountFen))
            let same = rest.prefix { $0 < end }
            guard !same.isEmpty else { continue }
            rest = rest.dropFirst(same.count)
            drawn.append(Drawn(item: item, units: same.map { $0 + 1 }))
        }
        return drawn
    }
}
