import EventModel

/// A question with the events that answer it, and where the oracle may be told a wrong rule on purpose.
struct OracleQuestion {
    var indicator: String
    var day: Int
    var knownAt: Int64?
    var includesAll = false
    var includesClosed = false
    /// A rule that is to be read wrongly, to see whether the comparison would notice.
    var twist: OracleTwist?
    /// As ``twist``, for the list of exceptions.
    var exceptionTwist: ExceptionTwist?

    /// The answer.
    func answer(from ledger: OracleLedger) -> OracleAnswer {
        let known = ledger.known(at: knownAt)
        let cut = OracleCut(standing: OracleLedger.standing(known), day: day, twist: twist)
        let stated = knownAt ?? known.last?.recordedMillis
        let body: (rules: String, rows: [OracleRow], findings: [OracleFinding]) =
            switch indicator {
            case "coverage": ("R-COV", OracleCoverage(cut).rows(), [])
            case "funds": funds(cut)
            case "exceptions":
                ("R-AUD", OracleExceptions(cut, twist: exceptionTwist, known: known).rows(), [])
            default:
                (
                    "R-EXIT",
                    OracleExits(cut).rows(all: includesAll, closed: includesClosed),
                    OracleExits(cut).findings()
                )
            }
        return OracleAnswer(
            head: [
                ("indicator", .string(indicator)),
                ("asOf", .string(OracleCalendar.text(ofDay: day))),
                (
                    "knownAt",
                    stated.map { .string(OracleCalendar.utcText(ofMillis: $0)) } ?? .null
                ),
                ("treeSize", .integer(Int64(known.count))),
                (
                    "rootHash",
                    .string(SHA256Digest(bytes: ledger.tree.root(known.count)).description)
                ),
                ("parameters", parameters(cut, body.rules)),
            ],
            rows: body.rows.sorted(by: OracleRow.precedes).map(\.json),
            findings: body.findings.sorted(by: OracleFinding.precedes).map(\.json)
        )
    }

    /// The list of exceptions is held against some rules of the other figures too.
    private func parameters(_ cut: OracleCut, _ rules: String) -> JSONValue {
        rules == "R-AUD"
            ? cut.rules.parameters(ofRules: "R-AUD", "R-EXIT", "R-FUND-02")
            : cut.rules.parameters(ofRules: rules)
    }

    private func funds(
        _ cut: OracleCut
    ) -> (rules: String, rows: [OracleRow], findings: [OracleFinding]) {
        let funds = OracleFunds(cut)
        return ("R-FUND", funds.rows(), funds.findings())
    }
}

/// The events of a question and the rules in force on its day.
struct OracleCut {
    /// Known and not voided, whatever their business date; in order (instant, position).
    let standing: [OracleEvent]
    /// Those of them whose business date is not after the day.
    let events: [OracleEvent]
    let day: Int
    let rules: OracleRules
    let twist: OracleTwist?

    /// Takes the rules in force on the day unless others are given.
    init(
        standing: [OracleEvent],
        day: Int,
        twist: OracleTwist? = nil,
        rules fixed: OracleRules? = nil
    ) {
        self.standing = standing
        self.day = day
        self.twist = twist
        events = standing.filter { $0.day <= day }
        rules = fixed ?? OracleRules(standing, on: day)
    }

    func events(_ types: String...) -> [OracleEvent] {
        events.filter { types.contains($0.type) }
    }
}

/// One row: the members in the order in which they are written, and the keys that sort it.
struct OracleRow {
    let keys: [String?]
    let members: [(name: String, value: JSONValue)]

    var json: JSONValue { .object(members) }

    /// By the keys as bytes, absent first.
    static func precedes(_ left: OracleRow, _ right: OracleRow) -> Bool {
        for (one, other) in zip(left.keys, right.keys) {
            switch (one, other) {
            case (nil, nil): continue
            case (nil, _): return true
            case (_, nil): return false
            case (let one?, let other?):
                if bytesPrecede(one, other) { return true }
                if bytesPrecede(other, one) { return false }
            }
        }
        return false
    }
}

struct OracleFinding: Hashable {
    let finding: String
    let event: String
    var line: String?

    static func precedes(_ left: OracleFinding, _ right: OracleFinding) -> Bool {
        if left.finding != right.finding { return bytesPrecede(left.finding, right.finding) }
        return bytesPrecede(left.event, right.event)
    }

    var json: JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("finding", .string(finding)), ("event", .string(event)),
        ]
        if let line { members.append(("line", .string(line))) }
        return .object(members)
    }
}

/// A sum as JSON, whatever its size.
func whole(_ number: Int128) -> JSONValue {
    Int64(exactly: number).map { .integer($0) } ?? .number(String(number))
}
