import EventModel
import Programme

/// The facts that make `shigatse-2019` differ between what was known at the end of 2019 and what is known now.
struct ShigatseScript {
    /// Counties with one scripted point each.
    static let counties: Set<String> = ["540202", "540222", "540225", "540234", "540235"]
    /// 曲下镇 of 拉孜县: its station stood still in December and works again, which was written down late.
    static let reopenedTownship = "540225100000"
    /// 木拉乡 of 萨迦县: no station yet.
    static let unbuiltTownship = "540224208000"

    /// The facts, in any order.
    private(set) var facts: [ScriptedFact] = []

    private static let finance = "/synthetic/5402/finance"

    /// Writes the script.
    ///
    /// - Parameters:
    ///   - villages: Village of the scripted point of each county.
    ///   - township: Township of the scripted station.
    init(villages: [String: String], township: String) {
        closing(villages["540202"])
        lateOpening(villages["540222"])
        reopening(township)
        missedTargets(villages["540225"])
        silence(villages["540234"])
        thirdComplaint(villages["540235"])
        money()
    }

    /// 桑珠孜区: a point closed on 18 December; the office wrote it down on 6 January.
    private mutating func closing(_ village: String?) {
        guard let village else { return }
        let station = open(in: village, on: "2018-08-01")
        months(of: station, from: "2018-09", through: "2019-11")
        add(.closed(station, .voluntary), village, "2019-12-18", recorded: "2020-01-06")
    }

    /// 江孜县: the sixty-first point opened on 20 December, known on 8 January.
    private mutating func lateOpening(_ village: String?) {
        guard let village else { return }
        open(in: village, on: "2019-12-20", recorded: "2020-01-08")
    }

    /// 拉孜县: a township station suspended in November, resumed on 28 December, known on 10 January.
    private mutating func reopening(_ township: String) {
        let station = open(in: township, on: "2018-05-10", level: .townshipStation)
        months(of: station, from: "2018-06", through: "2019-10")
        add(.suspended(station, "设备检修(synthetic)"), township, "2019-11-20")
        add(.resumed(station), township, "2019-12-28", recorded: "2020-01-10")
        report(station, "2019-11", on: "2019-12-03")
        report(station, "2019-12", on: "2020-01-03")
    }

    /// 拉孜县: six months below target; September's figure was wrong and is corrected on 14 January.
    private mutating func missedTargets(_ village: String?) {
        guard let village else { return }
        let station = open(in: village, on: "2018-06-20")
        months(of: station, from: "2018-07", through: "2019-05")
        for month in ["2019-06", "2019-07", "2019-08", "2019-09", "2019-10", "2019-11", "2019-12"] {
            result(of: station, month, 80, tag: "\(station)-\(month)")
            report(station, month, on: Self.day(4, after: month))
        }
        guard let september = BusinessMonth(parsing: "2019-09") else { return }
        add(
            .correction(
                .performance(station, september, .parcels, 130),
                of: "\(station)-2019-09"
            ),
            from: producer(of: village),
            "2019-10-03",
            recorded: "2020-01-14"
        )
    }

    /// 吉隆县: September, October and November unreported; October's report came on 12 December, known on
    /// 9 January.
    private mutating func silence(_ village: String?) {
        guard let village else { return }
        let station = open(in: village, on: "2018-06-01")
        months(of: station, from: "2018-07", through: "2019-08")
        for month in ["2019-09", "2019-10", "2019-11"] { result(of: station, month, 110) }
        report(station, "2019-10", on: "2019-12-12", recorded: "2020-01-09")
        report(station, "2019-12", on: "2020-01-06")
    }

    /// 聂拉木县: the third complaint of the quarter was filed on 29 December, known on 3 January.
    private mutating func thirdComplaint(_ village: String?) {
        guard let village else { return }
        let station = open(in: village, on: "2018-09-10")
        months(of: station, from: "2018-10", through: "2019-12")
        let days = [
            ("2019-11-05", "2019-11-05"), ("2019-12-03", "2019-12-03"),
            ("2019-12-29", "2020-01-03"),
        ]
        for (number, (day, recorded)) in days.enumerated() {
            let fact = Fact.filed(
                "SYN-TS-540235-\(number + 1)",
                station: station,
                person: "\(station)-p1",
                channel: "热线",
                category: "服务态度"
            )
            add(fact, village, day, recorded: recorded)
        }
    }

