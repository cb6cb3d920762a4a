import EventModel

/// Balances of one evening, added up in the plainest way from the lines themselves.
struct NaiveFunds {
    /// Balance of each source with a live event.
    private(set) var sources: [String: Int128] = [:]
    /// Balance of each line with a live event.
    private(set) var lines: [String: Int128] = [:]

    /// - Parameters:
    ///   - history: All events in the order in which they were recorded.
    ///   - count: Events that are known.
    ///   - day: The day.
    init(_ history: [FundLine], upTo count: Int, through day: BusinessDate) {
        let known = Array(history.prefix(count))
        let live = known.indices.filter { Self.isActive($0, known) }.map { (known[$0], $0) }
            .filter { $0.0.day <= day.description }
            .sorted { ($0.0.day, $0.0.hour, $0.1) < ($1.0.day, $1.0.hour, $1.1) }
            .map { try? JSONValue(parsing: $0.0.text) }.compactMap { $0 }
        let made = { (type: String, field: String, name: String?) in
            live.first {
                $0["type"]?.stringValue == type && $0["data"]?[field]?.stringValue == name
            }
        }
        for event in live {
            let data = event["data"]
            let fen = Int128(data?["amountFen"]?.integerValue ?? 0)
            let text = { (name: String) in data?[name]?.stringValue }
            switch event["type"]?.stringValue {
            case "fund.appropriated": sources[text("source") ?? "", default: 0] += fen
            case "fund.lineBudgeted":
                let first = made("fund.lineBudgeted", "line", text("line"))
                guard first?["id"]?.stringValue == event["id"]?.stringValue else { continue }
                lines[text("line") ?? "", default: 0] += fen
            case "fund.reallocated":
                guard made("fund.lineBudgeted", "line", text("fromLine")) != nil,
                    made("fund.lineBudgeted", "line", text("toLine")) != nil
                else { continue }
                lines[text("fromLine") ?? "", default: 0] -= fen
                lines[text("toLine") ?? "", default: 0] += fen
            case "fund.disbursed":
                let first = made("fund.disbursed", "payment", text("payment"))
                guard first?["id"]?.stringValue == event["id"]?.stringValue else { continue }
                sources[text("source") ?? "", default: 0] -= fen
                lines[text("line") ?? "", default: 0] -= fen
            case "fund.returned", "fund.recovered":
                guard let payment = made("fund.disbursed", "payment", text("payment"))?["data"]
                else { continue }
                sources[payment["source"]?.stringValue ?? "", default: 0] += fen
                lines[payment["line"]?.stringValue ?? "", default: 0] += fen
            default: continue
            }
        }
    }

    /// Whether an event counts: no active void of it, no correction that covers it.
    private static func isActive(_ index: Int, _ lines: [FundLine]) -> Bool {
        for later in lines.indices where later > index {
            let line = lines[later]
            if line.type == "event.voided", line.data.contains("\"id\":\"\(lines[index].id)\""),
                isActive(later, lines)
            {
                return false
            }
            if line.corrects == lines[index].id, covers(later, lines) { return false }
        }
        return true
    }

    private static func covers(_ index: Int, _ lines: [FundLine]) -> Bool {
        if isActive(index, lines) { return true }
        return lines.indices.contains {
            lines[$0].corrects == lines[index].id && covers($0, lines)
        }
    }
}
