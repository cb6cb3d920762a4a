package import EventLog
package import EventModel
package import Indicators
package import Projections

/// An indicator asked for two dates: the business date and what was known by then.
package struct Question: Hashable, Sendable {
    /// What is asked.
    package var indicator: Indicator
    /// Business date.
    package var asOf: BusinessDate
    /// Events recorded later do not count; `nil` takes all.
    package var knownAt: Instant?
    /// Number of events that are known, where a figure's id pins it; `nil` leaves it to ``knownAt``.
    package var position: UInt64?
    /// Rows of this reading only; `nil` gives all.
    package var reading: String?
    /// Rows of this division only; `nil` gives all.
    ///
    /// Goes with indicators that have regions (``Indicator/hasRegions``).
    package var region: RegionScope?
    /// Exits: rows of stations without ground too.
    package var includesAll: Bool
    /// Exits: stations that are closed too.
    package var includesClosed: Bool

    /// The last business date that may be asked about, 2100-12-31: what is missing is listed month by month, and
    /// nobody is helped by the months of centuries to come.
    package static let lastDay = BusinessDate(daysSince1970: 47_846)

    /// Makes a question.
    package init(
        indicator: Indicator,
        asOf: BusinessDate,
        knownAt: Instant? = nil,
        position: UInt64? = nil,
        reading: String? = nil,
        region: RegionScope? = nil,
        includesAll: Bool = false,
        includesClosed: Bool = false
    ) {
        self.indicator = indicator
        self.asOf = asOf
        self.knownAt = knownAt
        self.position = position
        self.reading = reading
        self.region = region
        self.includesAll = includesAll
        self.includesClosed = includesClosed
    }

    /// Which rows are wanted beside those that every answer holds.
    package var rows: RowChoice {
        RowChoice(includesAll: includesAll, includesClosed: includesClosed)
    }

    /// Number of events that are known to the question.
    ///
    /// - Throws: ``LogError`` when the log cannot be read.
    package func eventCount(in snapshot: LogSnapshot) throws(LogError) -> UInt64 {
        if let position { return min(position, snapshot.eventCount) }
        guard let knownAt else { return snapshot.eventCount }
        return try snapshot.eventCount(knownAt: knownAt)
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
        let count = try eventCount(in: snapshot)
        let figures =
            if let store {
                try figures(from: store, snapshot, upTo: count, tables: tables)
            } else {
                try IndicatorView.folded(
                    indicator,
                    in: snapshot,
                    upTo: count,
                    leavingOut: try snapshot.voidedPositions(upTo: count),
                    names: tables
                ).figures(asOf, rows, nil)
            }
        let answer = try Answer(figures, to: self, treeSize: count, in: snapshot)
        guard reading != nil || region != nil else { return answer }
        // Findings are not told apart by division: they stand in the answer over all.
        return answer.filtered(hasFindings: region == nil) { row in
            if let reading, row["reading"] != .text(reading) { return false }
            guard let region else { return true }
            if case .text(let code) = row["region"] { return region.contains(code) }
            return false
        }
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
        try IndicatorView.kept(indicator, in: store, snapshot, upTo: count, names: tables)
            .figures(asOf, rows, nil)
    }
}