    /// A prohibited payment recovered, and a county centre booked without classes; both mended in January.
    private mutating func money() {
        let lines = BudgetLine.annexOne
        let promotion = lines[7]
        let centres = lines[1]
        let online = Fact.disbursed(
            "SYN-ZF-A",
            from: promotion,
            payee: "示例供应商(synthetic)",
            county: "540222000000",
            fen: 25_000_000,
            purpose: "线上推广(synthetic)",
            classes: [.promotion, .prohibitedTrafficPurchase]
        )
        add(.fact(online), from: Self.finance, "2019-09-18")
        add(
            .fact(.recovered("SYN-ZF-A", fen: 25_000_000)),
            from: Self.finance,
            "2019-12-25",
            recorded: "2020-01-15"
        )
        let centre = Fact.disbursed(
            "SYN-ZF-B",
            from: centres,
            payee: "示例供应商(synthetic)",
            county: "540233000000",
            fen: 50_000_000,
            purpose: centres.title,
            classes: []
        )
        add(.fact(centre), from: Self.finance, "2019-10-10")
        add(
            .fact(.classified("SYN-ZF-B", as: [.countyCentre])),
            from: Self.finance,
            "2019-12-27",
            recorded: "2020-01-12"
        )
    }
}

extension ShigatseScript {
    /// Opens the scripted outlet of a region and gives its id.
    @discardableResult
    private mutating func open(
        in region: String,
        on day: String,
        level: StationLevel = .villagePoint,
        recorded: String? = nil
    ) -> String {
        let stem = level == .villagePoint ? region : String(region.prefix(9))
        let station = "\(stem)-01"
        let isNational = ShigatsePlan.classes.contains {
            $0.county.prefix(6) == region.prefix(6) && $0.demonstrationClass == .national
        }
        let fact = Fact.opened(
            station,
            level: level,
            region: region,
            operatedBy: "示例经营者\(station)-1(synthetic)",
            host: "合作社",
            built: .refit,
            funding: isNational ? .central : .municipal
        )
        add(fact, region, day, recorded: recorded)
        return station
    }

    /// Targets reached and reports in time for a row of months.
    private mutating func months(of station: String, from first: String, through last: String) {
        guard var month = BusinessMonth(parsing: first), let end = BusinessMonth(parsing: last)
        else { return }
        while month <= end {
            result(of: station, "\(month)", 110)
            report(station, "\(month)", on: Self.day(4, after: "\(month)"))
            month = month.advanced(byMonths: 1)
        }
    }

    /// A target of 100 parcels and what was reached, known on the third of the next month.
    private mutating func result(
        of station: String,
        _ name: String,
        _ value: Int64,
        tag: String? = nil
    ) {
        guard let month = BusinessMonth(parsing: name) else { return }
        add(.target(station, month, .parcels, 100), station, "\(name)-01")
        add(
            .fact(.performance(station, month, .parcels, value)),
            from: producer(of: station),
            Self.day(3, after: name),
            tag: tag
        )
    }

    private mutating func report(
        _ station: String,
        _ name: String,
        on day: String,
        recorded: String? = nil
    ) {
        guard let month = BusinessMonth(parsing: name) else { return }
        add(
            .fact(.report(station, month)),
            from: producer(of: station),
            day,
            recorded: recorded
        )
    }

    /// A fact that the office of the region's county records.
    private mutating func add(
        _ fact: Fact,
        _ region: String,
        _ day: String,
        recorded: String? = nil
    ) {
        add(.fact(fact), from: "/synthetic/\(region.prefix(6))/office", day, recorded: recorded)
    }

    /// At ten in the morning; recorded within the hour, or at four in the afternoon of another day.
    private mutating func add(
        _ content: ScriptedFact.Content,
        from source: String,
        _ day: String,
        recorded: String? = nil,
        tag: String? = nil
    ) {
        guard let date = BusinessDate(parsing: day),
            let later = BusinessDate(parsing: recorded ?? day)
        else { return }
        let morning = date.firstInstant.millisecondsSince1970 + 10 * Timeline.hour
        // Facts of one day keep their order.
        let afternoon =
            later.firstInstant.millisecondsSince1970 + 16 * Timeline.hour
            + Int64(facts.count % 600) * 1_000
        facts.append(
            ScriptedFact(
                content: content,
                source: source,
                occurredAt: Instant(millisecondsSince1970: morning),
                recordedAt: Instant(millisecondsSince1970: afternoon),
                tag: tag
            )
        )
    }

    /// The outlet itself, named by its id or by its village.
    private func producer(of station: String) -> String {
        let id = station.contains("-") ? station : "\(station)-01"
        return "/synthetic/\(id.prefix(6))/stations/\(id)"
    }

    /// A day of the month after the named one.
    private static func day(_ day: Int, after name: String) -> String {
        guard let month = BusinessMonth(parsing: name) else { return name }
        return "\(month.advanced(byMonths: 1))-\(twoDigits(day))"
    }
}
