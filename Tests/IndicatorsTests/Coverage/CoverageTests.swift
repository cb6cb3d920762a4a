import EventModel
import Indicators
import Programme
import Testing

@Suite("Coverage")
struct CoverageTests {
    /// A synthetic county with one town, one sub-district and three villages of the town.
    private var history = SampleHistory()
    private static let county = "540222000000"
    private static let town = "540222100000"

    init() throws {
        try history.add(
            "region.demonstrationClassSet",
            "2018-01-01",
            ["county": "540222000000", "class": "national"]
        )
        try declare(Self.county, level: "county", kind: "county", parent: "540200000000")
        try declare(Self.town, level: "township", kind: "town", parent: Self.county)
        try declare("540222001000", level: "township", kind: "subdistrict", parent: Self.county)
        for village in ["540222100201", "540222100202"] {
            try declare(village, level: "village", kind: "administrativeVillage", parent: Self.town)
        }
        try declare(
            "540222100001",
            level: "village",
            kind: "residentsCommittee",
            parent: Self.town
        )
    }

    private mutating func declare(
        _ code: String,
        level: String,
        kind: String,
        parent: String,
        from date: String = "2018-01-01",
        on time: String = "2018-01-01"
    ) throws {
        try history.add(
            "region.declared",
            time,
            [
                "code": .text(code), "level": .text(level), "kind": .text(kind),
                "parent": .text(parent), "validFrom": .text(date),
            ]
        )
    }

    private mutating func open(
        _ station: SampleValue,
        _ time: String,
        in region: SampleValue,
        level: SampleValue = "villagePoint"
    ) throws {
        try history.add(
            "station.opened",
            time,
            ["station": station, "level": level, "region": region]
        )
    }

    private func answer(_ date: String) throws -> IndicatorAnswer {
        try history.folded(CoverageProjection.self)
            .finalise(asOf: day(date), names: history.tables)
    }

    /// `numerator/denominator` of the county's row.
    private func count(
        _ date: String,
        _ reading: String,
        _ flavour: String = "open",
        region: String = Self.county
    ) throws -> String {
        let rows = try answer(date).rows(
            where: ["region": region, "reading": reading, "flavour": flavour]
        )
        let row = try #require(rows.first)
        return "\(row.text("numerator") ?? "-")/\(row.text("denominator") ?? "-")"
    }

    @Test("A township is covered from the opening day on, until the day of closing")
    mutating func openingAndClosing() throws {
        try open("T1", "2019-01-10T23:00", in: "540222100000", level: "townshipStation")
        try open("V1", "2019-01-10", in: "540222001000")
        try history.add("station.closed", "2019-02-10T23:00", ["station": "T1"])
        #expect(try count("2019-01-09", "all") == "0/2")
        #expect(try count("2019-01-10", "all") == "1/2")
        #expect(try count("2019-02-09", "all") == "1/2")
        #expect(try count("2019-02-10", "all") == "0/2")
        #expect(try count("2019-02-10", "all", "everOpened") == "1/2")
        #expect(try count("2019-01-09", "all", "everOpened") == "0/2")
    }

    @Test("A suspended station does not cover, a resumed one does from its day on")
    mutating func suspension() throws {
        try open("T1", "2019-01-10", in: "540222100000", level: "townshipStation")
        try history.add("station.suspended", "2019-01-20", ["station": "T1"])
        try history.add("station.resumed", "2019-01-25", ["station": "T1"])
        #expect(try count("2019-01-19", "all") == "1/2")
        #expect(try count("2019-01-20", "all") == "0/2")
        #expect(try count("2019-01-24", "all") == "0/2")
        #expect(try count("2019-01-25", "all") == "1/2")
    }

    @Test("Villages are read without and with residents' committees; two points cover one village")
    mutating func villageReadings() throws {
        try open("V1", "2019-01-10", in: "540222100201")
        try open("V2", "2019-01-10", in: "540222100201")
        try open("V3", "2019-01-10", in: "540222100001")
        #expect(try count("2019-01-10", "administrativeVillages") == "1/2")
        #expect(try count("2019-01-10", "withCommittees") == "2/3")
        let row = try answer("2019-01-10").row(
            where: [
                "region": "class:national", "reading": "administrativeVillages",
                "flavour": "open",
            ]
        )
        #expect(row.text("percent") == "50.0000")
        #expect(row.text("verdict") == "met")
        #expect(row.text("official") == "true")
    }

    @Test("Poor villages follow the list of the day, or the frozen one for every day")
    mutating func poorVillages() throws {
        try history.add(
            "village.povertyStatusSet",
            "2018-06-01",
            ["village": "540222100201", "status": "registeredPoor", "validFrom": "2018-12-31"]
        )
        try history.add(
            "village.povertyStatusSet",
            "2019-06-01",
            ["village": "540222100201", "status": "delisted", "validFrom": "2019-07-01"]
        )
        try open("V1", "2018-06-10", in: "540222100201")
        #expect(try count("2018-12-30", "currentList") == "0/0")
        #expect(try count("2018-12-30", "frozenList") == "1/1")
        #expect(try count("2018-12-31", "currentList") == "1/1")
        #expect(try count("2019-06-30", "currentList") == "1/1")
        #expect(try count("2019-07-01", "currentList") == "0/0")
        #expect(try count("2019-07-01", "frozenList") == "1/1")
        let rows = try answer("2018-12-31").rows(
            where: ["region": Self.county, "reading": "currentList", "flavour": "open"]
        )
        #expect(rows.map { $0.text("threshold") } == ["100", "50"])
        #expect(rows.map { $0.text("strength") } == ["strive", "must"])
        let empty = try answer("2018-12-30").rows(
            where: ["region": Self.county, "reading": "currentList", "flavour": "open"]
        )
        #expect(empty.map { $0.text("reason") } == ["noDenominator", "noDenominator"])
        #expect(empty.map { $0.text("percent") } == ["null", "null"])
    }

