package import EventLog
package import EventModel
package import Programme
package import Projections

/// What the list of exceptions says at a cut of a log, for any date and any rules: three kept states, one pass for
/// each question, and a look at what is suspicious.
///
/// See `Schemas/exceptions.md` for what each row means.
package struct ExceptionsView {
    private let funds: ProjectionStore.View<FundsProjection>
    private let exits: ProjectionStore.View<ExitsProjection>
    private let fingerprints: ProjectionStore.View<ExceptionsProjection>
    /// The events that count, for the pass.
    private let cut: Cut
    private let snapshot: LogSnapshot
    private let store: ProjectionStore?
    private let tables: LedgerTables
    private let heldSteps: Int

    /// Steps of parcels that are held in memory at once, about, where nothing else is asked for.
    package static let usualHeldSteps = 4_000_000

    /// Looks at the first events of a log.
    ///
    /// - Parameters:
    ///   - snapshot: A state of the log.
    ///   - count: Number of events that are known.
    ///   - store: Gives the states of the same ledger and threads for the pass; without one everything is folded
    ///     from the first event, on this thread. The answers are the same.
    ///   - tables: The names of the same ledger.
    ///   - heldSteps: Steps of parcels that are held in memory at once, about; more make more passes.
    /// - Throws: ``LogError`` when the log cannot be read.
    package init(
        in snapshot: LogSnapshot,
        upTo count: UInt64,
        store: ProjectionStore?,
        tables: LedgerTables,
        heldSteps: Int = ExceptionsView.usualHeldSteps
    ) throws {
        func view<State: StoredProjection>(
            of _: State.Type
        ) throws -> ProjectionStore.View<State> {
            guard let store else {
                return try ProjectionRunner.view(of: State.self, in: snapshot, upTo: count)
            }
            return try store.view(of: State.self, in: snapshot, upTo: count)
        }
        funds = try view(of: FundsProjection.self)
        exits = try view(of: ExitsProjection.self)
        fingerprints = try view(of: ExceptionsProjection.self)
        cut = funds.cut
        self.snapshot = snapshot
        self.store = store
        self.tables = tables
        self.heldSteps = heldSteps
    }

    /// Looks at a log that never held some of its first events.
    ///
    /// - Parameters:
    ///   - snapshot: A state of the log.
    ///   - count: Number of events that are known.
    ///   - positions: Positions of the events that do not count, ascending.
    ///   - tables: The names of the same ledger.
    /// - Throws: ``LogError`` when the log cannot be read.
    /// - Complexity: O(*count*).
    package init(
        in snapshot: LogSnapshot,
        upTo count: UInt64,
        leavingOut positions: [UInt64],
        tables: LedgerTables
    ) throws {
        cut = Cut(count: min(count, snapshot.eventCount), voided: PositionSet(positions))
        funds = try ProjectionRunner.view(of: FundsProjection.self, in: snapshot, seenBy: cut)
        exits = try ProjectionRunner.view(of: ExitsProjection.self, in: snapshot, seenBy: cut)
        fingerprints = try ProjectionRunner.view(
            of: ExceptionsProjection.self,
            in: snapshot,
            seenBy: cut
        )
        self.snapshot = snapshot
        store = nil
        self.tables = tables
        heldSteps = Self.usualHeldSteps
    }

    /// The parameter sets that the rows are held against.
    private static let usedRules = [
        "R-AUD-02", "R-AUD-04", "R-AUD-05", "R-AUD-06", "R-AUD-09", "R-EXIT-03", "R-EXIT-04",
        "R-EXIT-05", "R-FUND-02",
    ]

    /// The rules in force on a day.
    package func rules(on day: BusinessDate) -> ProgrammeRules {
        funds.index.rules(on: day, seenBy: funds.cut, names: tables)
    }

    /// The list at the end of a day.
    ///
    /// - Parameters:
    ///   - day: The business date.
    ///   - fixed: Rules that hold whatever was adopted; `nil` for those in force on the day.
    /// - Returns: Parameters and rows in order of kind, subject and date; positions still stand for events, whose
    ///   names decide the rest of the order.
    /// - Throws: ``LogError`` when the log cannot be read.
    /// - Complexity: O(events of the cut), some nanoseconds each; memory as `Schemas/exceptions.md` says.
    package func answer(
        asOf day: BusinessDate,
        under fixed: ProgrammeRules? = nil
    ) throws -> IndicatorAnswer {
        let judged = funds.index.judged(
            on: day,
            seenBy: funds.cut,
            names: tables,
            under: fixed
        )
        let board = ExitBoard(
            exits.index,
            seenBy: exits.cut,
            on: day,
            names: tables,
            under: fixed
        )
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
            parcelParts: cut.count / UInt64(max(1, heldSteps)) + 1
        )
        var sweep = try swept(plan)
        var suspectSteps = sweep.takeSteps().suspectPositions()
        for part in 1..<max(1, plan.parcels.of) {
            var next = try swept(plan.forParcels(part: part))
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
        cases += try confirmedCases(on: day, money, suspectSteps)
        return IndicatorAnswer(
            indicator: "exceptions",
            asOf: day,
            parameters: Self.usedRules.map { board.rules[$0] },
            rows: cases.sorted(by: ExceptionCase.precedes).map(\.row),
            findings: []
        )
    }

    private func swept(_ plan: SweepPlan) throws -> RecordSweep {
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
        on day: BusinessDate,
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
