import CairnTestSupport

@testable import EventModel

/// Makes synthetic event lines at random: every field kind, any member order, needless escapes and space.
struct RandomLine {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// A valid line of ``Fixture/everything`` or `test.scanned`.
    mutating func next() -> String {
        var members: [(String, String)] = [
            ("specversion", "\"1.0\""), ("id", attribute(1...20)), ("source", source()),
            ("subject", attribute(1...30)), ("time", "\"\(time())\""),
        ]
        if chance(3) {
            members.append(("type", "\"test.scanned\""))
            members.append(("data", object([("parcel", string(1...16))])))
        } else {
            members.append(("type", "\"test.everythingHappened\""))
            members.append(("data", object(everything())))
        }
        if chance(3) { members.append(("actor", attribute(1...20))) }
        if chance(3) { members.append(("role", attribute(1...20))) }
        if chance(3) { members.append(("datacontenttype", "\"application/json\"")) }
        if chance(4) { members.append(("evidence", "\"\(hex())\"")) }
        if chance(4) {
            members.append(("corrects", "\"/a#\(Int.random(in: 0...99, using: &random))\""))
        }
        if chance(4) { members.append(("sequence", "\(Int.random(in: 0...99, using: &random))")) }
        if chance(4) { members.append(("recordedtime", "\"2020-01-01T00:00:00.000Z\"")) }
        return object(members)
    }

    /// The bytes with one to three random changes: overwritten, inserted, removed, doubled or cut off.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        let interesting =
            Array("\"\\{}[]:,0-9.eEu \n\u{0}\u{7f}#tfn".utf8) + [0xC3, 0xED, 0xFF, 0xEF]
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            guard !bytes.isEmpty else { return bytes }
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let byte =
                chance(3)
                ? UInt8(truncatingIfNeeded: random.next())
                : interesting.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1: bytes[place] = byte
            case 2: bytes.insert(byte, at: place)
            case 3: bytes.remove(at: place)
            case 4:
                let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
                bytes.insert(contentsOf: bytes[place..<end], at: place)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }

    private mutating func everything() -> [(String, String)] {
        var members: [(String, String)] = []
        let retail = chance(2)
        for field in Fixture.everything.fields where field.isRequired || chance(2) {
            let json: String
            switch field.name {
            case "online": json = retail || chance(2) ? "true" : "false"
            case "onlineRetail": json = retail ? "true" : "false"
            default: json = value(field.kind)
            }
            members.append((field.name, json))
        }
        return members
    }

    private mutating func value(_ kind: FieldKind) -> String {
        switch kind {
        case .integer(let minimum):
            "\(Int64.random(in: minimum...CanonicalJSON.integerLimit, using: &random) >> Int64.random(in: 0...50, using: &random))"
        case .boolean: chance(2) ? "true" : "false"
        case .date: "\"\(day())\""
        case .month: "\"\(day().description.prefix(7))\""
        case .choice(let names): "\"\(names.randomElement(using: &random) ?? "")\""
        case .region: "\"\(Int.random(in: 540_200_000_000...540_299_999_999, using: &random))\""
        case .identifier: string(1...16)
        case .string(let maximumBytes): string(0...(maximumBytes / 4))
        case .digest: "\"\(hex())\""
        case .bytes:
            "\"\(Base64.encode((0..<Int.random(in: 0...9, using: &random)).map(UInt8.init)))\""
        case .choices(let names):
            "["
                + (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    "\(space())\"\(names.randomElement(using: &random) ?? "")\"\(space())"
                }.joined(separator: ",") + "]"
        case .strings:
            "["
                + (0..<Int.random(in: 0...3, using: &random)).map { _ in string(0...8) }
                .joined(separator: ",") + "]"
        case .object: free(depth: 0)
        case .sealed: object([("enc", chance(2) ? "\"QUJD\"" : "\"_-8\"")])
        }
    }

    private mutating func free(depth: Int) -> String {
        var members: [(String, String)] = []
        for index in 0..<Int.random(in: 0...3, using: &random) {
            let value =
                switch Int.random(in: 0..<(depth < 3 ? 5 : 3), using: &random) {
                case 0: "\(Int.random(in: -9...9, using: &random))"
                case 1: string(0...5)
                case 2: "true"
                case 3: free(depth: depth + 1)
                default: "[\(free(depth: depth + 1)),1]"
                }
            members.append(("k\(index)\(["é", "e\u{301}", "\u{1F600}", "\u{FB33}"][index])", value))
        }
        return object(members)
    }

    private mutating func object(_ members: [(String, String)]) -> String {
        let written = members.shuffled(using: &random).map { name, value in
            "\(space())\"\(name)\"\(space()):\(space())\(value)\(space())"
        }
        return "{" + written.joined(separator: ",") + "}"
    }

    private static let uriPieces = [
        "a", "Z", "7", "-", "/", "站", "é", "e\u{301}", "\u{1F600}", "\\u0041", "\\/",
        "\\ud83d\\ude00",
    ]
    private static let attributePieces = uriPieces + ["\\\"", "\\\\", " "]

    /// A text for `source`, which is a URI-reference.
    private mutating func source() -> String { text(Self.uriPieces, 1...30) }

    /// A text without control characters.
    private mutating func attribute(_ lengths: ClosedRange<Int>) -> String {
        text(Self.attributePieces, lengths)
    }

    /// A text for `data`, where everything that JSON can hold may stand.
    private mutating func string(_ lengths: ClosedRange<Int>) -> String {
        text(Self.attributePieces + ["\u{7F}", "\\n", "\\u0000", "\u{85}"], lengths)
    }

    private mutating func text(_ pieces: [String], _ lengths: ClosedRange<Int>) -> String {
        let count = Int.random(in: lengths, using: &random)
        return "\"" + (0..<count).map { _ in pieces.randomElement(using: &random) ?? "a" }.joined()
            + "\""
    }

    private mutating func time() -> OccurredAt {
        OccurredAt(
            instant: Instant(
                millisecondsSince1970: Int64.random(
                    in: 60_000_000...253_402_000_000_000,
                    using: &random
                )
                    / (chance(2) ? 1 : 1_000) * (chance(2) ? 1 : 1)
            ),
            offsetMinutes: Int16.random(in: -840...840, using: &random)
        )
    }

    private mutating func day() -> BusinessDate {
        BusinessDate(daysSince1970: Int32.random(in: 0...2_932_896, using: &random))
    }

    private mutating func hex() -> String {
        SHA256Digest.hash([UInt8(truncatingIfNeeded: random.next())]).description
    }

    private mutating func space() -> String {
        chance(4) ? [" ", "\t", "\r\n", "  "].randomElement(using: &random) ?? "" : ""
    }

    private mutating func chance(_ oneIn: Int) -> Bool {
        Int.random(in: 0..<oneIn, using: &random) == 0
    }
}
