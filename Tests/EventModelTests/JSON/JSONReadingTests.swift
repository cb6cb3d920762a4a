import Testing

@testable import EventModel

@Suite("Strict JSON")
struct JSONReadingTests {
    @Test(
        "Texts that are no strict JSON are refused at the byte at fault",
        arguments: [
            ("", 0), (" ", 1), ("{", 1), ("}", 0), ("[1,]", 3), ("{\"a\":1,}", 7), ("[1 2]", 3),
            ("{\"a\" 1}", 5), ("{a:1}", 1), ("{\"a\":1}x", 7), ("[]]", 2), ("[}", 1), ("{]", 1),
            ("01", 0), ("-", 1), ("-01", 1), ("1.", 2), (".5", 0), ("1e", 2), ("1e+", 3), ("+1", 0),
            ("1.e1", 2), ("tru", 0), ("True", 0), ("nul", 0), ("NaN", 0), ("Infinity", 0),
            ("\"a", 2), ("\"\u{1}\"", 1), ("\"a\nb\"", 2), ("'a'", 0), ("\"\\x\"", 1),
            ("\"\\u12\"", 1), ("\"\\u12g4\"", 1), ("\"\\ud800\"", 1), ("\"\\udc00\"", 1),
            ("\"\\ud800\\u0041\"", 1), ("\"\\ud800x\"", 1), ("\u{FEFF}{}", 0), ("1e999", 0),
            ("{\"a\":1,\"a\":2}", 8), ("{\"a\":1,\"\\u0061\":2}", 8), ("/**/1", 0), ("[1,,2]", 3),
        ]
    )
    func refused(text: String, offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.offset == offset, "\(String(describing: error))")
    }

    @Test(
        "Ill-formed UTF-8 is refused: overlong forms, surrogates, beyond U+10FFFF, cut sequences",
        arguments: [
            [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80],
            [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xC3], [0xFF],
            [0xE4, 0xB8],
        ] as [[UInt8]]
    )
    func illFormed(sequence: [UInt8]) {
        let plain = [0x22, 0x61] + sequence + [0x22]
        let escaped = [0x22, 0x5C, 0x6E] + sequence + [0x22]
        let name = [0x7B] + plain + [0x3A, 0x31, 0x7D]
        for bytes in [plain, escaped, name] as [[UInt8]] {
            #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
        }
    }

    @Test("Strings are decoded, in any plane, and kept as given without normalisation")
    func strings() throws {
        let value = try JSONValue(
            parsing: #"["\ud83d\ude00日\u0000\/\b\f\n\r\t","e\u0301","\u00e9"]"#
        )
        let elements = try #require(value.arrayValue)
        let texts = elements.compactMap { $0.stringValue }
        #expect(texts[0] == "\u{1F600}日\u{0}/\u{8}\u{C}\n\r\t")
        #expect(Array(texts[1].utf8) == [0x65, 0xCC, 0x81])
        #expect(!texts[1].hasSameBytes(as: texts[2]))
    }

    @Test("Names that are only canonically equivalent are different names")
    func equivalentNames() throws {
        let value = try JSONValue(parsing: #"{"e\u0301":1,"\u00e9":2}"#)
        #expect(value.objectValue?.count == 2)
        #expect(value["\u{E9}"]?.integerValue == 2)
        #expect(value["e\u{301}"]?.integerValue == 1)
    }

    @Test("Sixty-four containers may stand in one another, not one more")
    func depth() throws {
        let open = String(repeating: "[", count: 64)
        let close = String(repeating: "]", count: 64)
        #expect(throws: Never.self) { try JSONValue(parsing: open + close) }
        let error = #expect(throws: JSONError.self) {
            try JSONValue(parsing: "[" + open + close + "]")
        }
        #expect(error?.offset == 64)
        #expect(throws: JSONError.self) {
            try JSONValue(parsing: String(repeating: "{\"a\":", count: 65))
        }
    }

    @Test("Numbers keep their spelling unless they are plain integers")
    func numbers() throws {
        let value = try JSONValue(
            parsing: "[0, -1, 1.0, 1E3, -0, 9223372036854775807, 9223372036854775808]"
        )
        #expect(
            String(decoding: value.compactText, as: UTF8.self)
                == "[0,-1,1.0,1E3,-0,9223372036854775807,9223372036854775808]"
        )
        let elements = try #require(value.arrayValue)
        #expect(
            elements.map { $0.integerValue != nil } == [
                true, true, false, false, false, true, false,
            ]
        )
    }
}
