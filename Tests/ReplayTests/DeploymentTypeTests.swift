import Foundation
import Testing

/// A type that a deployment invents goes the whole way through the program.
@Suite("A deployment's own event type")
struct DeploymentTypeTests {
    private static let schema = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "urn:cairn:schema:yak.counted:1",
          "type": "object",
          "properties": {
            "herd": {"type": "string", "minLength": 1, "maxLength": 64},
            "heads": {"type": "integer", "minimum": 0, "maximum": 9007199254740991},
            "region": {"type": "string", "pattern": "^[0-9]{12}$"}
          },
          "required": ["herd", "heads"],
          "additionalProperties": false
        }
        """

    private static func event(_ number: Int, data: String) -> String {
        """
        {"specversion":"1.0","id":"\(number)","source":"/synthetic/herders","type":"yak.counted",\
        "subject":"herd/H1","time":"2019-07-0\(number)T10:00:00+08:00","data":\(data)}
        """
    }

    @Test("It is validated, stored, listed by its type and read back as it was given")
    func wholeWay() throws {
        try CairnProgram.withFolder { folder in
            try Data(Self.schema.utf8).write(to: folder.appending(path: "yak.counted.v1.json"))
            let good = [
                Self.event(1, data: #"{"herd":"H1","heads":40,"region":"540222100000"}"#),
                Self.event(2, data: #"{"herd":"H1","heads":41}"#),
            ]
            let file = folder.appending(path: "events.ndjson")
            try Data((good.joined(separator: "\n") + "\n").utf8).write(to: file)
            let common = ["--ledger", folder.appending(path: "ledger").path]
            let schemas = ["--schemas", folder.path]
            #expect(try CairnProgram.run(["init"] + common).status == 0)

            // Without the schema the type is unknown; with it, the door takes it.
            let refused = try CairnProgram.run(["import"] + common + [file.path])
            #expect(refused.status == 1)
            #expect(refused.errors.contains("yak.counted"))
            let taken = try CairnProgram.run(["import"] + common + schemas + [file.path])
            #expect(taken.status == 0, "\(taken.errors)")

            let listed = try CairnProgram.run(
                ["events", "--type", "yak.counted", "--json"] + common + schemas
            )
            #expect(listed.status == 0, "\(listed.errors)")
            let lines = listed.output.split(separator: "\n")
            #expect(lines.count == 2)
            for (line, given) in zip(lines, good) {
                var back = try Self.object(String(line))
                back.removeValue(forKey: "sequence")
                back.removeValue(forKey: "recordedtime")
                #expect(NSDictionary(dictionary: back).isEqual(to: try Self.object(given)))
            }
            let named = try CairnProgram.run(["schema", "yak.counted", "--json"] + schemas)
            #expect(named.output.contains("urn:cairn:schema:yak.counted:1"))
            #expect(try CairnProgram.run(["verify"] + common + schemas).status == 0)
        }
    }

    @Test(
        "What its schema forbids is refused",
        arguments: [
            (#"{"herd":"H1"}"#, "heads"), (#"{"herd":"H1","heads":-1}"#, "heads"),
            (#"{"herd":"H1","heads":1.5}"#, "heads"), (#"{"herd":"","heads":1}"#, "herd"),
            (#"{"herd":"H1","heads":1,"horns":2}"#, "horns"),
            (#"{"herd":"H1","heads":1,"region":"5402"}"#, "region"),
        ]
    )
    func refused(data: String, field: String) throws {
        try CairnProgram.withFolder { folder in
            try Data(Self.schema.utf8).write(to: folder.appending(path: "yak.counted.v1.json"))
            let file = folder.appending(path: "events.ndjson")
            try Data((Self.event(1, data: data) + "\n").utf8).write(to: file)
            let common = [
                "--ledger", folder.appending(path: "ledger").path, "--schemas", folder.path,
            ]
            #expect(try CairnProgram.run(["init"] + common).status == 0)
            let result = try CairnProgram.run(["import"] + common + [file.path])
            #expect(result.status == 1)
            #expect(result.errors.contains("data.\(field)"), "\(result.errors)")
            let listed = try CairnProgram.run(["events", "--json"] + common)
            #expect(listed.output.isEmpty)
        }
    }

    private static func object(_ line: String) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return try #require(value as? [String: Any])
    }
}
