import EventModel
import Importing
import Testing

@Suite("Date patterns of CSV columns")
struct DatePatternTests {
    @Test(
        "Dates and times in other spellings are understood",
        arguments: [
            ("yyyy-MM-dd HH:mm:ss", "2019-07-01 10:00:59", "2019-07-01", 36_059_000),
            ("dd/MM/yyyy", "29/02/2020", "2020-02-29", 0),
            ("M/d/yyyy H:mm", "7/1/2019 8:05", "2019-07-01", 29_100_000),
            ("M/d/yyyy H:mm", "12/31/2019 23:59", "2019-12-31", 86_340_000),
            ("yyyyMMdd", "20191231", "2019-12-31", 0),
            ("yyyy年M月d日", "2019年7月1日", "2019-07-01", 0),
        ]
    )
    func reads(pattern: String, text: String, date: String, milliseconds: Int64) throws {
        let known = try #require(DatePattern(pattern))
        let found = try #require(known.read(text))
        #expect(found.date.description == date)
        #expect(found.milliseconds == milliseconds)
    }

    @Test(
        "What does not follow the pattern is not guessed",
        arguments: [
            ("yyyy-MM-dd", "2019-7-01"), ("yyyy-MM-dd", "2019-02-29"),
            ("yyyy-MM-dd", "2019-07-01 "),
            ("yyyy-MM-dd HH:mm", "2019-07-01 24:00"), ("M/d/yyyy", "7-1-2019"), ("yyyyMMdd", ""),
        ]
    )
    func refuses(pattern: String, text: String) throws {
        let known = try #require(DatePattern(pattern))
        #expect(known.read(text) == nil)
    }

    @Test(
        "A pattern needs year, month and day and knows its letters",
        arguments: ["", "yyyy-MM", "yy-MM-dd", "yyyy-MMM-dd", "yyyy-MM-dd a", "HH:mm"]
    )
    func badPatterns(pattern: String) {
        #expect(DatePattern(pattern) == nil)
    }
}
