import CairnTestSupport

@testable import EventModel

/// Makes lines as programs spell them, and lines with one thing about them that is not so.
struct PlainLine {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// A line; every other one is as it should be.
    mutating func next() -> [UInt8] {
        var line = attributes()
        line.append(("data", data(of: line.first { $0.name == "type" }?.value ?? "")))
        switch Int.random(in: 0..<4, using: &random) {
        case 0: line.shuffle(using: &random)
        case 1: break
        default: line.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        }
        if chance(6) { spoil(&line) }
        let bytes = Array(object(line).utf8)
        if chance(16) {
            return [
                bytes + [0x20, 0x0D], [0x20] + bytes, bytes + Array("x".utf8), [], bytes.dropLast(),
            ].randomElement(using: &random) ?? []
        }
        return bytes
    }

    private typealias Member = (name: String, value: String)

    private mutating func attributes() -> [Member] {
        var members: [Member] = [
            ("specversion", pick(["1.0"], odd: ["1", "1.00", "\\u0031.0"])),
            ("id", pick(["1", "e-17", "编号", "a b"], odd: ["", "a\u{7F}", "\u{85}", "\\n", long])),
            (
                "source",
                pick(["/a", "/b/站", "urn:x:1"], odd: ["/a#1", "/a b", "", "/\u{9F}", "/<", long])
            ),
            ("subject", pick(["station/1", "包裹/2"], odd: ["", "\t", "\\u0000", long])),
            (
                "time",
                pick(
                    [
                        "2019-07-01T10:00:00+08:00", "2020-02-29T23:59:59Z",
                        "1999-12-31T00:00:00.120-02:30", "9999-12-31T23:59:59.999Z",
                    ],
                    odd: [
                        "2019-07-01", "2019-07-01T10:00:00+00:00", "2019-02-29T10:00:00Z",
                        "2019-07-01T10:00:00.000Z", "1969-12-31T23:59:59Z",
                        "2019-07-01t10:00:00Z", "2019-07-01T24:00:00Z",
                    ]
                )
            ),
            (
                "type",
                pick(
                    ["test.scanned", "test.everythingHappened"],
                    odd: ["test.other", "", "event.voided"]
                )
            ),
        ]
        if chance(3) { members.append(("actor", pick(["clerk", "张三"], odd: ["", "\u{7F}"]))) }
        if chance(3) { members.append(("role", pick(["office"], odd: ["", long]))) }
        if chance(3) {
            members.append(("recordedtime", pick(["2020-01-01T00:00:00.000Z"], odd: ["2020", ""])))
        }
        if chance(3) {
            members.append(
                (
                    "sequence",
                    pick(
                        ["000000000017", "5", "123456789012345678"],
                        odd: ["", "-1", "12345678901234567890", "99999999999999999999", "1x"]
                    )
                )
            )
        }
        if chance(20) { members.append(("sequence", "7")) }
        if chance(6) {
            members.append(("datacontenttype", pick(["application/json"], odd: ["text/json"])))
        }
        if chance(10) {
            members.append(
                (
                    "dataschema",
                    pick(
                        [
                            "urn:cairn:schema:test.scanned:2",
                            "urn:cairn:schema:test.everythingHappened:1",
                        ],
                        odd: ["urn:cairn:schema:test.scanned:1", "urn:cairn:schema:test.scanned:9"]
                    )
                )
            )
        }
        if chance(6) { members.append(("evidence", pick([hex], odd: ["ABC", hex.uppercased()]))) }
        if chance(20) { members.append(("corrects", pick(["/a#1"], odd: ["/a"]))) }
        return members
    }

    private mutating func data(of type: String) -> String {
        guard type.contains("everything") else {
            var members: [Member] = [("parcel", pick(["p1", "包裹"], odd: ["", long]))]
            if chance(2) { members.append(("node", pick(["n1", "n2"], odd: [""]))) }
            if chance(8) { spoil(&members) }
            return object(members)
        }
        var members: [Member] = []
        for field in Fixture.everything.fields
        where field.isRequired || chance(FieldForm(field.kind).isJSON ? 20 : 3) {
            members.append((field.name, value(field.kind)))
        }
        if chance(3) {
            members.shuffle(using: &random)
        } else {
            members.sort { $0.name < $1.name }
        }
        if chance(8) { spoil(&members) }
        return object(members)
    }

