import Answers
import EventLog
import EventModel
import Testing

/// A short synthetic history written by hand, and what the engine lists about it.
struct WrittenLedger {
    private var lines: [History.Line] = []
    /// Recorded time of the next event; moves on by a second from event to event unless set.
    private var recordedMillis: Int64

    init(from day: String) {
        recordedMillis = Self.millis(day + "T00:00:00+08:00")
    }

    private static func millis(_ time: String) -> Int64 { OracleCalendar.millis(ofTime: time) }

    /// Adds an event.
    ///
    /// - Parameters:
    ///   - type: The event's type.
    ///   - time: `YYYY-MM-DD` at noon, or with `THH:MM:SS` in Shanghai.
    ///   - recorded: When it was recorded, in the same spelling; later than all before it.
    ///   - evidence: Two hex digits, repeated to a hash.
    ///   - corrects: Name of the event in whose place it stands.
    ///   - data: The fields.
    /// - Returns: The event's name.
    @discardableResult
    mutating func add(
        _ type: String,
        _ time: String,
        recorded: String? = nil,
        evidence: String? = nil,
        corrects: String? = nil,
        _ data: KeyValuePairs<String, JSONValue>
    ) -> String {
        recordedMillis += 1_000
        if let recorded { recordedMillis = Self.millis(Self.full(recorded)) }
        let id = "e\(lines.count)"
        var members: [(name: String, value: JSONValue)] = [
            ("specversion", .string("1.0")), ("id", .string(id)), ("source", .string("/synthetic")),
            ("type", .string(type)), ("subject", .string("synthetic/stream")),
            ("time", .string(Self.full(time))),
        ]
        if let evidence {
            members.append(("evidence", .string(String(repeating: evidence, count: 32))))
        }
        if let corrects { members.append(("corrects", .string(corrects))) }
        members.append(("data", .object(data.map { (name: $0.key, value: $0.value) })))
        let recordedText = OracleCalendar.utcText(ofMillis: recordedMillis)
        members.append(("recordedtime", .string(recordedText)))
        lines.append(History.Line(json: .object(members), isDuplicate: false))
        return "/synthetic#\(id)"
    }

    private static func full(_ time: String) -> String {
        (time.count == 10 ? time + "T12:00:00" : time) + "+08:00"
    }

    /// A payment of central money that names no county.
    @discardableResult
    mutating func pay(
        _ payment: String,
        _ time: String,
        _ amount: Int64,
        line: String = "L1",
        payee: String = "甲",
        voucher: String? = nil,
        classes: [String] = ["training"],
        corrects: String? = nil,
        recorded: String? = nil
    ) -> String {
        add(
            "fund.disbursed",
            time,
            recorded: recorded,
            corrects: corrects,
            [
                "payment": .string(payment), "line": .string(line), "source": "central",
                "payee": .string(payee), "amountFen": .integer(amount), "purpose": "synthetic",
                "classes": .array(classes.map { .string($0) }),
                "voucher": .string(voucher ?? payment),
            ]
        )
    }

    /// Adopts parameters of a rule for all time.
    mutating func adopt(
        _ rule: String,
        _ parameters: KeyValuePairs<String, Int64>,
        on time: String = "2018-01-01"
    ) {
        add(
            "rule.adopted",
            time,
            [
                "rule": .string(rule), "version": "1",
                "parameters": .object(
                    parameters.map { (name: $0.key, value: .integer($0.value)) }
                ), "validFrom": "2000-01-01", "authority": "synthetic office",
            ]
        )
    }

    mutating func open(_ station: String, _ time: String) -> String {
        add(
            "station.opened",
            time,
            [
                "station": .string(station), "level": "villagePoint", "region": "540222100201",
                "operator": "O1", "built": "new", "funding": "central",
            ]
        )
    }

    mutating func scan(
        _ parcel: String,
        _ time: String,
        _ level: String,
        _ kind: String,
        node: String = "hub",
        recorded: String? = nil
    ) -> String {
        add(
            "parcel.scanned",
            time,
            recorded: recorded,
            [
                "parcel": .string(parcel), "node": .string(node), "nodeLevel": .string(level),
                "county": "540222000000", "kind": .string(kind),
            ]
        )
    }

    /// The rows of a kind: subject, figures and events, as the engine lists them.
    ///
    /// The oracle must list the same, so that what a person worked out holds for both.
    func rows(
        _ kind: String,
        asOf day: String = "2020-12-31",
        knownAt: String? = nil
    ) throws -> [String] {
        let question = OracleQuestion(
            indicator: "exceptions",
            day: OracleCalendar.day(day),
            knownAt: knownAt.map { Self.millis(Self.full($0)) }
        )
        let history = History(lines: lines, batches: [7], blockEvents: 16)
        let found = try AgreementCheck.withLog(of: history) { log in
            try AgreementCheck.answer(to: question, in: log)
        }
        let expected = question.answer(from: OracleLedger(history.events)).text
        #expect(AgreementCheck.difference(expected, found) == nil)
        let rows = try JSONValue(parsing: found)["rows"]?.arrayValue ?? []
        return rows.filter { $0["kind"]?.stringValue == kind }.map { row in
            func list(_ member: String) -> String {
                (row[member]?.arrayValue ?? []).compactMap(\.stringValue).joined(separator: " ")
            }
            return "\(row["subject"]?.stringValue ?? "") \(list("detail")) | \(list("events"))"
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
}
