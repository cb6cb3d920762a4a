import EventModel
import Programme

/// Accounts of the rows of `funds`, from the events about money.
struct FundAccounts: RowAccounting {
    private let rules: StatedRules
    private let definition = IndicatorDefinition.funds
    private var appropriations: [StatedEvent] = []
    private var lines: [Thing] = []
    private var payments: [Thing] = []

    static let members = [
        "numeratorFen", "denominatorFen", "percent", "headroomFen", "verdict", "reason",
    ]

    /// A budget line or payment of central money with what happened to it.
    private struct Thing {
        let id: ExactName
        let isCentral: Bool
        var entries: [FigureAccount.Entry]
        /// The classes in force.
        var classes: [String]

        func item(counting isCounted: Bool) -> FigureAccount.Item {
            FigureAccount.Item(
                adding: entries,
                key: id.text,
                status: isCounted ? "counts" : "otherClasses",
                counts: isCounted
            )
        }
    }

    init(_ shelf: AccountShelf, _ scope: EventScope) {
        rules = scope.rules
        let events = scope.happened(shelf.events)
        appropriations = events.filter {
            $0.type == "fund.appropriated" && $0.text("source") == "central"
        }
        takeLines(events)
        takePayments(events)
    }

    /// Lines are made once; a reallocation waits until both lines are known.
    private mutating func takeLines(_ events: [StatedEvent]) {
        var places: [ExactName: Int] = [:]
        for event in events where event.type == "fund.lineBudgeted" {
            let id = event.name("line")
            guard places[id] == nil else { continue }
            places[id] = lines.count
            lines.append(
                Thing(
                    id: id,
                    isCentral: event.text("source") == "central",
                    entries: [.money(event, "budget", detail: Self.classes(event))],
                    classes: event.texts("classes")
                )
            )
        }
        for event in events where event.type == "fund.reallocated" {
            guard let from = places[event.name("fromLine")], let to = places[event.name("toLine")]
            else { continue }
            let (giver, taker) = (event.text("fromLine") ?? "", event.text("toLine") ?? "")
            lines[from].entries.append(
                .money(event, "reallocatedOut", isTakenOff: true, detail: "→ \(taker)")
            )
            lines[to].entries.append(.money(event, "reallocatedIn", detail: "← \(giver)"))
        }
    }

    /// Payments are made once; returns and classifications wait until the payment is known.
    private mutating func takePayments(_ events: [StatedEvent]) {
        var places: [ExactName: Int] = [:]
        for event in events where event.type == "fund.disbursed" {
            let id = event.name("payment")
            guard places[id] == nil else { continue }
            places[id] = payments.count
            payments.append(
                Thing(
                    id: id,
                    isCentral: event.text("source") == "central",
                    entries: [.money(event, "payment", detail: Self.classes(event))],
                    classes: event.texts("classes")
                )
            )
        }
        for event in events {
            guard let place = places[event.name("payment")] else { continue }
            switch event.type {
            case "fund.returned":
                payments[place].entries.append(.money(event, "return", isTakenOff: true))
            case "fund.recovered":
                payments[place].entries.append(.money(event, "recovery", isTakenOff: true))
            case "fund.classified":
                payments[place].entries.append(
                    .init(event, "classification", detail: Self.classes(event))
                )
                payments[place].classes = event.texts("classes")
            default: continue
            }
        }
    }

    private static func classes(_ event: StatedEvent) -> String {
        event.texts("classes").joined(separator: " ")
    }

    func account(of keys: Answer.Row) -> FigureAccount? {
        guard case .text(let readingCode)? = keys["reading"],
            case .text(let stageCode)? = keys["stage"], case .text(let baseCode)? = keys["base"],
            let reading = definition[dimension: "reading"]?[code: readingCode],
            let stage = definition[dimension: "stage"]?[code: stageCode],
            let base = definition[dimension: "base"]?[code: baseCode]
        else { return nil }
        let things = (stageCode == "budgeted" ? lines : payments).filter(\.isCentral)
        let numerator = FigureAccount.Term(
            definition.terms[0],
            meaning: Self.meaning(of: stage, reading),
            unit: .fen,
            members: Self.members.filter { $0 != "denominatorFen" },
            items: things.map { thing in
                thing.item(counting: thing.classes.contains { reading.takesIn.contains($0) })
            }
        )
        let denominator = FigureAccount.Term(
            definition.terms[1],
            meaning: base.meaning,
            unit: .fen,
            members: Self.members.filter { $0 != "numeratorFen" },
            items: baseCode == "paid"
                ? payments.filter(\.isCentral).map { $0.item(counting: true) }
                : appropriationItems
        )
        let outcome = judge(reading, numerator, base: denominator.value)
        return FigureAccount(
            row: row(
                keys: (reading, stageCode, baseCode),
                numerator.value,
                denominator.value,
                outcome
            ),
            formula: outcome.formula,
            terms: [numerator, denominator],
            parameters: reading.rule.map { rules.parameters(of: $0) } ?? []
        )
    }

