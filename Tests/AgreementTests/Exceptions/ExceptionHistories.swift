import CairnTestSupport
import EventModel

/// Histories for the list of exceptions: the usual awkward ones, with papers, parcels, sessions and late records.
///
/// All invented.
enum ExceptionHistories {
    static func history(seed: UInt64) -> History {
        var maker = HistoryMaker(seed: seed)
        maker.draftRegions()
        maker.draftStations()
        maker.draftRules()
        maker.draftAuditRules()
        maker.draftFunds()
        maker.draftTwins()
        if maker.chance(60) { maker.draftMonths() }
        maker.draftSupervision()
        if maker.chance(50) { maker.draftComplaints() }
        maker.draftActivity()
        maker.draftTrips()
        maker.draftAttendances()
        maker.vary()
        var random = SplitMix64(seed: seed ^ 0x7061_7065)
        return papered(maker.arranged(), &random)
    }

    // MARK: - Papers and lateness

    private static let day: Int64 = 86_400_000

    /// Gives some events evidence, and some a time that lies a chosen lateness before their recorded time.
    private static func papered(_ history: History, _ random: inout SplitMix64) -> History {
        var changes: [String: [(name: String, value: JSONValue)]] = [:]
        let lines = history.lines.map { line -> History.Line in
            let id = (line.json["source"]?.stringValue ?? "") + (line.json["id"]?.stringValue ?? "")
            // A duplicate must have the content of the line that it repeats.
            let change = changes[id] ?? change(of: line.json, &random)
            changes[id] = change
            var members = (line.json.objectValue ?? []).filter { member in
                !change.contains { $0.name == member.name }
            }
            members.append(contentsOf: change)
            return History.Line(json: .object(members), isDuplicate: line.isDuplicate)
        }
        return History(lines: lines, batches: history.batches, blockEvents: history.blockEvents)
    }

    private static func change(
        of json: JSONValue,
        _ random: inout SplitMix64
    ) -> [(name: String, value: JSONValue)] {
        var change: [(name: String, value: JSONValue)] = []
        if Int.random(in: 0..<100, using: &random) < 20 {
            let digit = Int.random(in: 1...9, using: &random)
            let hash = String(repeating: "0\(digit)", count: 32)
            change.append(("evidence", .string(hash)))
        }
        if Int.random(in: 0..<100, using: &random) < 35 {
            let recorded = OracleCalendar.millis(ofTime: json["recordedtime"]?.stringValue ?? "")
            let days = [1, 1, 2, 7, 7, 30].randomElement(using: &random) ?? 1
            let rest = ([0, 0, 1, 1, -1, 50_000_000] as [Int64]).randomElement(using: &random) ?? 0
            let time = OracleCalendar.utcText(ofMillis: recorded - Int64(days) * day - rest)
            let text = time.hasSuffix(".000Z") ? String(time.dropLast(5)) + "Z" : time
            change.append(("time", .string(text)))
        }
        return change
    }
}

extension HistoryMaker {
    /// Thresholds of the list of exceptions, so low that they are passed.
    mutating func draftAuditRules() {
        func integer(_ value: Int64) -> JSONValue { .integer(value) }
        for _ in 0..<number(in: 0...2) {
            draftRule("R-AUD-04", [("days", integer(pick([1, 2, 7, 30])))])
        }
        for _ in 0..<number(in: 0...2) {
            draftRule(
                "R-AUD-05",
                [
                    ("count", integer(pick([1, 1, 2, 3]))),
                    ("window", integer(pick([1, 2, 7, 30]))), ("delay", integer(pick([1, 2, 7]))),
                ]
            )
        }
        for _ in 0..<number(in: 0...2) {
            draftRule("R-AUD-06", [("days", integer(pick([1, 10, 30])))])
        }
        for _ in 0..<number(in: 0...2) {
            var members = [(name: "limitFen", value: integer(pick([0, 10, 20, 25, 50])))]
            if chance(30) { members.append(("count", integer(pick([1, 2, 3])))) }
            draftRule("R-AUD-02", members)
        }
        for _ in 0..<number(in: 0...2) {
            draftRule("R-AUD-09", [("multipleFen", integer(pick([0, 5, 10, 50])))])
        }
    }

