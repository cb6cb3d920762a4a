import Testing

@testable import EventModel

@Suite("The door")
struct EventReaderTests {
    @Test("A full event is read into stored values")
    func fullEvent() throws {
        let extra = """
            ,"actor":"clerk","role":"county","dataschema":"urn:cairn:schema:test.everythingHappened:1",\
            "datacontenttype":"application/json","evidence":"\(String(repeating: "ab", count: 32))",\
            "corrects":"/test#0#x","sequence":"000000000012",\
            "recordedtime":"2019-07-02T00:00:00.000Z"
            """
        let line = Fixture.line(data: Fixture.data(), extra: extra)
        let incoming = try Fixture.reader.read(Array(line.utf8))
        let event = incoming.event
        #expect(event.schema === Fixture.everything)
        #expect(event.namesSchema && event.namesContentType)
        #expect(event.corrects == EventReference(source: "/test", id: "0#x"))
        #expect(event.actor == "clerk" && event.role == "county")
        #expect(event.evidence?.bytes.first == 0xAB)
        #expect(incoming.sequence == 12)
        #expect(incoming.recordedAt?.utcDescription == "2019-07-02T00:00:00.000Z")
        #expect(
            event.data == [
                .integer(9_007_199_254_740_991), .integer(-5), .integer(1), .integer(1),
                .integer(18_078), .integer(594), .integer(1), .text("540222000000"),
                .text("540222100-01"), .text("买\n"),
                .text(String(repeating: "0f", count: 32)),
                .text(#"["promotion","training","promotion"]"#), .text(#"["ab",""]"#),
                .text(#"{"a":-3,"z":[1,{"a":"é","b":true}]}"#), .text(#"{"enc":"QUJD"}"#),
                .text("AAEC"),
            ]
        )
    }

    @Test("The canonical bytes are RFC 8785 of the line without what the ledger adds")
    func canonicalBytes() throws {
        let line = Fixture.line(
            data: Fixture.data(),
            extra: #","sequence":3,"recordedtime":"2019-07-02T00:00:00.000Z","role":"x\u00e9\"y""#
        )
        let incoming = try Fixture.reader.read(Array(line.utf8))
        let tree = try JSONValue(parsing: line)
        let members = try #require(tree.objectValue)
        let given = members.filter { $0.name != "sequence" && $0.name != "recordedtime" }
        let canonical = canonicalize(.object(given))
        #expect(EventWriter.canonicalBytes(of: incoming.event) == canonical)
        #expect(incoming.digest == SHA256Digest.hash(canonical))
        #expect(try Fixture.reader.read(tree).digest == incoming.digest)
    }

    @Test("A recorded event is written canonically and comes back through the door")
    func recorded() throws {
        let line = Fixture.line(data: Fixture.data(["purpose": ""]))
        let incoming = try Fixture.reader.read(Array(line.utf8))
        let recordedAt = try #require(Instant(parsingUTC: "2019-07-02T00:00:00.007Z"))
        let json = EventWriter.json(
            of: RecordedEvent(position: 42, recordedAt: recordedAt, event: incoming.event)
        )
        #expect(canonicalize(try JSONValue(parsing: json)) == json)
        let again = try Fixture.reader.read(json)
        #expect(again.sequence == 42)
        #expect(again.recordedAt == recordedAt)
        #expect(again.digest == incoming.digest)
        #expect(String(decoding: json, as: UTF8.self).contains(#""sequence":"000000000042""#))
    }

    @Test("Without dataschema the newest version is meant; with it the named one")
    func versions() throws {
        let newest = Fixture.line(type: "test.scanned", data: #"{"parcel":"P","node":"n"}"#)
        #expect(try Fixture.reader.read(Array(newest.utf8)).event.schema.version == 2)
        let old = Fixture.line(
            type: "test.scanned",
            data: #"{"parcel":"P"}"#,
            extra: #","dataschema":"urn:cairn:schema:test.scanned:1""#
        )
        #expect(try Fixture.reader.read(Array(old.utf8)).event.schema.version == 1)
    }

    @Test(
        "Faults of the envelope are refused by name and field",
        arguments: [
            (#""id":"1""#, #""id":"""#, .envelope, "id"),
            (#""id":"1""#, #""id":1"#, .envelope, "id"),
            (#""id":"1""#, #""id":null"#, .envelope, "id"),
            (#""id":"1""#, #""id":"a\u0000""#, .envelope, "id"),
            (#""id":"1","#, "", .envelope, "id"),
            (#""id":"1""#, #""id":"1","id":"1""#, .envelope, "id"),
            (#""id":"1""#, #""id":"1","\u0069d":"1""#, .envelope, "id"),
            (#""id":"1""#, #""id":"1","colour":"red""#, .envelope, "colour"),
            (#""specversion":"1.0""#, #""specversion":"1.1""#, .envelope, "specversion"),
            (#""specversion":"1.0","#, "", .envelope, "specversion"),
            (#""source":"/test""#, #""source":"/te#st""#, .sourceFragment, "source"),
            (#""source":"/test""#, #""source":"""#, .envelope, "source"),
            (#""source":"/test","#, "", .envelope, "source"),
            (#""subject":"station/1""#, #""subject":"a\tb""#, .envelope, "subject"),
            (#""subject":"station/1","#, "", .envelope, "subject"),
            (#""type":"test.scanned""#, #""type":"test.unknown""#, .schema, "type"),
            (#""type":"test.scanned","#, "", .envelope, "type"),
            (#"T10:00:00+08:00""#, #"T10:00:00+0800""#, .timeSpelling, "time"),
            (#"T10:00:00+08:00""#, #"T10:00:00+00:00""#, .timeSpelling, "time"),
            (#","data":{"parcel":"P"}"#, "", .envelope, "data"),
            (#"{"parcel":"P"}"#, "7", .schema, "data"),
            (#"{"parcel":"P"}"#, "null", .schema, "data"),
            (#"{"parcel":"P"}"#, "{}", .schema, "data.parcel"),
            (#"{"parcel":"P"}"#, #"{"parcel":"P","parcel":"P"}"#, .envelope, "data.parcel"),
            (#"{"parcel":"P"}"#, #"{"parcel":"P","colour":1}"#, .schema, "data.colour"),
            (#""id":"1""#, #""id":"1","actor":"""#, .envelope, "actor"),
            (#""id":"1""#, #""id":"1","evidence":"AB""#, .envelope, "evidence"),
            (#""id":"1""#, #""id":"1","corrects":"/test""#, .envelope, "corrects"),
            (#""id":"1""#, ##""id":"1","corrects":"/test#""##, .envelope, "corrects"),
            (#""id":"1""#, ##""id":"1","corrects":"#1""##, .envelope, "corrects"),
            (
                #""id":"1""#, #""id":"1","datacontenttype":"text/plain""#, .envelope,
                "datacontenttype"
            ),
            (#""id":"1""#, #""id":"1","sequence":-1"#, .envelope, "sequence"),
            (#""id":"1""#, #""id":"1","sequence":1.0"#, .envelope, "sequence"),
            (#""id":"1""#, #""id":"1","sequence":"1a""#, .envelope, "sequence"),
            (#""id":"1""#, #""id":"1","sequence":"18446744073709551616""#, .envelope, "sequence"),
            (
                #""id":"1""#, #""id":"1","recordedtime":"2019-07-02T00:00:00Z""#, .timeSpelling,
                "recordedtime"
            ),
            (
                #""id":"1""#, #""id":"1","dataschema":"urn:cairn:schema:test.other:1""#, .schema,
                "dataschema"
            ),
            (
                #""id":"1""#, #""id":"1","dataschema":"urn:cairn:schema:test.scanned:01""#, .schema,
                "dataschema"
            ),
            (
                #""id":"1""#, #""id":"1","dataschema":"urn:cairn:schema:test.scanned:3""#, .schema,
                "dataschema"
            ),
        ] as [(String, String, RefusalName, String)]
    )
    func envelopeFaults(part: String, with: String, name: RefusalName, field: String) throws {
        let line = Fixture.line(type: "test.scanned", data: #"{"parcel":"P"}"#)
        #expect(Fixture.refusal(of: line) == nil)
        let pieces = line.split(separator: part, omittingEmptySubsequences: false)
        try #require(pieces.count == 2, "\(part) stands once in the line")
        let refusal = Fixture.refusal(of: pieces.joined(separator: with))
        #expect(refusal?.name == name)
        #expect(refusal?.field == field)
        #expect(refusal?.accepted.isEmpty == false)
    }

    @Test(
        "Faults of a field are refused by name",
        arguments: [
            ("amountFen", "-1", .schema), ("amountFen", "1.0", .integerOutOfRange),
            ("amountFen", "1e3", .integerOutOfRange), ("amountFen", "-0", .integerOutOfRange),
            ("amountFen", "9007199254740992", .integerOutOfRange),
            ("amountFen", "99999999999999999999", .integerOutOfRange),
            ("balance", "-9007199254740992", .integerOutOfRange),
            ("amountFen", #""1""#, .schema), ("amountFen", "null", .schema),
            ("amountFen", "true", .schema), ("amountFen", "", .schema), ("online", "1", .schema),
            ("online", "false", .schema), ("day", #""2019-02-29""#, .schema),
            ("day", #""1969-12-31""#, .schema), ("month", #""2019-7""#, .schema),
            ("direction", #""Upstream""#, .schema), ("direction", "0", .schema),
            ("county", "540222000000", .schema), ("county", #""54022200000""#, .schema),
            ("county", #""54022200000x""#, .schema), ("station", "\"\"", .schema),
            ("station", "\"\(String(repeating: "x", count: 65))\"", .schema),
            ("purpose", #""0123456789abc""#, .schema), ("purpose", "null", .schema),
            ("contentHash", "\"\(String(repeating: "0F", count: 32))\"", .schema),
            ("classes", #"["other"]"#, .schema), ("classes", #""training""#, .schema),
            ("classes", "[1]", .schema), ("findings", "[null]", .schema),
            ("findings", "{}", .schema), ("parameters", "[]", .schema),
            ("parameters", #"{"a":null}"#, .schema),
            ("parameters", #"{"a":[1.5]}"#, .integerOutOfRange),
            ("parameters", #"{"a":9007199254740993}"#, .integerOutOfRange),
            ("parameters", #"{"a":1,"a":1}"#, .envelope), ("person", #""QUJD""#, .schema),
            ("person", "{}", .schema), ("person", #"{"enc":"QUJD","iv":"A"}"#, .schema),
            ("person", #"{"enc":"QUJ="}"#, .schema), ("person", #"{"enc":"QUI"}"#, nil),
            ("person", #"{"enc":"QUJ"}"#, .schema), ("person", #"{"enc":""}"#, .schema),
            ("person", #"{"enc":1}"#, .schema),
            ("person", #"{"enc":"QUJD","enc":"QUJD"}"#, .envelope),
            ("purpose", "", nil), ("purpose", "\"\"", nil), ("classes", "[]", nil),
            ("purpose", #""\ud800""#, .envelope), ("parameters", #"{"a":"\x"}"#, .envelope),
        ] as [(String, String, RefusalName?)]
    )
    func fieldFaults(field: String, json: String, name: RefusalName?) {
        let refusal = Fixture.refusal(of: Fixture.line(data: Fixture.data([field: json])))
        #expect(refusal?.name == name, "\(String(describing: refusal))")
        if name == .schema || name == .integerOutOfRange {
            #expect(refusal?.field?.hasPrefix("data.\(field)") == true)
        }
    }

    @Test("Names are compared by bytes: a canonically equivalent type or choice is unknown")
    func bytesDecide() {
        let kelvin = EventSchema(
            "test.weighedInK",
            chinese: "称重",
            summary: "Synthetic.",
            source: "None",
            fields: [SchemaField("unit", .choice(["K"]), chinese: "单位", summary: "Unit.")]
        )
        let reader = EventReader(registry: SchemaRegistry([kelvin]))
        func accepts(_ type: String, _ unit: String) -> Bool {
            let line = Fixture.line(type: type, data: #"{"unit":"\#(unit)"}"#)
            return (try? reader.read(Array(line.utf8))) != nil
        }
        #expect("K" == "\u{212A}")
        #expect(accepts("test.weighedInK", "K"))
        #expect(!accepts("test.weighedIn\u{212A}", "K"))
        #expect(!accepts("test.weighedInK", "\u{212A}"))
    }

    @Test("A line over 128 KiB is refused as tooLarge, one of just 128 KiB is read")
    func tooLarge() {
        let line = Fixture.line(type: "test.scanned", data: #"{"parcel":"P"}"#)
        let padding = String(repeating: " ", count: (128 << 10) - line.utf8.count)
        #expect(Fixture.refusal(of: line + padding) == nil)
        #expect(Fixture.refusal(of: line + padding + " ")?.name == .tooLarge)
    }

    @Test("Ids and names are measured in bytes, with their limits inclusive")
    func byteLimits() {
        func refused(id: String) -> Bool {
            Fixture.refusal(
                of: Fixture.line(id: id, type: "test.scanned", data: #"{"parcel":"P"}"#)
            )
                != nil
        }
        #expect(!refused(id: String(repeating: "x", count: 128)))
        #expect(refused(id: String(repeating: "x", count: 129)))
        #expect(!refused(id: String(repeating: "站", count: 42)))
        #expect(refused(id: String(repeating: "站", count: 43)))
    }

    @Test("A line with several faults is refused for the same one in any order of its members")
    func precedence() {
        let members = [
            #""specversion":"1.0""#, #""id":"""#, #""source":"/a#b""#, #""type":"test.scanned""#,
            #""subject":"""#, #""time":"x""#, #""data":{"parcel":1}"#,
        ]
        for shift in members.indices {
            let turned = members[shift...] + members[..<shift]
            let refusal = Fixture.refusal(of: "{\(turned.joined(separator: ","))}")
            #expect(refusal?.field == "id")
        }
    }

    @Test("Long texts full of escapes are written in the room reserved for them")
    func longEscapes() throws {
        let text = String(repeating: "\u{1}\"\\站\u{7F}", count: 100)
        let event = Event(
            id: String(repeating: "\"", count: 128),
            source: String(repeating: "é", count: 256),
            schema: eventVoided,
            namesSchema: true,
            namesContentType: true,
            subject: String(repeating: "é", count: 256),
            time: OccurredAt(instant: Instant(millisecondsSince1970: 1), offsetMinutes: 0),
            actor: String(repeating: "\\", count: 128),
            role: String(repeating: "\"", count: 65),
            evidence: SHA256Digest.hash([UInt8]()),
            corrects: EventReference(
                source: String(repeating: "é", count: 256),
                id: String(repeating: "\\", count: 128)
            ),
            data: [.text("/a"), .text("1"), .text(text), .text("")]
        )
        let recorded = RecordedEvent(
            position: .max,
            recordedAt: Instant(millisecondsSince1970: 253_402_300_799_999),
            event: event
        )
        let json = EventWriter.json(of: recorded)
        #expect(canonicalize(try JSONValue(parsing: json)) == json)
        let again = try Fixture.reader.read(json)
        #expect(again.digest == EventWriter.digest(of: event))
        #expect(again.sequence == .max)
        #expect(again.event.data == event.data)
        var twice: [UInt8] = []
        EventWriter.append(event, to: &twice)
        EventWriter.append(event, to: &twice)
        #expect(
            twice == EventWriter.canonicalBytes(of: event) + EventWriter.canonicalBytes(of: event)
        )
    }

    @Test("What was found is shown in 120 code points, even if they are one character")
    func shortFound() throws {
        let id = "a" + String(repeating: "\u{301}", count: 1_000)
        let line = Fixture.line(id: id, type: "test.scanned", data: #"{"parcel":"P"}"#)
        let refusal = try #require(Fixture.refusal(of: line))
        #expect(refusal.field == "id")
        #expect(refusal.found.unicodeScalars.count == 120)
    }

    @Test("A void names an event that could exist")
    func voids() {
        func refusal(_ source: String, _ id: String) -> RefusalName? {
            let data = #"{"source":"\#(source)","id":"\#(id)","reason":"r","authority":"a"}"#
            return Fixture.refusal(of: Fixture.line(type: "event.voided", data: data))?.name
        }
        #expect(refusal("/a", "1") == nil)
        #expect(refusal("/a#b", "1") == .sourceFragment)
        #expect(refusal("", "1") == .schema)
        #expect(refusal("/a", "") == .schema)
    }
}
