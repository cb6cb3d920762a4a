package import EventLog
package import EventModel
import Indicators
package import Projections

/// A row or cell of an answer, traced to its events: formula, terms, every event, and the row computed anew.
///
/// The figure comes from the projection, as `query` gives it; the account from the events themselves. They must
/// agree in every member (``isEqual``): if they do not, the ledger or the program is at fault, and the figure
/// must not be used.
package struct Explanation: Sendable {
    /// Name of the row or cell, with the whole definition.
    package let figure: FigureID
    /// The answer in which it stands, with this row alone and whole.
    package let answer: Answer
    /// What the events account for; `nil` if they give no such row.
    package let account: FigureAccount?
    /// The row's members beside the account's, in the order of the row.
    package let checks: [Check]
    /// The events behind the terms that matter and the rule parameters, each once, in order of position.
    package let events: [ListedEvent]

    /// A member of the row, given twice.
    package struct Check: Sendable {
        /// Name of the member.
        package let member: String
        /// As the answer has it; `nil` if it does not.
        package let figure: Answer.Value?
        /// As the events account for it; `nil` if they do not.
        package let recomputed: Answer.Value?

        /// Whether both are the same, to the byte.
        package var isEqual: Bool {
            switch (figure, recomputed) {
            case (let figure?, let recomputed?): figure.hasSameBytes(as: recomputed)
            default: figure == nil && recomputed == nil
            }
        }
    }

    /// An event as it is listed.
    package struct ListedEvent: Sendable {
        /// Position in the log, the index of its leaf.
        package let position: UInt64
        /// Source and id.
        package let reference: EventReference
        /// Type's name.
        package let type: String
        /// The stream.
        package let subject: String
        /// Business date.
        package let day: BusinessDate
        /// When it was recorded.
        package let recordedAt: Instant

        init(_ event: StatedEvent) {
            position = event.position
            reference = event.reference
            type = event.type
            subject = event.subject
            day = event.day
            recordedAt = event.recordedAt
        }
    }

    /// The row that is explained.
    package var row: Answer.Row { answer.rows[0] }

    /// The terms that matter: all for a row, those behind the member for a cell.
    package var terms: [FigureAccount.Term] { account?.terms(behind: figure.member) ?? [] }

    /// Whether the figure and the account agree in every member of the row.
    package var isEqual: Bool { checks.allSatisfy(\.isEqual) }

    /// Explains a figure from a ledger.
    ///
    /// - Parameters:
    ///   - name: Names a row or a cell, not a whole answer.
    ///   - snapshot: One consistent state of the log.
    ///   - tables: The names of the same ledger.
    ///   - store: Gives the states of the same ledger; without one the log is folded from its first event.
    /// - Throws: ``FigureError`` when there is no such figure, ``LogError`` when the log cannot be read.
    /// - Complexity: as the answer, and the events of the indicator's types are read once and parsed.
    package init(
        of name: FigureID,
        in snapshot: LogSnapshot,
        tables: LedgerTables,
        store: ProjectionStore? = nil
    ) throws {
        let question = try name.question(in: snapshot)
        let whole = try question.answer(from: snapshot, tables: tables, store: store)
        try self.init(of: name, in: whole, from: snapshot)
    }

    /// Explains a part of an answer that was computed already.
    ///
    /// - Parameters:
    ///   - name: Names a row or a cell of the answer.
    ///   - whole: The answer.
    ///   - snapshot: The state of the log from which it was computed.
    /// - Throws: As ``init(of:in:tables:store:)``.
    package init(of name: FigureID, in whole: Answer, from snapshot: LogSnapshot) throws {
        precondition(!name.row.isEmpty, "a row or a cell is explained")
        let row = try whole.part(name.naming(row: name.row)).rows[0]
        let accounts = try AnswerAccounts(
            of: whole,
            wantsSigns: name.indicator.looksAtSigns(row),
            from: snapshot
        )
        self = try accounts.explanation(of: name)
    }

    fileprivate init(
        figure: FigureID,
        answer: Answer,
        account: FigureAccount?,
        rules: StatedRules
    ) {
        self.figure = figure
        self.answer = answer
        self.account = account
        checks = Self.checks(answer.rows[0], account?.row)
        let terms = account?.terms(behind: figure.member) ?? []
        let adoptions = (account?.parameters ?? []).compactMap(\.adoptedAt)
        events = Self.distinct(
            terms.flatMap(\.items).flatMap(\.entries).map(\.event)
                + rules.adoptions.filter { adoptions.contains($0.position) }
        )
    }

    /// The members of both rows side by side.
    static func checks(_ figure: Answer.Row, _ recomputed: Answer.Row?) -> [Check] {
        let extra = (recomputed?.members ?? []).filter { figure[$0.name] == nil }
        return (figure.members + extra).map { member in
            Check(
                member: member.name,
                figure: figure[member.name],
                recomputed: recomputed?[member.name]
            )
        }
    }

    /// The events, each once, in order of position.
    static func distinct(_ events: [StatedEvent]) -> [ListedEvent] {
        var distinct: [ListedEvent] = []
        for event in events.sorted(by: { $0.position < $1.position })
        where distinct.last?.position != event.position {
            distinct.append(ListedEvent(event))
        }
        return distinct
    }
}

/// The accounts of one answer's rows: its events are read once.
package struct AnswerAccounts {
    private let whole: Answer
    private let scope: EventScope
    private let accounting: any RowAccounting

    /// Reads what the rows of an answer rest on.
    ///
    /// - Parameters:
    ///   - whole: The answer, computed from the same log.
    ///   - wantsSigns: Whether rows that look at the last 30 days will be explained.
    ///   - snapshot: The state of the log.
    /// - Throws: ``LogError`` when the log cannot be read.
    /// - Complexity: the events of the indicator's types are read and parsed.
    package init(of whole: Answer, wantsSigns: Bool = true, from snapshot: LogSnapshot) throws {
        let indicator = whole.figure.indicator
        let shelf = try AccountShelf(
            of: indicator,
            on: [whole.asOf],
            wantsSigns: wantsSigns,
            upTo: whole.treeSize,
            in: snapshot
        )
        let cut = Cut(
            count: whole.treeSize,
            voided: PositionSet(try snapshot.voidedPositions(upTo: whole.treeSize))
        )
        self.whole = whole
        scope = EventScope(shelf.events, seenBy: cut, on: whole.asOf)
        accounting = indicator.accounting.init(shelf, scope)
    }

    /// Explains a row or a cell of the answer.
    ///
    /// - Throws: ``FigureError`` when there is no such figure, ``LogError`` when the log cannot be read.
    package func explanation(of name: FigureID) throws -> Explanation {
        let answer = try whole.part(name.naming(row: name.row))
        return Explanation(
            figure: try whole.part(name).figure,
            answer: answer,
            account: try accounting.account(of: answer.rows[0]),
            rules: scope.rules
        )
    }
}

extension Answer.Value {
    /// Whether both are the same value, texts by their bytes.
    func hasSameBytes(as other: Answer.Value) -> Bool {
        switch (self, other) {
        case (.text(let left), .text(let right)): left.hasSameBytes(as: right)
        case (.texts(let left), .texts(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.hasSameBytes(as: $1) }
        default: self == other
        }
    }
}