    /// Payments of one line on one day that add up to round sums.
    mutating func draftTwins() {
        for twin in 0..<number(in: 0...3) {
            let day = day()
            for part in 0..<number(in: 2...3) {
                draft(
                    "fund.disbursed",
                    "payment/Z\(twin)\(part)",
                    on: day,
                    [
                        ("payment", .string("Z\(twin)\(part)")), ("line", .string("L1")),
                        ("source", .string("central")), ("payee", .string("synthetic")),
                        ("amountFen", .integer(pick([5, 10, 10, 15]))),
                        ("purpose", .string("synthetic")), ("classes", .array([])),
                        ("voucher", .string("V1")),
                    ]
                )
            }
        }
    }

    /// Gives payments a few payees, vouchers and days, so that some have them in common.
    ///
    /// Some outlets reach nothing in a month.
    mutating func vary() {
        let days = [day(), day(), day()]
        for index in drafts.indices where drafts[index].type == "station.performanceRecorded" {
            guard chance(20) else { continue }
            drafts[index].data = drafts[index].data.map {
                $0.name == "value" ? ($0.name, .integer(0)) : $0
            }
        }
        for index in drafts.indices where drafts[index].type == "fund.disbursed" {
            let isTwin = drafts[index].subject.hasPrefix("payment/Z")
            if !isTwin, chance(60) { drafts[index].day = pick(days) }
            for place in drafts[index].data.indices {
                switch drafts[index].data[place].name {
                case "payee":
                    drafts[index].data[place].value = .string(pick(["甲", "甲", "乙 synthetic"]))
                case "voucher":
                    drafts[index].data[place].value = .string(
                        chance(15) ? "" : "V\(number(in: 1...9))"
                    )
                default: break
                }
            }
        }
    }

    /// Parcels on their way, some of whose times are wrong.
    mutating func draftTrips() {
        let levels = ["city", "county", "township", "village"]
        for trip in 0..<number(in: 4...9) {
            let parcel = "Q\(trip)"
            let isUp = chance(35)
            let way = isUp ? Array(levels.reversed()) : levels
            let start = day()
            var minute = number(in: 0...600)
            for level in way where chance(85) {
                for kind in ["arrived", "departed"] where chance(85) {
                    minute += pick([0, 0, 60, 600])
                    draftStep(parcel, level, kind, start, minute + pick([0, 0, 0, 0, 0, -700]))
                }
            }
            if chance(60) {
                let kind = chance(80) ? "delivered" : "returned"
                draftStep(parcel, way[3], kind, start, minute + pick([0, 30, 30, -800]))
            }
            // On the way back.
            if chance(20) {
                draftStep(parcel, pick(levels), pick(["returned", "arrived"]), start + 1, minute)
                draftStep(parcel, pick(levels), pick(["arrived", "departed"]), start + 2, minute)
            }
            for _ in 0..<pick([0, 1, 1, 2]) {
                let (day, millis) = Self.moment(start, pick([0, 0, 300, 900]))
                let direction = chance(85) == isUp ? "upstream" : "downstream"
                drafts.append(
                    Draft(
                        type: "parcel.accepted",
                        subject: "parcel/\(parcel)",
                        day: day,
                        millis: millis,
                        data: [
                            ("parcel", .string(parcel)), ("direction", .string(direction)),
                            ("origin", .string(Self.city)), ("destination", .string(Self.city)),
                        ]
                    )
                )
            }
        }
    }

    private static func moment(_ day: Int, _ minute: Int) -> (day: Int, millis: Int) {
        let shifted = minute + 1_440 * 4
        return (day + shifted / 1_440 - 4, shifted % 1_440 * 60_000)
    }

    private mutating func draftStep(
        _ parcel: String,
        _ level: String,
        _ kind: String,
        _ day: Int,
        _ minute: Int
    ) {
        let (day, millis) = Self.moment(day, minute)
        let node = level == "village" || chance(30) ? station() : "hub-\(level)"
        drafts.append(
            Draft(
                type: "parcel.scanned",
                subject: chance(90) ? "parcel/\(parcel)" : "parcel-copy/\(parcel)",
                day: day,
                millis: millis,
                data: [
                    ("parcel", .string(parcel)), ("node", .string(node)),
                    ("nodeLevel", .string(level)), ("county", .string(pick(Self.counties))),
                    ("kind", .string(kind)),
                ]
            )
        )
    }

    mutating func draftAttendances() {
        for _ in 0..<number(in: 2...10) {
            let session = "T\(number(in: 1...4))"
            draft(
                "training.attended",
                "session/\(session)",
                [
                    ("session", .string(session)), ("person", .string("P\(number(in: 1...5))")),
                    ("category", .string("synthetic")),
                ]
            )
        }
    }
}
