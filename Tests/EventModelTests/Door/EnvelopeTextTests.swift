import Testing

@testable import EventModel

@Suite("Texts of the envelope")
struct EnvelopeTextTests {
    @Test(
        "Attributes hold no control characters, as CloudEvents has it",
        arguments: ["id", "subject", "actor", "role"],
        [#"a\u0000b"#, #"a\u001fb"#, #"a\u007fb"#, #"a\u0080b"#, #"a\u009fb"#]
    )
    func controls(attribute: String, text: String) throws {
        var line = Fixture.line(data: Fixture.data())
        switch attribute {
        case "id": line = line.replacing(#""id":"1""#, with: #""id":"\#(text)""#)
        case "subject": line = line.replacing("station/1", with: text)
        default:
            line.replace(
                #","data""#,
                with: #","\#(attribute)":"\#(text)","data""#,
                maxReplacements: 1
            )
        }
        let refusal = try #require(Fixture.refusal(of: line))
        #expect(refusal.name == .envelope && refusal.field == attribute)
        #expect(refusal.found.contains("u{"), "what cannot be seen is spelled out")
        let allowed = line.replacing(text, with: "a\u{A0}é藏b")
        #expect(Fixture.refusal(of: allowed) == nil)
    }

    @Test(
        "A source is a URI-reference; letters of any script may stand in it",
        arguments: [
            ("/a b", RefusalName.envelope), ("/a<b>", .envelope), ("/a^", .envelope),
            ("/a`", .envelope), ("/{a}", .envelope), ("/a|b", .envelope),
            ("/a#b", .sourceFragment), ("/县/站-01", nil), ("https://example.org/a?b=c%20d", nil),
            ("urn:uuid:0e7b", nil),
        ] as [(String, RefusalName?)]
    )
    func sources(source: String, name: RefusalName?) {
        let line = Fixture.line(data: Fixture.data()).replacing("/test", with: source)
        #expect(Fixture.refusal(of: line)?.name == name)
    }

    @Test("What a refusal shows is short and cannot move a terminal's cursor")
    func visible() throws {
        let long = String(repeating: "x", count: 100_000)
        let line = Fixture.line(data: Fixture.data(), extra: #","\#(long)":1"#)
        #expect(try #require(Fixture.refusal(of: line)?.field).utf8.count <= 120)
        let forged = Fixture.line(type: #"a\n/etc/passwd:7: fine\u001b[31m\u202e"#, data: "{}")
        let refusal = try #require(Fixture.refusal(of: forged))
        #expect(refusal.found == #"a\u{A}/etc/passwd:7: fine\u{1B}[31m\u{202E}"#)
    }

    @Test("A list of choices has at most 64 elements")
    func longList() {
        func list(_ count: Int) -> String {
            "[" + Array(repeating: #""training""#, count: count).joined(separator: ",") + "]"
        }
        let fits = Fixture.line(data: Fixture.data(["classes": list(64)]))
        #expect(Fixture.refusal(of: fits) == nil)
        let longer = Fixture.line(data: Fixture.data(["classes": list(65)]))
        #expect(Fixture.refusal(of: longer)?.name == .schema)
    }

    @Test("Names and choices spelled with escapes mean what they spell")
    func escapedNames() throws {
        let plain = Fixture.line(data: Fixture.data())
        let escaped = plain.replacing("direction", with: #"dir\u0065ction"#)
            .replacing("downstream", with: #"\u0064ownstream"#)
        let read = try Fixture.reader.read(Array(escaped.utf8))
        #expect(read.digest == (try Fixture.reader.read(Array(plain.utf8)).digest))
    }
}
