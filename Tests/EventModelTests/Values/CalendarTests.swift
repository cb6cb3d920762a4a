import Testing

@testable import EventModel

@Suite("Business calendar")
struct CalendarTests {
    @Test("Every day of 1970–9999 has its own count, one more than the day before")
    func everyDay() throws {
        var expected: Int32 = 0
        for year in 1970...9999 {
            for month in 1...12 {
                for day in 1...CivilDate.dayCount(ofMonth: month, year: year) {
                    let date = BusinessDate(daysSince1970: expected)
                    guard date.year == year, date.month == month, date.day == day,
                        BusinessDate(year: year, month: month, day: day) == date
                    else {
                        Issue.record("\(year)-\(month)-\(day) is not day \(expected)")
                        return
                    }
                    expected += 1
                }
            }
        }
        #expect(BusinessDate(daysSince1970: expected - 1).description == "9999-12-31")
    }

    @Test(
        "Days that do not exist are refused",
        arguments: [
            "2019-02-29", "1900-02-29", "2019-13-01", "2019-00-01", "2019-01-00", "2019-04-31",
            "1969-12-31", "2019-1-01", "2019/01/01", "", "10000-01-01",
        ]
    )
    func refusedDates(text: String) {
        #expect(BusinessDate(parsing: text) == nil)
    }

    @Test("The business date is the date in Shanghai: it begins at 16:00 UTC of the day before")
    func shanghai() throws {
        let last = try #require(Instant(parsingUTC: "2019-06-30T15:59:59.999Z"))
        let first = try #require(Instant(parsingUTC: "2019-06-30T16:00:00.000Z"))
        #expect(BusinessDate(of: last).description == "2019-06-30")
        #expect(BusinessDate(of: first).description == "2019-07-01")
        #expect(BusinessDate(of: first).firstInstant == first)
        #expect(BusinessDate(of: last).lastInstant == last)
    }

    @Test("A time just inside the accepted years may count on a day just outside them")
    func nearTheLimits() throws {
        let early = try OccurredAt(parsing: "1970-01-01T00:00:00+14:00")
        #expect(early.businessDate.daysSince1970 == -1)
        let late = try OccurredAt(parsing: "9999-12-31T23:59:59-14:00")
        #expect(late.businessDate.description == "10000-01-01")
        #expect(BusinessDate(of: Instant(millisecondsSince1970: .max)).daysSince1970 == .max)
        #expect(BusinessDate(of: Instant(millisecondsSince1970: .min)).daysSince1970 == .min)
        let furthest = BusinessDate(daysSince1970: .max)
        #expect(furthest.businessMonth.lastDay >= furthest.businessMonth.firstDay)
        #expect(!furthest.description.isEmpty)
        #expect(!BusinessDate(daysSince1970: .min).description.isEmpty)
        #expect(BusinessMonth(monthsSince1970: .max).lastDay.daysSince1970 == .max)
        #expect(BusinessMonth(monthsSince1970: .min).firstDay.daysSince1970 == .min)
        #expect(!BusinessMonth(monthsSince1970: .min).description.isEmpty)
        #expect(BusinessQuarter(quartersSince1970: .max).firstMonth.monthsSince1970 == .max)
    }

    @Test("Months know their first and last day and their quarter")
    func months() throws {
        let month = try #require(BusinessMonth(parsing: "2020-02"))
        #expect(month.monthsSince1970 == 601)
        #expect(month.firstDay.description == "2020-02-01")
        #expect(month.lastDay.description == "2020-02-29")
        #expect(month.advanced(byMonths: -2).description == "2019-12")
        #expect(month.quarter.description == "2020-Q1")
        #expect(month.quarter.lastDay.description == "2020-03-31")
        #expect(month.lastDay.businessMonth == month)
        #expect(BusinessMonth(parsing: "2020-13") == nil)
        #expect(BusinessMonth(parsing: "2020-2") == nil)
        #expect(BusinessMonth(parsing: "1969-12") == nil)
    }
}
