package import EventLog
package import EventModel

/// A sample for an audit, with all that is needed to draw it again.
package struct AuditSample: Sendable {
    /// What names the sample.
    package let id: SampleID
    /// The instant of knowledge asked for, else the recorded time of the last event known; `nil` if there is none.
    package let knownAt: Instant?
    /// RFC 9162 root over the events that were known.
    package let rootHash: SHA256Digest
    /// Number of events that could be drawn.
    package let populationCount: Int
    /// Sum of their amounts in fen; `nil` for a type without amounts.
    package let populationFen: UInt128?
    /// The strata in order of their counties; one without a county if there are none.
    package let strata: [Stratum]
    /// What was drawn, in order of position.
    package let items: [Item]

    /// A part of the population that was drawn from by itself.
    package struct Stratum: Hashable, Sendable {
        /// Code of the county; `nil` for events without one, or without strata.
        package let county: String?
        /// Number of its events.
        package let count: Int
        /// Sum of their amounts in fen.
        package let amountFen: UInt128
        /// Draws or points that fell to it.
        package let draws: Int
    }

    /// One event that was drawn.
    package struct Item: Hashable, Sendable {
        /// Position of the event.
        package let position: UInt64
        /// Its name, `source#id`.
        package let event: String
        /// Its business date.
        package let date: BusinessDate
        /// Its amount in fen; `nil` for a type without amounts.
        package let amountFen: Int64?
        /// Its county.
        package let county: String?
        /// Record sampling: the number of the draw within its stratum, from 1.
        package let draw: Int?
        /// Monetary units: the fen of its stratum that were hit, counted from 1.
        package let units: [UInt128]
    }

    /// Draws a sample.
    ///
    /// - Parameters:
    ///   - plan: What is drawn, and how.
    ///   - asOf: Business date up to which events count.
    ///   - knownAt: Events recorded later do not count; `nil` takes all.
    ///   - snapshot: A state of the log.
    /// - Throws: ``SampleError`` when there is not enough to draw from, ``LogError`` when the log cannot be read.
    package init(
        _ plan: SamplePlan,
        asOf: BusinessDate,
        knownAt: Instant?,
        in snapshot: LogSnapshot
    ) throws {
        let count =
            if let knownAt { try snapshot.eventCount(knownAt: knownAt) } else {
                snapshot.eventCount
            }
        let population = try SamplePopulation(
            plan.population,
            asOf: asOf,
            in: snapshot,
            upTo: count
        )
        let id = SampleID(
            plan: plan,
            populationDigest: population.digest,
            position: count,
            asOf: asOf,
            knownAt: knownAt
        )
        try self.init(id, population, in: snapshot)
    }

    /// Draws a sample again, by its id.
    ///
    /// - Parameters:
    ///   - id: Of the sample.
    ///   - snapshot: A state of any copy of the ledger.
    /// - Throws: ``SampleError/positionBeyond(position:eventCount:)``, ``SampleError/knownAtDiffers(position:found:)``
    ///   and ``SampleError/populationMismatch(expected:found:)`` when the ledger is not the one, or not as long, and as
    ///   for a new sample.
    package init(_ id: SampleID, in snapshot: LogSnapshot) throws {
        guard id.position <= snapshot.eventCount else {
            throw SampleError.positionBeyond(
                position: id.position,
                eventCount: snapshot.eventCount
            )
        }
        if let knownAt = id.knownAt {
            let found = try snapshot.eventCount(knownAt: knownAt)
            guard found == id.position else {
                throw SampleError.knownAtDiffers(position: id.position, found: found)
            }
        }
        let population = try SamplePopulation(
            id.plan.population,
            asOf: id.asOf,
            in: snapshot,
            upTo: id.position
        )
        guard population.digest == id.populationDigest else {
            throw SampleError.populationMismatch(
                expected: id.populationDigest,
                found: population.digest
            )
        }
        try self.init(id, population, in: snapshot)
    }

    private init(
        _ id: SampleID,
        _ population: SamplePopulation,
        in snapshot: LogSnapshot
    ) throws {
        let groups = SampleGroup.groups(of: population, by: id.plan)
        let sizes = groups.map { $0.size(by: id.plan.method) }
        let size = sizes.reduce(0, +)
        guard !population.items.isEmpty else {
            throw SampleError.emptyPopulation(id.plan.population.word)
        }
        if id.plan.method == .monetaryUnit, size == 0 {
            throw SampleError.noAmounts(id.plan.population.word)
        }
        guard UInt128(id.plan.count) <= size else {
            throw SampleError.tooFew(wanted: id.plan.count, size: size, id.plan.method)
        }
        let draws = SampleDraw.allocation(of: id.plan.count, over: sizes)
        var drawn: [SampleGroup.Drawn] = []
        for (group, count) in zip(groups, draws) {
            drawn += group.draw(count, id.plan, id.populationDigest)
        }
        drawn.sort { $0.item.position < $1.item.position }
        let names = try snapshot.references(at: drawn.map(\.item.position))
        self.id = id
        var stated = id.knownAt
        if stated == nil, id.position > 0 {
            stated = try snapshot.recordedAt(position: id.position - 1)
        }
        knownAt = stated
        rootHash = try snapshot.rootHash(of: id.position)
        populationCount = population.items.count
        populationFen = population.hasAmounts ? population.amountFen : nil
        strata = zip(groups, draws).map { group, draws in
            Stratum(
                county: group.county,
                count: group.items.count,
                amountFen: group.size(by: .monetaryUnit),
                draws: draws
            )
        }
        items = zip(drawn, names).map { drawn, name in
            Item(
                position: drawn.item.position,
                event: name.description,
                date: drawn.item.date,
                amountFen: population.hasAmounts ? drawn.item.amountFen : nil,
                county: drawn.item.county,
                draw: drawn.draw,
                units: drawn.units
            )
        }
    }
}

/// Why no sample was drawn.
package enum SampleError: Error, Hashable, Sendable {
    /// There is no event of the population at the cut; the caller asks for another date or population.
    case emptyPopulation(String)
    /// The population has no amounts, so that there are no monetary units; the caller draws records.
    case noAmounts(String)
    /// Fewer events, or fen, than are to be drawn; the caller draws fewer.
    case tooFew(wanted: Int, size: UInt128, SampleMethod)
    /// The ledger holds fewer events than were known when the sample was drawn; the caller takes a newer copy.
    case positionBeyond(position: UInt64, eventCount: UInt64)
    /// The events known at the id's instant are not as many as the id says: it is not the same ledger.
    case knownAtDiffers(position: UInt64, found: UInt64)
    /// The events that could be drawn are not those that the sample was drawn from: it is not the same ledger.
    case populationMismatch(expected: SHA256Digest, found: SHA256Digest)
}
