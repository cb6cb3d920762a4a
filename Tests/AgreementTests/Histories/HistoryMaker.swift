import CairnTestSupport
import EventModel

/// Makes histories that the door accepts and that are as awkward as the rules allow.
///
/// Few names, few dates, small amounts, so that ties, thresholds and contradictions are frequent. All
/// invented.
struct HistoryMaker {
    var random: SplitMix64
    var drafts: [Draft] = []
    let firstMonth: Int
    let monthCount: Int
    /// Dates that are used again and again: ends of months and quarters, due days, a leap day.
    let favourites: [Int]
    let stations: [String]
    /// Whether there are so few divisions that all of them may be covered.
    let isSmall: Bool
    var villages: [String] = []
    var townships: [String] = []

    static let city = "540200000000"
    static let counties = ["540222000000", "540223000000"]
    static let unknownCounty = "540299000000"

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let starts = ["2018-08", "2018-11", "2018-12", "2019-07", "2019-10", "2019-12"]
        firstMonth = OracleCalendar.month(starts.randomElement(using: &random) ?? starts[0])
        monthCount = Int.random(in: 5...12, using: &random)
        var days: [Int] = []
        for month in firstMonth..<(firstMonth + monthCount) {
            let first = OracleCalendar.firstDay(ofMonth: month)
            days += [first, OracleCalendar.lastDay(ofMonth: month)]
            if Bool.random(using: &random) { days += [first + 9, first + 10] }
        }
        if Bool.random(using: &random) { days.append(OracleCalendar.day("2018-12-31")) }
        days.shuffle(using: &random)
        favourites = Array(days.prefix(8))
        isSmall = Int.random(in: 0..<4, using: &random) == 0
        stations = (1...Int.random(in: 3...8, using: &random)).map { "S\($0)" }
        self.random = random
    }

    /// The history of a seed.
    static func history(seed: UInt64) -> History {
        var maker = HistoryMaker(seed: seed)
        maker.draftRegions()
        maker.draftStations()
        maker.draftRules()
        let themes = maker.number(in: 1...7)
        if themes & 1 != 0 { maker.draftFunds() }
        if themes & 2 != 0 {
            maker.draftMonths()
            maker.draftSupervision()
        }
        if themes & 4 != 0 {
            maker.draftComplaints()
            maker.draftActivity()
        }
        return maker.arranged()
    }

    // MARK: - Chance

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    mutating func number(in range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    /// A day of the history's time; most often one of a few.
    mutating func day() -> Int {
        if chance(70) { return pick(favourites) }
        let first = OracleCalendar.firstDay(ofMonth: firstMonth)
        return number(in: (first - 15)...(first + monthCount * 30 + 15))
    }

    /// Now and then the eve of the history's time, so that what rests on it can be asked about.
    mutating func early(_ percent: Int) -> Int? {
        chance(percent) ? OracleCalendar.firstDay(ofMonth: firstMonth) - 1 : nil
    }

    mutating func month() -> Int { number(in: (firstMonth - 1)...(firstMonth + monthCount)) }

    /// A time of day; few of them, many at midnight.
    mutating func timeOfDay() -> Int {
        pick([0, 0, 1, 28_800_000, 43_200_000, 43_200_000, 57_600_000, 86_399_000, 86_399_999])
    }

    mutating func station() -> String { chance(3) ? "S99" : pick(stations) }

    /// A small amount, so that ratios hit their thresholds.
    mutating func amount() -> JSONValue {
        .integer(pick([0, 1, 5, 10, 10, 15, 20, 25, 50, 85, 100, 100]))
    }

    // MARK: - Drafting

    mutating func draft(
        _ type: String,
        _ subject: String,
        on day: Int? = nil,
        _ data: [(name: String, value: JSONValue)]
    ) {
        let (day, millis) = (day ?? self.day(), timeOfDay())
        drafts.append(
            Draft(type: type, subject: subject, day: day, millis: millis, data: data)
        )
    }

    mutating func draftRules() {
        let percents = [
            "0", "5", "14.9999", "15", "25", "33.3333", "40", "50", "66.6667", "85", "100", "120",
        ]
        for rule in ["R-COV-01", "R-COV-02", "R-COV-03", "R-FUND-02", "R-FUND-03"] {
            guard chance(30) else { continue }
            for _ in 0..<number(in: 1...2) {
                let percent = JSONValue.string(pick(percents))
                draftRule(rule, chance(90) ? [("percent", percent)] : [])
            }
        }
        for _ in 0..<number(in: 0...2) {
            draftRule("R-EXIT-03", [("months", .integer(pick([1, 2, 3, 4])))])
        }
        for _ in 0..<number(in: 0...2) {
            var members: [(name: String, value: JSONValue)] = []
            if chance(70) { members.append(("months", .integer(pick([1, 2, 2, 4])))) }
            if chance(60) { members.append(("dueDay", .integer(pick([1, 9, 10, 11, 30, 31])))) }
            if chance(50) { members.append(("inspections", .integer(pick([1, 2, 3])))) }
            if chance(20) { members.append(("reading", .string("both"))) }
            draftRule("R-EXIT-04", members)
        }
        for _ in 0..<number(in: 0...2) {
            var members: [(name: String, value: JSONValue)] = []
            if chance(85) { members.append(("count", .integer(pick([1, 2, 2])))) }
            if chance(20) { members.append(("reading", .string("upheldPerPerson"))) }
            draftRule("R-EXIT-05", members)
        }
    }

    mutating func draftRule(
        _ rule: String,
        _ members: [(name: String, value: JSONValue)]
    ) {
        let first = OracleCalendar.firstDay(ofMonth: firstMonth) - 100
        let validFrom = chance(50) ? first : day()
        draft(
            "rule.adopted",
            "rule/\(rule)",
            [
                ("rule", .string(rule)), ("version", .string("v\(number(in: 1...3))")),
                ("parameters", .object(members)), ("validFrom", text(validFrom)),
                ("authority", .string("synthetic office")),
            ]
        )
    }

    func text(_ day: Int) -> JSONValue { .string(OracleCalendar.text(ofDay: day)) }

    func text(month: Int) -> JSONValue { .string(OracleCalendar.text(ofMonth: month)) }
}
