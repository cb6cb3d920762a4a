import EventModel

/// The rows of the five answers between two questions, from the words of their definition alone.
///
/// The start is the question that knows fewer events, or of two that know the same the one with the earlier date.
/// Then follow: late entries, corrections and voids, rule changes, new business.
struct OracleWalk {
    /// Rows from the start to the end of the walk, by their keys.
    let states: [[String: JSONValue]]
    /// Whether the question asked second is the start.
    let isReversed: Bool

    init(from first: OracleQuestion, to second: OracleQuestion, in ledger: OracleLedger) {
        let counts = (ledger.known(at: first.knownAt).count, ledger.known(at: second.knownAt).count)
        isReversed = (counts.1, second.day) < (counts.0, first.day)
        let (start, end) = isReversed ? (second, first) : (first, second)
        let before = ledger.known(at: start.knownAt)
        let after = ledger.known(at: end.knownAt)
        let standingBefore = OracleLedger.standing(before)
        let standingAfter = OracleLedger.standing(after)
        let late = after[before.count...].filter {
            $0.type != "event.voided" && $0.corrects == nil
        }
        let between = (standingBefore + late).sorted(by: OracleEvent.precedes)
        let rules = (
            old: OracleRules(standingBefore, on: start.day),
            new: OracleRules(standingAfter, on: end.day)
        )
        let steps: [([OracleEvent], Int, OracleRules)] = [
            (standingBefore, start.day, rules.old), (between, start.day, rules.old),
            (standingAfter, start.day, rules.old), (standingAfter, start.day, rules.new),
            (standingAfter, end.day, rules.new),
        ]
        states = steps.map { standing, day, rules in
            let cut = OracleCut(standing: standing, day: day, rules: rules)
            let rows: [OracleRow] =
                switch start.indicator {
                case "coverage": OracleCoverage(cut).rows()
                case "funds": OracleFunds(cut).rows()
                case "exceptions": OracleExceptions(cut, twist: nil, known: standing).rows()
                default: OracleExits(cut).rows(all: true, closed: start.includesClosed)
                }
            var byKeys: [String: JSONValue] = [:]
            for row in rows { byKeys[Self.key(row.json, start.indicator)] = row.json }
            return byKeys
        }
    }

    /// What tells rows of an answer apart.
    static func key(_ row: JSONValue, _ indicator: String) -> String {
        guard indicator != "exceptions" else { return exceptionKey(row) }
        let keys: [String] =
            switch indicator {
            case "coverage": ["region", "population", "reading", "flavour", "strength"]
            case "funds": ["reading", "stage", "base"]
            default: ["station", "rule", "ground", "reading", "person"]
            }
        return keys.map { row[$0]?.stringValue ?? "" }.joined(separator: " ")
    }

    /// Exceptions of one kind about one subject are told apart by a figure, the date or the events.
    private static func exceptionKey(_ row: JSONValue) -> String {
        let kind = row["kind"]?.stringValue ?? ""
        func figure(_ name: String) -> String {
            (row["detail"]?.arrayValue ?? []).compactMap(\.stringValue).first {
                $0.hasPrefix(name + "=")
            } ?? ""
        }
        let events = (row["events"]?.arrayValue ?? []).compactMap(\.stringValue)
        let date = row["date"]?.stringValue ?? ""
        let more =
            switch kind {
            case "splitPayments": date + figure("payee")
            case "backDated": figure("recordedOn")
            case "backDatedBurst": date
            case "groundOpenTooLong": figure("ground")
            case "businessAfterClosing": figure("closedOn")
            case "attendanceRepeated": figure("person")
            case "returnAbovePayment", "decisionWithoutGround": events.joined(separator: " ")
            default: ""
            }
        return [kind, row["subject"]?.stringValue ?? "", more].joined(separator: " ")
    }
}