    @Test("Activity counts in the 30 days up to the day, both ends included, and only while open")
    mutating func activity() throws {
        try open("V1", "2019-01-01", in: "540222100201")
        try history.add("parcel.scanned", "2019-01-10", ["node": "V1"])
        try history.add("trade.recorded", "2019-03-10", ["station": "V1"])
        try history.add("station.reportSubmitted", "2019-05-10", ["station": "V1"])
        try history.add("trade.recorded", "2019-07-10")
        func state(_ date: String) throws -> String {
            try count(date, "administrativeVillages", "active30") + " "
                + count(date, "administrativeVillages", "withParcel30")
        }
        #expect(try state("2019-01-09") == "0/2 0/2")
        #expect(try state("2019-01-10") == "1/2 1/2")
        #expect(try state("2019-02-08") == "1/2 1/2")
        #expect(try state("2019-02-09") == "0/2 0/2")
        #expect(try state("2019-04-08") == "1/2 0/2")
        #expect(try state("2019-04-09") == "0/2 0/2")
        #expect(try state("2019-06-08") == "1/2 0/2")
        #expect(try state("2019-07-10") == "0/2 0/2")
        try history.add("station.suspended", "2019-06-01", ["station": "V1"])
        #expect(try state("2019-06-08") == "0/2 0/2")
    }

    @Test("A region is valid from its first day up to, not including, its retirement; then anew")
    mutating func validity() throws {
        try history.add(
            "region.retired",
            "2018-06-01",
            ["code": "540222100202", "retiredOn": "2019-07-01"]
        )
        try declare(
            "540222100202",
            level: "village",
            kind: "residentsCommittee",
            parent: Self.town,
            from: "2020-01-01",
            on: "2021-01-01"
        )
        #expect(try count("2017-12-31", "administrativeVillages", region: "all") == "0/0")
        #expect(try count("2019-06-30", "administrativeVillages") == "0/2")
        #expect(try count("2019-07-01", "administrativeVillages") == "0/1")
        #expect(try count("2020-01-01", "withCommittees") == "0/3")
        #expect(try count("2020-01-01", "administrativeVillages") == "0/1")
    }

    @Test("Membership goes through a retired township")
    mutating func retiredParent() throws {
        try history.add(
            "region.retired",
            "2019-01-01",
            ["code": "540222100000", "retiredOn": "2019-01-01"]
        )
        #expect(try count("2019-01-01", "all") == "0/1")
        #expect(try count("2019-01-01", "withCommittees") == "0/3")
    }

    @Test("Classes, all and counties have rows, sorted as bytes; both classes always")
    func areas() throws {
        let answer = try answer("2019-01-01")
        var regions: [String] = []
        for row in answer.rows where row.text("region") != regions.last {
            regions.append(try #require(row.text("region")))
        }
        #expect(regions == [Self.county, "all", "class:municipal", "class:national"])
        #expect(answer.rows(where: ["region": "class:municipal"]).count == 20)
        #expect(answer.rows(where: ["region": "class:national"]).count == 28)
        #expect(answer.rows(where: ["region": Self.county, "official": "true"]).count == 4)
        #expect(answer.parameters.map(\.rule) == ["R-COV-01", "R-COV-02", "R-COV-03"])
    }

    @Test(
        "A station opened again while open moves; a new life keeps the old life's region as opened"
    )
    mutating func moves() throws {
        try open("V1", "2019-01-01", in: "540222100201")
        try open("V1", "2019-02-01", in: "540222100202")
        #expect(try count("2019-02-01", "administrativeVillages") == "1/2")
        #expect(try count("2019-02-01", "administrativeVillages", "everOpened") == "1/2")
        try history.add("station.closed", "2019-03-01", ["station": "V1"])
        try open("V1", "2019-04-01", in: "540222100201")
        #expect(try count("2019-04-01", "administrativeVillages", "everOpened") == "2/2")
    }

    @Test("Voided events are not folded; merged partitions answer alike")
    mutating func voidsAndPartitions() throws {
        try open("V1", "2019-01-01", in: "540222100201")
        for hour in 0..<20 {
            let time = "2019-01-0\(1 + hour / 5)T\(10 + hour % 5):00"
            try history.add("parcel.scanned", time, ["node": .text("V\(1 + hour % 3)")])
        }
        let whole = try history.folded(CoverageProjection.self)
        var parts = try history.folded(CoverageProjection.self, blockSize: 4, upTo: 13)
        parts.merge(try history.folded(CoverageProjection.self, blockSize: 5, from: 13))
        let asOf = try day("2019-01-20")
        #expect(
            whole.finalise(asOf: asOf, names: history.tables)
                == parts.finalise(asOf: asOf, names: history.tables)
        )
        let voided = try history.folded(CoverageProjection.self, excluding: [7])
        let row = voided.finalise(asOf: asOf, names: history.tables).rows(
            where: ["reading": "administrativeVillages", "flavour": "open"]
        )[0]
        #expect(row.text("numerator") == "0")
    }

    @Test("Only the rows of one reading are given on request")
    func oneReading() throws {
        let projection = try history.folded(CoverageProjection.self)
        let answer = projection.finalise(
            asOf: try day("2019-01-01"),
            names: history.tables,
            options: .init(reading: "withCommittees")
        )
        #expect(answer.rows.count == 4 * 4)
        #expect(CoverageProjection.readings.contains("withCommittees"))
    }
}
