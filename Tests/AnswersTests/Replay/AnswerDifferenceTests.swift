import Answers
import EventModel
import Testing

@Suite("Differences between answers")
struct AnswerDifferenceTests {
    private func differences(_ expected: String, _ found: String) throws -> [String] {
        try AnswerDifference.between(JSONValue(parsing: expected), JSONValue(parsing: found)).map {
            "\($0.path): \($0.expected ?? "-") / \($0.found ?? "-")"
        }
    }

    @Test("Equal answers have none, whatever the order of their members")
    func equal() throws {
        let left = #"{"a": [1, {"b": null}], "c": "x", "d": true}"#
        let right = #"{"d": true, "c": "x", "a": [1, {"b": null}]}"#
        #expect(try differences(left, right) == [])
    }

    @Test(
        "Each difference is named by its path",
        arguments: [
            (#"{"a": 1}"#, #"{"a": 2}"#, ["a: 1 / 2"]),
            (#"{"a": 1}"#, #"{"a": "1"}"#, [#"a: 1 / "1""#]),
            (#"{"a": 1}"#, #"{"a": 1.0}"#, ["a: 1 / 1.0"]),
            (#"{"a": null}"#, "{}", ["a: null / -"]),
            ("{}", #"{"a": null}"#, ["a: - / null"]),
            (#"{"r": [{"x": 1}, 2]}"#, #"{"r": [{"x": 3}]}"#, ["r[0].x: 1 / 3", "r[1]: 2 / -"]),
            (#"["\u00e9"]"#, #"["e\u0301"]"#, ["[0]: \"\u{E9}\" / \"e\u{301}\""]),
            (#"{"a": []}"#, #"{"a": {}}"#, ["a: [] / {}"]),
        ]
    )
    func paths(expected: String, found: String, wanted: [String]) throws {
        #expect(try differences(expected, found) == wanted)
    }
}
