import EventModel
import Importing
import Programme
import Testing

@Suite("Column maps")
struct ColumnMapTests {
    /// The place at which the map of sales is at fault once a piece of it is replaced.
    private func place(_ piece: String, _ other: String) throws -> String {
        let text = SampleCSV.tradeMap.replacing(piece, with: other, maxReplacements: 1)
        try #require(text != SampleCSV.tradeMap)
        let json = try JSONValue(parsing: text)
        let fault = #expect(throws: ColumnMap.Fault.self) {
            try ColumnMap(json, registry: programmeRegistry)
        }
        return fault?.place ?? "no fault"
    }

    @Test("The map of the documentation can be used")
    func sound() throws {
        let map = try SampleCSV.map(SampleCSV.tradeMap)
        #expect(map.schema.type == "trade.recorded")
        #expect(map.columns.map(\.decimals) == [0, 0, 0, 2, 0, 0])
    }

    @Test(
        "A name that the map does not know is a fault, wherever it stands",
        arguments: [
            ("\"source\":", "\"sauce\": 1, \"source\":", "sauce"),
            ("\"decimals\"", "\"decimal\"", "columns.amount.decimal"),
            ("\"offset\"", "\"offst\"", "time.offst"),
            (
                "\"attribute\": \"actor\"", "\"attribute\": \"actor\", \"value\": 1",
                "columns.clerk.value"
            ),
            ("\"field\": \"direction\"", "\"felt\": \"direction\"", "columns.way.felt"),
            ("\"channel\"", "\"canal\"", "constants.canal"),
        ]
    )
    func unknownNames(piece: String, other: String, expected: String) throws {
        #expect(try place(piece, other) == expected)
    }

    @Test(
        "A value of another kind is a fault and not the default",
        arguments: [
            ("\"decimals\": 2", "\"decimals\": \"2\"", "columns.amount.decimals"),
            ("\"decimals\": 2", "\"decimals\": 2.0", "columns.amount.decimals"),
            ("\"decimals\": 2", "\"decimals\": 7", "columns.amount.decimals"),
            ("\"decimals\": 2", "\"decimals\": null", "columns.amount.decimals"),
            ("\"decimals\": 2", "\"times\": 2", "columns.amount.times"),
            ("\"decimals\": 2", "\"negate\": \"true\"", "columns.amount.negate"),
            ("\"grouping\": \",\"", "\"grouping\": 1", "columns.amount.grouping"),
            ("\"grouping\": \",\"", "\"grouping\": \"\"", "columns.amount.grouping"),
            ("\"grouping\": \",\"", "\"grouping\": \", \"", "columns.amount.grouping"),
            ("\"grouping\": \",\"", "\"grouping\": \".\"", "columns.amount.grouping"),
            ("{\"甲\": \"synthetic-7\"}", "[\"甲\"]", "columns.clerk.values"),
            ("{\"甲\": \"synthetic-7\"}", "{}", "columns.clerk.values"),
            ("{\"甲\": \"synthetic-7\"}", "{\"甲\": 7}", "columns.clerk.values.甲"),
            ("\"上行\": \"upstream\"", "\"上行\": \"up\"", "columns.way.values.上行"),
            ("\"format\": \"yyyy-MM-dd HH:mm\"", "\"format\": 1", "time.format"),
            ("\"offset\": \"+08:00\"", "\"offset\": 8", "time.offset"),
            ("\"offset\": \"+08:00\"", "\"offset\": \"+8\"", "time.offset"),
            ("\"column\": \"date\"", "\"column\": 1", "time.column"),
            ("\"online\": true", "\"online\": \"true\"", "constants.online"),
            ("\"county\": \"540222000000\"", "\"county\": 540222000000", "constants.county"),
            ("\"product\": \"product\"", "\"product\": 1", "columns.product"),
        ]
    )
    func wrongKinds(piece: String, other: String, expected: String) throws {
        #expect(try place(piece, other) == expected)
    }

    @Test("Constants and columns must be objects")
    func objects() throws {
        let parts = SampleCSV.tradeMap.split(separator: "\"columns\": ")
        let json = try JSONValue(parsing: parts[0] + "\"columns\": [\"order\"]}")
        let fault = #expect(throws: ColumnMap.Fault.self) {
            try ColumnMap(json, registry: programmeRegistry)
        }
        #expect(fault?.place == "columns")
        let station = SampleCSV.stationMap.replacing("{\"station\": \"synthetic-1\"}", with: "7")
        let other = #expect(throws: ColumnMap.Fault.self) { try SampleCSV.map(station) }
        #expect(other?.place == "constants")
    }

    @Test(
        "What would have no effect where it stands is a fault",
        arguments: [
            (
                "\"product\": \"product\"",
                "\"product\": {\"field\": \"product\", \"decimals\": 2}",
                "columns.product.decimals"
            ),
            (
                "\"field\": \"direction\"", "\"field\": \"direction\", \"decimals\": 2",
                "columns.way.decimals"
            ),
            (
                "\"attribute\": \"actor\"", "\"attribute\": \"actor\", \"format\": \"yyyy-MM-dd\"",
                "columns.clerk.format"
            ),
            (
                "\"attribute\": \"actor\"", "\"attribute\": \"actor\", \"field\": \"station\"",
                "columns.clerk.field"
            ),
            ("\"decimals\": 2", "\"format\": \"yyyy-MM-dd\"", "columns.amount.format"),
            ("\"decimals\": 2", "\"separator\": \";\"", "columns.amount.separator"),
            (
                "\"field\": \"direction\"", "\"field\": \"direction\", \"negate\": true",
                "columns.way.negate"
            ),
            ("\"format\": \"yyyy-MM-dd HH:mm\", ", "", "time.offset"),
            ("\"column\": \"date\"", "\"constant\": \"2019-07-01T10:00:00+08:00\"", "time.format"),
        ]
    )
    func withoutEffect(piece: String, other: String, expected: String) throws {
        #expect(try place(piece, other) == expected)
    }

    @Test("No field or attribute is given twice")
    func twice() throws {
        let field = "\"product\": \"product\", \"x\": \"product\""
        #expect(try place("\"product\": \"product\"", field) == "columns.x")
        let attribute = "\"x\": {\"attribute\": \"actor\"}, \"product\": \"product\""
        #expect(try place("\"product\": \"product\"", attribute) == "columns.clerk")
    }
}
