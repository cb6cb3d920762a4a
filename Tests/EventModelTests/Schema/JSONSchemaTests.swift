import Testing

@testable import EventModel

@Suite("JSON Schema")
struct JSONSchemaTests {
    @Test(
        "A definition comes back from its schema file and from its stored form",
        arguments: [Fixture.everything, Fixture.scanned, Fixture.scannedTwo, eventVoided]
    )
    func roundTrip(schema: EventSchema) throws {
        let fromFile = try SchemaRegistry.schema(fromJSONSchema: schema.jsonSchema())
        let fromLedger = try EventSchema(canonicalDefinition: schema.canonicalDefinition)
        for copy in [fromFile, fromLedger] {
            #expect(copy.canonicalDefinition == schema.canonicalDefinition)
            #expect(copy.jsonSchema() == schema.jsonSchema())
            #expect(copy.fields.map(\.name) == schema.fields.map(\.name))
            #expect(copy.fields.map(\.kind) == schema.fields.map(\.kind))
            #expect(copy.fields.map(\.storage) == schema.fields.map(\.storage))
            #expect(copy.fields.map(\.isRequired) == schema.fields.map(\.isRequired))
            #expect(copy.implications == schema.implications)
            #expect(copy.documentation() == schema.documentation())
            #expect(copy.hasSameForm(as: schema))
        }
        #expect(
            canonicalize(try JSONValue(parsing: schema.canonicalDefinition))
                == schema.canonicalDefinition
        )
    }

    @Test("The schema file is this text, byte for byte")
    func golden() {
        let expected = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:cairn:schema:test.scanned:2",
              "title": "test.scanned",
              "description": "A synthetic scan with a node.",
              "x-cairn-chinese": "扫描",
              "x-cairn-source": "None; made for tests",
              "type": "object",
              "properties": {
                "parcel": {
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 64,
                  "description": "Which.",
                  "x-cairn-chinese": "包裹",
                  "x-cairn-kind": "identifier",
                  "x-cairn-storage": "key"
                },
                "node": {
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 64,
                  "description": "Where.",
                  "x-cairn-chinese": "节点",
                  "x-cairn-kind": "identifier",
                  "x-cairn-storage": "name"
                }
              },
              "required": ["parcel"],
              "additionalProperties": false
            }

            """
        #expect(String(decoding: Fixture.scannedTwo.jsonSchema(), as: UTF8.self) == expected)
    }

    @Test("Prose may change without making another form; a kind or the order may not")
    func form() {
        func schema(_ summary: String, _ names: [String], _ limit: Int) -> EventSchema {
            EventSchema(
                "test.formed",
                chinese: "形",
                summary: summary,
                source: "None",
                fields: names.map {
                    SchemaField($0, .string(maximumBytes: limit), chinese: "x", summary: summary)
                }
            )
        }
        let first = schema("one", ["a", "b"], 5)
        #expect(first.hasSameForm(as: schema("two", ["a", "b"], 5)))
        #expect(!first.hasSameForm(as: schema("one", ["b", "a"], 5)))
        #expect(!first.hasSameForm(as: schema("one", ["a", "b"], 6)))
        let registry = SchemaRegistry([first])
        #expect(registry.adding([schema("one", ["b", "a"], 5)]) === registry)
    }

    @Test("A deployment's file without annotations is read by its keywords")
    func plainFile() throws {
        let file = #"""
            {"$id": "urn:cairn:schema:herd.counted:1", "type": "object",
             "properties": {
               "yaks": {"type": "integer", "minimum": 0}, "change": {"type": "integer"},
               "on": {"type": "string", "format": "date"}, "healthy": {"type": "boolean"},
               "season": {"type": "string", "enum": ["summer", "winter"]},
               "kinds": {"type": "array", "items": {"type": "string", "enum": ["dri", "dzo"]}},
               "remarks": {"type": "array", "items": {"type": "string"}},
               "more": {"type": "object"}, "note": {"type": "string"},
               "herder": {"type": "string", "minLength": 1, "maxLength": 64}
             },
             "required": ["yaks"], "additionalProperties": false}
            """#
        let schema = try SchemaRegistry.schema(fromJSONSchema: Array(file.utf8))
        #expect(
            schema.fields.map(\.kind) == [
                .integer(minimum: 0), .integer(minimum: -CanonicalJSON.integerLimit), .date,
                .boolean,
                .choice(["summer", "winter"]), .choices(["dri", "dzo"]), .strings, .object,
                .string(maximumBytes: 128 << 10), .identifier,
            ]
        )
        #expect(schema.fields.filter(\.isRequired).map(\.name) == ["yaks"])
        let registry = Fixture.registry.adding([schema])
        #expect(registry.types.contains("herd.counted"))
        let line = Fixture.line(type: "herd.counted", data: #"{"yaks": 12}"#)
        #expect(
            try EventReader(registry: registry).read(Array(line.utf8)).event.data[0] == .integer(12)
        )
    }

    @Test(
        "What the door would not enforce is refused, with a pointer to it",
        arguments: [
            (#""type": "object""#, #""type": "object", "minProperties": 1"#, "/minProperties"),
            (#""type": "object""#, #""type": "array""#, "/type"),
            (
                #""additionalProperties": false"#, #""additionalProperties": true"#,
                "/additionalProperties"
            ),
            (#", "additionalProperties": false"#, "", ""),
            ("herd.counted:1", "herd.counted:0", "/$id"),
            ("herd.counted:1", "herd.counted", "/$id"),
            ("herd.counted:1", "Herd.counted:1", "/$id"), ("herd.counted:1", "herd:1", "/$id"),
            ("herd.counted:1", "herd.counted:01", "/$id"),
            (#""minimum": 0"#, #""minimum": 0.5"#, "/properties/yaks"),
            (#""minimum": 0"#, #""multipleOf": 2"#, "/properties/yaks/multipleOf"),
            (#""minimum": 0"#, #""maximum": 9"#, "/properties/yaks/maximum"),
            (#""minimum": 0"#, #""x-cairn-kind": "yaks""#, "/properties/yaks"),
            (#""minimum": 0"#, #""x-cairn-storage": "text""#, "/properties/yaks/x-cairn-storage"),
            (
                #""minimum": 0"#, #""x-cairn-maximumBytes": 7"#,
                "/properties/yaks/x-cairn-maximumBytes"
            ),
            (#""minimum": 0"#, #""description": 7"#, "/properties/yaks/description"),
            (#""type": "integer""#, #""type": "number""#, "/properties/yaks"),
            (
                #""type": "integer", "minimum": 0"#, #""type": "string", "maxLength": 9"#,
                "/properties/yaks"
            ),
            (
                #""type": "integer", "minimum": 0"#, #""type": "string", "pattern": "a""#,
                "/properties/yaks/pattern"
            ),
            (
                #""type": "integer", "minimum": 0"#, #""type": "string", "enum": ["a", "a"]"#,
                "/properties/yaks"
            ),
            (#""yaks": {"#, #""2yaks": {"#, "/required"),
            (#"["yaks"]"#, #"["yaks", "dris"]"#, "/required"),
            (#"["yaks"]"#, #"["yaks"], "x-cairn-order": ["yaks", "yaks"]"#, "/x-cairn-order"),
            (#"["yaks"]"#, #"["yaks"], "x-cairn-order": ["dris"]"#, "/x-cairn-order"),
            (#"["yaks"]"#, #"["yaks"], "allOf": [{}]"#, "/allOf/0"),
            (#"["yaks"]"#, #"["yaks"], "allOf": 1"#, "/allOf/0"), (#"{"$id""#, #"["$id""#, ""),
        ] as [(String, String, String)]
    )
    func refusedFiles(part: String, with: String, pointer: String) throws {
        let file = #"""
            {"$id": "urn:cairn:schema:herd.counted:1", "type": "object", \#
            "properties": {"yaks": {"type": "integer", "minimum": 0}}, \#
            "required": ["yaks"], "additionalProperties": false}
            """#
        #expect(throws: Never.self) { try SchemaRegistry.schema(fromJSONSchema: Array(file.utf8)) }
        let pieces = file.split(separator: part, omittingEmptySubsequences: false)
        try #require(pieces.count == 2, "\(part) stands once in the file")
        let changed = pieces.joined(separator: with)
        let error = #expect(throws: SchemaFileError.self) {
            try SchemaRegistry.schema(fromJSONSchema: Array(changed.utf8))
        }
        #expect(error?.pointer == pointer, "\(String(describing: error))")
    }

    @Test("The documentation page names every field, in both languages, and keeps its table whole")
    func documentation() {
        let page = Fixture.everything.documentation()
        for field in Fixture.everything.fields {
            #expect(page.contains("| `\(field.name)` | \(field.titleChinese) |"))
        }
        #expect(page.contains("`onlineRetail` true requires `online` true"))
        let piped = EventSchema(
            "test.piped",
            chinese: "竖",
            summary: "Synthetic.",
            source: "None",
            fields: [SchemaField("a", .boolean, chinese: "甲", summary: "either | or\nboth")]
        )
        #expect(piped.documentation().contains("either \\| or both |"))
    }
}
