import EventModel
import Indicators
import Projections

/// Accounts of the rows of `exceptions`.
///
/// Events about money and supervision are read whole, so that what a row says of them is worked out again in full.
/// Of what is frequent — late records, parcels, business after a closing, evidence, attendance — the events that
/// the row names are read and its condition and figures are worked out over them; that none is missing is not
/// seen from here.
struct ExceptionAccounts: RowAccounting {
    let scope: EventScope
    let rules: StatedRules
    let money: StatedMoney
    /// The events about regions, stations and complaints, in order.
    let supervision: [StatedEvent]
    private let exits: ExitAccounts
    private let cited: CitedEvents
    private static let definition = IndicatorDefinition.exceptions

    init(_ shelf: AccountShelf, _ scope: EventScope) {
        self.scope = scope
        rules = scope.rules
        let events = scope.happened(shelf.events)
        money = StatedMoney(events.filter { $0.type.hasPrefix("fund.") })
        supervision = events.filter { !$0.type.hasPrefix("fund.") }
        exits = ExitAccounts(shelf.only(IndicatorDefinition.exits.eventTypes), scope)
        cited = shelf.cited
    }

    /// What a row says by its keys, and what it names.
    struct Claim {
        let kind: ExceptionKind
        /// The thing without the word before it: `Y1` of `payment/Y1`.
        let id: ExactName
        /// The row's figures.
        let detail: [String]
        /// The events that it names and that the scope sees, in order.
        let events: [StatedEvent]

        /// A figure of the row; `nil` if it has none of that name.
        func stated(_ name: String) -> String? {
            for figure in detail where figure.hasPrefix(name + "=") {
                return String(figure.dropFirst(name.count + 1))
            }
            return nil
        }
    }

    /// What the events come to: `nil` figures where the row does not have them.
    struct Case {
        var region: String?
        var county: String?
        let detail: [(name: String, value: String)]
        let events: [StatedEvent]
        /// What the money of the row adds up to.
        var amount: [FigureAccount.Item] = []
        /// What it is held against.
        var against: [FigureAccount.Item] = []
    }

    func account(of keys: Answer.Row) throws -> FigureAccount? {
        guard let claim = try claim(of: keys), let found = try found(claim), !found.events.isEmpty
        else { return nil }
        let kind = claim.kind
        guard let value = Self.definition[dimension: "kind"]?[code: kind.rawValue] else {
            return nil
        }
        return FigureAccount(
            row: row(of: found, keys: keys, kind),
            formula: value.meaning,
            terms: terms(of: found),
            parameters: Self.rules(heldAgainst: claim).flatMap { rules.parameters(of: $0) }
        )
    }

    private func claim(of keys: Answer.Row) throws -> Claim? {
        guard case .text(let code)? = keys["kind"], let kind = ExceptionKind(rawValue: code),
            case .text(let subject)? = keys["subject"],
            case .texts(let detail)? = keys["detail"], case .texts(let names)? = keys["events"]
        else { return nil }
        let bytes = subject.utf8
        guard let mark = bytes.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let events = try cited.events(named: names)
        return Claim(
            kind: kind,
            id: ExactName(String(decoding: bytes[bytes.index(after: mark)...], as: UTF8.self)),
            detail: detail,
            events: events.filter { scope.cut.sees($0.position) && $0.day <= scope.day }
        )
    }

    private func found(_ claim: Claim) throws -> Case? {
        switch claim.kind {
        case .paymentAboveLine, .paymentToUnknownLine, .paymentBeforeAppropriation,
            .prohibitedUse, .countyNotNational, .classesMissing, .returnAbovePayment,
            .roundAmount:
            payment(claim)
        case .capExceeded: cap()
        case .splitPayments: split(claim)
        case .duplicateVoucher: vouchers(claim)
        case .decisionWithoutGround: decision(claim)
        case .groundOpenTooLong: openGround(claim)
        case .duplicateEvidence: evidence(claim)
        case .backDated: backDated(claim)
        case .backDatedBurst: burst(claim)
        case .scanBackInTime: parcel(claim)
        case .businessAfterClosing: business(claim)
        case .attendanceRepeated: attendance(claim)
        }
    }

    /// The rules of which a row is held against parameters.
    private static func rules(heldAgainst claim: Claim) -> [String] {
        switch claim.kind {
        case .classesMissing: []
        case .groundOpenTooLong: [claim.kind.rule] + [claim.stated("ground")].compactMap(\.self)
        default: [claim.kind.rule]
        }
    }

    private func row(of found: Case, keys: Answer.Row, _ kind: ExceptionKind) -> Answer.Row {
        let events = Self.ordered(found.events)
        var members: [Answer.Member] = [
            .init("kind", .text(kind.rawValue)), .init("rule", .text(kind.rule)),
            .init("clause", .text(kind.clause)), .init("severity", .text(kind.severity.rawValue)),
            .init("subject", keys["subject"] ?? .null),
        ]
        if let region = found.region { members.append(.init("region", .text(region))) }
        if let county = found.county { members.append(.init("county", .text(county))) }
        let date = events[events.count - 1].day
        members += [
            .init("date", .text(date.description)),
            .init("detail", .texts(found.detail.map { $0.name + "=" + $0.value })),
            .init("events", .texts(events.map(\.reference.description))),
        ]
        return Answer.Row(members: members)
    }

    /// Each once, in order of business instant, then position.
    private static func ordered(_ events: [StatedEvent]) -> [StatedEvent] {
        var ordered: [StatedEvent] = []
        for event in events.sorted(by: { $0.precedes($1) })
        where ordered.last?.position != event.position {
            ordered.append(event)
        }
        return ordered
    }

    private func terms(of found: Case) -> [FigureAccount.Term] {
        let definition = Self.definition
        let figures = ["region", "county", "date", "detail", "events"]
        var terms = [
            FigureAccount.Term(
                definition.terms[0],
                unit: .events,
                members: figures,
                listsEvidence: true,
                items: Self.ordered(found.events).map { event in
                    FigureAccount.Item(
                        key: event.reference.description,
                        status: "counts",
                        counts: true,
                        entries: [.init(event, event.type)]
                    )
                }
            )
        ]
        for (place, items) in [found.amount, found.against].enumerated() where !items.isEmpty {
            terms.append(
                FigureAccount.Term(
                    definition.terms[1 + place],
                    unit: .fen,
                    members: ["detail"],
                    items: items
                )
            )
        }
        return terms
    }

    // MARK: - Stations

    /// The lives of a station up to a day.
    func lives(of station: ExactName, through day: BusinessDate) -> [StatedLife] {
        StatedLife.lives(of: lifeEvents(of: station), through: day)
    }

    /// The events of a station that make up its lives.
    func lifeEvents(of station: ExactName) -> [StatedEvent] {
        supervision.filter {
            StatedLife.types.contains($0.type) && $0.name("station") == station
        }
    }

    /// The division of the newest life of a station.
    func region(of station: ExactName) -> String? {
        lives(of: station, through: scope.day).last?.region.text
    }

    /// The row of `exits` with some keys, as its own events account for it.
    func ground(_ keys: Answer.Row) -> Answer.Row? { exits.account(of: keys)?.row }
}
