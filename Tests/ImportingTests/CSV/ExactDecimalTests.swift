import Testing

@testable import Importing

@Suite("Exact decimals")
struct ExactDecimalTests {
    @Test(
        "A cell is moved by the decimals of its column, without rounding",
        arguments: [
            ("12.5", 2, 1250), ("-0.05", 2, -5), ("7", 2, 700), ("12.340", 2, 1234), ("6.0", 0, 6),
            ("0.001", 2, nil), ("1e3", 2, nil), ("", 2, nil), (".5", 2, nil), ("5.", 2, nil),
            ("1.2.3", 2, nil), ("--1", 2, nil), ("+1", 2, nil), ("99999999999999999999", 0, nil),
            ("9223372036854775807", 1, nil),
        ] as [(String, Int, Int64?)]
    )
    func moved(cell: String, decimals: Int, expected: Int64?) {
        #expect(ExactDecimal(cell)?.integer(movedBy: decimals) == expected)
    }

    @Test("Thousands are passed over only where the map names their mark")
    func grouping() {
        #expect(ExactDecimal("1,234.50", grouping: ",")?.integer(movedBy: 2) == 123_450)
        #expect(ExactDecimal("1,234.50") == nil)
    }

    @Test(
        "A product is exact or refused",
        arguments: [
            ("2.55", "6.0", 2, 1530), ("-4.0", "3.39", 2, -1356), ("0.001", "1.0", 2, nil),
            ("0.001", "10", 2, 1), ("9223372036854775807", "2", 0, nil),
        ] as [(String, String, Int, Int64?)]
    )
    func product(left: String, right: String, decimals: Int, expected: Int64?) throws {
        let product = try #require(ExactDecimal(left)).times(try #require(ExactDecimal(right)))
        #expect(product?.integer(movedBy: decimals) == expected)
    }
}
