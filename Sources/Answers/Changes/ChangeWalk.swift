import EventLog
import EventModel
import Programme
import Projections

/// The five answers between two questions, each with what its events account for.
struct ChangeWalk {
    /// An answer on the way.
    struct State {
        let rows: [Answer.Row]
        let cut: Cut
        let day: BusinessDate
    }

    /// The question that is the start of the walk, and the end.
    let start: Answer
    let end: Answer
    /// Whether the end is what was asked first.
    let isReversed: Bool
    /// From start to end.
    let states: [State]
    /// What voids and corrects what, up to the end.
    let relations: [VoidGraph.Relation]
    private let indicator: Indicator

    /// Computes the answers on the way.
    ///
    /// - Throws: ``LogError`` when the log cannot be read.
    init(
        from first: Question,
        to second: Question,
        in snapshot: LogSnapshot,
        tables: LedgerTables,
        store: ProjectionStore?
    ) throws {
        let ends = try Ends(first, second, in: snapshot)
        let source = Source(indicator: first.indicator, log: snapshot, tables: tables, store: store)
        let relations = try snapshot.voidRelations(ofEventsIn: 0..<ends.count)
        let cuts = try ends.cuts(relations, in: snapshot)
        let before = try source.view(cuts.before)
        let after = try source.view(cuts.after)
        // No kept state knows a log without some of its corrections: it is folded for this question.
        let between = ends.known == ends.count ? before : try source.folded(cuts.between)
        let rules = (old: before.rules(ends.early.asOf), new: after.rules(ends.late.asOf))
        func answer(
            _ view: IndicatorView,
            _ question: Question,
            _ cut: Cut,
            under fixed: ProgrammeRules? = nil
        ) throws -> Answer {
            try source.answer(view, question, cut, under: fixed)
        }
        func state(_ answer: Answer, _ cut: Cut) -> State {
            State(rows: answer.rows, cut: cut, day: answer.asOf)
        }
        start = try answer(before, ends.early, cuts.before)
        end = try answer(after, ends.late, cuts.after)
        states = [
            state(start, cuts.before),
            state(try answer(between, ends.early, cuts.between, under: rules.old), cuts.between),
            state(try answer(after, ends.early, cuts.after, under: rules.old), cuts.after),
            state(try answer(after, ends.early, cuts.after, under: rules.new), cuts.after),
            state(end, cuts.after),
        ]
        indicator = first.indicator
        isReversed = ends.isReversed
        self.relations = relations
    }

    /// The two questions in the order of the walk.
    private struct Ends {
        let early: Question
        let late: Question
        /// Numbers of events that the two know.
        let known: UInt64
        let count: UInt64
        let isReversed: Bool

        init(_ first: Question, _ second: Question, in snapshot: LogSnapshot) throws(LogError) {
            let counts = (
                try first.eventCount(in: snapshot), try second.eventCount(in: snapshot)
            )
            isReversed = (counts.1, second.asOf) < (counts.0, first.asOf)
            (early, late) = isReversed ? (second, first) : (first, second)
            (known, count) = isReversed ? (counts.1, counts.0) : counts
        }

        /// What is seen at the start, with late entries alone, and at the end.
        func cuts(
            _ relations: [VoidGraph.Relation],
            in snapshot: LogSnapshot
        ) throws(LogError) -> (before: Cut, between: Cut, after: Cut) {
            let voided = try snapshot.voidedPositions(upTo: known)
            let corrections = relations.filter { $0.killer >= known && $0.kind == .correction }
            let hidden = Set(voided).union(corrections.map(\.killer)).sorted()
            let after = try snapshot.voidedPositions(upTo: count)
            return (
                Cut(count: known, voided: PositionSet(voided)),
                Cut(count: count, voided: PositionSet(hidden)),
                Cut(count: count, voided: PositionSet(after))
            )
        }
    }

    /// Where answers come from.
    private struct Source {
        let indicator: Indicator
        let log: LogSnapshot
        let tables: LedgerTables
        let store: ProjectionStore?

        /// The view at a cut of which the voids are those of the log.
        func view(_ cut: Cut) throws -> IndicatorView {
            guard let store else { return try folded(cut) }
            return try .kept(indicator, in: store, log, upTo: cut.count, names: tables)
        }

        /// The view at any cut.
        func folded(_ cut: Cut) throws -> IndicatorView {
            try .folded(
                indicator,
                in: log,
                upTo: cut.count,
                leavingOut: cut.voided.positions,
                names: tables
            )
        }

        func answer(
            _ view: IndicatorView,
            _ question: Question,
            _ cut: Cut,
            under fixed: ProgrammeRules?
        ) throws -> Answer {
            // Rows that are clear stand beside those that were not.
            let choice = RowChoice(
                includesAll: indicator.hasHiddenRows,
                includesClosed: question.includesClosed
            )
            let figures = try view.figures(question.asOf, choice, fixed)
            let answer = try Answer(figures, to: question, treeSize: cut.count, in: log)
            guard let reading = question.reading else { return answer }
            return answer.filtered { $0["reading"] == .text(reading) }
        }
    }

    /// What the events account for in each state.
    struct Accounts {
        let scopes: [EventScope]
        let accountings: [any RowAccounting]
    }

    /// Reads what the rows rest on, in every state.
    ///
    /// - Throws: ``LogError`` when the log cannot be read.
    func accounts(wantsSigns: Bool, from snapshot: LogSnapshot) throws -> Accounts {
        let shelf = try AccountShelf(
            of: indicator,
            on: [start.asOf, end.asOf],
            wantsSigns: wantsSigns,
            upTo: end.treeSize,
            in: snapshot
        )
        let first = EventScope(shelf.events, seenBy: states[0].cut, on: states[0].day)
        let last = EventScope(shelf.events, seenBy: states[4].cut, on: states[4].day)
        let rules = [first.rules, first.rules, first.rules, last.rules, last.rules]
        let scopes = zip(states, rules).map { state, rules in
            EventScope(shelf.events, seenBy: state.cut, on: state.day, under: rules)
        }
        return Accounts(
            scopes: scopes,
            accountings: scopes.map { indicator.accounting.init(shelf, $0) }
        )
    }
}
