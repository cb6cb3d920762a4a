package import EventLog
package import EventModel
package import Indicators
package import Projections

/// The figures that a ledger answers.
package enum Indicator: String, Sendable, CaseIterable {
    /// Stations per township and village.
    case coverage
    /// Ratios of the central fund.
    case funds
    /// Grounds for a station's exit.
    case exits
    /// What the events make doubtful 疑点清单.
    case exceptions

    /// The figures of the programme, which are kept ready to answer in milliseconds.
    package static let headline: [Indicator] = [.coverage, .funds, .exits]

    /// The readings that may be asked for, the default of each rule first.
    package var readings: [String] {
        switch self {
        case .coverage:
            [
                "all", "administrativeVillages", "withCommittees", "currentList", "frozenList",
            ]
        case .funds:
            [
                "CAP-a", "CAP-b", "CAP-c", "FLOOR-a", "FLOOR-b", "FLOOR-c", "FLOOR-d",
                "PROHIBITED",
            ]
        case .exits:
            ["either", "both", "filed", "upheld", "filedPerPerson", "upheldPerPerson"]
        case .exceptions: []
        }
    }
}

/// An indicator asked for two dates: the business date and what was known by then.
package struct Question: Hashable, Sendable {
    /// What is asked.
    package var indicator: Indicator
    /// Business date.
    package var asOf: BusinessDate
    /// Events recorded later do not count; `nil` takes all.
    package var knownAt: Instant?
    /// Rows of this reading only; `nil` gives all.
    package var reading: String?
    /// Exits: rows of stations without ground too.
    package var includesAll: Bool
    /// Exits: stations that are closed too.
    package var includesClosed: Bool

    /// Makes a question.
    package init(
        indicator: Indicator,
        asOf: BusinessDate,
        knownAt: Instant? = nil,
        reading: String? = nil,
        includesAll: Bool = false,
        includesClosed: Bool = false
    ) {
        self.indicator = indicator
        self.asOf = asOf
        self.knownAt = knownAt
        self.reading = reading
        self.includesAll = includesAll
        self.includesClosed = includesClosed
    }

    /// Finalises the figures at the question's cut.
    ///
    /// - Parameters:
    ///   - snapshot: One consistent state of the log.
    ///   - tables: The names of the same ledger.
    ///   - store: Gives the states of the same ledger; without one the log is folded from its first event. The
    ///     answer is the same.
    /// - Returns: The figures with the tree they rest on.
    /// - Throws: ``LogError`` when the log cannot be read.
    /// - Complexity: as ``ProjectionStore/view(of:in:upTo:)``; without a store O(events up to the cut).
    package func answer(
        from snapshot: LogSnapshot,
        tables: LedgerTables,
        store: ProjectionStore? = nil
    ) throws -> Answer {
        let count =
            if let knownAt { try snapshot.eventCount(knownAt: knownAt) } else {
                snapshot.eventCount
            }
        let figures =
            if let store {
                try figures(from: store, snapshot, upTo: count, tables: tables)
            } else {
                try figures(from: snapshot, upTo: count, tables: tables)
            }
        let answer = try Answer(figures, knownAt: knownAt, treeSize: count, in: snapshot)
        if indicator == .exceptions { return answer.exceptionsInOrder() }
        guard let reading else { return answer }
        return answer.filtered { $0["reading"] == .text(reading) }
    }

    /// The figures alone, before events are named and proof data are added.
    ///
    /// - Parameters:
    ///   - store: Gives the states of the ledger.
    ///   - snapshot: One consistent state of the log.
    ///   - count: Number of events that are known.
    ///   - tables: The names of the same ledger.
    /// - Returns: The figures; positions still stand for events.
    /// - Throws: ``LogError`` when the log cannot be read.
    package func figures(
        from store: ProjectionStore,
        _ snapshot: LogSnapshot,
        upTo count: UInt64,
        tables: LedgerTables
    ) throws -> IndicatorAnswer {
        switch indicator {
        case .coverage:
            let view = try store.view(of: CoverageProjection.self, in: snapshot, upTo: count)
            return view.index.finalise(
                asOf: asOf,
                seenBy: view.cut,
                behind: view.rest,
                names: tables
            )
        case .funds:
            let view = try store.view(of: FundsProjection.self, in: snapshot, upTo: count)
            return view.index.finalise(asOf: asOf, seenBy: view.cut, names: tables)
        case .exits:
            let view = try store.view(of: ExitsProjection.self, in: snapshot, upTo: count)
            return view.index.finalise(
                asOf: asOf,
                seenBy: view.cut,
                names: tables,
                options: exitOptions
            )
        case .exceptions:
            return try exceptions(in: snapshot, upTo: count, store: store, tables: tables)
        }
    }

    private func figures(
        from snapshot: LogSnapshot,
        upTo count: UInt64,
        tables: LedgerTables
    ) throws -> IndicatorAnswer {
        switch indicator {
        case .coverage:
            try ProjectionRunner.fold(CoverageProjection.self, in: snapshot, upTo: count)
                .finalise(asOf: asOf, names: tables)
        case .funds:
            try ProjectionRunner.fold(FundsProjection.self, in: snapshot, upTo: count)
                .finalise(asOf: asOf, names: tables)
        case .exits:
            try ProjectionRunner.fold(ExitsProjection.self, in: snapshot, upTo: count)
                .finalise(asOf: asOf, names: tables, options: exitOptions)
        case .exceptions:
            try exceptions(in: snapshot, upTo: count, store: nil, tables: tables)
        }
    }

    private func exceptions(
        in snapshot: LogSnapshot,
        upTo count: UInt64,
        store: ProjectionStore?,
        tables: LedgerTables
    ) throws -> IndicatorAnswer {
        try ExceptionsQuestion(
            asOf: asOf,
            in: snapshot,
            upTo: count,
            store: store,
            tables: tables
        ).answer()
    }

    private var exitOptions: ExitsProjection.Options {
        ExitsProjection.Options(includeAll: includesAll, includeClosed: includesClosed)
    }
}
