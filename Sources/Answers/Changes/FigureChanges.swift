package import EventLog
import EventModel
import Programme
package import Projections

/// What changed from one question to another, split by cause, with the events.
///
/// See ``ChangeCause`` for what the parts mean. Every part comes from two exact answers; the events come from
/// accounts of both, which must agree with the answers (``mismatches``).
package struct FigureChanges: Sendable {
    /// The answer to the question asked first.
    package let from: Answer
    /// The answer to the other.
    package let to: Answer
    /// The steps in the order in which they are gone.
    package let causes: [ChangeCause]
    /// Rule parameters that differ.
    package let parameters: [ParameterChange]
    /// The rows of which a member changed, in the order of answers.
    package let rows: [RowChange]
    /// The events behind the changes, each once, in order of position.
    package let events: [Explanation.ListedEvent]
    /// Rows whose events account for other figures than the answers on the way: path and member.
    package let mismatches: [String]

    /// A rule parameter that differs.
    package struct ParameterChange: Sendable {
        /// As it was held against the first answer.
        package let before: UsedParameter
        /// As it is held against the other.
        package let after: UsedParameter
    }

    /// A row of which a member changed.
    package struct RowChange: Sendable {
        /// The row's keys, as a figure's name has them.
        package let path: [String]
        /// The row before the first step and after each one; `nil` where the answer has no such row.
        package let rows: [Answer.Row?]
        /// The members that changed.
        package let cells: [CellChange]
        /// What each step changed behind it.
        package let steps: [[ItemChange]]

        /// The row's keys and values, from wherever it stands.
        package var any: Answer.Row { rows.lazy.compactMap { $0 }.first ?? Answer.Row(members: []) }
    }

    /// Compares two questions about one indicator.
    ///
    /// - Parameters:
    ///   - first: The question to begin with.
    ///   - second: The question to end with; indicator, reading and choice of rows are those of the first.
    ///   - snapshot: One consistent state of the log.
    ///   - tables: The names of the same ledger.
    ///   - store: Gives the states of the same ledger; without one the log is folded from its first event.
    /// - Throws: ``LogError`` when the log cannot be read.
    /// - Complexity: a fold of the events up to the later question, and the indicator's events are parsed once.
    package init(
        from first: Question,
        to second: Question,
        in snapshot: LogSnapshot,
        tables: LedgerTables,
        store: ProjectionStore? = nil
    ) throws {
        precondition(
            first.indicator == second.indicator && first.rows == second.rows
                && first.reading == second.reading,
            "two questions about the same rows"
        )
        let walk = try ChangeWalk(
            from: first,
            to: second,
            in: snapshot,
            tables: tables,
            store: store
        )
        var changed = Self.changedRows(of: walk, includesAll: first.includesAll)
        let accounts = try walk.accounts(
            wantsSigns: changed.contains { first.indicator.looksAtSigns($0.any) },
            from: snapshot
        )
        var mismatches: [String] = []
        changed = try changed.map { row in
            let found = try Self.accounts(of: row, accounts)
            for (figure, account) in zip(row.rows, found) {
                guard let figure else { continue }
                mismatches += Explanation.checks(figure, account?.row).filter { !$0.isEqual }
                    .map {
                        "\(first.indicator.rawValue)/\(row.path.joined(separator: "/"))#\($0.member)"
                    }
            }
            return RowChange(
                path: row.path,
                rows: row.rows,
                cells: row.cells,
                steps: ChangeCause.allCases.indices.map { step in
                    ItemComparison(
                        before: accounts.scopes[step],
                        after: accounts.scopes[step + 1],
                        relations: walk.relations
                    ).changes(from: found[step], to: found[step + 1])
                }
            )
        }
        let parameters = Self.parameterChanges(first.indicator, accounts)
        let positions = Set(parameters.flatMap { [$0.before.adoptedAt, $0.after.adoptedAt] })
        let adoptions = accounts.scopes.flatMap(\.rules.adoptions)
            .filter { positions.contains($0.position) }
        events = try Self.listed(changed, adoptions, from: snapshot)
        self.mismatches = mismatches
        let isReversed = walk.isReversed
        from = isReversed ? walk.end : walk.start
        to = isReversed ? walk.start : walk.end
        causes = isReversed ? ChangeCause.allCases.reversed() : ChangeCause.allCases
        rows = isReversed ? changed.map { Self.reversed($0, first.indicator) } : changed
        self.parameters =
            isReversed
            ? parameters.map { ParameterChange(before: $0.after, after: $0.before) } : parameters
    }

    /// The rows that differ between start and end; clear ones only if they are asked for.
    private static func changedRows(of walk: ChangeWalk, includesAll: Bool) -> [RowChange] {
        let indicator = walk.start.figure.indicator
        var found: [[ExactName]: [Answer.Row?]] = [:]
        for (place, state) in walk.states.enumerated() {
            for row in state.rows {
                let key = row.path(of: indicator).map(ExactName.init)
                let none = [Answer.Row?](repeating: nil, count: walk.states.count)
                found[key, default: none][place] = row
            }
        }
        return found.keys.sorted { $0.lexicographicallyPrecedes($1) }.compactMap { key in
            guard let rows = found[key] else { return nil }
            let ends = [rows[0], rows[rows.count - 1]].compactMap { $0 }
            guard includesAll || ends.contains(where: { $0["status"] != .text("clear") }) else {
                return nil
            }
            let change = RowChange(
                path: key.map(\.text),
                rows: rows,
                cells: cells(of: rows, indicator: indicator.rawValue),
                steps: []
            )
            return change.cells.isEmpty ? nil : change
        }
    }

    private static func cells(of rows: [Answer.Row?], indicator: String) -> [CellChange] {
        let keys = AnswerMembers.keys(of: indicator)
        return AnswerMembers.names(of: indicator).filter { !keys.contains($0) }
            .map { CellChange($0, of: rows, indicator: indicator) }.filter(\.isChanged)
    }

    private static func accounts(
        of row: RowChange,
        _ accounts: ChangeWalk.Accounts
    ) throws -> [FigureAccount?] {
        try zip(row.rows, accounts.accountings).map { figure, accounting in
            // Events may account for a row that the answer leaves out, as for a closed station.
            try figure.flatMap { try accounting.account(of: $0) }
        }
    }

    private static func reversed(_ row: RowChange, _ indicator: Indicator) -> RowChange {
        let rows = Array(row.rows.reversed())
        return RowChange(
            path: row.path,
            rows: rows,
            cells: cells(of: rows, indicator: indicator.rawValue),
            steps: row.steps.reversed().map { $0.map(\.reversed) }
        )
    }

    private static func parameterChanges(
        _ indicator: Indicator,
        _ accounts: ChangeWalk.Accounts
    ) -> [ParameterChange] {
        let (first, last) = (accounts.scopes[0].rules, accounts.scopes[4].rules)
        return indicator.definition.rules.flatMap { rule in
            zip(first.parameters(of: rule), last.parameters(of: rule))
                .filter { $0.value != $1.value }
                .map { ParameterChange(before: $0, after: $1) }
        }
    }

    /// The events of all changes, and those that voided or corrected them.
    private static func listed(
        _ rows: [RowChange],
        _ adoptions: [StatedEvent],
        from snapshot: LogSnapshot
    ) throws -> [Explanation.ListedEvent] {
        let entries = rows.flatMap(\.steps).flatMap { $0 }.flatMap(\.entries)
        var events = entries.map(\.entry.event) + adoptions
        let known = Set(events.map(\.position))
        for position in Set(entries.compactMap { $0.cause?.position }).subtracting(known).sorted() {
            if let recorded = try snapshot.event(at: position) {
                events.append(StatedEvent(recorded))
            }
        }
        return Explanation.distinct(events)
    }
}
