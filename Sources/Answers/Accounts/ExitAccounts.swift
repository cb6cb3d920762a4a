import EventModel
import Programme

/// Accounts of the rows of `exits`, from the events about stations and complaints.
struct ExitAccounts: RowAccounting {
    private let rules: StatedRules
    private let day: BusinessDate
    private let events: [ExactName: [StatedEvent]]
    private let complaints: StatedComplaints

    init(_ shelf: AccountShelf, _ scope: EventScope) {
        rules = scope.rules
        day = scope.day
        let happened = scope.happened(shelf.events)
        complaints = StatedComplaints(happened)
        var events: [ExactName: [StatedEvent]] = [:]
        for event in happened where !event.type.hasPrefix("complaint.") {
            guard let station = event.text("station") else { continue }
            events[ExactName(station), default: []].append(event)
        }
        self.events = events
    }

    func account(of keys: Answer.Row) -> FigureAccount? {
        func code(_ name: String) -> String? {
            if case .text(let text)? = keys[name] { text } else { nil }
        }
        guard let name = code("station"), let rule = code("rule"),
            let station = station(ExactName(name))
        else { return nil }
        let finding: ExitFinding?
        switch rule {
        case "R-EXIT-01": finding = station.voluntary
        case "R-EXIT-02": finding = station.dishonesty
        case "R-EXIT-03": finding = station.performance(rules)
        case "R-EXIT-04":
            finding = station.reporting(rules, ground: code("ground"), reading: code("reading"))
        case "R-EXIT-05":
            finding = complaints.finding(
                of: station,
                rules,
                reading: code("reading") ?? "",
                person: code("person").map(ExactName.init)
            )
        default: finding = nil
        }
        guard let finding else { return nil }
        return FigureAccount(
            row: row(finding, station: station, keys),
            formula: finding.formula,
            terms: finding.terms + [station.lifeTerm],
            parameters: rules.parameters(of: rule).filter { parameter in
                Self.usedKeys(of: rule, ground: code("ground")).contains(parameter.key)
            }
        )
    }

    /// The parameters that a row is held against; `reading` only names the default one.
    private static func usedKeys(of rule: String, ground: String?) -> [String] {
        switch (rule, ground) {
        case ("R-EXIT-04", "A"): ["months", "dueDay"]
        case ("R-EXIT-04", "B"): ["inspections"]
        case ("R-EXIT-05", _): ["count"]
        default: ["months", "dueDay", "inspections"]
        }
    }

    /// The station as it is judged: the newest life at the end of the day, or of the day before its closing.
    private func station(_ name: ExactName) -> JudgedStation? {
        let events = events[name] ?? []
        let own = events.filter { StatedLife.types.contains($0.type) }
        guard let life = StatedLife.lives(of: own, through: day).last else { return nil }
        guard let closing = life.closing else {
            return JudgedStation(name: name, life: life, day: day, events: events)
        }
        let before = closing.day.advanced(byDays: -1)
        guard life.opening.day <= before,
            let earlier = StatedLife.lives(of: own, through: before).last
        else { return nil }
        return JudgedStation(name: name, life: earlier, day: before, events: events)
    }

    private func row(
        _ finding: ExitFinding,
        station: JudgedStation,
        _ keys: Answer.Row
    ) -> Answer.Row {
        var members: [Answer.Member] = [
            .init("station", .text(station.name.text)),
            .init("region", .text(station.life.region.text)),
        ]
        for name in ["rule", "ground", "reading", "person"] {
            if let value = keys[name] { members.append(.init(name, value)) }
        }
        members.append(.init("status", .text(finding.status)))
        if let run = finding.run, let threshold = finding.threshold {
            members += [
                .init("run", .integer(Int128(run))),
                .init("threshold", .integer(Int128(threshold))),
                .init("toThreshold", .integer(Int128(max(0, threshold - run)))),
            ]
        }
        if let day = finding.establishedOn {
            members.append(.init("establishedOn", .text(day.description)))
        }
        if !finding.unknownMonths.isEmpty {
            members.append(
                .init("unknownMonths", .texts(finding.unknownMonths.map(\.description)))
            )
        }
        members.append(.init("evidence", .texts(finding.evidence)))
        return Answer.Row(members: members)
    }
}

/// What a rule comes to for a station.
struct ExitFinding {
    var status: String
    var run: Int64?
    var threshold: Int64?
    var establishedOn: BusinessDate?
    var unknownMonths: [BusinessMonth] = []
    var evidence: [String] = []
    var formula: Phrase
    var terms: [FigureAccount.Term]

    /// Members of a row that follow from what is counted.
    static let members = [
        "status", "run", "toThreshold", "establishedOn", "unknownMonths", "evidence",
    ]

    /// Status of a rule that counts.
    static func status(run: Int64, threshold: Int64) -> String {
        run >= threshold ? "established" : run >= 1 ? "watch" : "clear"
    }

    /// The definition's term of a name.
    static func term(_ name: String) -> IndicatorDefinition.TermDefinition {
        for term in IndicatorDefinition.exits.terms where term.name == name { return term }
        preconditionFailure("the definition has no term \(name)")
    }

    /// What a rule that counts is held against.
    static func formula(threshold: Int64) -> Phrase {
        Phrase(
            zh: "次数 ≥ \(threshold) 则成立",
            en: "established if the count is at least \(threshold)"
        )
    }
}
