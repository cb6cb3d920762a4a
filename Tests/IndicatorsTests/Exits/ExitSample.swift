import EventModel
import Indicators
import Testing

/// A synthetic history around one village point, for the tests of the exit rules.
struct ExitSample {
    var history = SampleHistory()

    /// Opens the station `S` on a day.
    init(openedOn date: String = "2018-01-01") throws {
        try open(date)
    }

    @discardableResult
    mutating func open(
        _ time: String,
        level: SampleValue = "villagePoint",
        region: SampleValue = "540222100201"
    ) throws -> UInt64 {
        try add("station.opened", time, [("level", level), ("region", region)])
    }

    /// Adds an event of the station `S`.
    @discardableResult
    mutating func add(
        _ type: String,
        _ time: String,
        _ values: [(String, SampleValue)] = []
    ) throws -> UInt64 {
        try history.add(type, time, [("station", "S")] + values)
    }

    @discardableResult
    mutating func target(_ month: String, _ target: Int64, metric: String = "orders") throws
        -> UInt64
    {
        try add(
            "station.targetSet",
            "2018-01-01",
            [("month", .text(month)), ("target", .integer(target)), ("metric", .text(metric))]
        )
    }

    @discardableResult
    mutating func value(
        _ month: String,
        _ value: Int64,
        metric: String = "orders",
        on time: String = "2018-01-02"
    ) throws -> UInt64 {
        try add(
            "station.performanceRecorded",
            time,
            [("month", .text(month)), ("value", .integer(value)), ("metric", .text(metric))]
        )
    }

    @discardableResult
    mutating func file(
        _ complaint: String,
        _ time: String,
        person: String? = nil
    ) throws -> UInt64 {
        var values: [(String, SampleValue)] = [("complaint", .text(complaint))]
        if let person { values.append(("person", .text(person))) }
        return try add("complaint.filed", time, values)
    }

    @discardableResult
    mutating func decide(_ rule: String, _ decision: String, _ time: String) throws -> UInt64 {
        try add(
            "exit.decisionTaken",
            time,
            [("rule", .text(rule)), ("decision", .text(decision))]
        )
    }

    mutating func report(_ month: String, on time: String) throws {
        try add("station.reportSubmitted", time, [("month", .text(month))])
    }

    /// The answer on a day, with every row.
    func answer(
        _ date: String,
        _ options: ExitsProjection.Options = .init(includeAll: true)
    ) throws -> IndicatorAnswer {
        try history.folded(ExitsProjection.self)
            .finalise(asOf: day(date), names: history.tables, options: options)
    }

    /// `status run establishedOn` of a row, `-` for what it has not.
    func state(_ date: String, _ members: [(String, String)]) throws -> String {
        let row = try answer(date).row(where: members)
        return ["status", "run", "establishedOn"].map { row.text($0) ?? "-" }
            .joined(separator: " ")
    }

    /// `status run establishedOn` of a ground of R-EXIT-04.
    func ground(_ ground: String, _ date: String) throws -> String {
        try state(date, [("rule", "R-EXIT-04"), ("ground", ground)])
    }

    /// `status run establishedOn` of a reading of R-EXIT-05 without persons, or of R-EXIT-04.
    func reading(_ rule: String, _ reading: String, _ date: String) throws -> String {
        try state(date, [("rule", rule), ("reading", reading)])
    }
}