    private static func meaning(
        of stage: IndicatorDefinition.Value,
        _ reading: IndicatorDefinition.Value
    ) -> Phrase {
        let classes = reading.takesIn.compactMap {
            IndicatorDefinition.funds[dimension: "class"]?[code: $0]?.meaning
        }
        return Phrase(
            zh: "\(stage.meaning.zh);类别为:\(classes.map(\.zh).joined(separator: "、"))",
            en: "\(stage.meaning.en); any class of: \(classes.map(\.en).joined(separator: ", "))"
        )
    }

    /// Appropriations add up, also under one id.
    private var appropriationItems: [FigureAccount.Item] {
        var order: [ExactName] = []
        var entries: [ExactName: [FigureAccount.Entry]] = [:]
        for event in appropriations {
            let id = event.name("appropriation")
            if entries[id] == nil { order.append(id) }
            entries[id, default: []].append(
                .money(event, "appropriation", detail: event.text("documentNumber"))
            )
        }
        return order.map { id in
            FigureAccount.Item(
                adding: entries[id] ?? [],
                key: id.text,
                status: "counts",
                counts: true
            )
        }
    }

    private struct Outcome {
        let threshold: String
        let headroom: Int128
        let verdict: String
        let formula: Phrase
    }

    private func judge(
        _ reading: IndicatorDefinition.Value,
        _ numerator: FigureAccount.Term,
        base: Int128
    ) -> Outcome {
        let value = numerator.value
        func outcome(_ percent: Percent, _ sign: String, isKept: Bool, headroom: Int128) -> Outcome
        {
            Outcome(
                threshold: percent.text,
                headroom: headroom,
                verdict: base <= 0 ? "notEvaluable" : isKept ? "met" : "notMet",
                formula: Phrase(
                    zh: "分子 ÷ 基数 \(sign) \(percent.text) %",
                    en: "numerator ÷ base \(sign) \(percent.text) %"
                )
            )
        }
        switch reading.rule {
        case "R-FUND-02":
            let cap = rules.percent(of: "R-FUND-02")
            let isKept = cap.isKept(by: value, of: base)
            return outcome(cap, "≤", isKept: isKept, headroom: cap.floor(of: base) - value)
        case "R-FUND-03":
            let floor = rules.percent(of: "R-FUND-03")
            let isReached = floor.isReached(by: value, of: base)
            return outcome(floor, "≥", isKept: isReached, headroom: value - floor.ceiling(of: base))
        default:
            let hasAny = numerator.items.contains { $0.amount != 0 }
            return Outcome(
                threshold: "0",
                headroom: -value,
                verdict: hasAny ? "notMet" : "met",
                formula: Phrase(zh: "每笔净额 = 0", en: "the net of every payment = 0")
            )
        }
    }

    private func row(
        keys: (reading: IndicatorDefinition.Value, stage: String, base: String),
        _ numerator: Int128,
        _ base: Int128,
        _ outcome: Outcome
    ) -> Answer.Row {
        let isOfficial =
            ["CAP-a", "FLOOR-a", "PROHIBITED"].contains(keys.reading.code) && keys.stage == "paid"
            && keys.base == "appropriated"
        var members: [Answer.Member] = [
            .init("reading", .text(keys.reading.code)), .init("stage", .text(keys.stage)),
            .init("base", .text(keys.base)),
            .init(
                "strength",
                .text(keys.base == "paid" ? "advisory" : keys.reading.strength ?? "must")
            ),
            .init("official", .boolean(isOfficial)),
            .init("threshold", .text(outcome.threshold)),
            .init("numeratorFen", .integer(numerator)),
            .init("denominatorFen", .integer(base)),
            .init(
                "percent",
                base > 0 ? .text(ExactRatio.percent(numerator, of: base)) : .null
            ),
            .init("headroomFen", .integer(outcome.headroom)),
            .init("verdict", .text(outcome.verdict)),
        ]
        if outcome.verdict == "notEvaluable" { members.append(.init("reason", .text("noBase"))) }
        return Answer.Row(members: members)
    }
}
