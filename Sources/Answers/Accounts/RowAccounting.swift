import EventLog
import EventModel

/// Accounts for the rows of an indicator, from the events that a scope sees.
///
/// Each indicator has one; it reads the rules a second time, from the words of the rules alone, so that an
/// explanation does not repeat a mistake of the projection.
protocol RowAccounting {
    /// Takes what a scope sees.
    init(_ shelf: AccountShelf, _ scope: EventScope)

    /// Accounts for the row with some keys.
    ///
    /// - Parameter keys: A row of an answer, of which only the members of ``AnswerMembers/keys(of:)`` are read;
    ///   of an exception also which events and what other thing it names (``ExceptionAccounts``).
    /// - Returns: The row computed anew, with its events; `nil` if the events give no such row.
    /// - Throws: ``LogError`` when an event that is listed cannot be read.
    func account(of keys: Answer.Row) throws -> FigureAccount?
}

/// What the accounts of an indicator read: its events, and for coverage the signs of life of some days.
struct AccountShelf {
    /// The events that are read whole.
    let events: EventShelf
    /// Parcels, sales and reports near the dates that are asked about.
    let signs: SignShelf
    /// The events that rows name.
    let cited: CitedEvents

    /// Reads an indicator's events below a position.
    ///
    /// - Parameters:
    ///   - indicator: The indicator.
    ///   - days: The business dates that will be asked about.
    ///   - wantsSigns: Whether rows that look at the last 30 days will be asked for.
    ///   - count: Number of events to see.
    ///   - snapshot: The state of the log.
    /// - Throws: ``LogError`` when the log cannot be read.
    init(
        of indicator: Indicator,
        on days: [BusinessDate],
        wantsSigns: Bool,
        upTo count: UInt64,
        in snapshot: LogSnapshot
    ) throws {
        events = try EventShelf(of: indicator.typesReadWhole, upTo: count, in: snapshot)
        cited = CitedEvents(upTo: count, in: snapshot)
        signs =
            wantsSigns && indicator == .coverage
            ? try SignShelf(on: days, upTo: count, in: snapshot) : SignShelf()
    }

    private init(events: EventShelf, signs: SignShelf, cited: CitedEvents) {
        self.events = events
        self.signs = signs
        self.cited = cited
    }

    /// The shelf with the events of some types alone.
    func only(_ types: [String]) -> AccountShelf {
        AccountShelf(events: events.only(types), signs: signs, cited: cited)
    }
}

extension Indicator {
    /// The types whose events accounts read whole: what is frequent is looked up where a row needs it.
    fileprivate var typesReadWhole: [String] {
        switch self {
        case .coverage: definition.eventTypes.filter { !SignShelf.types.contains($0) }
        case .funds, .exits: definition.eventTypes
        case .exceptions:
            Array(
                Set(Indicator.funds.definition.eventTypes + Indicator.exits.definition.eventTypes)
            ).sorted()
        }
    }

    /// What accounts for the indicator's rows.
    var accounting: any RowAccounting.Type {
        switch self {
        case .coverage: CoverageAccounts.self
        case .funds: FundAccounts.self
        case .exits: ExitAccounts.self
        case .exceptions: ExceptionAccounts.self
        }
    }

    /// Whether a row looks at the last 30 days, for which many events must be read.
    func looksAtSigns(_ row: Answer.Row) -> Bool {
        guard self == .coverage, case .text(let flavour)? = row["flavour"] else { return false }
        return ["active30", "withParcel30"].contains(flavour)
    }
}