    private mutating func value(_ kind: FieldKind) -> String {
        switch kind {
        case .integer:
            literal(
                ["0", "1", "-5", "42", "9007199254740991", "-9007199254740991"],
                odd: [
                    "-0", "01", "1.0", "1e3", "9007199254740992", "99999999999999999",
                    "100000000000000000", "9223372036854775808", "-", "+1", "\"1\"", "null",
                ]
            )
        case .boolean: literal(["true", "false"], odd: ["True", "tru", "truex", "\"true\"", "1"])
        case .date:
            pick(["2019-07-01", "2020-02-29"], odd: ["2019-02-29", "1969-12-31", "2019-7-1"])
        case .month: pick(["2019-07"], odd: ["2019-13", "1969-12", "2019-7"])
        case .choice: pick(["upstream", "downstream"], odd: ["Upstream", "up", ""])
        case .region: pick(["540222000000"], odd: ["54022200000", "5402220000000", "54022200000x"])
        case .identifier: pick(["s-1", "站"], odd: ["", long])
        case .string:
            pick(["", "abc", "买\u{7F}", "\u{85}"], odd: ["abcdefghijklm", "a\\nb", "\u{1}"])
        case .digest: pick([hex], odd: [hex.uppercased(), String(hex.dropLast())])
        case .bytes:
            pick(["", "AAAA", "AQ==", "AAE="], odd: ["AB==", "A", "A===", "-_8=", "AAF="])
        case .choices: literal(["[]", "[\"training\"]"], odd: ["[1]", "[\"x\"]"])
        case .strings: literal(["[\"a\",\"b\"]"], odd: ["\"a\""])
        case .object: literal(["{\"a\":1}", "{}"], odd: ["[]", "{\"a\":null}"])
        case .sealed: literal(["{\"enc\":\"QUJD\"}"], odd: ["{}", "{\"enc\":1}"])
        }
    }

    /// Doubles, removes or renames a member, or gives it a value of another kind.
    private mutating func spoil(_ members: inout [Member]) {
        guard let place = members.indices.randomElement(using: &random) else { return }
        let names = ["parcel", "station", "unknown", "ID", "", "t", "\\u0069d", "datas", "types"]
        let values = ["null", "1", "\"x\"", "true", "{}", "[]", "{\"a\":{}}", "", "\"", "{"]
        switch Int.random(in: 0..<6, using: &random) {
        case 0: members.append(members[place])
        case 1: members.remove(at: place)
        case 2: members[place].name = names.randomElement(using: &random) ?? ""
        case 3: members[place].value = values.randomElement(using: &random) ?? ""
        case 4: members.insert(members[place], at: place)
        default: members.insert((names.randomElement(using: &random) ?? "", "\"x\""), at: place)
        }
    }

    private mutating func object(_ members: [Member]) -> String {
        let isSpaced = chance(8)
        // White space at one place alone must be seen as well.
        let spaced = chance(4) ? members.indices.randomElement(using: &random) : nil
        let place = Int.random(in: 0..<3, using: &random)
        let written = members.enumerated().map { index, member in
            let spaces = (0..<3).map { at in
                index == spaced ? at == place : isSpaced && chance(2)
            }.map { $0 ? [" ", "\t", "  "].randomElement(using: &random) ?? "" : "" }
            return
                "\(spaces[0])\"\(member.name)\":\(spaces[1])\(member.value)\(spaces[2])"
        }
        return "{" + written.joined(separator: ",") + (chance(60) ? " }" : "}")
    }

    /// A text in quotes: seldom an odd one.
    private mutating func pick(_ usual: [String], odd: [String]) -> String {
        "\"" + literal(usual, odd: odd) + "\""
    }

    private mutating func literal(_ usual: [String], odd: [String]) -> String {
        (chance(50) ? odd : usual).randomElement(using: &random) ?? ""
    }

    private let hex = String(repeating: "0f", count: 32)
    private let long = String(repeating: "l", count: 600)

    private mutating func chance(_ oneIn: Int) -> Bool {
        Int.random(in: 0..<oneIn, using: &random) == 0
    }
}
