import Answers
import EventModel
import Programme
import Testing

@Suite("An answer as text")
struct AnswerTextTests {
    static let answer = Answer(
        figure: FigureID(
            of: Question(
                indicator: .exits,
                asOf: BusinessDate(daysSince1970: 18_261),
                includesAll: true
            ),
            knownAt: Instant(millisecondsSince1970: 1_577_894_399_999),
            position: 12,
            rootHash: SHA256Digest(bytes: [UInt8](repeating: 0xAB, count: 32))
        ),
        rootHash: SHA256Digest(bytes: [UInt8](repeating: 0xAB, count: 32)),
        parameters: RuleCatalogue.rules.filter { $0.id == "R-EXIT-03" }.map {
            RuleParameters(of: $0)
        },
        rows: [
            Answer.Row(members: [
                .init("station", .text("S\"1")), .init("region", .text("540222100000")),
                .init("rule", .text("R-EXIT-04")), .init("ground", .text("A")),
                .init("status", .text("watch")), .init("run", .integer(2)),
                .init("threshold", .integer(3)), .init("toThreshold", .integer(1)),
                .init("evidence", .texts(["missing:2019-10", "missing:2019-11"])),
            ])
        ],
        findings: [
            .init(name: "alreadyExists", event: "/a#1", line: nil),
            .init(name: "unknownLine", event: "/a#2", line: "L9"),
        ]
    )

    @Test("JSON has the members in the fixed order and one row a line")
    func json() throws {
        let expected = """
            {
              "indicator": "exits",
              "asOf": "2019-12-31",
              "knownAt": "2020-01-01T15:59:59.999Z",
              "treeSize": 12,
              "rootHash": "\(String(repeating: "ab", count: 32))",
              "parameters": {"R-EXIT-03": {"months": 6}},
              "definition": "\(Indicator.exits.definitionDigest)",
              "figure": "fig:exits@\(Indicator.exits.definitionDigest)?asOf=2019-12-31\
            &knownAt=2020-01-01T15:59:59.999Z&position=12&root=abababababababab&include=all",
              "rows": [
                {"station": "S\\"1", "region": "540222100000", "rule": "R-EXIT-04", "ground": "A", \
            "status": "watch", "run": 2, "threshold": 3, "toThreshold": 1, \
            "evidence": ["missing:2019-10", "missing:2019-11"]}
              ],
              "findings": [
                {"finding": "alreadyExists", "event": "/a#1"},
                {"finding": "unknownLine", "event": "/a#2", "line": "L9"}
              ]
            }

            """
        #expect(Self.answer.json() == expected)
        #expect(throws: Never.self) { try JSONValue(parsing: Self.answer.json()) }
    }

    @Test("An empty ledger's answer says null and empty lists")
    func empty() {
        let empty = Answer(
            figure: FigureID(
                of: Question(indicator: .funds, asOf: BusinessDate(daysSince1970: 0)),
                knownAt: nil,
                position: 0,
                rootHash: SHA256Digest.hash([UInt8]())
            ),
            rootHash: SHA256Digest.hash([UInt8]()),
            parameters: [],
            rows: [],
            findings: []
        )
        let text = empty.json(names: false)
        #expect(text.contains("\"knownAt\": null,\n"))
        #expect(text.hasSuffix("\"parameters\": {},\n  \"rows\": [],\n  \"findings\": []\n}\n"))
    }

    @Test("CSV has every member as a column, absent ones empty")
    func csv() {
        let lines = Self.answer.csv().split(separator: "\r\n").map(String.init)
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("station,region,rule,ground,reading,person,status,run,"))
        #expect(
            lines[1]
                == "\"S\"\"1\",540222100000,R-EXIT-04,A,,,watch,2,3,1,,,missing:2019-10 missing:2019-11"
        )
    }
}
