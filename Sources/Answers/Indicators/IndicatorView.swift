import EventLog
import EventModel
import Indicators
import Programme
import Projections

/// What an indicator says over some of a log's events, for any date and any rules.
struct IndicatorView {
    /// The figures of a date, under given rules or those in force on it.
    ///
    /// Throws ``LogError`` where an answer needs more than was read already.
    let figures: (BusinessDate, RowChoice, ProgrammeRules?) throws -> IndicatorAnswer
    /// The rules in force on a day.
    let rules: (BusinessDate) -> ProgrammeRules

    private init<State: AnsweringProjection>(
        _ view: ProjectionStore.View<State>,
        names: LedgerTables
    ) {
        figures = { day, rows, fixed in
            State.figures(view, asOf: day, rows: rows, names: names, under: fixed)
        }
        rules = { day in State.rules(view, on: day, names: names) }
    }

    private init(_ exceptions: ExceptionsView) {
        figures = { day, _, fixed in try exceptions.answer(asOf: day, under: fixed) }
        rules = { day in exceptions.rules(on: day) }
    }

    /// The view over the first events, from kept states.
    ///
    /// - Throws: ``LogError`` when the log cannot be read.
    static func kept(
        _ indicator: Indicator,
        in store: ProjectionStore,
        _ snapshot: LogSnapshot,
        upTo count: UInt64,
        names: LedgerTables
    ) throws -> IndicatorView {
        func view<State: AnsweringProjection>(_: State.Type) throws -> IndicatorView {
            let view = try store.view(of: State.self, in: snapshot, upTo: count)
            return IndicatorView(view, names: names)
        }
        switch indicator {
        case .coverage: return try view(CoverageProjection.self)
        case .funds: return try view(FundsProjection.self)
        case .exits: return try view(ExitsProjection.self)
        case .exceptions:
            return IndicatorView(
                try ExceptionsView(in: snapshot, upTo: count, store: store, tables: names)
            )
        }
    }

    /// The view over the first events without some of them, folded from the first one on.
    ///
    /// - Throws: ``LogError`` when the log cannot be read.
    static func folded(
        _ indicator: Indicator,
        in snapshot: LogSnapshot,
        upTo count: UInt64,
        leavingOut positions: [UInt64],
        names: LedgerTables
    ) throws -> IndicatorView {
        func view<State: AnsweringProjection>(_: State.Type) throws -> IndicatorView {
            let state = try ProjectionRunner.fold(
                State.self,
                in: snapshot,
                upTo: count,
                leavingOut: positions
            )
            return IndicatorView(
                ProjectionStore.View(folded: state, names: names),
                names: names
            )
        }
        switch indicator {
        case .coverage: return try view(CoverageProjection.self)
        case .funds: return try view(FundsProjection.self)
        case .exits: return try view(ExitsProjection.self)
        case .exceptions:
            return IndicatorView(
                try ExceptionsView(
                    in: snapshot,
                    upTo: count,
                    leavingOut: positions,
                    tables: names
                )
            )
        }
    }
}
