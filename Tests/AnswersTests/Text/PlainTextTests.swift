import Answers
import Testing

@Suite("CSV and JSON text")
struct PlainTextTests {
    @Test("CSV quotes only where a comma, a quote or a line break stands")
    func csv() {
        #expect(CSVText.record(["a", "b c", "县"]) == "a,b c,县\r\n")
        #expect(
            CSVText.record(["a,b", "say \"x\"", "1\n2"]) == "\"a,b\",\"say \"\"x\"\"\",\"1\n2\"\r\n"
        )
        #expect(CSVText.record(["\r\n"]) == "\"\r\n\"\r\n")
    }

    @Test("JSON strings escape controls, quotes and backslashes and nothing else")
    func json() {
        #expect(JSONText.string("a\"\\\n\u{1}县/\u{7F}") == "\"a\\\"\\\\\\n\\u0001县/\u{7F}\"")
        #expect(JSONText.object([("b", "1"), ("a", "null")]) == "{\"b\": 1, \"a\": null}")
        #expect(JSONText.array([]) == "[]")
    }
}
