package import EventLog
package import EventModel
import Programme
package import Projections

/// The list of exceptions at a cut of a log: three kept states, one pass, and a look at what is suspicious.
///
/// See `Schemas/exceptions.md` for what each row means.
package struct ExceptionsQuestion {
    private let day: BusinessDate
    private let snapshot: LogSnapshot
    private let store: ProjectionStore?
    private let tables: LedgerTables
    private let count: UInt64
    private let heldSteps: Int

    /// Asks for the list.
    ///
    /// - Parameters:
    ///   - day: The business date.
    ///   - snapshot: A state of the log.
    ///   - count: Number of events that are known.
    ///   - store: Gives the states of the same ledger and threads for the pass; without one everything is folded
    ///     from the first event, on this thread. The answer is the same.
    ///   - tables: The names of the same ledger.
    ///   - heldSteps: Steps of parcels that are held in memory at once, about; more make more passes.
    package init(
        asOf day: BusinessDate,
        in snapshot: LogSnapshot,
        upTo count: UInt64,
        store: ProjectionStore?,
        tables: LedgerTables,
        heldSteps: Int = 4_000_000
    ) {
        self.day = day
        self.snapshot = snapshot
        self.count = min(count, snapshot.eventCount)
        self.store = store
        self.tables = tables
        self.heldSteps = heldSteps
    }

    /// The parameter sets that the rows are held against.
    private static let rules = [
        "R-AUD-02", "R-AUD-04", "R-AUD-05", "R-AUD-06", "R-AUD-09", "R-EXIT-03", "R-EXIT-04",
        "R-EXIT-05", "R-FUND-02",
    ]

    /// The list.
    ///
    /// - Returns: Parameters and rows in order of kind, subject and date; positions still stand for events, whose
    ///   names decide the rest of the order.
    /// - Throws: ``LogError`` when the log cannot be read.
    /// - Complexity: O(events of the cut), some nanoseconds each; memory as `Schemas/exceptions.md` says.
    package func answer() throws -> IndicatorAnswer {
        let funds = try view(of: FundsProjection.self)
        let exits = try view(of: ExitsProjection.self)
        let fingerprints = try view(of: ExceptionsProjection.self)
        let judged = funds.index.judged(on: day, seenBy: funds.cut, names: tables)
        let board = ExitBoard(exits.index, seenBy: exits.cut, on: day, names: tables)
        let limits = ExceptionLimits(board.rules)
        let money = FundExceptions(funds: judged, limits: limits, names: tables)
        let stations = ExitExceptions(board: board, limits: limits)

        let inspections = stations.inspections
        let closings = stations.closings
        let plan = SweepPlan(
            on: day,
            limits: limits,
            inspections: inspections,
            closings: closings,
            parcelParts: count / UInt64(max(1, heldSteps)) + 1
        )
        var sweep = try swept(plan, funds.cut)
        var suspectSteps = sweep.takeSteps().suspectPositions()
        for part in 1..<max(1, plan.parcels.of) {
            var next = try swept(plan.forParcels(part: part), funds.cut)
            suspectSteps += next.takeSteps().suspectPositions()
        }
        let records = RecordExceptions(
            sweep: sweep,
            limits: limits,
            inspections: inspections,
            closings: closings,
            board: board
        )
        var cases = money.cases + stations.cases
        cases += try recordCases(records)
        cases += try confirmedCases(fingerprints, money, suspectSteps)
        return IndicatorAnswer(
            indicator: "exceptions",
            asOf: day,
            parameters: Self.rules.map { board.rules[$0] },
            rows: cases.sorted(by: ExceptionCase.precedes).map(\.row),
            findings: []
        )
    }

    private func view<State: StoredProjection>(
        of _: State.Type
    ) throws -> ProjectionStore.View<State> {
        guard let store else {
            return try ProjectionRunner.view(of: State.self, in: snapshot, upTo: count)
        }
        return try store.view(of: State.self, in: snapshot, upTo: count)
    }

    private func swept(_ plan: SweepPlan, _ cut: Cut) throws -> RecordSweep {
        guard let store else {
            return try ProjectionRunner.fold(from: RecordSweep(plan), in: snapshot, seenBy: cut)
        }
        return try store.fold(from: RecordSweep(plan), in: snapshot, seenBy: cut)
    }

    private func recordCases(_ records: RecordExceptions) throws -> [ExceptionCase] {
        let late = records.sweep.backDated.map(\.stamp.position)
        let sources = try snapshot.references(at: late).map(\.source)
        return records.backDatedCases(sources: sources) + records.burstCases
            + records.businessCases
    }

    /// The cases that rest on the words of events.
    private func confirmedCases(
        _ fingerprints: ProjectionStore.View<ExceptionsProjection>,
        _ money: FundExceptions,
        _ suspectSteps: [UInt64]
    ) throws -> [ExceptionCase] {
        let last = day.lastInstant.millisecondsSince1970
        func suspects(_ kind: Fingerprint.Kind) -> [[FactStamp]] {
            fingerprints.index.suspects(kind, through: last, seenBy: fingerprints.cut)
        }
        let evidence = suspects(.evidence)
        let vouchers = suspects(.voucher)
        let attendances = suspects(.attendance)
        let splits = money.splitSuspects
        var positions = suspectSteps
        for group in evidence + vouchers + attendances { positions += group.map(\.position) }
        for group in splits { positions += group.map(\.stamp.position) }
        let confirmed = try ConfirmedExceptions(positions, in: snapshot)
        return evidence.flatMap(confirmed.evidenceCases) + vouchers.flatMap(confirmed.voucherCases)
            + attendances.flatMap(confirmed.attendanceCases)
            + splits.flatMap { confirmed.splitCases($0, of: money) }
            + confirmed.parcelCases(suspectSteps)
    }
}
