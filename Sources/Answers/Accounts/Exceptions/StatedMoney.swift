import EventModel

/// The money as its events state it: payments and lines that count, and what happened to them.
struct StatedMoney {
    /// A payment: the first of its id.
    struct Payment {
        let event: StatedEvent
        /// Returns and recoveries, in order.
        var returns: [StatedEvent] = []
        /// The classification in force; `nil` where the payment's own classes are.
        var classification: StatedEvent?

        var amountFen: Int128 { Int128(event.integer("amountFen")) }
        var isCentral: Bool { event.text("source") == "central" }
        var classes: [String] { (classification ?? event).texts("classes") }

        /// The payment less all that came back of it.
        var netFen: Int128 {
            returns.reduce(amountFen) { $0 - Int128($1.integer("amountFen")) }
        }

        /// The payment with what came back of it and what stated its classes.
        var events: [StatedEvent] {
            [event] + returns + [classification].compactMap(\.self)
        }
    }

    /// In order of business instant, then position.
    private(set) var payments: [Payment] = []
    /// Every `fund.disbursed`, counting or not.
    let disbursed: [StatedEvent]
    /// Appropriations of central money.
    let appropriations: [StatedEvent]
    private var lines: [ExactName: StatedEvent] = [:]
    private let moves: [StatedEvent]

    /// Takes what happened up to a day, in order.
    init(_ events: [StatedEvent]) {
        disbursed = events.filter { $0.type == "fund.disbursed" }
        appropriations = events.filter {
            $0.type == "fund.appropriated" && $0.text("source") == "central"
        }
        moves = events.filter { $0.type == "fund.reallocated" }
        for event in events where event.type == "fund.lineBudgeted" {
            let id = event.name("line")
            if lines[id] == nil { lines[id] = event }
        }
        var places: [ExactName: Int] = [:]
        for event in disbursed where places[event.name("payment")] == nil {
            places[event.name("payment")] = payments.count
            payments.append(Payment(event: event))
        }
        for event in events {
            guard let place = places[event.name("payment")] else { continue }
            switch event.type {
            case "fund.returned", "fund.recovered": payments[place].returns.append(event)
            case "fund.classified": payments[place].classification = event
            default: continue
            }
        }
    }

    /// Whether a line is known at the end of the day up to which the events were taken.
    func isKnown(_ line: ExactName) -> Bool { lines[line] != nil }

    /// The budget of a line at the end of a day: its own and what was moved between lines known by then.
    func budget(of line: ExactName, on day: BusinessDate) -> [FigureAccount.Entry] {
        func isKnown(_ line: ExactName) -> Bool { lines[line].map { $0.day <= day } ?? false }
        var entries: [FigureAccount.Entry] = []
        if let budget = lines[line], budget.day <= day {
            entries.append(.money(budget, "budget"))
        }
        for move in moves where move.day <= day {
            let (from, to) = (move.name("fromLine"), move.name("toLine"))
            guard isKnown(from), isKnown(to) else { continue }
            if from == line {
                entries.append(
                    .money(move, "reallocatedOut", isTakenOff: true, detail: "→ \(to.text)")
                )
            }
            if to == line {
                entries.append(.money(move, "reallocatedIn", detail: "← \(from.text)"))
            }
        }
        return entries
    }
}

extension FigureAccount.Entry {
    /// An event that adds its `amountFen`, or takes it off.
    static func money(
        _ event: StatedEvent,
        _ role: String,
        isTakenOff: Bool = false,
        detail: String? = nil
    ) -> FigureAccount.Entry {
        let amount = Int128(event.integer("amountFen"))
        return .init(event, role, amount: isTakenOff ? -amount : amount, detail: detail)
    }
}
