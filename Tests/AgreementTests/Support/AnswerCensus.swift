import EventModel

/// Counts what occurs in answers, to see that the histories reach every corner of the rules.
struct AnswerCensus {
    private(set) var counts: [String: Int] = [:]

    mutating func add(_ answer: OracleAnswer, _ question: OracleQuestion) {
        let indicator = question.indicator
        for row in answer.rows {
            let verdict = text(row, "verdict")
            switch indicator {
            case "coverage":
                count("\(text(row, "population")) \(text(row, "reading")) \(verdict)")
                count("\(text(row, "flavour")) \(text(row, "strength")) \(verdict)")
            case "funds":
                let stage = "\(text(row, "stage"))/\(text(row, "base"))"
                count("\(text(row, "reading")) \(stage) \(verdict)")
            default:
                let kind = text(row, "ground") + text(row, "reading")
                count("\(text(row, "rule")) \(kind) \(text(row, "status"))")
                if row["unknownMonths"] != nil { count("unknownMonths") }
            }
        }
        for finding in answer.findings {
            count("\(indicator) \(text(finding, "finding"))")
        }
        if question.includesClosed { count("closed asked for") }
    }

    private func text(_ value: JSONValue, _ member: String) -> String {
        value[member]?.stringValue ?? ""
    }

    private mutating func count(_ key: String) { counts[key, default: 0] += 1 }

    /// What must occur.
    static let expected: [String] = coverage + funds + exits

    private static let coverage: [String] = {
        let readings = [
            "townships all", "villages administrativeVillages", "villages withCommittees",
            "poorVillages currentList", "poorVillages frozenList",
        ]
        let flavours = ["open", "everOpened", "active30", "withParcel30"].flatMap { flavour in
            ["must", "strive"].map { "\(flavour) \($0)" }
        }
        return (readings + flavours).flatMap { name in
            ["met", "notMet", "notEvaluable"].map { "\(name) \($0)" }
        }
    }()

    private static let funds: [String] = {
        let ratios = [
            "CAP-a", "CAP-b", "CAP-c", "FLOOR-a", "FLOOR-b", "FLOOR-c", "FLOOR-d",
        ].flatMap { reading in
            ["budgeted/appropriated", "paid/appropriated", "paid/paid"].flatMap { stage in
                ["met", "notMet", "notEvaluable"].map { "\(reading) \(stage) \($0)" }
            }
        }
        let prohibited = ["paid/appropriated", "paid/paid"].flatMap { stage in
            ["met", "notMet"].map { "PROHIBITED \(stage) \($0)" }
        }
        let findings = [
            "aboveLineBudget", "unknownLine", "countyNotNational", "prohibitedUse",
            "classesMissing", "returnAbovePayment", "alreadyExists", "unknownReference",
        ]
        return ratios + prohibited + findings.map { "funds \($0)" }
    }()

    private static let exits: [String] = {
        let kinds = [
            "R-EXIT-03 ", "R-EXIT-04 A", "R-EXIT-04 B", "R-EXIT-04 either", "R-EXIT-04 both",
            "R-EXIT-05 filed", "R-EXIT-05 upheld", "R-EXIT-05 filedPerPerson",
            "R-EXIT-05 upheldPerPerson",
        ].flatMap { kind in ["established", "watch", "clear"].map { "\(kind) \($0)" } }
        let conduct = [
            "R-EXIT-01  established", "R-EXIT-01  pending", "R-EXIT-01  clear",
            "R-EXIT-02  established", "R-EXIT-02  clear",
        ]
        let findings = ["decisionWithoutGround", "alreadyExists", "unknownReference"]
        return kinds + conduct + findings.map { "exits \($0)" }
            + ["unknownMonths", "closed asked for"]
    }()
}
